"""What open processes still have before them, read again only when the log says more of a process.

It follows from the log alone and not from the clock, so it stays true however far time is moved.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from services.application.begun import Begun
from services.application.outstanding import moments_of
from services.application.processes import KINDS, Moment
from services.store.port import Store


def _topics(kind: type[Aggregate]) -> list[str]:
    """The topics of whatever is recorded of this kind."""
    inside = (getattr(getattr(kind, name), "TOPIC", None) for name in dir(kind))
    return [topic for topic in inside if isinstance(topic, str)]


READ = {aggregate for kind in KINDS for aggregate in kind.reads}
OF_PROCESSES = sorted({topic for aggregate in READ for topic in _topics(aggregate)})


class Ahead:
    """The moments before all open processes, soonest first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._begun = Begun(store)
        self._seen = 0
        self._moments: list[Moment] = []
        self._open: set[UUID] = set()

    def moments(self) -> list[Moment]:
        """Everything that open processes still have before them."""
        if self._store.acts(after=self._seen, topics=OF_PROCESSES, limit=1):
            head = self._store.head()  # before the reading: what comes meanwhile is read next time
            found = self._begun.open()
            self._open = {one.process for one in found}
            self._moments, self._seen = moments_of(self._store, found), head
        return self._moments

    def next(self) -> datetime | None:
        """When something falls due next."""
        ahead = self.moments()
        return ahead[0].due if ahead else None

    def overdue(self) -> list[Moment]:
        """What has fallen due and is not on record."""
        ahead, now = self.moments(), self._store.now()
        return [moment for moment in ahead if moment.due <= now]

    def processes(self) -> set[UUID]:
        """Every open process, those included that wait for people and for no moment."""
        self.moments()
        return self._open
