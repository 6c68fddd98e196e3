"""Groups being formed: which, until when they can be asked for, who got what and why.

Who asked for what, and so the reasons for a place, is told to members of the parent alone, and to
them once preferences have closed.  Everybody may know who sits where.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.formation.allocation import Fate, Placed
from domain.formation.explaining import reasons
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotFound
from services.reading.view import Answer, Reading, View, name_of


class FormationLine(Answer):
    """A formation; `met` is how many first, second, … choices are met."""

    formation: UUID
    parent: UUID
    parent_name: str
    parent_slug: str
    state: str
    each_at_most: int
    everybody: bool
    opened: datetime
    closes: datetime
    lot_source: str
    lot_known_from: datetime
    lot_value: str | None
    seed: str | None
    ratification_due: datetime
    first_meetings_due: datetime | None
    met: tuple[int, ...] | None
    because: str | None
    asked: int
    act: UUID


class GroupLine(Answer):
    """A group; `sits` is how many have a place in it as given or as ratified."""

    slug: str
    name: str
    kind: str
    remit: str
    least: int
    most: int | None
    convenors: tuple[str, ...]
    meeting: UUID | None
    sits: int


class PlaceLine(Answer):
    """A place that was ratified; `changed_because` where the parent gave another than asked for."""

    slug: str
    group_name: str
    person: UUID
    name: str
    changed_because: str | None


class WishLine(Answer):
    """What one member asked for, what came of it and why; none until places are given."""

    person: UUID
    name: str
    ranking: tuple[str, ...]
    groups: tuple[str, ...] | None
    drawn: int | None
    why: str | None


class Silent(Answer):
    """A member who had said nothing when preferences closed."""

    person: UUID
    name: str


class Formations(Answer):
    """All formations, the newest first."""

    view: View
    formations: tuple[FormationLine, ...]


class Formation(Answer):
    """One formation; `wishes` and `silent` are none for those who may not see them."""

    view: View
    formation: FormationLine
    groups: tuple[GroupLine, ...]
    places: tuple[PlaceLine, ...]
    wishes: tuple[WishLine, ...] | None
    silent: tuple[Silent, ...] | None
    own: tuple[str, ...]


_LINES = """
    SELECT formation, f.parent, parent_name,
           (SELECT slug FROM bodies b WHERE b.body = f.parent AND b.valid @> %(as_of)s::timestamptz)
             AS parent_slug,
           state, each_at_most, everybody, opened, closes, lot_source, lot_known_from, lot_value,
           seed, ratification_due, first_meetings_due, met, because,
           (SELECT count(*) FROM formation_preferences p
            WHERE p.formation = f.formation AND p.valid @> %(as_of)s::timestamptz) AS asked, f.act
    FROM formations f
    WHERE f.valid @> %(as_of)s::timestamptz
      AND (%(formation)s::uuid IS NULL OR formation = %(formation)s)
    ORDER BY opened DESC, formation
"""
_GROUPS = """
    SELECT slug, name, kind, remit, least, most, convenors, meeting,
           CASE WHEN EXISTS (SELECT FROM formation_places p
                             WHERE p.formation = g.formation AND since <= %(as_of)s)
                THEN (SELECT count(*) FROM formation_places p WHERE p.formation = g.formation
                      AND p.slug = g.slug AND since <= %(as_of)s)
                ELSE (SELECT count(*) FROM formation_given p WHERE p.formation = g.formation
                      AND g.slug = ANY(p.groups) AND p.valid @> %(as_of)s::timestamptz)
           END AS sits
    FROM formation_groups g
    WHERE formation = %(formation)s AND valid @> %(as_of)s::timestamptz ORDER BY place
"""
_PLACES = """
    SELECT p.slug, g.name AS group_name, p.person, p.name, p.changed_because
    FROM formation_places p JOIN formation_groups g USING (formation, slug)
    WHERE formation = %(formation)s AND since <= %(as_of)s AND g.valid @> %(as_of)s::timestamptz
    ORDER BY g.place, p.name, p.person
"""
_WISHES = """
    SELECT p.person, p.name, p.ranking, g.groups, g.drawn, g.fates
    FROM formation_preferences p LEFT JOIN formation_given g
      ON g.formation = p.formation AND g.person = p.person AND g.valid @> %(as_of)s::timestamptz
    WHERE p.formation = %(formation)s AND p.valid @> %(as_of)s::timestamptz
    ORDER BY p.name, p.person
"""
_SILENT = f"""
    SELECT s.person, {name_of("s.person")} AS name FROM formation_silent s
    WHERE formation = %(formation)s AND valid @> %(as_of)s::timestamptz ORDER BY name, person
"""
_IS_MEMBER = """
    SELECT 1 FROM seats WHERE body = %(body)s AND person = %(person)s
    AND valid @> %(as_of)s::timestamptz
"""
_OWN = """
    SELECT unnest(ranking) FROM formation_preferences
    WHERE formation = %(formation)s AND person = %(person)s AND valid @> %(as_of)s::timestamptz
"""


def formations(at: Reading) -> Formations:
    """Every formation."""
    return Formations(view=at.view, formations=at.all(FormationLine, _LINES, formation=None))


def formation(at: Reading, formation: UUID, reader: UUID | None = None) -> Formation:
    """One formation as somebody may see it, or as anybody may; raises `NotFound`."""
    line = at.first(FormationLine, _LINES, formation=formation)
    if line is None:
        raise NotFound(f"There is no forming of groups with the id {formation} at that moment.")
    groups = at.all(GroupLine, _GROUPS, formation=formation)
    may_see = line.state != "open" and _is_member(at, line.parent, reader)
    return Formation(
        view=at.view,
        formation=line,
        groups=groups,
        places=at.all(PlaceLine, _PLACES, formation=formation),
        wishes=_wishes(at, formation, groups) if may_see else None,
        silent=at.all(Silent, _SILENT, formation=formation) if may_see else None,
        own=tuple(row[0] for row in at.rows(_OWN, formation=formation, person=reader)),
    )


def _is_member(at: Reading, body: UUID, person: UUID | None) -> bool:
    return person is not None and bool(at.rows(_IS_MEMBER, body=body, person=person))


def _wishes(at: Reading, formation: UUID, groups: tuple[GroupLine, ...]) -> tuple[WishLine, ...]:
    names = {one.slug: one.name for one in groups}
    return tuple(
        WishLine(
            person=person,
            name=name,
            ranking=tuple(names.get(slug, slug) for slug in ranking),
            groups=None if given is None else tuple(names.get(slug, slug) for slug in given),
            drawn=drawn,
            why=None if fates is None else _why(person, fates, names),
        )
        for person, name, ranking, given, drawn, fates in at.rows(_WISHES, formation=formation)
    )


def _why(person: UUID, fates: list[dict[str, object]], names: dict[str, str]) -> str:
    told = tuple(Fate.model_validate(one) for one in fates)
    return reasons(Placed(person=PersonId(person), fates=told), names)
