"""Answers where things stand along a line: the little geometry that all drawings share.

Shares are exact fractions until the very last step, where they become a number of drawing units
with one decimal. It refuses to know what is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property

from services.web.look.words import elapsed

CHARACTER_WIDTH = 7.0  # of the 14-unit text of our drawings, on the generous side
EDGE = Fraction(1, 10)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """A place across a drawing of any width, and on which side of it words have room."""

    share: Fraction

    @cached_property
    def percent(self) -> str:
        """The place as a drawing takes it."""
        return f"{units(self.share, 1000) / 10:g}%"

    @property
    def anchor(self) -> str:
        """Which end of the words stands at the place, so that they stay on the drawing."""
        if self.share < EDGE:
            return "start"
        return "end" if self.share > 1 - EDGE else "middle"


def units(share: Fraction, length: int) -> float:
    """The share of a length, to a tenth of a unit."""
    return to_a_tenth(share.numerator * length, share.denominator)


def to_a_tenth(part: int, whole: int) -> float:
    """A quotient to one decimal, halves to the even one: as a fraction is rounded, but sooner."""
    tenths, rest = divmod(part * 10, whole)
    beyond = 2 * rest - whole
    return (tenths + (beyond > 0 or (beyond == 0 and tenths % 2 == 1))) / 10


def share_of(part: int, whole: int) -> Fraction:
    """A part of a whole; nothing of nothing is nothing."""
    return Fraction(part, whole) if whole else Fraction(0)


def share_of_time(at: datetime, start: datetime, end: datetime) -> Fraction:
    """How far a moment lies between two others; below 0 or above 1 where it lies outside."""
    gone, whole = elapsed(start, at), elapsed(start, end)
    return Fraction(gone // MICROSECOND, whole // MICROSECOND)


def units_of_time(at: datetime, start: datetime, end: datetime, length: int) -> float:
    """The same as units of a length, to a tenth: without a fraction, for a board has hundreds."""
    gone, whole = elapsed(start, at), elapsed(start, end)
    return to_a_tenth(gone // MICROSECOND * length, whole // MICROSECOND)


def text_width(text: str) -> float:
    """About how wide a text is when drawn."""
    return len(text) * CHARACTER_WIDTH


def round_step(greatest: int, steps: int) -> int:
    """The distance of axis marks, a round number, so that there are about `steps` of them."""
    rough = max(1, -(-greatest // steps))
    size = int(10 ** (len(str(rough)) - 1))
    return next(factor * size for factor in (1, 2, 5, 10) if factor * size >= rough)
