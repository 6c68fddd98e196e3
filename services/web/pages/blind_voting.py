"""Shows where a member votes in a blind ballot, and where a receipt is looked for in the list.

What is secret is made, kept and checked by the browser (`static/blind-page.js`); these pages give
it the questions and what the record commits to.  They decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse, Response

from domain.ballots.secrecy import Secrecy
from domain.kernel.refusal import NotFound, Refusal, TooEarly, TooLate
from services.reading import ballots
from services.reading.ballots import Ballot, BallotState, Question
from services.web.deeds.form import Given
from services.web.look.parts import Choice, Field
from services.web.pages import telling
from services.web.pages.filling import hint_of, name_of, on_paper
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["ballots"], include_in_schema=False)
CHOICES = (
    Choice("1", "Yes"),
    Choice("2", "No"),
    Choice("0", "Leave it blank", "It counts to turnout and to neither side."),
)


def blind_paper(visit: Visit, found: Ballot) -> Response:
    """The page on which a credential is drawn and a paper is handed in; raises a refusal."""
    refusal = why_no_paper(visit, found)
    if refusal is not None:
        raise refusal
    empty = Given(QueryParams())
    questions = [on_paper(q, _field(q), empty, CHOICES) for q in found.questions]
    return _page(visit, found, "vote_blind", {"questions": questions})


def _field(question: Question) -> Field:
    hint = "" if question.choice is None else hint_of(question.choice)
    return Field(name_of(question), f"{question.place}. {question.title}", hint)


def why_no_paper(visit: Visit, found: Ballot) -> Refusal | None:
    """Why nobody can draw a credential now, if so; the box decides when one is asked for."""
    line = found.ballot
    if line.announced is None:
        return TooEarly("The keys of this ballot are not announced yet.")
    if line.closes <= visit.moment:
        return TooLate(f"Voting closed at {telling.until(visit, line.closes)}.")
    return None


@router.get("/ballots/{ballot}/receipt")
def receipt(ballot: UUID, visit: Visiting) -> Response:
    """Where a voter looks for their paper in the published list."""
    found = ballots.ballot(visit.at, ballot)
    if found.ballot.secrecy is not Secrecy.BLIND:
        raise NotFound("This ballot is sealed: its papers are not listed, so there is no receipt.")
    return _page(visit, found, "receipt", {})


def _page(visit: Visit, found: Ballot, name: str, more: Mapping[str, Any]) -> Response:
    line = found.ballot
    words = {
        "page": visit.frame(None),
        "it": line,
        "is_open": line.state is BallotState.OPEN,
        "acting": visit.acting is not None,
        **more,
    }
    template = visit.site.templates.get_template(f"pages/{name}.html")
    return HTMLResponse(template.render(words))
