"""How somebody kept the meetings that were theirs to go to: the share, and how many they missed.

A meeting is theirs if they had a seat in the body when it met.  Whoever was there by any route that
lets one take part was at it; whoever only sent a proxy or a paper was represented, and has neither
attended nor missed it.  This is the one place where attendance is reckoned: what is read and shown
of it, in lists and on pages, is made of these figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import takewhile
from typing import NamedTuple

from domain.kernel.value import Value
from domain.meetings.attendance import Route


class Kept(NamedTuple):
    """A meeting that was somebody's: by which route they took part, and whether they sent word."""

    route: Route | None
    apologies: bool = False

    @property
    def attended(self) -> bool:
        return self.route is not None and self.route.is_there

    @property
    def missed(self) -> bool:
        return self.route is None


class Attended(Value):
    """The reckoning: of so many meetings, at how many somebody was, and how many they missed.

    `in_a_row` are the newest ones that they missed, one after the other; `without_a_word` those
    missed for which they sent no apologies.
    """

    meetings: int = 0
    there: int = 0
    represented: int = 0
    missed: int = 0
    without_a_word: int = 0
    in_a_row: int = 0

    @property
    def share(self) -> Fraction | None:
        """Which part of them somebody was at; none of none."""
        return Fraction(self.there, self.meetings) if self.meetings else None


def reckoned(newest_first: Iterable[Kept]) -> Attended:
    """What somebody's meetings come to, given the newest first."""
    kept = tuple(newest_first)
    missed = [one for one in kept if one.missed]
    there = sum(one.attended for one in kept)
    return Attended(
        meetings=len(kept),
        there=there,
        represented=len(kept) - there - len(missed),
        missed=len(missed),
        without_a_word=sum(not one.apologies for one in missed),
        in_a_row=len(tuple(takewhile(lambda one: one.missed, kept))),
    )
