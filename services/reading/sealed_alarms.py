"""Alarms about what is sealed: told to those alone who answer for it, and never who or why.

Whether a part of a body that people declare themselves has its seats is told to the body's own
officers; whether a caucus with sealed members has enough of them to those who belong.  To others
neither is told: whoever watched it while somebody joins, leaves or takes a seat would learn what
they are.  For the same reason it has no past, and says no number that moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final
from uuid import UUID

from domain.bodies.composition import Asked, found
from domain.bodies.mandate import Mandate, MandateId
from domain.bodies.sitting import Sitting
from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose
from services.reading import caucuses
from services.reading.alarm_sources import Alarm
from services.reading.alarms import of_composition
from services.reading.composition import Broken, those_sitting
from services.reading.unkept import Since
from services.reading.view import Reading

_OFFICER_OF: Final = """
    SELECT DISTINCT body FROM posts
    WHERE person = %(person)s AND valid @> %(as_of)s::timestamptz
      AND (%(body)s::uuid IS NULL OR body = %(body)s)
"""
_VOTING: Final = """
    SELECT person, category FROM seats
    WHERE body = %(body)s AND voting AND valid @> %(as_of)s::timestamptz
"""
_QUALIFY: Final = """
    SELECT DISTINCT person FROM private.person_categories
    WHERE purpose = %(purpose)s AND category = %(category)s AND person = ANY(%(people)s)
"""


def sealed_alarms(
    at: Reading, asker: PersonId | None, body: UUID | None = None
) -> tuple[Alarm, ...]:
    """What is sealed and not as the rules ask, as far as this one may know of it; now alone."""
    if asker is None or at.view.past:
        return ()
    now = Since(at.view.moment, at_least=True)
    few = (one for one in caucuses.too_few(at, body) if caucuses.belongs(at, one.sitting.id, asker))
    parts = (
        one for (of,) in at.rows(_OFFICER_OF, person=asker, body=body) for one in _parts_of(at, of)
    )
    return tuple(of_composition(one, now) for one in (*few, *parts))


def _parts_of(at: Reading, body: UUID) -> Iterator[Broken]:
    """The rules on parts of a body, of whom people say themselves that they are, that it breaks."""
    held = those_sitting(at, body)
    for seen in held.sittings:
        sitting, edition = _with_people(at, seen), held.edition(seen)
        open_to_all = {one.key for one in found(sitting, Asked(edition))}
        for one in found(sitting, Asked(edition, lambda *asked: _qualified(at, *asked))):
            if one.key not in open_to_all:
                yield Broken(seen, one)


def _with_people(at: Reading, seen: Sitting) -> Sitting:
    """The body with who sits there: elsewhere the rules only count seats."""
    seats = tuple(
        Mandate.model_construct(
            id=MandateId(person),
            person=PersonId(person),
            name="somebody",
            how="",
            category=category,
            voting=True,
        )
        for person, category in at.rows(_VOTING, body=seen.id)
    )
    others = tuple(one for one in seen.mandates if not (one.is_seat and one.voting))
    return seen.model_copy(update={"mandates": (*others, *seats)})


def _qualified(at: Reading, category: str, people: Collection[PersonId]) -> frozenset[PersonId]:
    """Who of them declared that category towards quotas, and for nothing else."""
    asked = {"purpose": Purpose.QUOTA.value, "category": category, "people": list(people)}
    return frozenset(PersonId(row[0]) for row in at.rows(_QUALIFY, **asked))
