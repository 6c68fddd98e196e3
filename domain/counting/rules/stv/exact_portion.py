"""An amount of votes after surpluses, as a number: a fraction that is written out only if asked.

It reckons with whole numbers, with fractions of its own shares, and with amounts of the same count;
whatever else is done with it is done with the fraction.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from operator import index
from typing import Any, SupportsIndex

from domain.counting.rules.stv.exact_products import PRIME, Terms
from domain.counting.rules.stv.exact_surpluses import Surpluses, added


class Portion(Fraction):
    """An exact amount of one count; `terms` are in shares."""

    surpluses: Surpluses
    terms: Terms

    # `Fraction` keeps its two numbers under these names.
    @property
    def _numerator(self) -> int:
        return self.written.numerator

    @property
    def _denominator(self) -> int:
        return self.written.denominator

    @property
    def written(self) -> Fraction:
        """As one fraction; raises `BadInput` where that is too long."""
        return self.surpluses.written(self.terms)

    def __add__(self, other: Any) -> Any:
        terms = self._of(other)
        if terms is None:
            return self.written + other
        return portion(self.surpluses, added(self.terms, terms)) if terms else self

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        terms = self._of(other)
        if terms is None:
            return self.written - other
        return portion(self.surpluses, self.surpluses.reduced(added(self.terms, terms, -1)))

    def __rsub__(self, other: Any) -> Any:
        return -(self - other)

    def __neg__(self) -> Any:
        return self * -1

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, int):
            return self.written * other
        return portion(self.surpluses, {moved: n * other for moved, n in self.terms.items()})

    __rmul__ = __mul__

    def __eq__(self, other: object) -> bool:
        return self._compared(other, lambda sign: sign == 0, lambda one: one == other)

    def __lt__(self, other: Any) -> bool:
        return self._compared(other, lambda sign: sign < 0, lambda one: one < other)

    def __le__(self, other: Any) -> bool:
        return self._compared(other, lambda sign: sign <= 0, lambda one: one <= other)

    def __gt__(self, other: Any) -> bool:
        return self._compared(other, lambda sign: sign > 0, lambda one: one > other)

    def __ge__(self, other: Any) -> bool:
        return self._compared(other, lambda sign: sign >= 0, lambda one: one >= other)

    def __bool__(self) -> bool:
        return self.surpluses.sign(self.terms) != 0

    def __hash__(self) -> int:  # type: ignore[override]  # typeshed has none for a complex number
        """That of the fraction."""
        rest = self.surpluses.rest(self.terms) * pow(self.surpluses.unit, -1, PRIME) % PRIME
        if not rest:
            return hash(self.written)
        return rest if self.surpluses.sign(self.terms) > 0 else _hash_below(PRIME - rest)

    def __trunc__(self) -> int:
        if self.surpluses.sign(self.terms) < 0:
            return -int(-self)
        return self.surpluses.whole(self.terms)

    def __int__(self, _index: Callable[[SupportsIndex], int] = index, /) -> int:
        return self.__trunc__()

    def _of(self, other: object) -> Terms | None:
        """The terms of an amount in shares of the same count, or None."""
        if isinstance(other, Portion):
            return other.terms if other.surpluses is self.surpluses else None
        if isinstance(other, int | Fraction):
            shares = other * self.surpluses.unit
            whole = shares.numerator if shares.denominator == 1 else None
            return None if whole is None else ({0: whole} if whole else {})
        return None

    def _compared(
        self, other: object, by: Callable[[int], bool], written: Callable[[Fraction], bool]
    ) -> bool:
        terms = self._of(other)
        if terms is None:
            return written(self.written)
        return by(self.surpluses.sign(added(self.terms, terms, -1)))


def _hash_below(rest: int) -> int:
    """As Python hashes what is below nothing."""
    return -2 if rest == 1 else -rest


def portion(surpluses: Surpluses, terms: Terms) -> Portion:
    """The amount of these terms."""
    found = object.__new__(Portion)  # `Fraction` would set its two numbers
    found.surpluses, found.terms = surpluses, terms
    return found
