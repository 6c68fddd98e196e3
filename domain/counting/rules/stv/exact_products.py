"""Parts of surpluses and their products: between bounds, by a prime, and written out.

Every kind works out a product from the one without its last surplus, and keeps it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Generic, TypeVar

from domain.kernel.refusal import BadInput

# Which surpluses moved the papers, as bits; and how many papers, in shares of a vote.
Terms = Mapping[int, int]
# Between what an amount is.
Range = tuple[int, int]

# The longest denominator that is written out, in bits.
LONGEST: Final = 2**15
# Equal amounts leave the same rest by this prime; it is the one by which Python hashes fractions.
PRIME: Final = 2**61 - 1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Surplus:
    """One transfer: the terms of the pile, and those of what of it went on."""

    total: Terms
    surplus: Terms


class _Products(ABC, Generic[T]):
    """Products of parts, by the surpluses as bits."""

    def __init__(self, known: Sequence[Surplus], one: T) -> None:
        self._known = known
        self._products: dict[int, T] = {0: one}

    def product(self, moved: int) -> T:
        """The product of the parts of these surpluses."""
        found = self._products.get(moved)
        if found is None:
            last = 1 << (moved.bit_length() - 1)
            if moved == last:
                found = self._part(self._known[moved.bit_length() - 1])
            else:
                found = self._times(self.product(moved ^ last), self.product(last))
            self._products[moved] = found
        return found

    @abstractmethod
    def of(self, terms: Terms) -> T:
        """The amount in shares."""

    @abstractmethod
    def _part(self, one: Surplus) -> T: ...

    @abstractmethod
    def _times(self, one: T, other: T) -> T: ...


class Bounds(_Products[Range]):
    """Between what the products are, in units of 2**-bits."""

    def __init__(self, known: Sequence[Surplus], bits: int) -> None:
        super().__init__(known, (1 << bits, 1 << bits))
        self._bits = bits

    def of(self, terms: Terms) -> Range:
        low = high = 0
        for moved, papers in terms.items():
            at_least, at_most = self.product(moved)
            low += papers * (at_least if papers > 0 else at_most)
            high += papers * (at_most if papers > 0 else at_least)
        return low, high

    def _part(self, one: Surplus) -> Range:
        above, below = self.of(one.surplus), self.of(one.total)
        low = max(0, (above[0] << self._bits) // below[1])
        if below[0] <= 0:  # too few bits to say more than that it is a part
            return low, 1 << self._bits
        return low, min(1 << self._bits, -((-above[1] << self._bits) // below[0]))

    def _times(self, one: Range, other: Range) -> Range:
        return one[0] * other[0] >> self._bits, -(-one[1] * other[1] >> self._bits)


class Rests(_Products[int]):
    """What the products leave by the prime; raises `ValueError` where a total leaves nothing."""

    def __init__(self, known: Sequence[Surplus]) -> None:
        super().__init__(known, 1)

    def of(self, terms: Terms) -> int:
        return sum(papers * self.product(moved) for moved, papers in terms.items()) % PRIME

    def _part(self, one: Surplus) -> int:
        return self.of(one.surplus) * pow(self.of(one.total), -1, PRIME) % PRIME

    def _times(self, one: int, other: int) -> int:
        return one * other % PRIME


class Written(_Products[Fraction]):
    """The products as fractions; raises `BadInput` where one is too long."""

    def __init__(self, known: Sequence[Surplus]) -> None:
        super().__init__(known, Fraction(1))

    def of(self, terms: Terms) -> Fraction:
        return sum((n * self.product(moved) for moved, n in terms.items()), Fraction(0))

    def _part(self, one: Surplus) -> Fraction:
        return _short(self.of(one.surplus) / self.of(one.total))

    def _times(self, one: Fraction, other: Fraction) -> Fraction:
        return _short(one * other)


def _short(found: Fraction) -> Fraction:
    if found.denominator.bit_length() > LONGEST:
        raise BadInput(
            "This needs exact fractions of the count written out, and they have become too long: "
            "they double in length with every surplus. Count by wigm-prf or another rule that "
            "rounds."
        )
    return found
