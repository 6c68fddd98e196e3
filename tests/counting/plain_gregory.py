"""Gregory's arithmetic done plainly, paper by paper, along a course of decisions that is given.

Who was elected, whose surplus moved and who went out is read from a sheet; what that does to every
vote is worked out anew: each paper of a pile moves at what the rule says it is worth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.counting.contest import Index
from domain.counting.manifest import Ballots
from domain.counting.sheet import Deed, Stage

# What a paper is worth after a surplus moved it: from its value, the surplus and the total.
Worth = Callable[[int, int, int], int]


@dataclass(slots=True)
class Pile:
    """Papers that say the same: whom they name, how far they were read, and what each is worth."""

    number: int
    marks: list[int]
    value: int
    at: int = -1


class PlainGregory:
    """The votes of each candidate, and those that can't be transferred."""

    def __init__(self, ballots: Ballots, vote: int, worth: Worth) -> None:
        rows = zip(ballots.papers.number.tolist(), ballots.papers.ranks.tolist(), strict=True)
        self._piles = [Pile(number, [mark for mark in row if mark], vote) for number, row in rows]
        self._continuing = set(ballots.contest.standing)
        self._worth = worth
        self.totals = [0] * len(ballots.contest.candidates)
        self.non_transferable = 0

    def follow(self, stage: Stage) -> None:
        """Do what the stage did; what it elects is elected at its end."""
        self._continuing -= set(stage.excluded)
        if stage.deed is Deed.FIRST:
            for pile in self._piles:
                self._pass_on(pile)
        for candidate in stage.of:
            self._transfer(candidate, int(stage.quota) if stage.deed is Deed.SURPLUS else 0)
        self._continuing -= set(stage.elected)

    def _transfer(self, of: Index, stays: int) -> None:
        total, self.totals[of] = self.totals[of], stays
        for pile in self._piles:
            if pile.at < len(pile.marks) and pile.marks[pile.at] == of + 1:
                pile.value = self._worth(pile.value, total - stays, total) if stays else pile.value
                self._pass_on(pile)

    def _pass_on(self, pile: Pile) -> None:
        pile.at += 1
        while pile.at < len(pile.marks) and pile.marks[pile.at] - 1 not in self._continuing:
            pile.at += 1
        if pile.at == len(pile.marks):
            self.non_transferable += pile.number * pile.value
        else:
            self.totals[pile.marks[pile.at] - 1] += pile.number * pile.value
