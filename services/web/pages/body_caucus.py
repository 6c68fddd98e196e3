"""Answers what a page says of a body that is joined by one's own word, and what its members see.

Of one whose members are sealed everybody is told how many belong, from the number on that its rule
sets, and only those who belong are told who does.
"""

from __future__ import annotations

from services.application.caucuses import JoinCaucus, LeaveCaucus
from services.reading import caucuses
from services.reading.bodies import Body
from services.reading.kinds import those
from services.web.look.parts import Empty, Table
from services.web.look.words import counted
from services.web.tables import table, words
from services.web.trying import Deeds
from services.web.visit import Visit

NOBODY = Empty("nobody belongs to it", "whoever wishes joins by their own word")


def sentence(visit: Visit, found: Body) -> str | None:
    """Who belongs, as anybody may know it; none of a body with members whom everybody is told."""
    if found.body.kind not in those(visit.at, "own_word"):
        return None
    caucus = caucuses.caucus(visit.at, found.body.slug)
    if not caucus.sealed:
        return None
    told = "Who belongs to it is told to its members alone."
    if caucus.belong is not None:
        belong = "belongs" if caucus.belong == 1 else "belong"
        return f"{told} {counted(caucus.belong, 'member').capitalize()} {belong} to it."
    if visit.past or caucus.least_shown is None:
        return f"{told} How many did is not told of the past." if visit.past else told
    return f"{told} How many belong is told once there are {caucus.least_shown}."


def offer(visit: Visit, found: Body, deeds: Deeds) -> None:
    """Offer to join it, or to leave it, by one's own word."""
    if visit.acting is None or found.body.kind not in those(visit.at, "own_word"):
        return
    slug, person = found.body.slug, visit.acting.person
    where = f"?person={person}&body={slug}"
    if caucuses.caucus_members(visit.at, slug, person) is None:
        deeds.offer("Join it", f"/do/join_caucus{where}", JoinCaucus(person=person, body=slug))
    else:
        deeds.offer("Leave it", f"/do/leave_caucus{where}", LeaveCaucus(person=person, body=slug))


def members(visit: Visit, found: Body) -> dict[str, Table]:
    """A table of those who belong to a sealed caucus, for one who does; nothing for all others."""
    if visit.acting is None or sentence(visit, found) is None:
        return {}
    known = caucuses.caucus_members(visit.at, found.body.slug, visit.acting.person)
    if known is None:
        return {}
    rows = [
        (one.name, "everybody is told" if one.openly else "only its members are told", one.since)
        for one in known
    ]
    columns = (words("Who", "name"), words("Known to"), words("Since", "since"))
    caption = "Who belongs to it: you see this because you belong"
    return {"members": table(visit, "members", Table(caption, columns, rows, NOBODY))}
