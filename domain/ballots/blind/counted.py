"""What the opened papers come to, question by question, by the rules that were announced.

A paper that can't be opened or read counts as blank in every question: it was cast, so it counts to
the turnout, and it says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from domain.ballots.blind.announcement import Announcement, Asked
from domain.ballots.blind.answers import Marks
from domain.counting.count import count
from domain.counting.filling import Basis, FilledBy, Filling, fill
from domain.counting.formats.election import Rows
from domain.counting.lots import Drawn
from domain.counting.papers import Cast
from domain.counting.result import CountResult
from domain.counting.rules.catalogue import rule
from domain.counting.terms import BySeed, Terms
from domain.counting.ties import TieUndecided
from domain.kernel.value import Value

ONE_MARK: Final = ("yes-no", "fptp")
"""The rules by which a paper marks one: more of them say nothing, so they spoil it."""


class QuestionTied(Exception):
    """A tie that nothing settled breaks: in which question, counted from 1, and what is tied."""

    def __init__(self, place: int, tie: TieUndecided) -> None:
        super().__init__(f"Question {place}: {tie}")
        self.place = place
        self.tie = tie


class Outcome(Value):
    """The declared result.  `lot` broke ties that the terms left open, if one was drawn."""

    papers: int
    unreadable: int
    lot: Drawn | None
    results: tuple[CountResult, ...]


def outcome(
    announcement: Announcement, opened: Sequence[Marks | None], lot: Drawn | None = None
) -> Outcome:
    """The result of these papers; None is one that could not be read.

    Raises as `counts` does.
    """
    seed = None if lot is None else lot.seed
    results = counts(announcement.questions, opened, announcement.roll.count, seed)
    unreadable = sum(marks is None for marks in opened)
    return Outcome(papers=len(opened), unreadable=unreadable, lot=lot, results=results)


def counts(
    questions: Sequence[Asked], opened: Sequence[Marks | None], eligible: int, seed: str | None
) -> tuple[CountResult, ...]:
    """The count of each question, of so many on the roll.

    Raises `QuestionTied` where neither the terms nor a seed break a tie, and what else
    `domain.counting.count` raises.
    """
    found = []
    for at, asked in enumerate(questions):
        try:
            said = [marks[at] if marks else () for marks in opened]
            found.append(_result(asked, said, eligible, seed))
        except TieUndecided as tie:
            raise QuestionTied(at + 1, tie) from tie
    return tuple(found)


def filling(
    asked: Asked,
    said: Sequence[tuple[int, ...]],
    eligible: int,
    seed: str | None,
    basis: Basis,
    by: FilledBy,
) -> Filling:
    """Who takes a place that somebody left, from what the papers say to that question.

    Raises as `domain.counting.filling.fill` does.
    """
    cast, terms = _cast(asked, said), _terms(asked, eligible, seed)
    return fill(asked.settled.contest, cast, terms, basis, by)


def _result(
    asked: Asked, chosen: Sequence[tuple[int, ...]], eligible: int, seed: str | None
) -> CountResult:
    return count(asked.settled.contest, _cast(asked, chosen), _terms(asked, eligible, seed))


def _cast(asked: Asked, chosen: Sequence[tuple[int, ...]]) -> Cast:
    rows = Rows()
    one_mark = asked.settled.terms.rule in ONE_MARK
    for marks, number in sorted(Counter(chosen).items()):
        rows.add(number, [list(marks)] if one_mark and marks else [[mark] for mark in marks])
    return rows.cast()


def _terms(asked: Asked, eligible: int, seed: str | None) -> Terms:
    terms = _knowing(asked.settled.terms, eligible)
    return terms if seed is None else terms.drawing(BySeed(seed=seed))


def _knowing(terms: Terms, eligible: int) -> Terms:
    """The terms with the number on the roll, for a rule that asks how many were eligible."""
    known = dict(rule(terms.rule).manifest.options)
    if "eligible" not in known or "eligible" in dict(terms.options):
        return terms
    return terms.model_copy(update={"options": (*terms.options, ("eligible", str(eligible)))})
