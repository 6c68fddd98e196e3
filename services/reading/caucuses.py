"""Caucuses as others see them, and as their own members do.

Who belongs to a caucus whose members are sealed is told to those who belong to it.  To others it is
never told how many do, for that number moves as somebody joins or leaves; only that so many came to
one of its meetings as a rule lets be told, once that is over.  It has no past: who belonged earlier
is kept nowhere in the open.  What is read here stands in tables that no outside reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.bodies.caucus import least_shown, sealing
from domain.bodies.composition import Asked, found
from domain.bodies.sitting import Sitting
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotFound
from domain.rules.values import Rule
from services.reading.composition import Broken, those_sitting
from services.reading.kinds import those
from services.reading.view import Answer, Reading, View, name_of


class Caucus(Answer):
    """A caucus.

    `sealed`: only its members are told who they are, and `belong` is how many do in any other.
    `at_least` so many who are not shown were at its meeting of `told_on`, the last of which so many
    may be told.
    """

    view: View
    body: UUID
    slug: str
    name: str
    sealed: bool
    least_shown: int | None
    belong: int | None
    at_least: int | None
    told_on: datetime | None


class CaucusMember(Answer):
    """One who belongs; `openly`, if everybody is told."""

    person: UUID
    name: str
    openly: bool
    since: datetime


class Joined(Answer):
    """A caucus that somebody belongs to without being shown."""

    body: UUID
    slug: str
    name: str
    since: datetime


UNDERTAKEN: Final = "an action that is told to the members of the body alone"
OWNED: Final = "somebody who belongs"
_ONE: Final = """
    SELECT body FROM bodies WHERE slug = %(slug)s AND kind = ANY(%(kinds)s)
    AND valid @> %(as_of)s::timestamptz
"""
_TOLD: Final = """
    SELECT at_least, starts FROM body_meetings
    WHERE body = %(body)s AND at_least IS NOT NULL AND valid @> %(as_of)s::timestamptz
    ORDER BY starts DESC LIMIT 1
"""
_BELONGS: Final = """
    SELECT EXISTS (SELECT FROM private.caucus_members
                   WHERE body = %(body)s AND person = %(person)s)
        OR EXISTS (SELECT FROM seats WHERE body = %(body)s AND person = %(person)s
                   AND valid @> %(as_of)s::timestamptz)
"""
_THOSE: Final = """
    SELECT body FROM bodies WHERE body = ANY(%(things)s) AND kind = ANY(%(kinds)s)
    AND valid @> %(as_of)s::timestamptz
"""
_THERE: Final = "SELECT there FROM private.unseen_counts WHERE meeting = %(meeting)s"
_SEATED: Final = (
    "SELECT person, name, true AS openly, lower(valid) AS since FROM seats"
    " WHERE body = %(body)s AND valid @> %(as_of)s::timestamptz"
)
_MEMBERS: Final = (
    f"{_SEATED} UNION ALL"
    f" SELECT c.person, {name_of('c.person')}, false, c.since FROM private.caucus_members c"
    " WHERE c.body = %(body)s ORDER BY 2, 1"
)
_UNSEEN: Final = (
    "SELECT body, count(*) FROM private.caucus_members"
    " WHERE body IS NOT NULL AND (%(body)s::uuid IS NULL OR body = %(body)s) GROUP BY body"
)
_JOINED: Final = """
    SELECT b.body, b.slug, b.name, c.since FROM private.caucus_members c JOIN bodies b USING (body)
    WHERE c.person = %(person)s AND b.valid @> %(as_of)s::timestamptz ORDER BY b.name, b.body
"""


def caucus(at: Reading, slug: str) -> Caucus:
    """The caucus of that short name, as anybody may know it; raises `NotFound`."""
    held = those_sitting(at, _body(at, slug), dissolved=True)
    (sitting,) = held.sittings
    edition = held.edition(sitting)
    sealed, least = sealing(sitting, edition) is not None, least_shown(sitting, edition)
    at_least, told_on = next(iter(at.rows(_TOLD, body=sitting.id)), (None, None))
    return Caucus(
        view=at.view,
        body=sitting.id,
        slug=sitting.slug,
        name=sitting.name,
        sealed=sealed,
        least_shown=least if sealed else None,
        belong=None if sealed else sum(one.is_seat for one in sitting.mandates),
        at_least=at_least,
        told_on=told_on,
    )


def too_few(at: Reading, body: UUID | None = None) -> Iterator[Broken]:
    """Where too few belong to a caucus with sealed members to make one: never how many do."""
    if at.view.past:
        return
    held = those_sitting(at, body, "own_word")
    unseen = _unseen(at, body) if held.bodies else {}
    for sitting in held.sittings:
        edition = held.edition(sitting)
        if sealing(sitting, edition) is not None:
            asked = Asked(edition)
            known = {one.key for one in found(sitting, asked)}
            for one in found(_counted(sitting, unseen), asked):
                if one.key not in known:
                    yield Broken(sitting, one)


def _unseen(at: Reading, body: UUID | None) -> dict[UUID, int]:
    """How many belong to each body unseen."""
    return dict(at.rows(_UNSEEN, body=body))


def _counted(sitting: Sitting, unseen: Mapping[UUID, int]) -> Sitting:
    """The body with how many belong to it unseen."""
    return sitting.model_copy(update={"unseen": unseen.get(sitting.id, 0)})


def belongs(at: Reading, body: UUID, asker: PersonId | None) -> bool:
    """Whether somebody belongs to a body now, shown or not; for nobody but themselves."""
    if asker is None:
        return False
    return bool(at.rows(_BELONGS, body=body, person=asker)[0][0])


def unseen_there(at: Reading, meeting: UUID) -> int | None:
    """How many were counted last who are there unseen, for those who belong."""
    found = at.rows(_THERE, meeting=meeting)
    there: int | None = found[0][0] if found else None
    return there


def sealed_by(at: Reading, body: UUID) -> Rule | None:
    """The rule by which it is told to its members alone who belongs to a body, if there is one.

    What was said among the members of a caucus is not told to all when it is dissolved.
    """
    held = those_sitting(at, body, "own_word", dissolved=True)
    return next((sealing(one, held.edition(one)) for one in held.sittings), None)


def closed_to(at: Reading, things: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these things that are caucuses whose members are sealed, and the asker not of."""
    asked = [*things]
    of_these = at.rows(_THOSE, things=asked, kinds=[*those(at, "own_word")]) if asked else ()
    return frozenset(
        body
        for (body,) in of_these
        if sealed_by(at, body) is not None and not belongs(at, body, at.asker)
    )


def caucus_members(
    at: Reading, slug: str, asker: PersonId | None
) -> tuple[CaucusMember, ...] | None:
    """Who belongs, for one who does; nothing at all for everybody else, or of the past."""
    body = _body(at, slug)
    if asker is None or at.view.past:
        return None
    members = at.all(CaucusMember, _MEMBERS, body=body)
    return members if any(one.person == asker for one in members) else None


def caucuses_of(at: Reading, person: UUID) -> tuple[Joined, ...]:
    """The caucuses that somebody belongs to without being shown, for nobody but themselves."""
    return at.all(Joined, _JOINED, person=person)


def _body(at: Reading, slug: str) -> UUID:
    found = at.rows(_ONE, slug=slug, kinds=[*those(at, "own_word")])
    if not found:
        raise NotFound(f"There is no caucus with the short name '{slug}' at that moment.")
    body: UUID = found[0][0]
    return body
