"""Answers which stretch of time a drawing shows, and where the marks of its axis stand.

A window lies around a moment that stays where it is when you look closer, from a year down to a
day. Axis marks follow the organisation's clock, so that a day begins at its own midnight also where
the clocks change. It refuses to know what is drawn in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cached_property
from zoneinfo import ZoneInfo

from services.web.look.as_of import read_as_of, write_as_of
from services.web.look.drawing import units_of_time
from services.web.look.frame import Frame
from services.web.look.words import listed, shortened

WIDTH = 960
LABEL_ROOM = 48


class Scale(Enum):
    """How much time the board shows; the value is in days."""

    YEAR = 366
    QUARTER = 92
    MONTH = 31
    WEEK = 7
    DAY = 1

    @property
    def word(self) -> str:
        """The scale as it stands in the address and on its link."""
        return self.name.lower()

    @property
    def length(self) -> timedelta:
        """The time from edge to edge."""
        return timedelta(days=self.value)


@dataclass(frozen=True)
class Window:
    """The stretch of time on the board, around its middle."""

    scale: Scale
    middle: datetime

    @cached_property
    def start(self) -> datetime:
        """The left edge."""
        return self.middle.astimezone(UTC) - self.scale.length / 2

    @cached_property
    def end(self) -> datetime:
        """The right edge."""
        return self.middle.astimezone(UTC) + self.scale.length / 2

    def moved(self, halves: int) -> Window:
        """The window moved by that many half widths, later or (below 0) earlier."""
        return Window(self.scale, self.middle + halves * self.scale.length / 2)

    def at_scale(self, scale: Scale) -> Window:
        """The same middle, seen closer or from further off."""
        return Window(scale, self.middle)

    def place(self, at: datetime) -> float:
        """Where a moment stands, in units from the left edge; may lie outside."""
        return units_of_time(at, self.start, self.end, WIDTH)


@dataclass(frozen=True)
class Tick:
    """A mark on the time axis. `label` is empty where there is no room for it."""

    x: float
    label: str


def axis(window: Window, zone: ZoneInfo) -> Iterable[Tick]:
    """Marks at the starts of months, weeks, days or hours, on the organisation's clock."""
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    for at in starts(start, end, window.scale):
        x = window.place(at)
        yield Tick(x, tick_label(at, window.scale) if x < WIDTH - LABEL_ROOM else "")


def starts(start: datetime, end: datetime, scale: Scale) -> Iterable[datetime]:
    """The moments of the axis within the window."""
    at = first_start(start, scale)
    while at < end:
        if at >= start:
            yield at
        at = next_start(at, scale)


def first_start(at: datetime, scale: Scale) -> datetime:
    """The last axis moment at or before the left edge."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if scale is Scale.YEAR:
        return midnight.replace(day=1)
    if scale in {Scale.QUARTER, Scale.MONTH}:
        return midnight - timedelta(days=midnight.weekday())
    return midnight


def next_start(at: datetime, scale: Scale) -> datetime:
    """The axis moment after this one; wall-clock arithmetic, so that days keep their midnights."""
    if scale is Scale.YEAR:
        return (at + timedelta(days=32)).replace(day=1)
    if scale in {Scale.QUARTER, Scale.MONTH}:
        return at + timedelta(days=7)
    return at + (timedelta(days=1) if scale is Scale.WEEK else timedelta(hours=3))


def tick_label(at: datetime, scale: Scale) -> str:
    """A month, a day or an hour; the year joins it where it begins."""
    if scale is Scale.YEAR:
        return f"{at:%b %Y}" if at.month == 1 else f"{at:%b}"
    if scale is Scale.DAY:
        return f"{at:%H:%M}" if at.hour else f"{at:%a} {at.day} {at:%b}"
    return f"{at:%a} {at.day}" if scale is Scale.WEEK else f"{at.day} {at:%b}"


# In the address


class UnreadableWindow(ValueError):
    """The address asks for a stretch of time that there is none of; the message says what to do."""


@dataclass(frozen=True)
class Controls:
    """The links under a board: earlier, the scales, the present, later."""

    earlier: str
    later: str
    present: str
    scales: tuple[tuple[Scale, str], ...]


def read_window(scale: str, at: str, now: datetime, zone: ZoneInfo) -> Window:
    """The window that the address names; a year around the present where it names none."""
    words = [known.word for known in Scale]
    if scale and scale not in words:
        message = f"The board has no scale “{shortened(scale)}”: choose {listed(words, 'or')}."
        raise UnreadableWindow(message)
    chosen = Scale[scale.upper()] if scale else Scale.YEAR
    return Window(chosen, read_as_of(at, zone) if at else now)


def controls(frame: Frame, window: Window, now: datetime) -> Controls:
    """Where each control of the board leads: this page, another window."""

    def href(there: Window) -> str:
        at = write_as_of(there.middle, frame.house.zone)
        return frame.with_query({"scale": there.scale.word, "at": at})

    return Controls(
        earlier=href(window.moved(-1)),
        later=href(window.moved(1)),
        present=href(Window(window.scale, now)),
        scales=tuple((scale, href(window.at_scale(scale))) for scale in Scale),
    )
