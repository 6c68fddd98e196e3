"""Lets anybody complain without a login, and come back to their case by reference and word.

Whoever keeps complaints or sits on a panel opens a file by its reference, as whom they act.

The word is shown once and kept nowhere; it travels in forms and never in an address.  What may be
done is decided by the desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_hex
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.bodies.member import person_id
from domain.cases.clocks import Runs
from domain.cases.complaint import Complaint
from domain.cases.panel import Instance, Panel, panel_id
from domain.cases.sides import Side, reference_of
from domain.kernel.ids import CONVENOR, UNKNOWN_PERSON, CommandId, PersonId, derived
from domain.kernel.refusal import BadInput, Refusal
from services.application.asker import somebody
from services.application.case_panels import ChallengePanelMember, ReadCaseFile
from services.application.casework import OfSide
from services.application.complaints import (
    AppealFinding,
    AskReview,
    FileComplaint,
    GiveEvidence,
    ReadOwnFile,
)
from services.reading.case_files import case_called, entries
from services.web.acting import must_act
from services.web.case_seen import NO_CASE, seen
from services.web.deeds.asking import NO_STORE
from services.web.deeds.form import Given
from services.web.look.parts import Choice, Field, Mistake
from services.web.pages.case_desk import shown
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["complaints"], include_in_schema=False)
TEXT, ABOUT, REACHED, NUMBER = "text", "about", "reached_by", "number"
REFERENCE, WORD, SAID, OPENED = "reference", "word", "said", "opened"
WHO, GROUNDS = "person", "grounds"
UNKNOWN: Final = "No case has this reference and this word: look at both again"
_OPEN: Final = {
    Runs.ASK_REVIEW: ("review", "Ask for a review", "Why should somebody else look at this?"),
    Runs.EVIDENCE: ("evidence", "Give evidence", "What do you put before the panel?"),
    Runs.APPEAL: ("appeal", "Appeal", "Why is the decision wrong?"),
}
"""What a side may do while a clock runs: its step, its button, its question."""


async def filled_in(request: Request) -> Given:
    """What was filled in."""
    return Given(await request.form())


Filled = Annotated[Given, Depends(filled_in)]


@router.get("/complaints")
def complain(visit: Visiting) -> Response:
    """The way in: to complain, or back to a case."""
    return _start(visit, Given(visit.request.query_params), ())


@router.post("/complaints")
def file(filled: Filled, visit: Visiting) -> Response:
    """Look through what was written, then hand it in."""
    missing = [
        Mistake(name, how)
        for name, how in ((TEXT, "Write what happened"), (ABOUT, "Write whom it is about"))
        if not filled.text(name)
    ]
    if missing or filled.text("step") == "fill":
        return _start(visit, filled, missing)
    if filled.text("step") != "confirm":
        return _check(visit, filled)
    return _hand_in(visit, filled)


@router.get("/complaints/mine")
def where_to_open(visit: Visiting) -> Response:
    """The address alone opens no case: the reference and the word do, at the way in."""
    return RedirectResponse(visit.link("/complaints"), 303)


@router.post("/complaints/mine")
def own_case(filled: Filled, visit: Visiting) -> Response:
    """A side's own part of a case, with what they may do now; looking at it is recorded."""
    store = visit.site.office.store
    case = case_called(store, filled.text(REFERENCE))
    if case is None or not filled.text(WORD):
        return _start(visit, filled, (Mistake(REFERENCE, UNKNOWN),))
    known = {"case": case, "secret": filled.text(WORD)}
    try:
        _ask(visit, ReadOwnFile.model_validate(known), token_hex(8))
    except Refusal:
        return _start(visit, filled, (Mistake(REFERENCE, UNKNOWN),))
    mistakes, done = _do(visit, filled, known)
    return _own(visit, case, filled, mistakes, done=done)


@router.post("/complaints/file")
def whole_case(filled: Filled, visit: Visiting) -> Response:
    """The whole file of a case, for its panel and for who keeps it; looking at it is recorded.

    To all others it makes no difference whether there is such a case.
    """
    acting = must_act(visit.request)
    case = case_called(visit.site.office.store, filled.text(OPENED))
    refused = _start(visit, filled, (Mistake(OPENED, NO_CASE.rstrip(".")),))
    if case is None:
        return refused
    try:
        visit.site.office.desk.perform(ReadCaseFile(case=case), acting.asker, CommandId(uuid4()))
        return shown(visit, seen(visit, case), opened=True)
    except Refusal:
        return refused


def _do(visit: Visit, filled: Given, known: dict[str, Any]) -> tuple[Sequence[Mistake], bool]:
    """What the side asks for on its page, if anything; with what stood in the way."""
    said, step = filled.text(SAID), filled.text("step")
    if step == "challenge":
        return _challenge(visit, filled, known)
    asked: dict[str, OfSide] = {
        "review": AskReview.model_validate({**known, "grounds": said}),
        "evidence": GiveEvidence.model_validate({**known, "text": said}),
        "appeal": AppealFinding.model_validate({**known, "grounds": said}),
    }
    if step not in asked:
        return (), False
    if not said:
        return (Mistake(SAID, "Write something first"),), False
    try:
        _ask(visit, asked[step], filled.text("key"))
    except Refusal as refusal:
        return (Mistake(SAID, refusal.sentence.rstrip(".")),), False
    return (), True


def _challenge(
    visit: Visit, filled: Given, known: dict[str, Any]
) -> tuple[Sequence[Mistake], bool]:
    """One of the panel is challenged by the side."""
    who, grounds = filled.text(WHO), filled.text(GROUNDS)
    if who not in {one.value for one in _doubtable(visit, known["case"])}:
        return (Mistake(WHO, "Choose somebody who sits on the panel"),), False
    if not grounds:
        return (Mistake(GROUNDS, "Write why they should not decide"),), False
    asked = {**known, "person": who, "grounds": grounds}
    try:
        _ask(visit, ChallengePanelMember.model_validate(asked), filled.text("key"))
    except Refusal as refusal:
        return (Mistake(WHO, refusal.sentence.rstrip(".")),), False
    return (), True


def _doubtable(visit: Visit, case: UUID) -> list[Choice]:
    """Those on the panel whom a side can challenge now."""
    store = visit.site.office.store
    found = (store.find(Panel, panel_id(case, one)) for one in Instance)
    people = [
        person
        for panel in found
        if panel is not None and not panel.decided
        for person in panel.members
        if store.now() < panel.declare_by[person] and person not in panel.challenged
    ]
    names = visit.names(*people)
    return [Choice(str(person), names[person]) for person in people]


def _ask(visit: Visit, command: OfSide, key: str) -> None:
    """Somebody whom nobody knows asks; the desk decides by their word alone."""
    name = CommandId(derived(CONVENOR, "a side", command.verb(), command.case, key))
    visit.site.office.desk.perform(command, somebody(UNKNOWN_PERSON), name)


def _start(visit: Visit, given: Given, mistakes: Sequence[Mistake]) -> Response:
    said = {one.field: one.how_to_mend for one in mistakes}

    def field(name: str, label: str, hint: str = "") -> Field:
        return Field(name, label, hint, given.text(name), said.get(name, ""))

    fields = {
        "what": field(TEXT, "What happened?", "Say when and where, and who saw it."),
        "about": field(ABOUT, "Whom or what is it about?"),
        "reached": field(
            REACHED, "How can you be reached?", "You can leave this empty, and come back here."
        ),
        "number": field(
            NUMBER, "Your membership number", "You can leave this empty, and need not be a member."
        ),
        "reference": field(REFERENCE, "The reference of your case", "Such as C-ABCDE-FGHIJ."),
        "word": Field(WORD, "Your word", "It was shown to you once."),
    }
    if visit.acting is not None:
        fields["opened"] = field(OPENED, "The reference of the case", "Such as C-ABCDE-FGHIJ.")
    status = 422 if mistakes else 200
    return _page(visit, "complain", {"fields": fields, "mistakes": mistakes}, status)


def _check(visit: Visit, filled: Given) -> Response:
    hidden = [(name, filled.text(name)) for name in (TEXT, ABOUT, REACHED, NUMBER)]
    hidden += [("key", str(uuid4())), (WORD, "-".join(token_hex(2) for _ in range(5)))]
    return _page(visit, "complain_check", {"hidden": hidden, "filled": dict(hidden)})


def _hand_in(visit: Visit, filled: Given) -> Response:
    case, word = filled.id("key"), filled.text(WORD)
    number = filled.text(NUMBER)
    asked = {
        "case": case,
        "secret": word,
        "text": filled.text(TEXT),
        "about": filled.text(ABOUT),
        "complainant": _member(number) if number else None,
        "reached_by": filled.text(REACHED) or None,
    }
    try:
        _ask(visit, FileComplaint.model_validate(asked), str(case))
    except Refusal as refusal:
        return _start(visit, filled, (Mistake(TEXT, refusal.sentence.rstrip(".")),))
    due = next(one.due for one in _case(visit, case).clocks if one.runs is Runs.TRIAGE)
    words = {"reference": reference_of(case), "word": word, "due": due}
    return _page(visit, "complained", words)


def _member(number: str) -> PersonId:
    if len(number) > 40:
        raise BadInput("A membership number is not as long as that.")
    return person_id(number.upper())


def _case(visit: Visit, case: UUID) -> Complaint:
    return visit.site.office.store.load(Complaint, case)


def _own(
    visit: Visit, case: UUID, filled: Given, mistakes: Sequence[Mistake], *, done: bool
) -> Response:
    found = _case(visit, case)
    side = found.side_of(filled.text(WORD)) or Side.COMPLAINANT
    now = visit.site.office.store.now()
    running = next((one for one in found.clocks if one.runs in _OPEN and now < one.due), None)
    offered = None
    if running is not None and (side is Side.COMPLAINANT or running.runs is not Runs.ASK_REVIEW):
        step, button, question = _OPEN[running.runs]
        said = "" if done else filled.text(SAID)
        wrong = next((one.how_to_mend for one in mistakes if one.field == SAID), "")
        field = Field(SAID, question, "", said, wrong)
        offered = {"step": step, "button": button, "field": field, "due": running.due}
    told = {one.field: one.how_to_mend for one in mistakes}
    why = "" if done else filled.text(GROUNDS)
    words = {
        "doubtable": _doubtable(visit, case) if found.is_open else (),
        "who": Field(WHO, "Who should not decide?", "", filled.text(WHO), told.get(WHO, "")),
        "grounds": Field(GROUNDS, "Why not?", "", why, told.get(GROUNDS, "")),
        "reference": reference_of(case),
        "word": filled.text(WORD),
        "entries": entries(visit.site.office.store, case, side),
        "next": next((one for one in found.clocks), None),
        "open": found.is_open,
        "offered": offered,
        "mistakes": mistakes,
        "done": done,
        "key": token_hex(8),
    }
    return _page(visit, "own_case", words, 422 if mistakes else 200)


def _page(visit: Visit, template: str, words: dict[str, Any], status: int = 200) -> Response:
    found = visit.site.templates.get_template(f"pages/{template}.html")
    shown = found.render({"page": visit.frame(None), "now": visit.moment, "no_past": True, **words})
    return HTMLResponse(shown, status, NO_STORE)
