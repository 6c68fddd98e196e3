"""Shows those who keep requests for support the waiting list, and advisers the requests they have.

What is said in a request stands on none of these pages: it is in the file, and each look at that is
recorded.  To everybody else a request is as if there were none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import uuid4

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.kernel.ids import CommandId
from domain.kernel.refusal import NotFound, Refusal
from domain.support.clocks import Clock, Runs
from domain.support.desk import NAMED_BY
from domain.support.queue import Adviser, Turn, Why
from domain.support.request_acts import Outcome
from domain.support.request_state import ESCALATED_TO, KEPT_BY, Stage
from domain.support.requester import reference_of
from services.application.support import (
    AcceptSupport,
    AddDocument,
    AdviseOnSupport,
    DeclineSupport,
    FollowUpSupport,
    GiveAdviser,
    HandBackSupport,
    NameAdviser,
    ReadSupportFile,
    RecordSupportOutcome,
    ReleaseAdviser,
)
from services.application.supporting import OfSupport, SupportAtHand, advisers, waiting_list
from services.reading.support_files import request_called, support_file
from services.web.acting import must_act
from services.web.deeds.asking import NO_STORE
from services.web.lawbook import Law
from services.web.look.parts import Clause, Link, NextStep, Weight
from services.web.look.words import day
from services.web.pages.complaints import Filled
from services.web.support_seen import NO_REQUEST, all_seen, seen, seen_by_reference
from services.web.trying import ANYBODY, Attempt, Deeds, has_power
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["support"], include_in_schema=False)
TRYING: Final = "to see whether this can be done"
STAGES: Final = {
    Stage.ASKED: "Nobody reads it before whoever asked has agreed to that.",
    Stage.TRIAGE: "It waits to be told whether the service can help.",
    Stage.WAITING: "It is on the waiting list.",
    Stage.ADVISED: "An adviser has taken it on.",
    Stage.FOLLOW_UP: "It has ended elsewhere, and whoever asked is asked after once more.",
    Stage.CLOSED: "It is closed.",
}


class Row(NamedTuple):
    """One request on the desk: what it waits for, by when and by which rule."""

    request: Link
    stands: str
    clock: Clock | None
    clause: Clause | None


class Place(NamedTuple):
    """One place on the waiting list, and why it is this one."""

    request: Link
    turn: Turn
    why: str
    clause: Clause | None


@router.get("/support/desk")
def desk(visit: Visiting) -> Response:
    """Whatever is open to the visitor: what is due first stands first."""
    must_act(visit.request)
    law = Law(visit)
    found = sorted(all_seen(visit), key=_by_due)
    rows = [_row(law, at) for at in found]
    keeps = has_power(visit, KEPT_BY)
    words = {
        "rows": [one for one in rows if one.clock is not None],
        "over": [one for one in rows if one.clock is None],
        "keeps": keeps,
        "waiting": list(_places(visit, law)) if keeps else (),
        "advisers": _advisers(visit) if keeps or has_power(visit, NAMED_BY) else None,
        "step": _on_advisers(visit, law),
        "recorded": bool(visit.asked("recorded")),
    }
    return _page(visit, "support_desk", words)


@router.get("/support/desk/{reference}")
def request(reference: str, visit: Visiting) -> Response:
    """One request without its file.  Whom an act of their own shut out is led to the desk."""
    try:
        at = seen_by_reference(visit, reference)
    except NotFound:
        if visit.asked("recorded"):
            return RedirectResponse("/support/desk?recorded=yes", 303, NO_STORE)
        raise
    return _shown(visit, at)


@router.post("/support/file")
def file(filled: Filled, visit: Visiting) -> Response:
    """The file of a request, for its adviser or for triage; looking at it is recorded."""
    acting = must_act(visit.request)
    case = request_called(visit.site.office.store, filled.text("opened"))
    if case is None:
        raise NotFound(NO_REQUEST)
    read = ReadSupportFile(case=case)
    try:
        visit.site.office.desk.perform(read, acting.asker, CommandId(uuid4()))
    except Refusal:
        raise NotFound(NO_REQUEST) from None
    return _shown(visit, seen(visit, case), opened=True)


def _shown(visit: Visit, at: SupportAtHand, *, opened: bool = False) -> Response:
    found = at.request
    people = {one for one in (found.adviser, found.requester) if one is not None}
    names = visit.names(*people)
    words = {
        "reference": reference_of(found.id),
        "sentence": STAGES[found.stage],
        "step": _next_step(visit, at),
        "adviser": names[found.adviser] if found.adviser else "",
        "turn": _turn(visit, at),
        "readable": _is_readable(at),
        "opened": opened,
        "requester": names[found.requester] if opened and found.requester else "",
        "entries": support_file(visit.site.office.store, found.id) if opened else (),
        "recorded": bool(visit.asked("recorded")),
    }
    return _page(visit, "support_request", words)


def _is_readable(at: SupportAtHand) -> bool:
    try:
        at.by_reader()
    except Refusal:
        return False
    return True


def _turn(visit: Visit, at: SupportAtHand) -> Place | None:
    """The place of one that waits, for those who keep the list."""
    return next(
        (one for one in _places(visit, Law(visit)) if one.turn.waiting.case == at.request.case),
        None,
    )


def why_there(turn: Turn) -> str:
    """Why somebody stands where they stand, in words."""
    match turn.why:
        case Why.WAITED_LONG:
            return "has waited longest of those who have waited too long"
        case Why.URGENT:
            return f"has to answer elsewhere by {day(turn.waiting.answer_by or date.max)}"
        case Why.AS_THEY_CAME:
            return "goes by the moment at which it was asked"


def _places(visit: Visit, law: Law) -> Iterator[Place]:
    for turn in waiting_list(Attempt(visit, must_act(visit.request).asker)):
        link = _link(reference_of(turn.waiting.case))
        yield Place(link, turn, why_there(turn), law.clause(turn.why.rule))


def _advisers(visit: Visit) -> list[tuple[str, Adviser]]:
    found = advisers(Attempt(visit, must_act(visit.request).asker))
    names = visit.names(*{one.person for one in found})
    return [(names[one.person], one) for one in found]


def _on_advisers(visit: Visit, law: Law) -> NextStep:
    """What the visitor may do about those who advise."""
    deeds, href = Deeds(visit, law), "/do/{}"
    named = NameAdviser(person=ANYBODY, places=1)
    deeds.offer("Name somebody who advises", href.format(named.verb()), named)
    found = advisers(Attempt(visit, must_act(visit.request).asker))
    if found:
        gone = ReleaseAdviser(person=found[0].person, reason=TRYING)
        deeds.offer("Let somebody advise no longer", href.format(gone.verb()), gone, Weight.GRAVE)
    return deeds.on(
        NextStep(
            "Those who advise are named, and released",
            None,
            law.clause(NAMED_BY),
            law.who(NAMED_BY),
        )
    )


_Offer = tuple[str, type[OfSupport], dict[str, Any], Weight]


def _next_step(visit: Visit, at: SupportAtHand) -> NextStep:
    """What happens next, with what the visitor may do about it."""
    deeds = Deeds(visit, law := Law(visit))
    for label, verb, says, weight in _offers(at):
        command = verb.model_validate({"case": at.request.id, **says})
        href = f"/do/{command.verb()}?case={at.request.id}"
        deeds.offer(label, href, command, weight)
    clock = _first_due(at)
    if clock is None:
        return deeds.on(NextStep("Nothing more: it is closed"))
    who = {Runs.CONSENT: "whoever asked", Runs.TRIAGE: law.who(KEPT_BY)}
    who[Runs.ADVISER] = law.who(KEPT_BY)
    moves = who.get(clock.runs, "the adviser")
    if clock.late:
        moves = f"{moves}; it was put before {law.who(ESCALATED_TO)}"
    clause = law.clause(clock.rule)
    step = NextStep(clock.runs.heading, clock.due, clause, who_moves=moves, late=clock.late)
    return deeds.on(step)


def _offers(at: SupportAtHand) -> Iterator[_Offer]:
    """What can be done at the stage of a request."""
    why = {"reasons": TRYING}
    match at.request.stage:
        case Stage.TRIAGE:
            yield "Put it on the waiting list", AcceptSupport, why, Weight.FIRST
            yield "Say that the service cannot help", DeclineSupport, why, Weight.GRAVE
        case Stage.WAITING:
            yield "Give it an adviser", GiveAdviser, {}, Weight.FIRST
        case Stage.ADVISED:
            yield "Give advice", AdviseOnSupport, {"advice": TRYING}, Weight.FIRST
            ended = {"outcome": Outcome.NOT_KNOWN, "account": TRYING}
            yield "Record how it ended", RecordSupportOutcome, ended, Weight.OTHER
            yield from _of_adviser(why)
        case Stage.FOLLOW_UP:
            yield "Record how things stand", FollowUpSupport, {"account": TRYING}, Weight.FIRST
            yield from _of_adviser(why)
        case _:
            return


def _of_adviser(why: dict[str, str]) -> Iterator[_Offer]:
    paper = {"title": TRYING, "text": TRYING}
    yield "Put a paper into the file", AddDocument, paper, Weight.OTHER
    yield "Hand it back", HandBackSupport, why, Weight.GRAVE


def _first_due(at: SupportAtHand) -> Clock | None:
    return min(at.request.clocks, key=lambda one: (one.due, one.runs), default=None)


def _by_due(at: SupportAtHand) -> tuple[bool, float]:
    clock = _first_due(at)
    return clock is None, 0.0 if clock is None else clock.due.timestamp()


def _row(law: Law, at: SupportAtHand) -> Row:
    clock = _first_due(at)
    return Row(
        request=_link(reference_of(at.request.id)),
        stands=STAGES[at.request.stage],
        clock=clock,
        clause=None if clock is None else law.clause(clock.rule),
    )


def _link(reference: str) -> Link:
    return Link(reference, f"/support/desk/{reference}")


def _page(visit: Visit, template: str, words: dict[str, Any]) -> Response:
    found = visit.site.templates.get_template(f"pages/{template}.html")
    shown = found.render({"page": visit.frame(None), "now": visit.moment, "no_past": True, **words})
    return HTMLResponse(shown, headers=NO_STORE)
