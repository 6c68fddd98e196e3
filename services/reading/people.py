"""One person: their membership, their seats and posts, what they drafted, did and have to do."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from domain.meetings.attended import Attended
from services.reading.notices import Way, ways
from services.reading.taking_part import TookPart, attended, took_part
from services.reading.tasks import Task, tasks
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
    term_ends: datetime | None
    act: UUID


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
    tasks: tuple[Task, ...]
    meetings: tuple[TookPart, ...]
    attended: Attended
    ways: tuple[Way, ...]


_UNTIL = "CASE WHEN upper({0}valid) <= %(as_of)s THEN upper({0}valid) END AS until"
_PERSON = f"SELECT %(person)s::uuid AS person, {name_of('%(person)s::uuid')} AS name"
_MEMBERSHIP = f"""
    SELECT number, joined_on, grp, {body_name_of("m.grp")} AS group_name, region,
           {_UNTIL.format("")}
    FROM members m WHERE person = %(person)s AND lower(valid) <= %(as_of)s
    ORDER BY lower(valid) DESC LIMIT 1
"""
# A mandate that was prolonged has several stretches, and is one place since the first of them.
_HELD = """
    SELECT DISTINCT ON (h.mandate) h.body, {1} AS post, {2} AS voting, h.how, h.term_ends,
           min(lower(h.valid)) OVER (PARTITION BY h.mandate) AS since,
           first_value(h.act) OVER (PARTITION BY h.mandate ORDER BY lower(h.valid)) AS act,
           CASE WHEN upper(h.valid) <= %(as_of)s THEN upper(h.valid) END AS until
    FROM {0} h WHERE h.person = %(person)s AND lower(h.valid) <= %(as_of)s
    ORDER BY h.mandate, lower(h.valid) DESC
"""
_PLACES = f"""
    SELECT h.*, b.slug, b.name AS body_name
    FROM (({_HELD.format("seats", "NULL", "h.voting")})
          UNION ALL ({_HELD.format("posts", "h.post", "NULL")})) AS h
    JOIN bodies b ON b.body = h.body AND b.valid @> %(as_of)s::timestamptz
    ORDER BY since, body_name, h.body, post NULLS FIRST
"""
_DRAFTED = """
    SELECT proposal, title, state FROM proposals
    WHERE drafter = %(person)s AND valid @> %(as_of)s::timestamptz ORDER BY drafted, proposal
"""
_OTHERS = f"""
    SELECT person, {name_of("m.person")} AS name FROM members m
    WHERE valid @> %(as_of)s::timestamptz AND (number = %(number)s OR person = ANY(%(people)s))
"""


def person(at: Reading, person: UUID, *, themselves: bool = False) -> PersonAnswer:
    """One person, as others see them or as they see themselves.

    Raises `NotFound` if nothing is on record of them.
    """
    known, membership, places = on_record(at, person)
    meetings = took_part(at, person)
    return PersonAnswer(
        view=at.view,
        person=known,
        membership=membership,
        places=places,
        drafted=at.all(Drafted, _DRAFTED, person=person),
        tasks=tasks(at, person, themselves=themselves),
        meetings=meetings,
        attended=attended(meetings),
        ways=ways(at, person),
    )


def on_record(at: Reading, person: UUID) -> tuple[Person, Membership | None, tuple[Place, ...]]:
    """Somebody with their membership and places; raises `NotFound` if nothing is on record."""
    known = at.first(Person, _PERSON, person=person)
    membership = at.first(Membership, _MEMBERSHIP, person=person)
    places = at.all(Place, _PLACES, person=person)
    if known is None or (membership is None and not places and known.name == "Somebody"):
        raise NotFound(f"Nothing is on record of a person with the id {person} at that moment.")
    return known, membership, places


def member_of_number(at: Reading, number: str) -> Person | None:
    """The present member of that membership number, if there is one."""
    return at.first(Person, _OTHERS, number=number, people=[])
