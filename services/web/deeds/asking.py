"""Leads a visitor through a form: fill in, check, confirm, and a page that says it was done.

What is refused comes back to the form with the sentence and its clause; nothing is lost of what
was filled in.  A confirmed act has a key, so that pressing twice does it once, and the version that
was seen, so that nobody writes over what they have not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.kernel.ids import CommandId, derived
from domain.kernel.refusal import NotAllowed, NotFound, Refusal, StaleView
from domain.text.refusals import TextRefused
from services.application.command import Command
from services.reading import journal
from services.reading.view import reading
from services.store.port import Receipt
from services.store.projector import NotYetThere
from services.web.acting import must_act
from services.web.deeds.catalogue import DEEDS, WITHOUT
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Unclear,
    answers,
    mistakes_in,
    with_mistakes,
    words_for,
)
from services.web.deeds.marked import marks
from services.web.deeds.seen import CATCHING_UP, Overtaken, up_to_date, version_shown
from services.web.lawbook import Law
from services.web.look.parts import Clause, Mistake
from services.web.look.redline import Redline, View
from services.web.look.words import shortened
from services.web.pages.journal import thing
from services.web.problems import status_of
from services.web.trying import IN_THE_PAST, tried
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["forms"], include_in_schema=False)
ATTEMPTS: Final = 3
NO_STORE: Final = {"Cache-Control": "no-store"}


async def filled_in(request: Request) -> Given:
    """What was filled in."""
    return Given(await request.form())


Filled = Annotated[Given, Depends(filled_in)]


@dataclass(frozen=True)
class Said:
    """What a form says back: what there is to mend, why it was refused, what would come of it.

    `asked` are its questions, where they have been put together already.
    """

    mistakes: Sequence[Mistake] = ()
    status: int = 0
    clause: Clause | None = None
    meanwhile: Sequence[journal.ActLine] = ()
    seen: str = ""
    preview: Redline | None = None
    no_preview: str = ""
    asked: Sequence[Question] | None = None

    @property
    def answered(self) -> int:
        return self.status or (422 if self.mistakes else 200)


FRESH: Final = Said()


@router.get("/do/{verb}")
def fill(verb: str, visit: Visiting) -> Response:
    """The empty form; one that asks nothing goes on to its check."""
    deed = _deed(verb)
    given = Given(visit.request.query_params)
    if visit.past:
        raise NotAllowed(IN_THE_PAST)
    questions = deed.ask(visit, given)
    if not questions:
        return _check(visit, verb, deed, given)
    return _form(visit, deed, given, Said(asked=questions))


@router.post("/do/{verb}")
def go_on(verb: str, filled: Filled, visit: Visiting) -> Response:
    """The next step: back to the form, what would come of it, on to the check, or done."""
    deed = _deed(verb)
    must_act(visit.request)
    match filled.text("step"):
        case "fill":
            return _form(visit, deed, filled)
        case "preview":
            return _form(visit, deed, filled, _previewed(visit, deed, filled))
        case "confirm":
            return _confirm(visit, deed, filled)
    return _check(visit, verb, deed, filled)


def _deed(verb: str) -> Deed:
    if verb not in DEEDS:
        raise NotFound(WITHOUT.get(verb, f"There is no form for “{shortened(verb)}”."))
    return DEEDS[verb]


def _made(visit: Visit, deed: Deed, given: Given) -> Command:
    """The command that the answers make; raises `Unclear`."""
    try:
        return deed.make(visit, given)
    except ValidationError as fault:
        raise Unclear(*mistakes_in(fault, deed.ask(visit, given))) from None


def _previewed(visit: Visit, deed: Deed, given: Given) -> Said:
    """What would come of it as it is filled in now, or why nothing would."""
    try:
        case = tried(visit.site, must_act(visit.request).asker, _made(visit, deed, given))
        return Said(preview=deed.preview(visit, given, case))
    except Unclear as unclear:
        return Said(no_preview=unclear.mistakes[0].how_to_mend)
    except (Refusal, TextRefused) as refusal:
        return Said(no_preview=_sentence(refusal))


def _check(visit: Visit, verb: str, deed: Deed, given: Given) -> Response:
    try:
        command = _made(visit, deed, given)
        up_to_date(visit, deed.watch, given)
        case = tried(visit.site, must_act(visit.request).asker, command)
    except Unclear as unclear:
        return _form(visit, deed, given, Said(unclear.mistakes))
    except (Refusal, TextRefused) as refusal:
        return _refused(visit, deed, given, refusal)
    words = {
        **words_for(visit, deed, given),
        "rows": answers(visit, deed.ask(visit, given), given),
        "carried_on": given.items(),
        "key": uuid4(),
        "seen": given.text("seen") or version_shown(visit, deed.watch, given),
        "redline": deed.preview(visit, given, case),
        "marks": marks(case, Law(visit)),
        "view": View.CHANGES,
        "action": f"/do/{verb}",
        "who": visit.who,
    }
    template = visit.site.templates.get_template("pages/check.html")
    return HTMLResponse(template.render(words), headers=_headers(deed))


def _confirm(visit: Visit, deed: Deed, given: Given) -> Response:
    try:
        receipt = _done(visit, deed, given)
    except Unclear as unclear:
        return _form(visit, deed, given, Said(unclear.mistakes))
    except (Refusal, TextRefused) as refusal:
        return _refused(visit, deed, given, refusal)
    _wait(visit, receipt)
    if deed.after is not None:
        return RedirectResponse(deed.after(visit, given), 303, NO_STORE)
    if not receipt.result.acts or given.text("tapped"):
        return RedirectResponse(deed.about(visit, given).href, 303)
    verb = visit.request.path_params["verb"]
    return RedirectResponse(f"/done/{receipt.result.acts[0].act}?verb={verb}", 303)


def _done(visit: Visit, deed: Deed, given: Given) -> Receipt:
    """Do it, unless it was done under this key; against the version that was looked through.

    Whoever acts between the look and the commit makes one look again.
    """
    asker = must_act(visit.request).asker
    key = CommandId(derived(asker.person, given.text("key")))
    command = _made(visit, deed, given)
    desk = visit.site.office.desk
    if desk.store.answered(key) is not None:
        return desk.perform(command, asker, key)
    for attempt in range(1, ATTEMPTS + 1):
        expected = up_to_date(visit, deed.watch, given)
        try:
            return desk.perform(command, asker, key, expected=expected)
        except StaleView:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the last attempt gives an answer or a refusal")


def _wait(visit: Visit, receipt: Receipt) -> None:
    """The next page shows what was just done, unless the projector lags: then a little later."""
    try:
        visit.site.office.projector.wait_for(max(receipt.positions, default=0), CATCHING_UP)
    except NotYetThere:
        return


def _refused(visit: Visit, deed: Deed, given: Given, refusal: Exception) -> Response:
    """Back to the form, with the whole sentence on top."""
    questions = deed.ask(visit, given)
    at = questions[0].name if questions else "content"
    said = Said(
        (Mistake(at, _sentence(refusal)),),
        status_of(refusal),
        Law(visit).clause(getattr(refusal, "rule", None)),
    )
    if not isinstance(refusal, Overtaken):
        return _form(visit, deed, given, said)
    said = replace(said, meanwhile=refusal.acts, seen=str(refusal.version))
    office = visit.site.office
    with office.pool.connection() as rows, reading(rows, asker=visit.asker) as newest:
        return _form(Visit(visit.request, visit.site, newest), deed, given, said)


def _sentence(refusal: Exception) -> str:
    return refusal.sentence if isinstance(refusal, Refusal) else str(refusal)


def _form(visit: Visit, deed: Deed, given: Given, said: Said = FRESH) -> Response:
    questions = deed.ask(visit, given) if said.asked is None else said.asked
    if deed.has_preview and said.mistakes:
        seen = _previewed(visit, deed, given)
        said = replace(said, preview=seen.preview, no_preview=seen.no_preview)
    words = {
        **words_for(visit, deed, given),
        "questions": with_mistakes(questions, () if said.status else said.mistakes),
        "said": said,
        "seen": said.seen or given.text("seen") or version_shown(visit, deed.watch, given),
        "view": View.CHANGES,
        "who": visit.who,
        "action": visit.request.url.path,
    }
    template = visit.site.templates.get_template("pages/fill.html")
    return HTMLResponse(template.render(words), said.answered, _headers(deed))


def _headers(deed: Deed) -> dict[str, str]:
    """What is under seal is kept by no browser."""
    return NO_STORE if deed.is_sealed else {}


@router.get("/done/{act}")
def done(act: UUID, visit: Visiting) -> Response:
    """It was done: the reference, and what happens now."""
    found = journal.act(visit.at, act)
    deed = _deed(visit.asked("verb"))
    words = {
        "page": visit.frame(None),
        "act": found,
        "deed": deed,
        "reference": reference(act),
        "thing": thing(visit, found),
    }
    template = visit.site.templates.get_template("pages/done.html")
    return HTMLResponse(template.render(words))


def reference(act: UUID) -> str:
    """A short name of an act, for people to note: the end of its id."""
    name = act.hex[-8:].upper()
    return f"{name[:4]} {name[4:]}"
