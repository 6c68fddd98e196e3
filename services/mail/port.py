"""What the rest of the service asks of the mail: to keep an address, and to write reminders.

An address is known by the entry under which it lies.  Whoever seals addresses later has this one
place to do it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.kernel.ids import PersonId, derived
from domain.kernel.moments import in_words
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


@dataclass(frozen=True)
class Reminder:
    """One reminder: of what, planned for when, in which words, and until when it is of use.

    `page` is the address inside the site of what it is about.
    """

    about: UUID
    planned_for: datetime
    subject: str
    words: str
    page: str
    useful_until: datetime

    @property
    def occasion(self) -> UUID:
        """Its name: the same however often it is asked for."""
        return occasion(self.about, self.planned_for)


def occasion(about: UUID, planned_for: datetime) -> UUID:
    """The occasion of the reminder of a thing that is planned for a moment."""
    return derived(about, "reminder", planned_for.timestamp())


class Reminders(Protocol):
    """Where reminders are written; when they fall due says `domain.notices.reminders`."""

    def remind_voters(self, ballot: Ballot, planned_for: datetime) -> int:
        """Write to those on the roll who have not voted, once; how many letters there are now."""
        ...

    def remind_people(self, reminder: Reminder, people: Collection[PersonId]) -> int:
        """Write to these people, as far as they are reached by e-mail, once; how many letters."""
        ...


class NoReminders:
    """Where there is no outbox, nobody is written to."""

    def remind_voters(self, ballot: Ballot, planned_for: datetime) -> int:
        return 0

    def remind_people(self, reminder: Reminder, people: Collection[PersonId]) -> int:
        return 0


NOBODY: Final = NoReminders()


def to_draw(ballot: Ballot, planned_for: datetime) -> Reminder:
    """The reminder for those who have drawn no credential of a blind ballot."""
    return Reminder(
        about=ballot.id,
        planned_for=planned_for,
        subject=f"You can still draw your credential: {ballot.title}",
        words=(
            f"Voting in “{ballot.title}” is open until {in_words(ballot.hours.closes)}, London "
            "time. You have drawn no credential yet, and without one nobody can vote. Draw it with "
            "your name, save it, and hand in your paper without your name.\n\n"
            "You get this because you are on the roll of this ballot. Nobody knows which of those "
            "who drew a credential have voted."
        ),
        page=f"/ballots/{ballot.id}",
        useful_until=ballot.hours.closes,
    )
