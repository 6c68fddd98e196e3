"""Counts papers again after the count: what is found amiss, in sentences; nothing if it agrees.

A sealed box is held against the root that was recorded at its close, and what it comes to against
the count; what was published of a blind ballot is taken, opened and counted as the service does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.ballots.ballot import Ballot
from domain.ballots.blind.announcement import Asked
from domain.ballots.blind.answers import Marks, read
from domain.ballots.blind.bundle import Bundle, read_bundle
from domain.ballots.blind.bundle import commitment as commitment_of
from domain.ballots.blind.counted import QuestionTied, counts, filling, outcome
from domain.ballots.choices import Choices
from domain.counting.filling import Basis, FilledBy, Filling
from domain.counting.lots import drawn
from domain.counting.result import CountResult
from domain.counting.yes_no import Tally, count
from services.voting.blind.checking import Checker
from services.voting.blind.port import asked, tallied
from services.voting.blind.sealing import opener
from services.voting.port import PaperBoxes

NOT_THE_SAME = "The result does not come out the same when the papers are counted again."


class Opened(NamedTuple):
    """The papers of a ballot, opened: what was asked, what they say, and the lot for ties."""

    questions: tuple[Asked, ...]
    marks: Sequence[Marks | None]
    eligible: int
    seed: str | None

    def filling(self, basis: Basis, by: FilledBy) -> Filling:
        """Who takes a place that was won by the one question of this paper."""
        said = [marks[0] if marks else () for marks in self.marks]
        return filling(self.questions[0], said, self.eligible, self.seed, basis, by)


def opened_box(boxes: PaperBoxes, ballot: Ballot, choices: Choices) -> Opened:
    """The papers of a sealed ballot that choose, which are written as blind ones."""
    questions = asked(ballot, choices)
    marks = [read(paper.encode(), questions) for paper in boxes.papers(ballot.id)]
    eligible = 0 if ballot.roll is None else ballot.roll.count
    return Opened(questions, marks, eligible, choices.seed)


def opened_bundle(text: str, name: str) -> Opened:
    """The published papers of a blind ballot."""
    found = read_bundle(text, name)
    announced, lot = found.announcement, found.outcome.lot
    seed = None if lot is None else lot.seed
    return Opened(announced.questions, _marks(found), announced.roll.count, seed)


def of_box(
    boxes: PaperBoxes, ballot: Ballot, choices: Choices | None
) -> tuple[tuple[Tally, ...], tuple[CountResult, ...]]:
    """What the papers of a sealed ballot come to.

    Raises `QuestionTied` where a lot has to be drawn first.
    """
    if choices is None:
        return count(boxes.papers(ballot.id), len(ballot.questions)), ()
    questions, marks, eligible, seed = opened_box(boxes, ballot, choices)
    answered = len(questions) - len(choices.questions)
    found = counts(questions, marks, eligible, seed)
    return tallied(marks, answered), found[answered:]


def sealed_again(boxes: PaperBoxes, ballot: Ballot, choices: Choices) -> Iterator[str]:
    """What is amiss when a sealed box is counted again."""
    held = boxes.seal(ballot.id)
    if held.root != ballot.root:
        yield "The papers are not those to which the root of the close commits."
    if held.papers != ballot.papers:
        yield f"There are {held.papers} papers, and {ballot.papers} were in the box at the close."
    try:
        _, found = of_box(boxes, ballot, choices)
    except QuestionTied as tied:
        yield _tied(tied)
        return
    if found != tuple(one.result for one in choices.chosen):
        yield NOT_THE_SAME


def published_again(text: str, name: str) -> Sequence[str]:
    """What is amiss when each published paper is taken, opened and counted again."""
    found = read_bundle(text, name)
    marks = _marks(found)
    lot = found.outcome.lot
    if lot is not None and lot != drawn(found.close.root, lot.value):
        return ("The seed of the lot is not made of the root of the papers and its value.",)
    if commitment_of(found.hashes) != found.commitment:
        return ("The commitment is not that of the hashes.",)
    try:
        counted = outcome(found.announcement, marks, found.outcome.lot)
    except QuestionTied as tied:
        return (_tied(tied),)
    return () if counted == found.outcome else (NOT_THE_SAME,)


def _marks(found: Bundle) -> list[Marks | None]:
    checker, opening = Checker(found.announcement), opener(bytes.fromhex(found.opening.key))
    papers = [checker.accepted(paper.encoded) for paper in found.read_papers()]
    return [checker.marks_in(paper, opening) for paper in papers]


def _tied(tied: QuestionTied) -> str:
    return f"Question {tied.place} is tied, and no value of a lot says how the tie was broken."
