"""Amounts of votes: whole units of a stated size, or exact fractions; never a float.

A rule that works to five decimals counts in units of 1/100000 of a vote, so that every sum is one
of whole numbers and every loss by rounding is itself an amount.
"""

from __future__ import annotations

from fractions import Fraction

from domain.kernel.value import Value

Amount = int | Fraction

SHOWN_OF_A_FRACTION = 12


class Scale(Value):
    """The size of a unit: `places` decimals of a vote, or exact fractions if there are none."""

    places: int | None

    @property
    def unit(self) -> int:
        """How many units one vote is."""
        return 1 if self.places is None else 10**self.places

    def of(self, votes: int) -> Amount:
        """That many whole votes."""
        return Fraction(votes) if self.places is None else votes * self.unit

    def text(self, amount: Amount) -> str:
        """The amount as a decimal number of votes.

        A fraction that has no end as a decimal is cut off after twelve places.
        """
        if self.places is None:
            return _cut(amount)
        return _decimal(int(amount), self.places)

    def votes(self, amount: Amount) -> Fraction:
        """The amount as an exact number of votes."""
        return Fraction(amount) / self.unit


def _cut(amount: Amount) -> str:
    shown = _decimal(int(amount * 10**SHOWN_OF_A_FRACTION), SHOWN_OF_A_FRACTION)
    return shown.rstrip("0").rstrip(".")


def _decimal(units: int, places: int) -> str:
    if not places:
        return str(units)
    whole, part = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{part:0{places}d}"
