"""Answers what can be seen before a vote: what a text would become, and the order of voting."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.cycle.held import Fate
from domain.text.deciding.voting import voting_order
from services.reading import proposals
from services.web import texts
from services.web.answers import Page, answered
from services.web.look.frame import Place
from services.web.look.parts import Tag, Tone
from services.web.look.redline import read_view
from services.web.look.words import counted
from services.web.visit import Visiting

router = APIRouter(tags=["proposals"])


@router.get("/proposals/{proposal}/becomes")
def becomes(proposal: UUID, visit: Visiting) -> Response:
    """What the text becomes if these amendments are carried (`carried`, once for each)."""
    found = proposals.proposal(visit.at, proposal)
    standing = texts.alive(found)
    asked = visit.request.query_params.getlist("carried")
    if not asked and not visit.asked("chosen"):
        asked = [held.amendment for held in standing if held.fate is Fate.CARRIED]
    outcome = texts.outcome(found, asked)
    told = {"text": outcome.merged.text, "rules": outcome.merged.rules}
    page = Page(
        "becomes",
        Place.PROPOSALS,
        {**told, "carried": outcome.chosen, "collisions": outcome.merged.collisions},
        {
            "it": found.proposal,
            "alive": standing,
            "outcome": outcome,
            "view": read_view(visit.asked("view")),
        },
        about=proposal,
    )
    return answered(visit, page)


@router.get("/proposals/{proposal}/voting-order")
def order(proposal: UUID, visit: Visiting) -> Response:
    """The order of voting that leaves the fewest dead votes."""
    found = proposals.proposal(visit.at, proposal)
    standing = [held.content for held in texts.alive(found) if held.is_open]
    plan = voting_order(found.asked.text, standing)
    page = Page(
        "voting_order",
        Place.PROPOSALS,
        plan,
        {
            "it": found.proposal,
            "plan": plan,
            "base": visit.link(f"/proposals/{proposal}/amendments/"),
            "state": Tag(counted(len(plan.steps), "vote"), Tone.OPEN if plan.steps else Tone.DONE),
        },
        about=proposal,
    )
    return answered(visit, page)
