"""Which processes have begun and not ended, as the log has it."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from services.application.processes import KINDS
from services.store.port import Store

BEGINNINGS = {kind.begins.TOPIC: kind.name for kind in KINDS}
ENDS = tuple(act.TOPIC for kind in KINDS for act in kind.ends)
PAGE = 500


class OpenProcess(NamedTuple):
    """A process that has begun and not ended."""

    kind: str
    process: UUID


def open_processes(store: Store) -> list[OpenProcess]:
    """What has begun and not ended, read from the log itself so that no projection is needed."""
    found: dict[UUID, str] = {}
    after = 0
    while acts := store.acts(after=after, topics=(*BEGINNINGS, *ENDS), limit=PAGE):
        for act in acts:
            event: Any = act.event
            if event.TOPIC in BEGINNINGS:
                found[event.originator_id] = BEGINNINGS[event.TOPIC]
            else:
                found.pop(event.originator_id, None)
        after = acts[-1].position
    return [OpenProcess(kind, process) for process, kind in found.items()]
