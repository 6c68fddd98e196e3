"""Answers what is kept of one person, why and until when; what it says, only to who may know it.

Details are seen by the person and by whoever may enter them; what somebody declared of themselves
is seen by nobody else, and never leaves by JSON or CSV.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.bodies.access import ACCESS_DAYS
from domain.bodies.details import DECIDED_BY
from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose
from services.application.accesses import (
    AnswerAccess,
    ExtendAccess,
    RequestAccess,
    WithdrawAccess,
)
from services.application.caucuses import JoinCaucus, LeaveCaucus
from services.application.command import Command
from services.application.details import DeclareCategory, SetDetails, WithdrawCategory
from services.application.erasing import EraseData, LiftHold, PlaceHold
from services.reading import bodies, caucuses
from services.reading import details as reading
from services.reading.details import PersonData
from services.reading.kinds import those
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import day, listed
from services.web.tables import table, words
from services.web.trying import Deeds, objection
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["people"])
TRYING: Final = "to see whether this can be done"
FOR: Final = {
    Purpose.IDENTITY: "What they are called",
    Purpose.CONTACT: "How they are reached",
    Purpose.BIRTH: "When they were born",
    Purpose.CAUCUS: "What they declared for caucuses",
    Purpose.QUOTA: "What they declared for quotas",
}
NO_PAST: Final = " This is so now: what was kept earlier is not shown."
_TRIED: Final = "a_category"


@router.get("/people/{person}/data")
def person_data(person: UUID, visit: Visiting) -> Response:
    """What is kept of one person."""
    found = reading.person_data(visit.at, person)
    page = Page(
        "person_data",
        Place.BODIES,
        found,
        {
            "it": found,
            "sentence": _sentence(found) + (NO_PAST if visit.past else ""),
            "step": _step(visit, found),
            "person_href": visit.link(f"/people/{person}"),
            "is_you": _is_you(visit, person),
            "seen": _details_seen(visit, person),
            "everything": visit.link(f"/people/{person}/everything"),
            "request": visit.link(f"/access/{found.access}") if found.access else "",
        },
        {"kept": _kept(visit, found)},
        about=person,
    )
    return answered(visit, page)


def _sentence(found: PersonData) -> str:
    if found.entered is None:
        return f"Nothing is kept of {found.person.name} beyond what they did."
    kept = [FOR[one.purpose].lower() for one in found.kept if one.kept]
    if not kept:
        return f"What was kept of {found.person.name} is erased or was never given."
    return f"Of {found.person.name} the organisation keeps: {listed(kept)}."


def _kept(visit: Visit, found: PersonData) -> Table:
    contents = _contents(visit, found.person.person)
    rows = [
        (FOR[one.purpose], KEPT if one.kept else NOT_KEPT, contents.get(one.purpose))
        for one in found.kept
    ]
    columns = (words("What", "what"), words("Now"), words("What it says"))
    empty = Empty("there is nothing here", "details that are entered are shown here")
    note = "What it says is shown only to those who may know it, and is in no CSV and no JSON."
    shown = Table("What is kept", columns, rows, empty, note=note)
    is_page = visit.request.scope.get("form", "html") == "html"
    return table(visit, "kept", shown if is_page else _without_contents(shown))


KEPT: Final = Tag("kept, sealed", Tone.OPEN)
NOT_KEPT: Final = Tag("nothing")


def _without_contents(shown: Table) -> Table:
    rows = [(what, now) for what, now, *_ in shown.rows]
    return Table(shown.caption, shown.columns[:2], rows, shown.empty)


def _contents(visit: Visit, person: UUID) -> dict[Purpose, str | None]:
    """What it says, as far as whoever looks may know it."""
    said: dict[Purpose, str | None] = {}
    if _details_seen(visit, person):
        held = reading.contents(visit.at, person)
        where = [one for one in (held.email, held.post_address) if one]
        said |= {
            Purpose.IDENTITY: held.name,
            Purpose.CONTACT: "; ".join(where) or None,
            Purpose.BIRTH: day(held.born) if held.born else None,
        }
    if _is_you(visit, person):
        for one in reading.declared(visit.at, person):
            before = said.get(one.purpose)
            said[one.purpose] = f"{before}, {one.category}" if before else one.category
        if joined := [one.name for one in caucuses.caucuses_of(visit.at, person)]:
            before = said.get(Purpose.CAUCUS)
            belongs = f"belongs to {listed(joined)}"
            said[Purpose.CAUCUS] = f"{before}; {belongs}" if before else belongs
    return said


def _is_you(visit: Visit, person: UUID) -> bool:
    return visit.acting is not None and visit.acting.person == person and not visit.past


def _details_seen(visit: Visit, person: UUID) -> bool:
    """Whoever may enter details may see those that were entered."""
    return objection(visit, SetDetails(person=PersonId(person))) is None


def _step(visit: Visit, found: PersonData) -> NextStep:
    law = Law(visit)
    deeds = Deeds(visit, law)
    who = PersonId(found.person.person)
    offered: tuple[tuple[str, Command, Weight], ...] = (
        ("Enter details", SetDetails(person=who), Weight.OTHER),
        (
            "Declare what you are",
            DeclareCategory(person=who, purpose=Purpose.CAUCUS, category=_TRIED),
            Weight.OTHER,
        ),
        ("Ask to see everything", RequestAccess(person=who), Weight.OTHER),
        ("Record that they were given everything", AnswerAccess(person=who), Weight.OTHER),
        ("Take more time to answer", ExtendAccess(person=who, reason=TRYING), Weight.OTHER),
        ("Take the request back", WithdrawAccess(person=who, reason=TRYING), Weight.OTHER),
        ("Put it on hold", PlaceHold(person=who, reason=TRYING), Weight.OTHER),
        ("Lift the hold", LiftHold(person=who, reason=TRYING), Weight.OTHER),
    )
    for label, command, weight in offered:
        deeds.offer(label, f"/do/{command.verb()}?person={who}", command, weight)
    _offer_withdrawal(visit, deeds, who)
    _offer_caucuses(visit, deeds, who)
    for purpose in (one.purpose for one in found.kept if one.kept):
        command = EraseData(person=who, purposes=(purpose,), ground=TRYING)
        href = f"/do/erase_data?person={who}&purposes={purpose}"
        deeds.offer(f"Erase {FOR[purpose].lower()}", href, command, Weight.GRAVE)
    return deeds.on(_next(visit, law, found))


def _offer_withdrawal(visit: Visit, deeds: Deeds, who: PersonId) -> None:
    """The first of one's own declarations is tried; the form asks which it is to be."""
    first = reading.declared(visit.at, who)[:1] if _is_you(visit, who) else ()
    for one in first:
        command = WithdrawCategory(person=who, purpose=one.purpose, category=one.category)
        deeds.offer("Take a declaration back", f"/do/withdraw_category?person={who}", command)


def _offer_caucuses(visit: Visit, deeds: Deeds, who: PersonId) -> None:
    """Any caucus is tried; the form asks which one it is to be."""
    if not _is_you(visit, who):
        return
    every = bodies.bodies(visit.at).bodies
    kinds = set(those(visit.at, "own_word"))
    open_ = [one.slug for one in every if one.kind in kinds and not one.dissolved_at]
    joined = [one.slug for one in caucuses.caucuses_of(visit.at, who)]
    for slug in [slug for slug in open_ if slug not in joined][:1]:
        deeds.offer(
            "Join a caucus", f"/do/join_caucus?person={who}", JoinCaucus(person=who, body=slug)
        )
    for slug in joined[:1]:
        command = LeaveCaucus(person=who, body=slug)
        deeds.offer("Leave a caucus", f"/do/leave_caucus?person={who}", command)


def _next(visit: Visit, law: Law, found: PersonData) -> NextStep:
    if found.access_due is not None:
        return NextStep(
            "They asked to see everything that is kept of them, and are to be answered",
            at=found.access_due,
            clause=law.clause(ACCESS_DAYS),
            who_moves=law.who(DECIDED_BY),
            late=visit.moment > found.access_due,
        )
    if found.hold is not None:
        return NextStep(f"It stays as it is while the hold lies on it: {found.hold}")
    return NextStep("Nothing falls due here by itself", clause=law.clause(DECIDED_BY))
