"""Everybody whom an example names, and the id under which they are on stage."""

from __future__ import annotations

from domain.bodies.member import person_id
from domain.kernel.ids import CONVENOR, PersonId, derived
from services.examples.models import Founding
from services.examples.year import Guest


def named(slug: str) -> PersonId:
    """The id of a person whom the record names."""
    return PersonId(derived(CONVENOR, "rehearsal", "named", slug))


class Cast:
    """The people of a record by their short names: an invented one is a member with a number."""

    def __init__(self, record: Founding, guests: tuple[Guest, ...] = ()) -> None:
        people = record.people.people
        self._names = {one.id: one.name for one in people} | {one.id: one.name for one in guests}
        self._numbers = {one.id: one.number for one in people if one.number is not None}

    def __contains__(self, slug: str) -> bool:
        return slug in self._names

    def id(self, slug: str) -> PersonId:
        number = self._numbers.get(slug)
        return named(slug) if number is None else person_id(number)

    def name(self, slug: str) -> str:
        return self._names[slug]
