"""Shows whoever keeps complaints or sits on panels what is theirs, and one case with what to do.

What is said in a case stands on none of these pages: it is in the file, and each look at that is
recorded.  To everybody else a case is as if there were none.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, Final, NamedTuple

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.cases.clocks import Clock
from domain.cases.complaint import Complaint
from domain.cases.complaint_state import Stage
from domain.cases.panel import Instance, Panel
from domain.cases.sides import reference_of
from domain.cases.suspension import Suspension
from domain.kernel.refusal import NotFound
from services.application.casework import AtHand
from services.reading.case_files import whole_file
from services.web.acting import must_act
from services.web.case_seen import all_seen, seen_by_reference, suspensions_seen
from services.web.deeds.asking import NO_STORE
from services.web.lawbook import Law
from services.web.look.parts import Clause, Link, Tag, Tone
from services.web.pages.case_deeds import first_due, next_step
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["complaints"], include_in_schema=False)
STAGES: Final = {
    Stage.RECEIVED: "It was received, and waits for its first answer.",
    Stage.REFUSED: "It was not taken up; a review can be asked for.",
    Stage.UNDER_REVIEW: "Somebody else looks at why it was not taken up.",
    Stage.TAKEN_UP: "It was taken up, and waits for its panel.",
    Stage.PANEL: "Its panel is appointed; the respondent has not been told yet.",
    Stage.EVIDENCE: "Both sides give evidence.",
    Stage.DELIBERATION: "The panel deliberates.",
    Stage.FOUND: "The panel has decided; both sides wait to be told.",
    Stage.TOLD: "Both sides were told, and either can appeal.",
    Stage.APPEALED: "There is an appeal, which waits for its panel.",
    Stage.APPEAL: "The panel for the appeal deliberates.",
    Stage.CLOSED: "It is closed; its record is looked at again.",
    Stage.REVIEWED: "It is closed, and its record was looked at again.",
}
SHOWN: Final = 60
"""So many cases stand on one page of the desk."""
TITLES: Final = {Instance.FIRST: "The panel", Instance.APPEAL: "The panel for the appeal"}


class Row(NamedTuple):
    """One case on the desk: what it waits for, by when, by which rule, and what of it is yours."""

    case: Link
    stands: str
    yours: str
    what: str
    clock: Clock | None
    clause: Clause | None


class Place(NamedTuple):
    """Somebody on a panel, and how they stand."""

    name: str
    tag: Tag
    you: bool


@router.get("/complaints/desk")
def desk(visit: Visiting) -> Response:
    """Every case that is open to the visitor: what is due first stands first."""
    must_act(visit.request)
    law, after = Law(visit), visit.asked("after")
    found = list(islice(all_seen(visit, after), SHOWN + 1))
    rows = [_row(visit, law, at) for at in found[:SHOWN]]
    last = reference_of(found[SHOWN - 1].complaint.id) if len(found) > SHOWN else ""
    words = {
        "rows": [one for one in rows if one.clock is not None],
        "over": [one for one in rows if one.clock is None],
        "first": "/complaints/desk" if after else "",
        "further": f"/complaints/desk?after={last}" if last else "",
        "suspensions": [] if after else _suspensions(visit),
        "recorded": bool(visit.asked("recorded")),
    }
    return _page(visit, "case_desk", words)


def _suspensions(visit: Visit) -> list[tuple[Link, Suspension]]:
    """Those that run and concern the visitor, whatever ends first."""
    found = [one for one in suspensions_seen(visit) if one.over is None]
    names = visit.names(*{one.person for one in found})
    links = (Link(names[one.person], f"/suspensions/{one.id}") for one in found)
    return sorted(zip(links, found, strict=True), key=lambda pair: pair[1].until)


@router.get("/complaints/desk/{reference}")
def case(reference: str, visit: Visiting) -> Response:
    """One case without its file.  Whom an act of their own shut out is led back to the desk."""
    try:
        at = seen_by_reference(visit, reference)
    except NotFound:
        if visit.asked("recorded"):
            return RedirectResponse("/complaints/desk?recorded=yes", 303, NO_STORE)
        raise
    return shown(visit, at)


def shown(visit: Visit, at: AtHand, *, opened: bool = False) -> Response:
    """The page of a case, with the file if it was opened: that look is on record by then."""
    found = at.complaint
    words = {
        "reference": reference_of(found.id),
        "sentence": STAGES[found.stage],
        "step": next_step(visit, at),
        "panels": [(TITLES[one.instance], _places(visit, at, one), one) for one in at.panels],
        "hearing": found.hearing,
        "heard": found.heard,
        "measures": [(one, found.measures[one]) for one in found.measures_at(at.case.now)],
        "opened": opened,
        "entries": _entries(visit, found) if opened else (),
        "recorded": bool(visit.asked("recorded")),
    }
    return _page(visit, "case", words)


def _entries(visit: Visit, found: Complaint) -> list[tuple[Any, str]]:
    """What stands in the file, each with the name of whom of the panel it is about."""
    file = whole_file(visit.site.office.store, found.id)
    names = visit.names(*{one.person for one in file if one.person is not None})
    return [(one, names.get(one.person, "") if one.person else "") for one in file]


def _places(visit: Visit, at: AtHand, panel: Panel) -> list[Place]:
    names = visit.names(*panel.members)
    you = at.case.by.person
    return [Place(names[one], _stands(panel, one), one == you) for one in panel.members]


def _stands(panel: Panel, person: Any) -> Tag:
    if person in panel.challenged:
        return Tag("challenged", Tone.WARNING)
    if person in panel.declared:
        return Tag("has declared", Tone.DONE)
    if person in panel.reminded:
        return Tag("declaration is late", Tone.LATE)
    return Tag("has not declared", Tone.AHEAD)


def _row(visit: Visit, law: Law, at: AtHand) -> Row:
    clock, reference = first_due(at), reference_of(at.complaint.id)
    return Row(
        case=Link(reference, f"/complaints/desk/{reference}"),
        stands=STAGES[at.complaint.stage],
        yours=_yours(at),
        what="" if clock is None else clock.runs.heading,
        clock=clock,
        clause=None if clock is None else law.clause(clock.rule),
    )


def _yours(at: AtHand) -> str:
    """As what the visitor sees the case, and what of the panel they have still to do."""
    you = at.case.by.person
    panel = next((one for one in at.panels if one.sits(you)), None)
    if panel is None:
        return ""
    return "You sit on its panel." if you in panel.declared else "You have to declare first."


def _page(visit: Visit, template: str, words: dict[str, Any]) -> Response:
    found = visit.site.templates.get_template(f"pages/{template}.html")
    shown = found.render({"page": visit.frame(None), "now": visit.moment, "no_past": True, **words})
    return HTMLResponse(shown, headers=NO_STORE)
