"""Lets anybody who is suspended elsewhere ask for support without a login, and come back to it.

The word is shown once and kept nowhere; it travels in forms and never in an address.  What may be
done is decided by the desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from secrets import token_hex
from typing import Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.bodies.member import person_id
from domain.kernel.ids import CONVENOR, UNKNOWN_PERSON, CommandId, PersonId, derived
from domain.kernel.refusal import BadInput, Refusal
from domain.support.clocks import Runs, next_of
from domain.support.queue import Turn
from domain.support.request import SupportRequest
from domain.support.request_state import Stage
from domain.support.requester import reference_of
from services.application.asker import THE_SERVICE, somebody
from services.application.support import (
    OPEN_TO_ALL,
    AddOwnDocument,
    AskSupport,
    ConsentToSupport,
    ReadOwnSupport,
    WithdrawFromSupport,
)
from services.application.supporting import OfRequester, waiting_list
from services.reading.support_files import request_called, support_file
from services.web.deeds.asking import NO_STORE
from services.web.deeds.form import Given, Unclear
from services.web.lawbook import Law
from services.web.look.parts import Choice, Field, Mistake
from services.web.pages.complaints import Filled
from services.web.pages.support_desk import why_there
from services.web.trying import Attempt
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["support"], include_in_schema=False)
TEXT, ANSWER_BY, REACHED, NUMBER, CONSENT = "text", "answer_by", "reached_by", "number", "consents"
REFERENCE, WORD, TITLE, SAID, SURE = "reference", "word", "title", "said", "sure"
STANDS: Final = {
    Stage.ASKED: "Nobody reads it before you agree to that.",
    Stage.TRIAGE: "Those who keep requests look at whether the service can help.",
    Stage.WAITING: "The service can help, and you are on the waiting list.",
    Stage.ADVISED: "An adviser has taken it on.",
    Stage.FOLLOW_UP: "It has ended; your adviser will ask once more how things stand.",
    Stage.CLOSED: "It is closed.",
}
ASKED: Final = (TEXT, ANSWER_BY, REACHED, NUMBER, CONSENT)
UNKNOWN: Final = "No request has this reference and this word: look at both again"
AGREED: Final = (
    Choice("yes", "I agree that those who keep requests, and then an adviser, read it"),
)
GONE: Final = (Choice("yes", "Yes: close my request, and let nobody else read it any more"),)


@router.get("/support")
def support(visit: Visiting) -> Response:
    """The way in: to ask, or back to what one asked."""
    return _start(visit, Given(visit.request.query_params), ())


@router.post("/support")
def ask(filled: Filled, visit: Visiting) -> Response:
    """Look through what was written, then hand it in."""
    mistakes = _mistakes(filled)
    if mistakes or filled.text("step") == "fill":
        return _start(visit, filled, mistakes)
    if filled.text("step") != "confirm":
        return _check(visit, filled)
    return _hand_in(visit, filled)


@router.get("/support/mine")
def where_to_open(visit: Visiting) -> Response:
    """The address alone opens nothing: the reference and the word do, at the way in."""
    return RedirectResponse(visit.link("/support"), 303)


@router.post("/support/mine")
def own_request(filled: Filled, visit: Visiting) -> Response:
    """What somebody asked, with what they may do now; looking at it is recorded."""
    case = request_called(visit.site.office.store, filled.text(REFERENCE))
    if case is None or not filled.text(WORD):
        return _start(visit, filled, (Mistake(REFERENCE, UNKNOWN),))
    known = {"case": case, "secret": filled.text(WORD)}
    try:
        _ask(visit, ReadOwnSupport.model_validate(known), token_hex(8))
    except Refusal:
        return _start(visit, filled, (Mistake(REFERENCE, UNKNOWN),))
    mistakes, done = _do(visit, filled, known)
    return _own(visit, case, filled, mistakes, done=done)


def _do(visit: Visit, filled: Given, known: dict[str, Any]) -> tuple[Sequence[Mistake], bool]:
    """What whoever asked wants done on their page, if anything; with what stood in the way."""
    match filled.text("step"):
        case "consent":
            return _tried(visit, ConsentToSupport.model_validate(known), filled, CONSENT)
        case "paper":
            said = {TITLE: filled.text(TITLE), TEXT: filled.text(SAID)}
            missing = [
                Mistake(name, how)
                for name, how in (
                    (TITLE, "Say what paper it is"),
                    (SAID, "Write what stands in it"),
                )
                if not filled.text(name)
            ]
            if missing:
                return missing, False
            return _tried(visit, AddOwnDocument.model_validate({**known, **said}), filled, SAID)
        case "withdraw":
            if filled.text(SURE) != "yes":
                return (Mistake(SURE, "Say that you are sure: it can't be undone"),), False
            return _tried(visit, WithdrawFromSupport.model_validate(known), filled, SURE)
        case _:
            return (), False


def _tried(
    visit: Visit, command: OfRequester, filled: Given, at: str
) -> tuple[Sequence[Mistake], bool]:
    try:
        _ask(visit, command, filled.text("key"))
    except Refusal as refusal:
        return (Mistake(at, refusal.sentence.rstrip(".")),), False
    return (), True


def _ask(visit: Visit, command: OfRequester, key: str) -> None:
    """Somebody whom nobody knows asks; the desk decides by their word alone."""
    name = CommandId(derived(CONVENOR, "a requester", command.verb(), command.case, key))
    visit.site.office.desk.perform(command, somebody(UNKNOWN_PERSON), name)


def _mistakes(filled: Given) -> list[Mistake]:
    found = []
    if not filled.text(TEXT):
        found.append(Mistake(TEXT, "Write what happened"))
    try:
        _answer_by(filled)
    except Unclear as unclear:
        found += unclear.mistakes
    return found


def _answer_by(filled: Given) -> date | None:
    """The day of an answer elsewhere; none where nothing was written."""
    found = filled.day(ANSWER_BY, "the day") if filled.text(ANSWER_BY) else None
    if found is not None and not 2000 <= found.year <= 2100:
        raise Unclear(Mistake(ANSWER_BY, "Write a day of these years, such as 2022-05-20"))
    return found


def _start(visit: Visit, given: Given, mistakes: Sequence[Mistake]) -> Response:
    said = {one.field: one.how_to_mend for one in mistakes}

    def field(name: str, label: str, hint: str = "", width: int = 0) -> Field:
        return Field(name, label, hint, given.text(name), said.get(name, ""), width=width)

    fields = {
        "what": field(
            TEXT, "What happened?", "Who suspended you, when, and what they say you did."
        ),
        "answer_by": field(
            ANSWER_BY,
            "By which day do you have to answer them?",
            "Such as 2022-05-20. Leave it empty if there is no such day.",
            10,
        ),
        "reached": field(
            REACHED, "How can you be reached?", "You can leave this empty, and come back here."
        ),
        "number": field(
            NUMBER,
            "Your membership number",
            "You can leave this empty, and need not be a member.",
            10,
        ),
        "consents": field(
            CONSENT,
            "Who may read it",
            "Nobody reads it before you agree. You can agree later, and take it back at any time.",
        ),
        "reference": field(REFERENCE, "The reference of your request", "Such as S-ABCDE-FGHIJ."),
        "word": Field(WORD, "Your word", "It was shown to you once."),
    }
    words = {
        "fields": fields,
        "mistakes": mistakes,
        "agreed": AGREED,
        "chosen": given.many(CONSENT),
        "clause": Law(visit).clause(OPEN_TO_ALL),
    }
    return _page(visit, "support", words, 422 if mistakes else 200)


def _check(visit: Visit, filled: Given) -> Response:
    hidden = [(name, filled.text(name)) for name in ASKED]
    hidden += [("key", str(uuid4())), (WORD, "-".join(token_hex(2) for _ in range(5)))]
    words = {"hidden": hidden, "filled": dict(hidden), "answer_by": _answer_by(filled)}
    return _page(visit, "support_check", words)


def _hand_in(visit: Visit, filled: Given) -> Response:
    case, word = filled.id("key"), filled.text(WORD)
    number = filled.text(NUMBER)
    asked = {
        "case": case,
        "secret": word,
        "text": filled.text(TEXT),
        "answer_by": _answer_by(filled),
        "requester": _member(number) if number else None,
        "reached_by": filled.text(REACHED) or None,
        "consents": filled.text(CONSENT) == "yes",
    }
    try:
        _ask(visit, AskSupport.model_validate(asked), str(case))
    except Refusal as refusal:
        return _start(visit, filled, (Mistake(TEXT, refusal.sentence.rstrip(".")),))
    found = _request(visit, case)
    words = {"reference": reference_of(case), "word": word, "next": next_of(found.clocks)}
    return _page(visit, "support_asked", {**words, "consents": found.stage is not Stage.ASKED})


def _member(number: str) -> PersonId:
    if len(number) > 40:
        raise BadInput("A membership number is not as long as that.")
    return person_id(number.upper())


def _request(visit: Visit, case: UUID) -> SupportRequest:
    return visit.site.office.store.load(SupportRequest, case)


def _own(
    visit: Visit, case: UUID, filled: Given, mistakes: Sequence[Mistake], *, done: bool
) -> Response:
    found, now = _request(visit, case), visit.site.office.store.now()
    told = {one.field: one.how_to_mend for one in mistakes}
    clock = min(found.clocks, key=lambda one: one.due, default=None)
    over = clock is not None and clock.runs is Runs.CONSENT and clock.due <= now

    def field(name: str, label: str, hint: str = "") -> Field:
        return Field(name, label, hint, "" if done else filled.text(name), told.get(name, ""))

    words = {
        "reference": reference_of(case),
        "word": filled.text(WORD),
        "sentence": STANDS[Stage.CLOSED if over else found.stage],
        "entries": support_file(visit.site.office.store, case),
        "next": clock,
        "open": found.is_open and not over,
        "asked": found.stage is Stage.ASKED and not over,
        "turn": _turn(visit, found),
        "title": field(TITLE, "What paper is it?", "Such as the letter that suspended you."),
        "said": field(SAID, "What stands in it?"),
        "sure": field(SURE, "Are you sure?"),
        "gone": GONE,
        "agreed": told.get(CONSENT, ""),
        "mistakes": mistakes,
        "done": done,
        "key": token_hex(8),
    }
    return _page(visit, "own_support", words, 422 if mistakes else 200)


def _turn(visit: Visit, found: SupportRequest) -> tuple[Turn, str] | None:
    """Where somebody stands on the waiting list, and why."""
    if found.stage is not Stage.WAITING:
        return None
    turns = waiting_list(Attempt(visit, THE_SERVICE))
    return next(((one, why_there(one)) for one in turns if one.waiting.case == found.case), None)


def _page(visit: Visit, template: str, words: dict[str, Any], status: int = 200) -> Response:
    found = visit.site.templates.get_template(f"pages/{template}.html")
    shown = found.render({"page": visit.frame(None), "now": visit.moment, "no_past": True, **words})
    return HTMLResponse(shown, status, NO_STORE)
