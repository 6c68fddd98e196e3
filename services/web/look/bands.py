"""Answers where the time of each mandate stands on a line of time: geometry and words, no drawing.

Every mandate has a row with its band, in groups of one post or one kind of seat.  Places across
are shares of the width, so that a band fits a phone as it fits a wall.  What is still to come by a
term is told apart from what has been.  It refuses to know who may hold what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from services.web.look.drawing import Place, share_of_time, units
from services.web.look.words import day

STEPS: Final = (1, 3, 6, 12, 24, 60, 120, 240)
MOST_MARKS: Final = 4
LEAST: Final = Fraction(1, 200)
WHOLE: Final = 1000


@dataclass(frozen=True)
class Held:
    """A mandate: who, from when, until when if it has ended, and when its term ends."""

    who: str
    href: str
    since: datetime
    until: datetime | None = None
    term_ends: datetime | None = None
    words: str = ""


@dataclass(frozen=True)
class Group:
    """Mandates that belong together, such as those in one post, and how many places are vacant."""

    name: str
    mandates: Sequence[Held]
    vacant: int = 0


@dataclass(frozen=True)
class Band:
    """One row: the band from `x` on, and what the term adds to it, as shares of the width."""

    held: Held
    words: str
    x: str
    width: str
    ahead_x: str = ""
    ahead_width: str = ""

    @property
    def is_over(self) -> bool:
        return self.held.until is not None


@dataclass(frozen=True)
class DrawnGroup:
    """A group with its rows."""

    group: Group
    bands: Sequence[Band]


@dataclass(frozen=True)
class Mark:
    """A mark on the line of time."""

    place: Place
    label: str


@dataclass(frozen=True)
class Bands:
    """The whole drawing, from the first mandate to the last term or to the moment of looking."""

    groups: Sequence[DrawnGroup]
    marks: Sequence[Mark]
    now: Place
    start: datetime
    end: datetime


def draw(groups: Sequence[Group], now: datetime, zone: ZoneInfo) -> Bands | None:
    """Places every mandate; none where nobody held anything for any time yet."""
    every = [held for group in groups for held in group.mandates]
    start = min((held.since for held in every), default=now)
    if start >= now:
        return None
    terms = [held.term_ends for held in every if held.until is None and held.term_ends]
    end = min(max([now, *terms]), now + (now - start))
    line = Line(start, end, now, zone)
    return Bands(
        groups=tuple(
            DrawnGroup(group, tuple(line.band(held) for held in group.mandates)) for group in groups
        ),
        marks=tuple(line.marks()),
        now=line.place(now),
        start=start,
        end=end,
    )


@dataclass(frozen=True)
class Line:
    """The line of time: from the first moment to the last, and where one looks from."""

    start: datetime
    end: datetime
    now: datetime
    zone: ZoneInfo

    def place(self, at: datetime) -> Place:
        """Where a moment stands; what lies outside stands at the edge."""
        share = share_of_time(at, self.start, self.end)
        return Place(min(max(share, Fraction(0)), Fraction(1)))

    def band(self, held: Held) -> Band:
        """From its beginning to its end or to now, and on to the end of its term."""
        ended = self.now if held.until is None else held.until
        x, width = self._stretch(held.since, ended)
        ahead = held.until is None and held.term_ends is not None and held.term_ends > self.now
        if not ahead or held.term_ends is None:
            return Band(held, self._words(held), x, width)
        return Band(held, self._words(held), x, width, *self._stretch(ended, held.term_ends))

    def _stretch(self, start: datetime, end: datetime) -> tuple[str, str]:
        left, right = self.place(start).share, self.place(end).share
        left = min(left, 1 - LEAST)
        return _percent(left), _percent(max(right - left, LEAST))

    def _words(self, held: Held) -> str:
        since = day(held.since.astimezone(self.zone).date())
        if held.until is not None:
            until = day(held.until.astimezone(self.zone).date())
            return f"from {since} to {until}{held.words}"
        if held.term_ends is None:
            return f"since {since}{held.words}"
        ends = day(held.term_ends.astimezone(self.zone).date())
        return f"since {since}, for a term to {ends}{held.words}"

    def marks(self) -> Iterator[Mark]:
        """The first days of months or years, as few as have room for their names on a phone."""
        first, last = self.start.astimezone(self.zone), self.end.astimezone(self.zone)
        begin, end = _month(first) + 1, _month(last)
        step = next(
            (step for step in STEPS if end // step - (begin - 1) // step <= MOST_MARKS), STEPS[-1]
        )
        for month in range(-(-begin // step) * step, end + 1, step):
            at = datetime(month // 12, month % 12 + 1, 1, tzinfo=self.zone)
            yield Mark(self.place(at), f"{at:%Y}" if step >= 12 else f"{at:%b %Y}")


def _month(at: datetime) -> int:
    return at.year * 12 + at.month - 1


def _percent(share: Fraction) -> str:
    return f"{units(share, WHOLE) / 10:g}%"
