"""What every candidate has of the papers, and what the elected keep of them.

The arithmetic of keep factors, in units of 10**-9 of a vote.  Who is elected or excluded is not
decided here.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.counting.amounts import Scale
from domain.counting.contest import Index
from domain.counting.manifest import Ballots
from domain.counting.rules.meek.branches import Branches, Change, Rest
from domain.counting.sheet import Sheet

NINE_DECIMALS = Scale(places=9)


class Shares:
    """Votes, keep factors and quota, as the last distribution left them.

    `steps` has the votes after every distribution.
    """

    def __init__(self, ballots: Ballots, rest: Rest) -> None:
        contest = ballots.contest
        candidates = len(contest.candidates)
        self._rest = rest
        self._seats = contest.seats
        self._unit = NINE_DECIMALS.unit
        self._branches = Branches(ballots.papers, candidates, self._unit)
        self._branches.deal(contest.standing)
        self.keep = [0 if i in contest.withdrawn else self._unit for i in range(candidates)]
        self.votes: tuple[int, ...] = (0,) * candidates
        self.exhausted = 0
        self.quota = 1
        self.steps: list[tuple[int, ...]] = []

    @property
    def total(self) -> int:
        """The votes that candidates have."""
        return sum(self.votes)

    def settle(self, change: Change, sheet: Sheet) -> None:
        """Let the papers of those elected or excluded since the last distribution go on."""
        for candidate in change.excluded:
            self.keep[candidate] = 0
        if change.elected or change.excluded:
            self._branches.settle(change, sheet.hopeful, sheet.elected)

    def distribute(self) -> None:
        """Share out all papers by the keep factors, and take the quota from what was got.

        The quota is cut off at nine decimals and a unit added, so no more candidates than there
        are places can have it.
        """
        exhausted, *votes = self._branches.distribute(self.keep, self._rest)
        self.votes, self.exhausted = tuple(votes), exhausted
        self.quota = self.total // (self._seats + 1) + 1
        self.steps.append(self.votes)

    def surplus(self, elected: Iterable[Index]) -> int:
        """What the elected have above the quota, together."""
        return max(0, sum(self.votes[candidate] - self.quota for candidate in elected))

    def lower(self, elected: Iterable[Index]) -> None:
        """New keep factors: times quota and by votes, each rounded up."""
        for candidate in elected:
            wanted = -(-self.keep[candidate] * self.quota // self._unit)
            factor = -(-wanted * self._unit // self.votes[candidate])
            # Nobody can keep more than the whole, not even if rounding left them below the quota.
            self.keep[candidate] = min(self._unit, factor)
