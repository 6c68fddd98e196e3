"""Something for a calendar: what, when, how often it was moved, and whether it was called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """Something for a calendar.

    `moved` is how often its moment changed, `changed` when it last became what it is, `page` its
    address inside the site, `process` and `body` what it belongs to, `body` none for all.
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
    said_already: bool = False

    @property
    def sequence(self) -> int:
        """The number by which calendars tell which of two states is newer."""
        return self.moved + self.cancelled
