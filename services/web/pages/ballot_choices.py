"""Answers what was chosen in a question of a ballot: the options, and the count stage by stage."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.ballots.choosing import Way
from domain.ballots.terms import TIES
from domain.counting.result import CountResult
from domain.counting.rules import catalogue
from domain.elections.count import RETURNING_OFFICER
from domain.kernel.refusal import NotFound
from services.application.ballots import RecordBallotLotValue
from services.counting.comparing import Comparison
from services.counting.in_words import passes_on, words_of
from services.reading import ballots
from services.reading.ballots import Ballot, Choice, Question
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import NextStep, Table, Tag, Tone, Weight
from services.web.look.words import counted, listed
from services.web.pages import count_stages, count_tables, count_terms
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["ballots"])
WAYS: Final = {
    Way.ONE: "Each paper marks one option.",
    Way.SOME: "Each paper marks some of the options.",
    Way.RANKED: "Each paper ranks options, from the first choice on.",
}
DECLARED: Final = Tag("result declared", Tone.DONE)
WAITING: Final = Tag("not declared", Tone.AHEAD)
TRYING: Final = "to see whether this can be done"
NOT_COMPARED: Final = Comparison(())


@router.get("/ballots/{ballot}/questions/{place}")
def question(ballot: UUID, place: int, visit: Visiting) -> Response:
    """One question that chooses, with its count once that is declared."""
    found = ballots.ballot(visit.at, ballot)
    at = next((one for one in found.questions if one.place == place), None)
    if at is None or at.choice is None:
        raise NotFound(f"This ballot has no question {place} that chooses between options.")
    choice, result = at.choice, at.choice.result
    words: dict[str, object] = {
        "it": found.ballot,
        "question": at,
        "sentence": sentence(at, choice),
        "state": WAITING if result is None else DECLARED,
        "way": WAYS[choice.way],
        "rule": catalogue.rule(choice.settled.terms.rule).manifest,
        "to_be_chosen": _to_be_chosen(choice),
        "account": count_terms.account(result),
        "told": None if result is None else _told(result),
    }
    tables = _tables(visit, result)
    return answered(visit, Page("ballot_question", Place.BALLOTS, at, words, tables))


def _to_be_chosen(choice: Choice) -> str:
    seats = choice.settled.contest.seats
    if seats == len(choice.choosing.names):
        return "none: the whole order is the result"
    return counted(seats, "option")


def _told(result: CountResult) -> dict[str, object]:
    """The count in words and drawings."""
    return {
        "elected": count_stages.how_elected(result),
        "remarks": list(count_stages.remarks(result, NOT_COMPARED)),
        "words": words_of(result),
        "key": count_stages.key_of(result),
        "moves": passes_on(result) and len(result.stages) > 1,
        "stages": tuple(count_stages.stages_of(result)),
        "ties": [f"{listed(list(tie.between))} were tied: {tie.how}." for tie in result.ties],
    }


def _tables(visit: Visit, result: CountResult | None) -> dict[str, Table]:
    if result is None or not result.stages:
        return {}
    return {
        "stages": count_tables.stages(visit, result),
        "margins": count_tables.close(visit, result),
    }


def sentence(question: Question, choice: Choice) -> str:
    """What came of a question, as far as it is declared."""
    if choice.open_tie is not None:
        tied = listed(list(choice.open_tie.between))
        return f"{tied} are tied, and a lot is drawn from {choice.lot.source}."
    if choice.result is None:
        return f"{counted(len(choice.choosing.names), 'option').capitalize()} to choose from."
    if not choice.stands:
        return f"Nothing is chosen: {choice.because}."
    names = list(choice.result.elected)
    if len(names) == len(choice.choosing.names):
        return f"In this order: {listed(names)}."
    if not names:
        return "No option is chosen."
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} chosen."


def lot_wanted(found: Ballot) -> Choice | None:
    """The question whose tie waits for a lot, if one does."""
    choices = (one.choice for one in found.questions if one.choice is not None)
    return next((one for one in choices if one.open_tie is not None), None)


def drawing(visit: Visit, found: Ballot, tied: Choice, law: Law) -> NextStep:
    """What is next while a tie waits for its lot."""
    deeds = Deeds(visit, law)
    ballot = found.ballot.ballot
    value = RecordBallotLotValue(ballot=ballot, value=TRYING)
    href = f"/do/record_ballot_lot_value?ballot={ballot}"
    if not visit.past:
        deeds.offer("Record the value for the lot", href, value, Weight.FIRST)
    what = f"A tie is drawn from {tied.lot.source}, known from {tied.lot.when}"
    return deeds.on(NextStep(what, clause=law.clause(TIES), who_moves=law.who(RETURNING_OFFICER)))
