"""Lets programs put a paper into the box of a ballot: one for each member, linked to nobody."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from domain.ballots.ballot import Ballot
from domain.ballots.choosing import Choosing
from domain.ballots.filling import filled_in
from domain.counting.yes_no import BLANK, NO, YES, read_paper
from domain.kernel.refusal import BadInput
from services.store.port import Store
from services.voting.blind.port import asked, choices_in
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
NUMBERS: Final[dict[Answer, tuple[int, ...]]] = {
    Answer.YES: (1,),
    Answer.NO: (2,),
    Answer.BLANK: (),
}


def _one_or_the_other(said: object, judge: ValidatorFunctionWrapHandler) -> object:
    """One sentence for an answer that is neither, about the answer as a whole."""
    try:
        return judge(said)
    except ValidationError:
        raise ValueError(
            "Answer 'yes', 'no' or 'blank', or with the numbers of the options from 1 on."
        ) from None


Said = Annotated[Answer | tuple[Annotated[int, Field(ge=1)], ...], WrapValidator(_one_or_the_other)]


class Paper(BaseModel):
    """A paper: one answer for each question, in the order of the ballot.

    A question with options is answered with their numbers, from 1 in the order of the paper; where
    they are ranked, the best first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    answers: tuple[Said, ...]


class Taken(BaseModel):
    """The paper is in the box.  It has no number: nothing leads from you to it."""

    taken: bool = True


@router.post("/api/ballots/{ballot}/papers", status_code=201, responses=REFUSALS)
def put_in_paper(ballot: UUID, paper: Paper, request: Request) -> Taken:
    """Put your paper into the box; refused off the roll, outside the hours, and a second time."""
    cast(request, ballot, paper.answers)
    return Taken()


def cast(request: Request, ballot: UUID, answers: tuple[Said, ...]) -> None:
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
    paper = _written(found, look, answers)
    site.office.boxes.cast(ballot, acting.person, paper, look)


def _written(found: Ballot, look: Store, answers: tuple[Said, ...]) -> str:
    """The paper as it lies in the box; raises `BadInput` for answers that no question has."""
    choices = choices_in(look, found.id)
    at = (lambda _: None) if choices is None else choices.at
    marks = tuple(_marks(place, one, at(place)) for place, one in enumerate(answers, start=1))
    if choices is None:
        letters = (MARKS[one] for one in answers if isinstance(one, Answer))
        return read_paper("".join(letters), len(found.questions))
    return filled_in(marks, asked(found, choices), choices.questions)


def _marks(place: int, said: Said, choosing: Choosing | None) -> tuple[int, ...]:
    if isinstance(said, Answer):
        if choosing is None or said is Answer.BLANK:
            return NUMBERS[said]
        raise BadInput(f"Question {place} has options: answer it with their numbers.")
    if choosing is None:
        raise BadInput(f"Question {place} is answered yes, no or blank.")
    return said
