"""Something for a calendar: what, when, how often it was moved, and whether it was called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """Something for a calendar.

    `moved` is how often its moment changed, `changed` when it last became what it is, `page` its
    address inside the site, `process` and `body` what it belongs to, `body` none for all.  `person`
    is whom it concerns, whether or not they sit in that body.
    `said_already`: it is the same as an event of the process that it is linked to.
    """

    uid: str
    what: str
    begins: datetime
    ends: datetime
    changed: datetime
    page: str
    moved: int = 0
    cancelled: bool = False
    process: UUID | None = None
    body: UUID | None = None
    person: UUID | None = None
    said_already: bool = False

    @property
    def sequence(self) -> int:
        """The number by which calendars tell which of two states is newer."""
        return self.moved + self.cancelled


@dataclass(frozen=True)
class Wanted:
    """Which events are wanted: what begins from a moment on, of some bodies, of some processes.

    What is not said is not asked.  What concerns everybody is wanted whichever bodies are named,
    and so is what concerns `person`.
    """

    since: datetime | None = None
    bodies: tuple[UUID, ...] | None = None
    processes: tuple[UUID, ...] | None = None
    person: UUID | None = None

    @property
    def words(self) -> dict[str, object]:
        """The same for a statement."""
        bodies = None if self.bodies is None else list(self.bodies)
        processes = None if self.processes is None else list(self.processes)
        whose = {"person": self.person}
        return {"since": self.since, "bodies": bodies, "processes": processes, **whose}

    def holds(self, event: Event) -> bool:
        """Whether it is one of them."""
        return (
            (self.since is None or event.begins >= self.since)
            and (self.bodies is None or self._concerns(event))
            and (self.processes is None or event.process in self.processes)
        )

    def _concerns(self, event: Event) -> bool:
        mine = self.person is not None and event.person == self.person
        return mine or event.body is None or event.body in (self.bodies or ())


ALL: Final = Wanted()


def asked(begins: str, body: str, process: str) -> str:
    """The condition in SQL on the columns that have these."""
    return (
        f"(%(since)s::timestamptz IS NULL OR {begins} >= %(since)s)"
        f" AND (%(bodies)s::uuid[] IS NULL OR {body} = ANY(%(bodies)s))"
        f" AND (%(processes)s::uuid[] IS NULL OR {process} = ANY(%(processes)s))"
    )
