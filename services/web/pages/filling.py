"""Gives the questions of a paper as a form asks them, and reads the marks that were made on it.

A rank is a number beside an option, so that no script is needed; what is wrong with it is said by
`domain.ballots.filling`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.ballots.choosing import Way
from domain.ballots.filling import must_not_mark_too_many, ranked
from domain.kernel.refusal import BadInput
from services.reading.ballots import Choice as Choosable
from services.reading.ballots import Question
from services.web.deeds.form import Given
from services.web.look.parts import Choice, Field
from services.web.look.words import counted, listed

BLANK: Final = "0"
NOTHING_SAID: Final = "Left blank"
LEFT_BLANK: Final = Choice(BLANK, "Leave it blank", "It counts to turnout and to no option.")


@dataclass(frozen=True)
class OnPaper:
    """A question as it is filled in.  `written`: what stands beside each option that is ranked."""

    place: int
    field: Field
    way: str
    choices: Sequence[Choice]
    most: int
    chosen: Sequence[str] = ()
    written: Sequence[tuple[str, str, str]] = ()


def name_of(question: Question) -> str:
    """What its field is called."""
    return f"q{question.place}"


def names_of(question: Question) -> set[str]:
    """Every field of a question."""
    choice = question.choice
    if choice is None or choice.way is not Way.RANKED:
        return {name_of(question)}
    return {_beside(question, at) for at, _ in _options(choice)}


def on_paper(question: Question, field: Field, given: Given, yes_no: Sequence[Choice]) -> OnPaper:
    """A question with what was filled in so far; `yes_no` are the answers if it has no options."""
    choice = question.choice
    if choice is None:
        return OnPaper(question.place, field, Way.ONE, yes_no, 1, [field.value])
    options = [Choice(str(at), name) for at, name in _options(choice)]
    if choice.way is Way.ONE:
        options.append(LEFT_BLANK)
    written = [
        (_beside(question, at), name, given.text(_beside(question, at)))
        for at, name in _options(choice)
    ]
    return OnPaper(
        question.place,
        field,
        choice.way,
        options,
        choice.choosing.most,
        given.many(name_of(question)),
        written if choice.way is Way.RANKED else (),
    )


def hint_of(choice: Choosable) -> str:
    """How a question that chooses is filled in, and how many options come of it."""
    places = counted(choice.settled.contest.seats, "option")
    if choice.way is Way.ONE:
        return "Choose one."
    if choice.way is Way.SOME:
        most = choice.choosing.most
        many = "as many as you like" if most == len(choice.choosing.names) else f"at most {most}"
        return f"Mark {many}; {places} will be chosen. Mark none to leave it blank."
    return (
        f"Write 1 beside your first choice, 2 beside your second, and so on, as far as you like; "
        f"{places} will be chosen. Write nothing to leave it blank."
    )


def marks_on(question: Question, choice: Choosable, given: Given) -> tuple[int, ...]:
    """What was marked in a question that chooses; raises `BadInput` for what can't be meant."""
    place, options = question.place, _options(choice)
    if choice.way is Way.RANKED:
        return ranked(place, {at: given.text(_beside(question, at)) for at, _ in options})
    said = [one for one in given.many(name_of(question)) if one]
    if choice.way is Way.ONE and not said:
        raise BadInput(f"Choose an option for question {place}, or leave it blank.")
    if any(one != BLANK and one not in {str(at) for at, _ in options} for one in said):
        raise BadInput(f"Question {place} has no such option. Choose one of those it has.")
    marks = tuple(int(one) for one in said if one != BLANK)
    must_not_mark_too_many(place, marks, choice.choosing)
    return marks


def said_of(choice: Choosable, marks: Sequence[int]) -> str:
    """The marks in words."""
    names = [choice.choosing.names[mark - 1] for mark in marks]
    if not names:
        return NOTHING_SAID
    if choice.way is Way.RANKED:
        return ", ".join(f"{rank}. {name}" for rank, name in enumerate(names, start=1))
    return listed(names)


def _options(choice: Choosable) -> list[tuple[int, str]]:
    return list(enumerate(choice.choosing.names, start=1))


def _beside(question: Question, at: int) -> str:
    return f"{name_of(question)}-{at}"
