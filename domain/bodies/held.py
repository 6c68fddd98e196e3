"""A meeting that a body reports in short: the day, how many were there, and the quorum.

A meeting that is run through the service is more than that: see `domain.meetings`.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.kernel.value import Value
from domain.rules.values import Days


class Meeting(Value):
    """A meeting that a body reports: the day, who was there, and the quorum it goes by.

    `notice_on` is the day on which it was called, if that is known; `quorum` is the body's own, and
    0 if it names none.
    """

    reference: UUID
    held_on: date
    present: int
    quorum: int
    notice_on: date | None = None

    def short_notice(self, needed: Days) -> str | None:
        """In what way the notice was too short, if it is known to have been."""
        return None if self.notice_on is None else needed.short(self.notice_on, self.held_on)

    def inquorate(self, needed: int = 0) -> str | None:
        """In what way too few were there for that number, or for the body's own."""
        most = max(needed, self.quorum)
        if self.present >= most:
            return None
        return f"{self.present} were present, where {most} are needed."
