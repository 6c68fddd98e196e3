"""Which processes have begun and not ended, as the log has it."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from services.application.processes import KINDS
from services.store.port import Store

BEGINNINGS = {kind.begins.TOPIC: kind.name for kind in KINDS}
ENDS = tuple(act.TOPIC for kind in KINDS for act in kind.ends)
GOES_ON = {act.TOPIC: kind.goes_on for kind in KINDS for act in kind.ends}
PAGE = 500


class OpenProcess(NamedTuple):
    """A process that has begun and not ended."""

    kind: str
    process: UUID


class Begun:
    """What has begun and not ended in one log; each time only what came since is read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen = 0
        self._open: dict[UUID, str] = {}

    def open(self) -> list[OpenProcess]:
        """Those that are open now, in the order of their beginning."""
        while acts := self._store.acts(after=self._seen, topics=(*BEGINNINGS, *ENDS), limit=PAGE):
            for act in acts:
                event: Any = act.event
                if event.TOPIC in BEGINNINGS:
                    self._open[event.originator_id] = BEGINNINGS[event.TOPIC]
                elif not GOES_ON[event.TOPIC](event):
                    self._open.pop(event.originator_id, None)
            self._seen = acts[-1].position
        return [OpenProcess(kind, process) for process, kind in self._open.items()]


def open_processes(store: Store) -> list[OpenProcess]:
    """What has begun and not ended, read from the log itself so that no projection is needed."""
    return Begun(store).open()
