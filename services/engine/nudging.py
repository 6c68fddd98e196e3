"""Which acts make a process look again, and which begin one: as the kinds of processes say.

Only acts that change what a process waits for are there.  Papers are no acts, and a vote of an
assembly moves no deadline: neither ever reaches the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from services.application.processes import KINDS, ProcessKind


class Call(NamedTuple):
    """A process to nudge, and whether the act is the one that begins it."""

    kind: str
    process: UUID
    begins: bool = False


Calling = Callable[[Any], Call | None]


def calls_of(topic: str, event: Any) -> Iterator[Call]:
    """Whom an act of this topic concerns."""
    for calling in CALLS[topic]:
        call = calling(event)
        if call is not None:
            yield call


def _own(kind: ProcessKind, *, begins: bool) -> Calling:
    return lambda event: Call(kind.name, event.originator_id, begins)


def _others(kind: ProcessKind, moved: Callable[[Any], UUID | None]) -> Calling:
    def calling(event: Any) -> Call | None:
        process = moved(event)
        return None if process is None else Call(kind.name, process)

    return calling


def _callings() -> dict[str, list[Calling]]:
    found: dict[str, list[Calling]] = {}
    for kind in KINDS:
        found.setdefault(kind.begins.TOPIC, []).append(_own(kind, begins=True))
        for act in kind.moves:
            found.setdefault(act.TOPIC, []).append(_own(kind, begins=False))
        for act, moved in kind.moved_by.items():
            found.setdefault(act.TOPIC, []).append(_others(kind, moved))
    return found


CALLS = _callings()
"""For each topic that calls anybody, whom."""
