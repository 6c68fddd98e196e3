"""Answers how far a request to see one's own data has come, and gives the person the whole of it.

Everything that is kept of somebody is shown to nobody but themselves, and not as of the past.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from domain.bodies.details import DECIDED_BY
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed
from services.application.accesses import AnswerAccess, ExtendAccess, WithdrawAccess
from services.application.details import ENTERED_BY
from services.reading import details, processes
from services.reading.processes import Process, StageState
from services.sheets.access import sheet
from services.sheets.as_html import as_html
from services.vault.gathering import gathered
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Link, NextStep
from services.web.pages import telling
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["people"])
TRYING: Final = "to see whether this can be done"
FOR_NOBODY_ELSE: Final = {"Cache-Control": "no-store"}


@router.get("/access/{access}")
def access_request(access: UUID, visit: Visiting) -> Response:
    """One request to see everything that is kept of somebody."""
    asked = details.access_request(visit.at, access)
    found = processes.process(visit.at, access)
    name = visit.names(asked.person)[asked.person]
    page = Page(
        "access",
        Place.BOARD,
        found,
        {
            "sentence": _sentence(visit, found, name),
            "state": telling.process_tag(found),
            "step": _step(visit, found, asked.person),
            "person": Link(name, visit.link(f"/people/{asked.person}/data")),
            "extensions": [one for stage in found.stages for one in stage.extensions],
            "asked": found.opened,
            "history": telling.history(visit, access),
        },
        {},
        about=access,
    )
    return answered(visit, page)


@router.get("/people/{person}/everything", include_in_schema=False)
def everything(person: UUID, visit: Visiting) -> Response:
    """Everything that is kept of a person, for themselves."""
    if visit.past or visit.acting is None or visit.acting.person != person:
        raise NotAllowed(
            "Everything that is kept of somebody is shown to themselves alone, as it is now. "
            "Choose whom you act as; staff hand it over with “convenor access”.",
            rule=ENTERED_BY,
        )
    found = gathered(visit.log, visit.at, PersonId(person))
    if visit.request.scope["form"] == "json":
        return Response(found.model_dump_json(), 200, FOR_NOBODY_ELSE, "application/json")
    house = visit.site.house
    shown = as_html(sheet(found, house.name, house.zone), "/static/sheet.css")
    return HTMLResponse(shown, 200, FOR_NOBODY_ELSE)


def _sentence(visit: Visit, found: Process, name: str) -> str:
    asked = f"{name} asked to see everything that is kept of them"
    stage = found.stages[0]
    if found.closed is not None:
        how = "were given it" if stage.closed is not None else "need not be answered any more"
        return f"{asked}, and they {how}."
    return f"{asked}. They are to be given it by {telling.until(visit, stage.due)}."


def _step(visit: Visit, found: Process, person: UUID) -> NextStep:
    law = Law(visit)
    deeds, who, at = Deeds(visit, law), PersonId(person), f"?person={person}"
    if found.closed is None:
        given, more = AnswerAccess(person=who), ExtendAccess(person=who, reason=TRYING)
        deeds.offer("Record that they were given everything", f"/do/answer_access{at}", given)
        deeds.offer("Take more time to answer", f"/do/extend_access{at}", more)
        back = WithdrawAccess(person=who, reason=TRYING)
        deeds.offer("Take the request back", f"/do/withdraw_access{at}", back)
    stage = found.next
    if stage is None or found.closed is not None:
        return deeds.on(NextStep("Nothing more: it is over"))
    step = NextStep(
        what=telling.what_ends(stage),
        at=stage.due,
        clause=law.clause(stage.rule),
        who_moves=f"{law.who(DECIDED_BY)}, once and with a reason that the person is told",
        late=stage.state is StageState.LATE,
    )
    return deeds.on(step)
