"""Caucuses as others see them, and as their own members do.

Who belongs to a caucus whose members are sealed is told to those who belong to it, and how many
belong to anybody else from the number on that a rule sets.  It has no past: who belonged earlier is
kept nowhere in the open.  What is read here stands in tables that no outside reader sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.bodies.caucus import least_shown, sealing, shown
from domain.bodies.composition import Asked, found
from domain.bodies.sitting import Sitting
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotFound
from services.reading.composition import Broken, those_sitting
from services.reading.kinds import those
from services.reading.view import Answer, Reading, View, name_of


class Caucus(Answer):
    """A caucus.

    `sealed`: only its members are told who they are.  `belong` is how many do, none where fewer
    than `least_shown` belong to a sealed one, or where it is asked of a moment in the past.
    """

    view: View
    body: UUID
    slug: str
    name: str
    sealed: bool
    least_shown: int | None
    belong: int | None


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


_ONE: Final = """
    SELECT body FROM bodies WHERE slug = %(slug)s AND kind = ANY(%(kinds)s)
    AND valid @> %(as_of)s::timestamptz
"""
_SEATED: Final = (
    "SELECT person, name, true AS openly, lower(valid) AS since FROM seats"
    " WHERE body = %(body)s AND valid @> %(as_of)s::timestamptz"
)
_MEMBERS: Final = (
    f"{_SEATED} UNION ALL"
    f" SELECT c.person, {name_of('c.person')}, false, c.since FROM private.caucus_members c"
    " WHERE c.body = %(body)s ORDER BY 2"
)
_UNSEEN: Final = (
    "SELECT body, count(*) FROM private.caucus_members"
    " WHERE body IS NOT NULL AND (%(body)s::uuid IS NULL OR body = %(body)s) GROUP BY body"
)
_JOINED: Final = """
    SELECT b.body, b.slug, b.name, c.since FROM private.caucus_members c JOIN bodies b USING (body)
    WHERE c.person = %(person)s AND b.valid @> %(as_of)s::timestamptz ORDER BY b.name
"""


def caucus(at: Reading, slug: str) -> Caucus:
    """The caucus of that short name, as anybody may know it; raises `NotFound`."""
    held = those_sitting(at, _body(at, slug))
    (known,) = held.sittings
    sitting = known if at.view.past else _counted(known, _unseen(at, known.id))
    edition = held.edition(known)
    sealed, least = sealing(sitting, edition) is not None, least_shown(sitting, edition)
    seats = sum(one.is_seat for one in sitting.mandates)
    belong = None if sitting.unseen is None else seats + sitting.unseen
    if sealed and belong is not None:
        belong = shown(belong, least)
    return Caucus(
        view=at.view,
        body=sitting.id,
        slug=sitting.slug,
        name=sitting.name,
        sealed=sealed,
        least_shown=least if sealed else None,
        belong=belong if sealed else seats,
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
