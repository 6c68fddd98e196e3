"""That a draw is as fair as its quotas allow, proved in whole numbers.

Chances are fairest if the least of them is as great as can be, then the next least, and so on
(leximin: Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for selecting citizens'
assemblies", Nature 596, 2021).  Kinds stand at levels, those with the least chance at the first.

The proof of a level is a weight for each seat and for each value.  Add the weights of a kind, and
for any panel within the quotas the sum over its seats can't be above what the quotas allow, however
the panel was chosen.  So on average over any draw it can't be above it either, and this bounds the
least chance of all who stand at this level or above, as long as those below keep what they have.
Nobody has to trust whoever found the weights: any weights bound, and good ones bound closely.

Where whole people can't come as close as the quotas alone allow, no such proof exists, and only a
solver can tell; then there are no levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from domain.kernel.value import Value
from domain.sortition.pool import KindCount
from domain.sortition.portfolio import Portfolio
from domain.sortition.terms import Kind, Terms

WITHIN = Fraction(1, 10**6)
"""A draw counts as the fairest if every chance is proved to be so near to the best."""


class Weights(Value):
    """The proof of one level: a weight for each seat, and for each value of each feature."""

    seat: int
    values: tuple[tuple[int, ...], ...] = ()

    def of(self, kind: Kind) -> int:
        """The weight of a seat taken by this kind."""
        pairs = zip(self.values, kind, strict=True)
        return self.seat + sum(weights[place] for weights, place in pairs)

    def allowed(self, terms: Terms) -> int:
        """The most that the weights of a panel within the quotas can add up to."""
        allowed = self.seat * terms.seats
        for at, place, quota in terms.bounds():
            weight = self.values[at][place]
            allowed += weight * (quota.most if weight > 0 else quota.least)
        return allowed


class Fairness(Value):
    """The level of each kind, counted from 1, and the proof of each level; empty if unproved."""

    levels: tuple[Annotated[int, Field(ge=1)], ...] = ()
    proofs: tuple[Weights, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A portfolio and what it is made for."""

    terms: Terms
    kinds: tuple[KindCount, ...]
    portfolio: Portfolio


UNPROVED = Fraction(1)
EVEN = Fairness(levels=(1,), proofs=(Weights(seat=1),))
"""The proof of a draw without quotas: everybody has the same chance, and all chances are given."""


def gap(draft: Draft, fairness: Fairness) -> Fraction:
    """How far any chance may be from the fairest; a whole chance where nothing is proved."""
    levels, proofs = fairness.levels, fairness.proofs
    if len(levels) != len(draft.kinds) or max(levels) > len(proofs):
        return UNPROVED
    proved = _Proved(draft, fairness)
    return max(proved.gap(level) for level in sorted(set(levels)))


class _Proved:
    def __init__(self, draft: Draft, fairness: Fairness) -> None:
        self._draft, self._fairness = draft, fairness
        self._taken = draft.portfolio.taken(len(draft.kinds))
        chances = draft.portfolio.chances(draft.kinds)
        self._each = tuple(zip(chances, fairness.levels, strict=True))

    def gap(self, level: int) -> Fraction:
        """What the least chance here could still win, and what others here have above it."""
        here = [chance for chance, own in self._each if own == level]
        least = min(chance for chance, own in self._each if own >= level)
        return max(self._bound(level) - least, max(here) - least, Fraction(0))

    def _bound(self, level: int) -> Fraction:
        """What no draw can give to all at this level and above it."""
        tickets = self._draft.portfolio.tickets
        weights = self._fairness.proofs[level - 1]
        allowed, shared = weights.allowed(self._draft.terms) * tickets, 0
        for at, kind in enumerate(self._draft.kinds):
            weight = weights.of(kind.kind)
            if weight < 0:  # at worst all of them sit
                allowed -= weight * kind.members * tickets
            elif self._fairness.levels[at] < level:
                allowed -= weight * self._taken[at]
            else:
                shared += weight * kind.members
        return min(Fraction(allowed, tickets * shared), Fraction(1)) if shared else Fraction(1)


def levels_of(order: Sequence[Sequence[int]], kinds: int) -> tuple[int, ...]:
    """The level of each kind, from the kinds that were settled at each."""
    level = [0] * kinds
    for number, settled in enumerate(order, start=1):
        for kind in settled:
            level[kind] = number
    return tuple(level)
