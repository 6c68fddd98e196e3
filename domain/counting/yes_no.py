"""Counting yes, no and blank, question by question, and saying why each was carried or lost.

A paper is a string with one letter for each question in the order of the ballot: `Y`, `N` or `-`
(blank).  Blanks count to turnout and to no majority of the votes cast.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.kernel.refusal import BadInput
from domain.kernel.value import Value
from domain.rules.values import Base, Share

YES, NO, BLANK = "Y", "N", "-"


class Tally(Value):
    """The votes on one question, in papers."""

    yes: int = 0
    no: int = 0
    blank: int = 0

    @property
    def cast(self) -> int:
        return self.yes + self.no

    @property
    def papers(self) -> int:
        return self.yes + self.no + self.blank


class Verdict(Value):
    """What a tally means under the rules."""

    carried: bool
    because: str


def read_paper(paper: str, questions: int) -> str:
    """The paper, if it has one known mark for each question; raises `BadInput`."""
    if len(paper) != questions:
        raise BadInput(
            f"A paper in this ballot has {questions} answers; this one has {len(paper)}."
        )
    for place, mark in enumerate(paper, start=1):
        if mark not in (YES, NO, BLANK):
            raise BadInput(f"Answer {place} is '{mark}', where Y, N or - is expected.")
    return paper


def count(papers: Iterable[str], questions: int) -> tuple[Tally, ...]:
    """Count every paper.

    The sum over all questions of yes, no and blank must equal the papers; the count checks that
    itself and raises `ArithmeticError` if a vote was lost or made.
    """
    yes, no, seen = [0] * questions, [0] * questions, 0
    for paper in papers:
        seen += 1
        for place, mark in enumerate(paper):
            if mark == YES:
                yes[place] += 1
            elif mark == NO:
                no[place] += 1
    tallies = tuple(
        Tally(yes=for_it, no=against, blank=seen - for_it - against)
        for for_it, against in zip(yes, no, strict=True)
    )
    if any(tally.papers != seen for tally in tallies):
        raise ArithmeticError("votes in and votes out differ")
    return tallies


def decide(tally: Tally, eligible: int, majority: Share, turnout: Share) -> Verdict:
    """Whether a question is carried: first the quorum of turnout, then the majority."""
    if turnout.numerator and not turnout.met_by(tally.papers, eligible):
        return Verdict(
            carried=False,
            because=f"{tally.papers} of {eligible} took part, where {turnout.in_words()} is needed",
        )
    whole = {
        Base.VOTES_CAST: tally.cast,
        Base.PRESENT: tally.papers,
        Base.MEMBERS: eligible,
        Base.ELIGIBLE: eligible,
    }[majority.of]
    carried = majority.met_by(tally.yes, whole)
    verb = "reaches" if carried else "does not reach"
    return Verdict(
        carried=carried,
        because=f"{tally.yes} in favour out of {whole} {verb} {majority.in_words()}",
    )
