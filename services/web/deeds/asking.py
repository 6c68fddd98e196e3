"""Leads a visitor through a form: fill in, check, confirm, and a page that says it was done.

What is refused comes back to the form with the sentence and its clause; nothing is lost of what
was filled in.  A confirmed act has a key, so that pressing twice does it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.kernel.ids import CommandId, derived
from domain.kernel.refusal import NotAllowed, NotFound, Refusal
from domain.text.refusals import TextRefused
from services.reading import journal
from services.store.port import Receipt
from services.store.projector import NotYetThere
from services.web.acting import must_act
from services.web.deeds import on_amendments, on_processes, on_proposals, on_rules
from services.web.deeds.form import Deed, Given, Unclear, answers, with_mistakes, words_for
from services.web.lawbook import Law
from services.web.look.parts import Clause, Mistake
from services.web.look.redline import View
from services.web.pages.journal import thing
from services.web.problems import status_of
from services.web.trying import IN_THE_PAST, tried
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["forms"], include_in_schema=False)
DEEDS: Final = {
    **on_proposals.DEEDS,
    **on_amendments.DEEDS,
    **on_processes.DEEDS,
    **on_rules.DEEDS,
}
CATCHING_UP: Final = 5.0


async def filled_in(request: Request) -> Given:
    """What was filled in."""
    return Given(await request.form())


Filled = Annotated[Given, Depends(filled_in)]


@router.get("/do/{verb}")
def fill(verb: str, visit: Visiting) -> Response:
    """The empty form; one that asks nothing goes on to its check."""
    deed = _deed(verb)
    given = Given(visit.request.query_params)
    if visit.past:
        raise NotAllowed(IN_THE_PAST)
    if not deed.ask(visit, given):
        return _check(visit, verb, deed, given)
    return _form(visit, deed, given, ())


@router.post("/do/{verb}")
def go_on(verb: str, filled: Filled, visit: Visiting) -> Response:
    """The next step: back to the form, on to the check, or done."""
    deed = _deed(verb)
    must_act(visit.request)
    step = filled.text("step")
    if step == "fill":
        return _form(visit, deed, filled, ())
    if step == "confirm":
        return _confirm(visit, verb, deed, filled)
    return _check(visit, verb, deed, filled)


def _deed(verb: str) -> Deed:
    if verb not in DEEDS:
        raise NotFound(f"There is no form for “{verb}”. Programs can do it under /api/acts/{verb}.")
    return DEEDS[verb]


def _check(visit: Visit, verb: str, deed: Deed, given: Given) -> Response:
    try:
        command = deed.make(visit, given)
        case = tried(visit.site, must_act(visit.request).asker, command)
    except Unclear as unclear:
        return _form(visit, deed, given, unclear.mistakes)
    except (Refusal, TextRefused) as refusal:
        return _refused(visit, deed, given, refusal)
    words = {
        **words_for(visit, deed, given),
        "rows": answers(visit, deed.ask(visit, given), given),
        "carried_on": given.items(),
        "key": uuid4(),
        "redline": deed.preview(visit, given, case),
        "view": View.CHANGES,
        "action": f"/do/{verb}",
        "who": visit.who,
    }
    template = visit.site.templates.get_template("pages/check.html")
    return HTMLResponse(template.render(words))


def _confirm(visit: Visit, verb: str, deed: Deed, given: Given) -> Response:
    asker = must_act(visit.request).asker
    key = CommandId(derived(asker.person, given.text("key")))
    try:
        command = deed.make(visit, given)
        receipt = visit.site.office.desk.perform(command, asker, key)
    except Unclear as unclear:
        return _form(visit, deed, given, unclear.mistakes)
    except (Refusal, TextRefused) as refusal:
        return _refused(visit, deed, given, refusal)
    _wait(visit, receipt)
    if not receipt.result.acts:
        return RedirectResponse(deed.about(visit, given).href, 303)
    return RedirectResponse(f"/done/{receipt.result.acts[0].act}?verb={verb}", 303)


def _wait(visit: Visit, receipt: Receipt) -> None:
    """The next page shows what was just done, unless the projector lags: then a little later."""
    try:
        visit.site.office.projector.wait_for(max(receipt.positions, default=0), CATCHING_UP)
    except NotYetThere:
        return


def _refused(visit: Visit, deed: Deed, given: Given, refusal: Exception) -> Response:
    """Back to the form, with the whole sentence on top."""
    sentence = refusal.sentence if isinstance(refusal, Refusal) else str(refusal)
    clause = Law(visit).clause(getattr(refusal, "rule", None))
    questions = deed.ask(visit, given)
    at = questions[0].name if questions else "content"
    return _form(visit, deed, given, (Mistake(at, sentence),), status_of(refusal), clause)


def _form(
    visit: Visit,
    deed: Deed,
    given: Given,
    mistakes: Sequence[Mistake],
    status: int = 0,
    clause: Clause | None = None,
) -> Response:
    words = {
        **words_for(visit, deed, given),
        "questions": with_mistakes(deed.ask(visit, given), () if status else mistakes),
        "mistakes": mistakes,
        "clause": clause,
        "who": visit.who,
        "action": visit.request.url.path,
    }
    template = visit.site.templates.get_template("pages/fill.html")
    return HTMLResponse(template.render(words), status or (422 if mistakes else 200))


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
