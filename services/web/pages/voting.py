"""Lets a member vote: questions on one page or one at a time, a check, one paper in the box.

No act is recorded and no answer is kept here: until the paper is in the box, the answers travel
with the form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.ballots.secrecy import Secrecy
from domain.kernel.refusal import BadInput, Refusal
from services.reading import ballots
from services.reading.ballots import Ballot, Question
from services.web.acting import must_act
from services.web.api.papers import Answer, Said, cast
from services.web.deeds.form import Given
from services.web.look.parts import Choice, Field, Mistake
from services.web.pages.ballots import why_not_vote
from services.web.pages.blind_voting import blind_paper
from services.web.pages.filling import hint_of, marks_on, name_of, names_of, on_paper, said_of
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["ballots"], include_in_schema=False)
CHOICES = (
    Choice(Answer.YES, "Yes"),
    Choice(Answer.NO, "No"),
    Choice(Answer.BLANK, "Leave it blank", "It counts to turnout and to neither side."),
)
SAID = {choice.value: choice.label for choice in CHOICES}


async def filled_in(request: Request) -> Given:
    """What was filled in."""
    return Given(await request.form())


@router.get("/ballots/{ballot}/vote")
def paper(ballot: UUID, visit: Visiting) -> Response:
    """The paper, if you may vote; raises the refusal if not."""
    found = ballots.ballot(visit.at, ballot)
    if found.ballot.secrecy is Secrecy.BLIND:
        return blind_paper(visit, found)
    must_act(visit.request)
    refusal = why_not_vote(visit, found.ballot)
    if refusal is not None:
        raise refusal
    return _fill(visit, found, Given(visit.request.query_params), ())


@router.post("/ballots/{ballot}/vote")
def vote(ballot: UUID, filled: Annotated[Given, Depends(filled_in)], visit: Visiting) -> Response:
    """On to the next question, to the check, or into the box."""
    found = ballots.ballot(visit.at, ballot)
    must_act(visit.request)
    step = filled.text("step")
    if step == "fill":
        return _fill(visit, found, filled, ())
    at = _shown(found, filled)
    wrong = _wrong(at, filled)
    if wrong and step != "confirm":
        return _fill(visit, found, filled, wrong)
    if step == "next":
        return _fill(visit, found, filled, (), after=at[-1].place)
    if step == "confirm":
        return _put_in(visit, found, filled)
    return _check(visit, found, filled)


def _wrong(questions: Sequence[Question], filled: Given) -> list[Mistake]:
    """What there is to mend before the paper can be checked."""
    told = ((q, _mend(q, filled)) for q in questions)
    return [Mistake(_first(q), words) for q, words in told if words]


def _first(question: Question) -> str:
    """Where a link to the question leads."""
    return min(names_of(question))


def _mend(question: Question, filled: Given) -> str:
    if question.choice is None:
        if filled.text(name_of(question)) in SAID:
            return ""
        return f"Choose yes, no or blank for question {question.place}, “{question.title}”"
    try:
        marks_on(question, question.choice, filled)
    except BadInput as wrong:
        return wrong.sentence
    return ""


def _shown(found: Ballot, filled: Given) -> Sequence[Question]:
    """Which questions were on the page."""
    if filled.text("way") != "each":
        return found.questions
    place = filled.text("place")
    return [q for q in found.questions if str(q.place) == place] or found.questions[:1]


def _fill(
    visit: Visit, found: Ballot, given: Given, mistakes: Sequence[Mistake], after: int | None = None
) -> Response:
    each = given.text("way") == "each"
    at = _shown(found, given) if each else found.questions
    if each and after is not None:
        following = [q for q in found.questions if q.place > after]
        if not following:
            return _check(visit, found, given)
        at = following[:1]
    told = {mistake.field: mistake.how_to_mend for mistake in mistakes}
    names = set[str]().union(*(names_of(q) for q in at))
    words: Mapping[str, Any] = {
        "page": visit.frame(None),
        "it": found.ballot,
        "each": each,
        "questions": [(on_paper(q, _field(q, given, told), given, CHOICES), q) for q in at],
        "place": at[0].place,
        "of": len(found.questions),
        "mistakes": mistakes,
        "before": [(k, v) for k, v in given.items() if k.startswith("q") and k not in names],
    }
    template = visit.site.templates.get_template("pages/vote.html")
    return HTMLResponse(template.render(words), 422 if mistakes else 200)


def _field(question: Question, given: Given, told: Mapping[str, str]) -> Field:
    name = name_of(question)
    hint = (
        f"A minority's text; in the assembly it had {question.support}." if question.support else ""
    )
    if question.choice is not None:
        hint = hint_of(question.choice)
    label = f"{question.place}. {question.title}"
    return Field(name, label, hint, given.text(name), told.get(_first(question), ""))


def _check(visit: Visit, found: Ballot, given: Given) -> Response:
    wrong = _wrong(found.questions, given)
    if wrong:
        return _fill(visit, found, given, wrong)
    names = set[str]().union(*(names_of(q) for q in found.questions))
    words: Mapping[str, Any] = {
        "page": visit.frame(None),
        "it": found.ballot,
        "rows": [(q.title, _in_words(q, given)) for q in found.questions],
        "answers": [(name, value) for name, value in given.items() if name in names],
        "way": given.text("way"),
    }
    template = visit.site.templates.get_template("pages/vote_check.html")
    return HTMLResponse(template.render(words))


def _in_words(question: Question, given: Given) -> str:
    choice = question.choice
    if choice is None:
        return SAID[given.text(name_of(question))]
    return said_of(choice, marks_on(question, choice, given))


def _answer(question: Question, given: Given) -> Said:
    if question.choice is None:
        return Answer(given.text(name_of(question)) or Answer.BLANK)
    return marks_on(question, question.choice, given)


def _put_in(visit: Visit, found: Ballot, given: Given) -> Response:
    try:
        answers = tuple(_answer(q, given) for q in found.questions)
        cast(visit.request, found.ballot.ballot, answers)
    except Refusal as refusal:
        return _fill(visit, found, given, [Mistake("content", refusal.sentence)])
    return RedirectResponse(f"/ballots/{found.ballot.ballot}/voted", 303)


@router.get("/ballots/{ballot}/voted")
def voted(ballot: UUID, visit: Visiting) -> Response:
    """Your paper is in the box."""
    found = ballots.ballot(visit.at, ballot)
    words = {"page": visit.frame(None), "it": found.ballot}
    template = visit.site.templates.get_template("pages/voted.html")
    return HTMLResponse(template.render(words))
