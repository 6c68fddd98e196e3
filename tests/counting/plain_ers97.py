"""ERS97's arithmetic done plainly, paper by paper, along a course of decisions that is given.

Who was elected, whose surplus moved and who went out is read from a sheet; what that does to every
vote is worked out anew from sections 5.3 and 5.4, in hundredths of a vote and plain lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.counting.contest import Index
from domain.counting.manifest import Ballots
from domain.counting.sheet import Deed, Stage

VOTE = 100


@dataclass(slots=True)
class Pile:
    """Papers that say the same: whom they name, how far they were read, and where they are."""

    number: int
    marks: list[int]
    at: int = -1
    holder: Index | None = None
    value: int = VOTE
    batch: int = 0


class PlainErs97:
    """The votes of each candidate, and those that can't be transferred."""

    def __init__(self, ballots: Ballots) -> None:
        rows = zip(ballots.papers.number.tolist(), ballots.papers.ranks.tolist(), strict=True)
        self._piles = [Pile(number, [mark for mark in row if mark]) for number, row in rows]
        self._continuing = set(ballots.contest.standing)
        self._left = ballots.contest.seats
        self._batches = 0
        self.totals = [0] * len(ballots.contest.candidates)
        self.non_transferable = 0

    def follow(self, stage: Stage) -> None:
        """Do what the stage did; what it elects is elected at its end."""
        self._continuing -= set(stage.excluded)
        if stage.deed is Deed.FIRST:
            self._move(self._piles, VOTE)
        elif stage.deed is Deed.SURPLUS:
            self._surplus(stage.of[0], int(stage.quota))
        elif len(self._continuing) > self._left:
            self._batch(set(stage.of))
        self._continuing -= set(stage.elected)
        self._left -= len(stage.elected)

    def _surplus(self, of: Index, quota: int) -> None:
        """The last papers received, at the surplus by their number, cut off (5.3.2, 5.3.7)."""
        surplus = self.totals[of] - quota
        held = [pile for pile in self._piles if pile.holder == of]
        last = max(pile.batch for pile in held)
        going = [p for p in held if p.batch == last and self._next(p) < len(p.marks)]
        papers = sum(pile.number for pile in going)
        value = going[0].value if going else 0
        if papers * value > surplus:
            value = surplus // papers
        self.totals[of] = quota
        self.non_transferable += surplus - papers * value
        self._move(going, value)

    def _batch(self, losers: set[Index]) -> None:
        """All their papers of the highest value (5.4.1, 5.4.2)."""
        held = [pile for pile in self._piles if pile.holder in losers]
        value = max((pile.value for pile in held), default=0)
        going = [pile for pile in held if pile.value == value]
        for pile in going:
            assert pile.holder is not None
            self.totals[pile.holder] -= pile.number * value
        self._move(going, value)

    def _next(self, pile: Pile) -> int:
        """Where the next continuing candidate stands on these papers."""
        at = pile.at + 1
        while at < len(pile.marks) and pile.marks[at] - 1 not in self._continuing:
            at += 1
        return at

    def _move(self, piles: Iterable[Pile], value: int) -> None:
        self._batches += 1
        for pile in piles:
            pile.at, pile.value, pile.batch = self._next(pile), value, self._batches
            if pile.at == len(pile.marks):
                pile.holder = None
                self.non_transferable += pile.number * value
            else:
                pile.holder = pile.marks[pile.at] - 1
                self.totals[pile.holder] += pile.number * value
