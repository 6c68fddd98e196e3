"""Lets programs put a paper into the box of a ballot: one for each member, linked to nobody."""

from __future__ import annotations

from enum import StrEnum
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from domain.ballots.ballot import Ballot
from domain.counting.yes_no import BLANK, NO, YES, read_paper
from domain.kernel.refusal import BadInput
from services.web.acting import must_act
from services.web.api.verbs import REFUSALS
from services.web.site import Site

router = APIRouter(tags=["ballots"])


class Answer(StrEnum):
    """What can be answered to a question."""

    YES = "yes"
    NO = "no"
    BLANK = "blank"


MARKS: Final = {Answer.YES: YES, Answer.NO: NO, Answer.BLANK: BLANK}


class Paper(BaseModel):
    """A paper: one answer for each question, in the order of the ballot."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    answers: tuple[Answer, ...]


class Taken(BaseModel):
    """The paper is in the box.  It has no number: nothing leads from you to it."""

    taken: bool = True


@router.post("/api/ballots/{ballot}/papers", status_code=201, responses=REFUSALS)
def put_in_paper(ballot: UUID, paper: Paper, request: Request) -> Taken:
    """Put your paper into the box; refused off the roll, outside the hours, and a second time."""
    cast(request, ballot, paper.answers)
    return Taken()


def cast(request: Request, ballot: UUID, answers: tuple[Answer, ...]) -> None:
    """Put a paper of these answers into the box."""
    site: Site = request.app.state.site
    acting = must_act(request)
    look = site.office.store.look()
    found = look.load(Ballot, ballot)
    if found.is_blind:
        raise BadInput(
            "This ballot is blind: a paper comes without a name, under a credential. Vote on its "
            "page, or as its announcement says."
        )
    questions = found.questions
    paper = read_paper("".join(MARKS[answer] for answer in answers), len(questions))
    site.office.boxes.cast(ballot, acting.person, paper, look)
