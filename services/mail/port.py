"""What the rest of the service asks of the mail: to keep an address, and to write reminders.

An address is known by the entry under which it lies.  Whoever seals addresses later has this one
place to do it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.kernel.ids import PersonId
from domain.notices.contact import Channel


class AddressBook(Protocol):
    """Where addresses lie."""

    def put_in(
        self, person: PersonId, channel: Channel, address: str, entry: UUID | None = None
    ) -> UUID:
        """Keep an address, once under one entry, and name that; `BadInput` if it is no address."""
        ...

    def address(self, entry: UUID) -> str | None:
        """The address of an entry; none if it was destroyed."""
        ...

    def destroy(self, entry: UUID) -> None:
        """Forget the address of an entry for good."""
        ...


class Reminders(Protocol):
    """Where reminders are written."""

    def remind_voters(self, ballot: Ballot, planned_for: datetime) -> int:
        """Write to those on the roll who have not voted, once; how many letters there are now."""
        ...


class NoReminders:
    """Where there is no outbox, nobody is written to."""

    def remind_voters(self, ballot: Ballot, planned_for: datetime) -> int:
        return 0


NOBODY: Final = NoReminders()
