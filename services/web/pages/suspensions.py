"""Shows a suspension to whoever is suspended and to those who decide on it, with what they may do.

To everybody else it is as if there were none; that there was one stands in the journal.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from domain.cases.suspension import Suspension
from domain.kernel.ids import CommandId
from services.application.suspensions import (
    AnswerSuspension,
    AppealSuspension,
    DecideSuspensionAppeal,
    LiftSuspension,
    OfSuspension,
    ReadSuspension,
    RenewSuspension,
    ReviewSuspension,
)
from services.reading.suspension_files import said_of
from services.web.acting import must_act
from services.web.case_seen import suspension_seen
from services.web.deeds.asking import NO_STORE
from services.web.lawbook import Law
from services.web.look.parts import Link, NextStep, Tag, Tone, Weight
from services.web.look.words import moment
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["complaints"], include_in_schema=False)
TRYING: Final = "to see whether this can be done"


@router.get("/suspensions/{suspension}")
def suspension(suspension: UUID, visit: Visiting) -> Response:
    """One suspension, without what was said of it."""
    return _shown(visit, suspension_seen(visit, suspension), opened=False)


@router.post("/suspensions/{suspension}/file")
def what_was_said(suspension: UUID, visit: Visiting) -> Response:
    """What was decided and said, for whom it concerns; looking at it is recorded."""
    seen, asker = suspension_seen(visit, suspension), must_act(visit.request).asker
    visit.site.office.desk.perform(ReadSuspension(suspension=seen.id), asker, CommandId(uuid4()))
    return _shown(visit, seen, opened=True)


def _shown(visit: Visit, found: Suspension, *, opened: bool) -> Response:
    entries = said_of(visit.site.office.store, found.id) if opened else ()
    names = visit.names(found.person, *{one.person for one in entries if one.person})
    you = visit.acting is not None and visit.acting.person == found.person
    words: dict[str, Any] = {
        "person": Link(names[found.person], visit.link(f"/people/{found.person}")),
        "sentence": _sentence(visit, found, names[found.person], you=you),
        "state": Tag("over") if found.over else Tag("in force", Tone.WARNING),
        "step": _step(visit, found),
        "it": found,
        "opened": opened,
        "entries": [(one, names[one.person] if one.person else "") for one in entries],
        "recorded": bool(visit.asked("recorded")),
    }
    template = visit.site.templates.get_template("pages/suspension.html")
    page = template.render(
        {"page": visit.frame(None), "now": visit.moment, "no_past": True, **words}
    )
    return HTMLResponse(page, headers=NO_STORE)


def _sentence(visit: Visit, found: Suspension, name: str, *, you: bool) -> str:
    who = ("You are", "You were") if you else (f"{name} is", f"{name} was")
    zone = visit.site.house.zone
    if found.over is not None:
        return f"{who[1]} suspended until {moment(found.over, zone)}."
    keeps = " You can answer, see what is said of it, and appeal." if you else ""
    return f"{who[0]} suspended until {moment(found.until, zone)}.{keeps}"


def _step(visit: Visit, found: Suspension) -> NextStep:
    law = Law(visit)
    if found.next_due is None:
        return NextStep("Nothing more: it is over")
    at, rule = found.next_due
    ends = at == found.until
    what = "It ends by itself, unless it is renewed before" if ends else "It is looked at again"
    deeds = Deeds(visit, law)
    for label, verb, says, weight in _offers(found):
        command = verb.model_validate({"suspension": found.id, **says})
        href = f"/do/{command.verb()}?suspension={found.id}"
        deeds.offer(label, href, command, weight)
    return deeds.on(NextStep(what, at, law.clause(rule)))


_Offer = tuple[str, type[OfSuspension], dict[str, Any], Weight]


def _offers(found: Suspension) -> list[_Offer]:
    """What can be done while it lasts."""
    why = {"reasons": TRYING}
    longer = {**why, "until": found.until + timedelta(seconds=1)}
    offers: list[_Offer] = [
        ("Answer it", AnswerSuspension, {"statement": TRYING}, Weight.OTHER),
        ("Appeal", AppealSuspension, {"grounds": TRYING}, Weight.OTHER),
        ("Look at it again", ReviewSuspension, why, Weight.OTHER),
        ("Renew it", RenewSuspension, longer, Weight.OTHER),
        ("Lift it", LiftSuspension, why, Weight.OTHER),
    ]
    if found.appeal_open:
        decided = {**why, "upheld": False}
        offers.append(("Decide on the appeal", DecideSuspensionAppeal, decided, Weight.FIRST))
    return offers
