"""Answers what one amendment asks for, what the text becomes by it, and what became of it."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.cycle.asked import read_value
from domain.cycle.calendar import StageName
from domain.kernel.ids import RuleId
from domain.kernel.refusal import NotFound
from domain.text.amendment.describing import described
from domain.text.refusals import TextRefused
from services.reading import proposals
from services.reading.proposals import Held, Proposal
from services.web import rulewords, texts
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Link
from services.web.look.redline import Redline, read_view
from services.web.look.words import shortened
from services.web.pages import telling
from services.web.pages.assemblies import votes_table
from services.web.pages.proposal_deeds import amendment_step
from services.web.visit import Visiting

router = APIRouter(tags=["proposals"])


@router.get("/proposals/{proposal}/amendments/{amendment}")
def amendment(proposal: UUID, amendment: str, visit: Visiting) -> Response:
    """One amendment."""
    found = proposals.proposal(visit.at, proposal)
    held = held_of(found, amendment)
    votes = tuple(vote for vote in found.votes if amendment in vote.subjects)
    base = texts.base_of(found, held)
    law = Law(visit)
    page = Page(
        "amendment",
        Place.PROPOSALS,
        held,
        {
            "it": held,
            "proposal": Link(found.proposal.title, visit.link(f"/proposals/{proposal}")),
            "state": telling.fate(held.fate.value),
            "sentence": _sentence(held),
            "step": amendment_step(visit, found, held, law),
            "mover": Link(
                held.group_name or held.mover_name, visit.link(f"/people/{held.moved_by}")
            ),
            "described": _described(found, held),
            "redline": _redline(found, held),
            "rules": [
                (law.title(edit.rule), _value(edit.rule, edit.value))
                for edit in held.content.rule_edits
            ],
            "view": read_view(visit.asked("view")),
            "lost_its_place": base is None,
            "below": [h.amendment for h in found.amendments if h.parent == amendment],
            "collisions": [c for c in found.collisions if amendment in c.amendments],
        },
        {"votes": votes_table(visit, votes, with_proposal=False)} if votes else {},
        about=proposal,
    )
    return answered(visit, page)


def held_of(found: Proposal, amendment: str) -> Held:
    """The amendment of that name; raises `NotFound`."""
    for held in found.amendments:
        if held.amendment == amendment:
            return held
    raise NotFound(f"There is no amendment {shortened(amendment)} to this proposal at that moment.")


def _sentence(held: Held) -> str:
    if held.is_open:
        return f"It is open. The {StageName(held.decided_in).heading.lower()} decides on it."
    into = " It is in the text." if held.applied else ""
    because = f": {held.because}" if held.because else ""
    return f"It was {held.fate.value}{because}.{into}"


def _described(found: Proposal, held: Held) -> tuple[str, ...]:
    base = texts.base_of(found, held)
    if base is None:
        return ()
    try:
        return described(base, held.content.model_copy(update={"rule_edits": ()}))
    except TextRefused:
        return ()


def _redline(found: Proposal, held: Held) -> Redline | None:
    base = texts.base_of(found, held)
    new = None if base is None else texts.applied(base, held.content)
    return None if base is None or new is None else texts.drawn(base, new)


def _value(rule: str, value: object) -> str:
    return "not to be changed" if value is None else rulewords.said(read_value(RuleId(rule), value))
