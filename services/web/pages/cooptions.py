"""Answers how far a co-option has come, and who can move it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.bodies.cooption import State
from domain.meetings.saying import CO_OPTS
from services.application.cooptions import (
    AcceptCoOption,
    DecideCoOption,
    DeclineCoOption,
    RenewCoOption,
    WithdrawCoOption,
)
from services.reading import cooptions as reading
from services.reading.cooptions import CoOptionLine
from services.web.answers import Page, answered
from services.web.deeds.decided import newest_decision
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Link, NextStep, Tag, Tone, Weight
from services.web.look.words import moment
from services.web.pages import telling
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["bodies"])
TRYING: Final = "to see whether this can be done"
STATES: Final = {
    State.PROPOSED: Tag("proposed", Tone.OPEN),
    State.OFFERED: Tag("agreed, not answered", Tone.AHEAD),
    State.HELD: Tag("in the seat", Tone.DONE),
    State.REJECTED: Tag("rejected", Tone.LOST),
    State.WITHDRAWN: Tag("taken back"),
    State.DECLINED: Tag("declined", Tone.LOST),
    State.LAPSED: Tag("lapsed", Tone.LATE),
    State.ENDED: Tag("ended"),
}
RULE: Final = {State.OFFERED: "cooption.answer_days", State.HELD: "cooption.review_days"}


@router.get("/cooptions/{cooption}")
def cooption(cooption: UUID, visit: Visiting) -> Response:
    """One co-option."""
    found = reading.cooption(visit.at, cooption)
    line = found.cooption
    page = Page(
        "cooption",
        Place.BODIES,
        found,
        {
            "it": line,
            "sentence": sentence(visit, line),
            "state": STATES[line.state],
            "step": _step(visit, line),
            "body": Link(line.body_name, visit.link(f"/bodies/{line.slug}")),
            "person": Link(line.name, visit.link(f"/people/{line.person}")),
            "proposed_by": Link(line.proposed_by_name, visit.link(f"/people/{line.proposed_by}")),
            "meeting": _meeting(visit, line),
            "history": telling.history(visit, cooption),
        },
        {},
        about=cooption,
    )
    return answered(visit, page)


def _meeting(visit: Visit, line: CoOptionLine) -> Link | None:
    if line.meeting is None:
        return None
    return telling.decision_link(visit, line.meeting, line.decision)


def sentence(visit: Visit, line: CoOptionLine) -> str:
    """How it stands."""
    vote = "with a vote" if line.voting else "without a vote"
    match line.state:
        case State.PROPOSED:
            return f"{line.body_name} has not decided whether to co-opt {line.name}, {vote}."
        case State.OFFERED:
            by = (
                ""
                if line.answer_by is None
                else f" by {moment(line.answer_by, visit.site.house.zone)}"
            )
            return f"{line.name} can accept a place {vote}{by}."
        case State.HELD:
            ends = line.term_ends
            until = "" if ends is None else f" until {moment(ends, visit.site.house.zone)}"
            return f"{line.name} sits in {line.body_name} {vote}{until}."
    because = f": {line.because}" if line.because else ""
    return f"It was {STATES[line.state].text}{because}."


def _step(visit: Visit, line: CoOptionLine) -> NextStep:
    deeds = Deeds(visit, Law(visit))
    number, at = line.cooption, f"cooption={line.cooption}"
    meeting, decision = newest_decision(visit, line.slug, kinds=CO_OPTS) or (number, 1)
    decided: dict[str, Any] = {"meeting": meeting, "number": decision}
    if line.state is State.PROPOSED:
        decide = DecideCoOption(cooption=number, agreed=True, **decided)
        deeds.offer("Carry out the body's decision", f"/do/decide_co_option?{at}", decide)
        withdraw = WithdrawCoOption(cooption=number, reason=TRYING)
        deeds.offer("Take it back", f"/do/withdraw_co_option?{at}", withdraw)
        return deeds.on(NextStep(f"{line.body_name} decides at a meeting"))
    if line.state is State.OFFERED:
        accept = AcceptCoOption(cooption=number)
        deeds.offer("Accept the place", f"/do/accept_co_option?{at}", accept, Weight.FIRST)
        decline = DeclineCoOption(cooption=number, reason=TRYING)
        deeds.offer("Decline it", f"/do/decline_co_option?{at}", decline)
        return deeds.on(NextStep(f"{line.name} answers", line.answer_by))
    if line.state is State.HELD:
        longer = (line.term_ends or visit.moment) + timedelta(days=1)
        renew = RenewCoOption(cooption=number, until=longer, **decided)
        deeds.offer("Let it last longer", f"/do/renew_co_option?{at}", renew)
        return deeds.on(NextStep("The body looks at it again before it ends", line.review_at))
    return NextStep("Nothing more: it is over")
