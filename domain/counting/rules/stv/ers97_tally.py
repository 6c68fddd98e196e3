"""Votes, quota and what is enough to be elected, by the ERS97 rules, in hundredths of a vote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from domain.counting.amounts import Amount, Scale
from domain.counting.contest import Index
from domain.counting.sheet import Sheet, Standing, Votes

TWO_DECIMALS = Scale(places=2)


class Tally:
    """The votes of a count as they stand."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.totals: list[Amount] = [0] * len(sheet.contest.candidates)
        self.non_transferable: Amount = 0
        self.quota: Amount = 0
        self.take_quota()

    def take_quota(self) -> None:
        """The valid votes less the non-transferable ones, by one more than the places.

        What does not come out even is rounded up to 0.01 (5.1.6, 5.4.8).
        """
        valid = self._sheet.scale.of(self._sheet.papers) - self.non_transferable
        self.quota = _rounded_up(valid, self._sheet.contest.seats + 1)

    def credit(self, amounts: Sequence[Amount]) -> None:
        for candidate, amount in enumerate(amounts):
            self.totals[candidate] += amount

    def surplus(self, candidate: Index) -> Amount:
        return max(0, self.totals[candidate] - self.quota)

    def surpluses(self) -> dict[Index, Amount]:
        """The elected with votes above the quota."""
        return {i: self.surplus(i) for i in self._sheet.elected if self.surplus(i)}

    def active(self) -> Amount:
        """The total active vote: of the continuing, and what still awaits transfer (6.20)."""
        standing = self._sheet.standing
        return sum(
            self.surplus(i) if standing(i) is Standing.ELECTED else total
            for i, total in enumerate(self.totals)
        )

    def enough(self) -> Amount:
        """What is enough to be deemed elected (5.1.7, 5.3.13, 5.4.9).

        Never nothing: when no votes are left, nobody is elected by having none.
        """
        share = _rounded_up(self.active(), self._sheet.places_left + 1)
        return max(1, min(self.quota, share))

    def sure_losers(self, able: Iterable[Index], most: int) -> tuple[Index, ...]:
        """The lowest together who can't reach whoever is next, even with all surpluses.

        As many as possible, and not more than `most`.  Of candidates with equal votes all are taken
        or none, so no lot decides here (5.2.2, 5.2.5).
        """
        ordered = sorted(able, key=lambda i: (self.totals[i], self._sheet.name(i)))
        together = sum(self.surpluses().values())
        losers: tuple[Index, ...] = ()
        for number, (lower, upper) in enumerate(pairwise(ordered[: most + 1]), start=1):
            together += self.totals[lower]
            following = self.totals[upper]
            if self.totals[lower] < following and together <= following:
                losers = tuple(ordered[:number])
        return losers

    def votes(self) -> Votes:
        return Votes(self.totals, self.non_transferable, 0, self.quota)


def _rounded_up(amount: Amount, parts: int) -> int:
    return -(-amount // parts)
