"""Answers where the curve of turnout and its axes stand, and how turnout is said.

The curve is a stair: it changes when somebody votes, and nothing is drawn between. Places across
are shares of the width, so that words keep their size on a narrow page. It refuses to know who
voted: it is given how many had, by when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from services.web.look.drawing import Place, round_step, share_of, share_of_time, text_width, units
from services.web.look.words import number, percent

CHART_WIDTH = 720
CHART_HEIGHT = 240
SHARE_STEPS = 4
DAY_ROOM = Fraction(1, 7)
TABLE_ROWS = 10


@dataclass(frozen=True)
class TurnoutPoint:
    """How many had taken part by a moment."""

    at: datetime
    taken_part: int


@dataclass(frozen=True)
class Turnout:
    """Who could vote, from when until when, and how many had by which moment (in order)."""

    could_vote: int
    opens: datetime
    closes: datetime
    points: Sequence[TurnoutPoint]

    @property
    def taken_part(self) -> int:
        """How many have taken part by the last point."""
        return self.points[-1].taken_part if self.points else 0

    @property
    def words(self) -> str:
        """The number first, then the share: "6,800 of 20,000 have taken part (34.0%)"."""
        if not self.points:
            return f"Nobody of {number(self.could_vote)} has taken part yet."
        share = percent(self.taken_part, self.could_vote)
        return f"{number(self.taken_part)} of {number(self.could_vote)} took part ({share})."


@dataclass(frozen=True)
class VotesMark:
    """A mark on the upright axis, in units from the top."""

    at: float
    label: str


@dataclass(frozen=True)
class DayMark:
    """A mark on the level axis."""

    place: Place
    label: str


@dataclass(frozen=True)
class TurnoutChart:
    """The curve as the path of a stair, the area under it, and both axes."""

    turnout: Turnout
    line: str
    area: str
    end: Place
    end_y: float
    votes_axis: Sequence[VotesMark]
    days_axis: Sequence[DayMark]
    table: Sequence[TurnoutPoint]
    width: int = CHART_WIDTH
    height: int = CHART_HEIGHT

    @property
    def gutter(self) -> int:
        """The room that the greatest number of the upright axis takes."""
        return round(max(text_width(mark.label) for mark in self.votes_axis)) + 2


def turnout_chart(turnout: Turnout, zone: ZoneInfo) -> TurnoutChart:
    """Draws turnout as the stair that it is: it changes when somebody votes, not between."""
    top = top_of_axis(turnout)
    line = stair(turnout, top)
    end = turnout.points[-1].at if turnout.points else turnout.opens
    return TurnoutChart(
        turnout=turnout,
        line=line,
        area=f"{line} V{CHART_HEIGHT} H0 Z",
        end=time_place(turnout, end),
        end_y=vote_place(turnout.taken_part, top),
        votes_axis=tuple(votes_axis(top)),
        days_axis=tuple(days_axis(turnout, zone)),
        table=thinned(turnout.points),
    )


def top_of_axis(turnout: Turnout) -> int:
    """The greatest number on the axis: a round number, never above need, never nothing."""
    step = round_step(max(turnout.taken_part, 1), SHARE_STEPS)
    return step * -(-max(turnout.taken_part, 1) // step)


def stair(turnout: Turnout, top: int) -> str:
    """The path: level until the next point, then straight up."""
    path = [f"M0 {CHART_HEIGHT}"]
    for point in turnout.points:
        x = units(time_place(turnout, point.at).share, CHART_WIDTH)
        y = vote_place(point.taken_part, top)
        path.append(f"H{x:g} V{y:g}")
    return " ".join(path)


def time_place(turnout: Turnout, at: datetime) -> Place:
    """Where a moment stands between the opening and the close."""
    share = share_of_time(at, turnout.opens, turnout.closes)
    return Place(min(max(share, Fraction(0)), Fraction(1)))


def vote_place(votes: int, top: int) -> float:
    """How far down a number of votes stands."""
    return units(1 - share_of(votes, top), CHART_HEIGHT)


def votes_axis(top: int) -> Iterable[VotesMark]:
    """Round numbers from nothing to the top."""
    step = round_step(top, SHARE_STEPS)
    for votes in range(0, top + 1, step):
        yield VotesMark(vote_place(votes, top), number(votes))


def days_axis(turnout: Turnout, zone: ZoneInfo) -> Iterable[DayMark]:
    """The days of the vote at their midnights, as many as there is room to name."""
    first, last = turnout.opens.astimezone(zone).date(), turnout.closes.astimezone(zone).date()
    room_from = Fraction(0)
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        on = first.fromordinal(ordinal)
        place = time_place(turnout, datetime(on.year, on.month, on.day, tzinfo=zone))
        if place.share >= room_from:
            yield DayMark(place, f"{on.day} {on:%b}")
            room_from = place.share + DAY_ROOM


def thinned(points: Sequence[TurnoutPoint]) -> tuple[TurnoutPoint, ...]:
    """As many points as a table beside the curve holds: evenly taken, the last always."""
    step = max(1, -(-len(points) // TABLE_ROWS))
    return tuple(reversed(points[::-1][::step]))
