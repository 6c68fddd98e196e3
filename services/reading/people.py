"""One person: their membership, the seats and posts they hold and held, and what they drafted."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from services.reading.notices import Way, ways
from services.reading.view import Answer, Person, Reading, View, body_name_of, name_of


class Membership(Answer):
    """A membership; `until` is set when it had ended by the moment of looking."""

    number: str
    joined_on: date
    grp: UUID | None
    group_name: str | None
    region: str | None
    until: datetime | None


class Place(Answer):
    """A seat (`post` is None) or a post in a body."""

    body: UUID
    slug: str
    body_name: str
    post: str | None
    voting: bool | None
    how: str
    since: datetime
    until: datetime | None


class Drafted(Answer):
    """A proposal that they drafted, for themselves or for a group."""

    proposal: UUID
    title: str
    state: str


class PersonAnswer(Answer):
    """What is on record of a person."""

    view: View
    person: Person
    membership: Membership | None
    places: tuple[Place, ...]
    drafted: tuple[Drafted, ...]
    ways: tuple[Way, ...]


_UNTIL = "CASE WHEN upper({0}valid) <= %(as_of)s THEN upper({0}valid) END AS until"
_PERSON = f"SELECT %(person)s::uuid AS person, {name_of('%(person)s::uuid')} AS name"
_MEMBERSHIP = f"""
    SELECT number, joined_on, grp, {body_name_of("m.grp")} AS group_name, region,
           {_UNTIL.format("")}
    FROM members m WHERE person = %(person)s AND lower(valid) <= %(as_of)s
    ORDER BY lower(valid) DESC LIMIT 1
"""
_PLACES = f"""
    SELECT s.body, b.slug, b.name AS body_name, NULL AS post, s.voting, s.how,
           lower(s.valid) AS since, {_UNTIL.format("s.")}
    FROM seats s JOIN bodies b USING (body)
    WHERE s.person = %(person)s AND lower(s.valid) <= %(as_of)s
      AND b.valid @> %(as_of)s::timestamptz
    UNION ALL
    SELECT p.body, b.slug, b.name, p.post, NULL, p.how, lower(p.valid), {_UNTIL.format("p.")}
    FROM posts p JOIN bodies b USING (body)
    WHERE p.person = %(person)s AND lower(p.valid) <= %(as_of)s
      AND b.valid @> %(as_of)s::timestamptz
    ORDER BY since, body_name, post NULLS FIRST
"""
_DRAFTED = """
    SELECT proposal, title, state FROM proposals
    WHERE drafter = %(person)s AND valid @> %(as_of)s::timestamptz ORDER BY drafted, proposal
"""
_OTHERS = f"""
    SELECT person, {name_of("m.person")} AS name FROM members m
    WHERE valid @> %(as_of)s::timestamptz AND (number = %(number)s OR person = ANY(%(people)s))
"""


def person(at: Reading, person: UUID) -> PersonAnswer:
    """One person; raises `NotFound` if nothing is on record of them."""
    known = at.first(Person, _PERSON, person=person)
    membership = at.first(Membership, _MEMBERSHIP, person=person)
    places = at.all(Place, _PLACES, person=person)
    if known is None or (membership is None and not places and known.name == "Somebody"):
        raise NotFound(f"Nothing is on record of a person with the id {person} at that moment.")
    return PersonAnswer(
        view=at.view,
        person=known,
        membership=membership,
        places=places,
        drafted=at.all(Drafted, _DRAFTED, person=person),
        ways=ways(at, person),
    )


def member_of_number(at: Reading, number: str) -> Person | None:
    """The present member of that membership number, if there is one."""
    return at.first(Person, _OTHERS, number=number, people=[])
