"""Whether acts that are brought in go on with their streams: no gap, and not backwards in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from eventsourcing.domain import CanInitAggregate

from domain.kernel.aggregate import Recorded
from domain.kernel.refusal import BadInput
from services.store.mapper import form_of

Check = Callable[[Recorded], None]
"""Raises `BadInput` if an act can't stand where it is put."""

Standing = tuple[int, datetime | None]
"""A stream's newest version, and when that took effect; (0, None) if it has not begun."""


class Streams:
    """Where each stream stands while an import goes on.  `stands` asks the log."""

    def __init__(self, stands: Callable[[UUID], Standing]) -> None:
        self._stands = stands
        self._newest: dict[UUID, Standing] = {}

    def __len__(self) -> int:
        return len(self._newest)

    def check(self, act: Recorded) -> None:
        """Raise `BadInput` unless the act is the next of its stream."""
        stream, version = act.originator_id, act.originator_version
        newest, last = self._newest.get(stream) or self._asked(stream, version)
        if version != newest + 1:
            raise BadInput(
                f"Version {version} of {stream} can't follow version {newest}: "
                f"it should be version {newest + 1}. Check for a missing or doubled act."
            )
        if (version == 1) is not isinstance(act, CanInitAggregate):
            raise BadInput(_beginning(act))
        if last is not None and act.act.occurred_at < last:
            raise BadInput(_backwards(act, last))
        self._newest[stream] = version, act.act.occurred_at

    def _asked(self, stream: UUID, version: int) -> Standing:
        """A first version needs no question: if the stream has begun, the log's key refuses it."""
        return (0, None) if version == 1 else self._stands(stream)


def checked(acts: Iterable[Recorded], check: Check) -> Iterator[Recorded]:
    """The same acts, each checked as it is drawn."""
    for act in acts:
        check(act)
        yield act


def _beginning(act: Recorded) -> str:
    topic = form_of(type(act)).topic
    if act.originator_version == 1:
        return (
            f"{act.originator_id} can't begin with {topic}, which goes on with a stream that has "
            "begun. Put the act first that began it."
        )
    return (
        f"Version {act.originator_version} of {act.originator_id} can't be {topic}, which begins a "
        "stream. Give it a stream of its own."
    )


def _backwards(act: Recorded, last: datetime) -> str:
    return (
        f"Version {act.originator_version} of {act.originator_id} took effect at "
        f"{act.act.occurred_at.isoformat()}, before the version that it follows "
        f"({last.isoformat()}). Put the acts in their order."
    )
