"""Acts of the few kinds that are asked for again and again, kept in memory.

The log only grows, and in one order, so only what came since is read.  The newest known act is read
once more each time: if the log was put back to an earlier state, it no longer stands there, and all
is read anew.  Acts with sealed fields are not kept: what is forgotten must be forgotten here too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from threading import Lock
from typing import Protocol, TypeVar, cast

from domain.kernel.aggregate import Recorded
from services.store.mapper import form_of
from services.store.port import RecordedAct

PAGE = 500
R = TypeVar("R", bound=Recorded)


class Log(Protocol):
    """Where acts are read from."""

    def acts(
        self, *, after: int = 0, topics: Collection[str] = (), limit: int
    ) -> Sequence[RecordedAct]: ...


class Recollection:
    """What one process remembers of one log; safe to ask from many threads."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._known: dict[str, list[RecordedAct]] = {}
        self._lock = Lock()

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Every act of one kind on record, oldest first.  Refuses a kind with sealed fields."""
        if form_of(kind).seals is not None:
            raise ValueError(f"{kind.TOPIC} has sealed fields and is not kept in memory.")
        with self._lock:
            known = self._known.get(kind.TOPIC, [])
            self._known[kind.TOPIC] = known = self._gone_on(kind.TOPIC, known)
            return cast("tuple[R, ...]", tuple(act.event for act in known))

    def _gone_on(self, topic: str, known: list[RecordedAct]) -> list[RecordedAct]:
        """What is known with what came since, or all anew if the newest known no longer stands."""
        if not known:
            return self._since(topic, 0)
        since = self._since(topic, known[-1].position - 1)
        if not since or since[0].event.event_id != known[-1].event.event_id:
            return self._since(topic, 0)
        return known + since[1:]

    def _since(self, topic: str, after: int) -> list[RecordedAct]:
        found: list[RecordedAct] = []
        while new := self._log.acts(after=after, topics=(topic,), limit=PAGE):
            found += new
            after = new[-1].position
        return found
