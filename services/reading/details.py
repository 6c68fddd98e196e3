"""What is kept of one person now: for which purposes, under which hold, and what it says.

What it says is read from tables that no outside reader sees, and is given apart from the rest:
whether somebody may see it is not decided here.  It has no past: only the present is kept open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Final
from uuid import UUID

from domain.kernel.refusal import NotFound
from domain.kernel.sealed import Purpose
from services.reading.view import Answer, Person, Reading, View, name_of


class Kept(Answer):
    """One purpose, and whether anything is kept for it."""

    purpose: Purpose
    kept: bool


class PersonData(Answer):
    """What is kept of a person, without a word of what it says."""

    view: View
    person: Person
    entered: datetime | None
    kept: tuple[Kept, ...]
    hold: str | None
    access: UUID | None
    access_due: datetime | None

    def has(self, purpose: Purpose) -> bool:
        return any(one.kept for one in self.kept if one.purpose is purpose)


class Contents(Answer):
    """What a person is called, where they are reached, and when they were born."""

    name: str | None = None
    email: str | None = None
    post_address: str | None = None
    born: date | None = None


class Declared(Answer):
    """What a person says for a purpose that they are."""

    purpose: Purpose
    category: str
    since: datetime


class _Entry(Answer):
    entered: datetime
    hold: str | None


class AccessAsked(Answer):
    """A request to see everything; `ended` once it was answered or taken back."""

    access: UUID
    person: UUID
    asked: datetime
    due: datetime
    ended: datetime | None


_PERSON: Final = f"SELECT %(person)s::uuid AS person, {name_of('%(person)s::uuid')} AS name"
_ENTRY: Final = "SELECT entered, hold FROM private.person_details WHERE person = %(person)s"
_ASKED: Final = "SELECT access, person, asked, due, ended FROM private.access_requests"
_STILL_OPEN: Final = f"{_ASKED} WHERE person = %(person)s AND ended IS NULL"
_ONE_REQUEST: Final = f"{_ASKED} WHERE access = %(access)s"
_CONTENTS: Final = (
    "SELECT name, email, post_address, born FROM private.person_details WHERE person = %(person)s"
)
_BELONGS: Final = (
    "SELECT FROM private.caucus_members WHERE person = %(person)s AND body IS NOT NULL"
)
_REACHED: Final = "SELECT FROM contacts WHERE person = %(person)s AND upper_inf(valid)"
_DECLARED: Final = (
    "SELECT purpose, category, since FROM private.person_categories"
    " WHERE person = %(person)s AND category IS NOT NULL ORDER BY purpose, since, number"
)


def person_data(at: Reading, person: UUID) -> PersonData:
    """What is kept of a person; nothing at all is an answer too."""
    known = at.first(Person, _PERSON, person=person)
    assert known is not None, "whoever is asked for has at least a word that stands for a name"
    entry = at.first(_Entry, _ENTRY, person=person)
    asked = at.first(AccessAsked, _STILL_OPEN, person=person)
    return PersonData(
        view=at.view,
        person=known,
        entered=None if entry is None else entry.entered,
        kept=_kept(contents(at, person), (*_purposes(at, person),)),
        hold=None if entry is None else entry.hold,
        access=None if asked is None else asked.access,
        access_due=None if asked is None else asked.due,
    )


def access_request(at: Reading, access: UUID) -> AccessAsked:
    """One request to see everything; raises `NotFound`."""
    found = at.first(AccessAsked, _ONE_REQUEST, access=access)
    if found is None:
        raise NotFound(f"Nobody asked to see what is kept of them under the id {access}.")
    return found


def contents(at: Reading, person: UUID) -> Contents:
    """What it says, for those who may see it."""
    return at.first(Contents, _CONTENTS, person=person) or Contents()


def declared(at: Reading, person: UUID) -> tuple[Declared, ...]:
    """What the person declared, for nobody but themselves."""
    return at.all(Declared, _DECLARED, person=person)


def _purposes(at: Reading, person: UUID) -> Iterator[Purpose]:
    """The purposes for which they declared something, belong somewhere, or gave an address."""
    yield from (one.purpose for one in declared(at, person))
    if at.rows(_BELONGS, person=person):
        yield Purpose.CAUCUS
    if at.rows(_REACHED, person=person):
        yield Purpose.CONTACT


def _kept(said: Contents, purposes: Collection[Purpose]) -> tuple[Kept, ...]:
    held = {
        Purpose.IDENTITY: said.name is not None,
        Purpose.CONTACT: said.email is not None or said.post_address is not None,
        Purpose.BIRTH: said.born is not None,
        **dict.fromkeys((Purpose.CAUCUS, Purpose.QUOTA), False),
        **dict.fromkeys(purposes, True),
    }
    return tuple(Kept(purpose=purpose, kept=kept) for purpose, kept in held.items())
