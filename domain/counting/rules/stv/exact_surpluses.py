"""The surpluses of an exact count, and which of two amounts after them is greater.

Each surplus passes on a part of what its pile was worth, surplus by total.  Written as one fraction
the parts double in length with every surplus that is taken from the one before; so they are not
written out.  An amount is a sum of terms: so many papers, each worth the product of the parts of
the surpluses that moved it.

Which amount is greater is decided by bounds that are drawn closer until they part.  That two are
equal is proved: by their terms, by what the parts are (part times total is surplus), or by writing
them out after all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from domain.counting.rules.stv.exact_products import Bounds, Rests, Surplus, Terms, Written

# How many bits bounds begin with; a count of twenty places seldom needs more.
FIRST_BITS: Final = 192


@dataclass(slots=True)
class Surpluses:
    """The surpluses so far.  A vote is `unit` shares, of which terms have whole numbers."""

    unit: int
    known: list[Surplus] = field(default_factory=list)
    _bounds: dict[int, Bounds] = field(default_factory=dict)
    _rests: Rests = field(init=False)
    _written: Written = field(init=False)

    def __post_init__(self) -> None:
        self._rests, self._written = Rests(self.known), Written(self.known)

    def sign(self, terms: Terms) -> int:
        """Whether the amount is less than nothing, nothing, or more: -1, 0 or 1.

        Raises `BadInput` if it may be nothing and is too long to be written out.
        """
        bits = FIRST_BITS
        while True:
            low, high = self.between(terms, bits)
            if low > 0 or high < 0 or low == high:
                return (low > 0) - (high < 0)
            if bits == FIRST_BITS:
                terms = self.reduced(terms)
                if not terms or not self.rest(terms):
                    written = self.written(terms)
                    return (written > 0) - (written < 0)
            bits *= 2

    def reduced(self, terms: Terms) -> dict[int, int]:
        """The same amount in fewer terms: a whole pile times its part is its surplus."""
        by_last: dict[int, dict[int, int]] = {}
        _sort(terms, by_last, 1)
        found: dict[int, int] = {}
        for last in range(max(by_last, default=0), -1, -1):
            here = {moved: shares for moved, shares in by_last.get(last, {}).items() if shares}
            one = self.known[last - 1] if last and here else None
            times = _times(here, one.total, 1 << (last - 1)) if one else 0
            if one and times:
                _sort(one.surplus, by_last, times)
            else:
                found |= here
        return found

    def between(self, terms: Terms, bits: int) -> tuple[int, int]:
        """Bounds of the amount, in units of 2**-bits of a share."""
        if bits not in self._bounds:
            self._bounds[bits] = Bounds(self.known, bits)
        return self._bounds[bits].of(terms)

    def whole(self, terms: Terms) -> int:
        """The whole votes in an amount that is not below nothing; raises `BadInput`."""
        bits = FIRST_BITS
        low, high = (bound // (self.unit << bits) for bound in self.between(terms, bits))
        while high - low > 1:
            bits *= 2
            low, high = (bound // (self.unit << bits) for bound in self.between(terms, bits))
        if low == high:
            return low
        return high if self.sign(added(terms, {0: -high * self.unit})) >= 0 else low

    def rest(self, terms: Terms) -> int:
        """What the amount in shares leaves by the prime; nothing too where that can't be said."""
        try:
            return self._rests.of(terms)
        except ValueError:  # one of the totals is a multiple of the prime
            return 0

    def written(self, terms: Terms) -> Fraction:
        """The amount in votes as one fraction; raises `BadInput` where it is too long."""
        return self._written.of(terms) / self.unit


def _sort(terms: Terms, by_last: dict[int, dict[int, int]], times: int) -> None:
    """Add the terms, so many times, to those of the same last surplus; 0 is none."""
    for moved, shares in terms.items():
        there = by_last.setdefault(moved.bit_length(), {})
        there[moved] = there.get(moved, 0) + times * shares


def _times(moved: Terms, total: Terms, last: int) -> int:
    """How many times the whole pile has been moved by its surplus; nothing if it is not whole."""
    if len(moved) != len(total):
        return 0
    some, papers = next(iter(total.items()))
    times, over = divmod(moved.get(some | last, 0), papers)
    all_ = not over and all(moved.get(m | last) == n * times for m, n in total.items())
    return times if all_ else 0


def added(terms: Terms, more: Terms, times: int = 1) -> dict[int, int]:
    """Both together, the second so many times."""
    found = dict(terms)
    for moved, papers in more.items():
        shares = found.get(moved, 0) + times * papers
        if shares:
            found[moved] = shares
        else:
            found.pop(moved, None)
    return found
