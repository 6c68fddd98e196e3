"""Answers what a page says of a body that is joined by one's own word, and what its members see.

Of one whose members are sealed only those who belong are told who does, and how many; others are
told at most that so many came to a meeting as its rule lets be told.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.kernel.refusal import NotAllowed
from services.application.caucuses import JoinCaucus, LeaveCaucus
from services.reading import caucuses
from services.reading.alarms import Alarms, alarms
from services.reading.bodies import Body
from services.reading.kinds import those
from services.reading.meetings import MeetingLine
from services.reading.sealed_alarms import sealed_alarms
from services.web.look.parts import Empty, Table
from services.web.look.words import counted, day
from services.web.tables import table, words
from services.web.trying import Deeds
from services.web.visit import Visit

CLOSED: Final = (
    "What is said and done at a meeting of this body is shown to its members alone. What it "
    "decided is told in its report to the body that it is part of."
)
NOBODY = Empty("nobody belongs to it", "whoever wishes joins by their own word")


def sentence(visit: Visit, found: Body) -> str | None:
    """Who belongs, as anybody may know it; none of a body with members whom everybody is told."""
    if found.body.kind not in those(visit.at, "own_word"):
        return None
    caucus = caucuses.caucus(visit.at, found.body.slug)
    if not caucus.sealed:
        return None
    told = "Who belongs to it, and how many, is told to its members alone."
    if caucus.at_least is not None and caucus.told_on is not None:
        on = day(caucus.told_on.astimezone(visit.site.house.zone).date())
        return f"{told} At least {caucus.at_least} were at its meeting of {on} who are not shown."
    return told


def with_sealed(visit: Visit, found: Body) -> Alarms:
    """The alarms of a body, and before them what is sealed and told to this reader alone."""
    every = alarms(visit.at, found.body.body)
    told = sealed_alarms(visit.at, visit.asker, found.body.body)
    return every.model_copy(update={"alarms": (*told, *every.alarms)})


def must_be_open(visit: Visit, body: UUID) -> None:
    """Refuse to show what a sealed caucus does to somebody who does not belong to it."""
    rule = caucuses.sealed_by(visit.at, body)
    if rule is not None and not caucuses.belongs(visit.at, body, visit.asker):
        raise NotAllowed(CLOSED, rule=rule.id, clause=rule.clause)


def unseen_there(visit: Visit, line: MeetingLine) -> str | None:
    """How many are there who are not shown, for those who belong: others never see the page."""
    there = caucuses.unseen_there(visit.at, line.meeting)
    if visit.past or there is None:
        return None
    said = "was there who is" if there == 1 else "were there who are"
    return (
        f"{counted(there, 'person', 'people').capitalize()} {said} not shown. You see this "
        "because you belong."
    )


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
