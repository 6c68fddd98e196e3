"""Answers where each stage of each process stands on the board: pure geometry, no drawing.

Lanes are processes (or bodies), stages are bars in them. What is late has a
bar of its own from the due moment onwards, besides the word and the mark. It refuses to know what
a stage means and whether it should be late: that comes with the stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

from services.web.look.drawing import text_width
from services.web.look.parts import Tag, Tone
from services.web.look.window import WIDTH, Tick, Window, axis

ROW_HEIGHT = 32
BAR_HEIGHT = 24
LANE_PADDING = 12
LABEL_GAP = 8.0
LEAST_BAR = 6.0


class StageState(Enum):
    """How a stage stands; the tone gives it its mark and its pattern."""

    DONE = ("done", Tone.DONE)
    OPEN = ("open", Tone.OPEN)
    AHEAD = ("to come", Tone.AHEAD)
    LATE = ("late", Tone.LATE)
    MISSED = ("missed", Tone.LATE)

    @property
    def tag(self) -> Tag:
        """The state as a word with its mark."""
        word, tone = self.value
        return Tag(word, tone)


@dataclass(frozen=True)
class Stage:
    """One stage: when it opened or will, when it is due, when it closed (None while it has not)."""

    name: str
    state: StageState
    opens: datetime
    due: datetime
    closed: datetime | None = None
    href: str = ""


@dataclass(frozen=True)
class Lane:
    """One process with its stages in their order."""

    name: str
    stages: Sequence[Stage]
    href: str = ""
    below: str = ""


@dataclass(frozen=True)
class Bar:
    """A stage placed: the bar, its late part if any, and where its words go."""

    stage: Stage
    x: float
    width: float
    y: int
    label: str
    label_x: float
    label_inside: bool
    late_x: float = 0.0
    late_width: float = 0.0

    @property
    def left(self) -> float:
        """Where the bar and its words begin."""
        return min(self.x, self.label_x)

    @property
    def right(self) -> float:
        """Where the bar, its late part and its words end."""
        words_end = self.label_x + text_width(self.label)
        return max(self.x + self.width, self.late_x + self.late_width, words_end)


@dataclass(frozen=True)
class DrawnLane:
    """A lane placed: its bars, its height, and how many stages lie outside the window."""

    lane: Lane
    bars: Sequence[Bar]
    height: int
    before: int
    after: int


@dataclass(frozen=True)
class Board:
    """The whole drawing. `now_x` is None where the present lies outside the window."""

    window: Window
    ticks: tuple[Tick, ...]
    lanes: Sequence[DrawnLane]
    now: datetime
    now_x: float | None
    width: int = WIDTH

    @property
    def now_anchor(self) -> str:
        """Which end of the word "now" stands at its line, so that it stays on the drawing."""
        return "end" if (self.now_x or 0) > WIDTH / 2 else "start"

    @property
    def now_text_x(self) -> float:
        """Where the word "now" stands, beside its arrow."""
        return (self.now_x or 0) + (-10 if self.now_anchor == "end" else 10)


def draw(lanes: Sequence[Lane], window: Window, now: datetime, zone: ZoneInfo) -> Board:
    """Places all lanes in the window, with the line of the present."""
    now_x = window.place(now)
    return Board(
        window=window,
        ticks=tuple(axis(window, zone)),
        lanes=tuple(draw_lane(lane, window, now) for lane in lanes),
        now=now,
        now_x=now_x if 0 <= now_x <= WIDTH else None,
    )


def draw_lane(lane: Lane, window: Window, now: datetime) -> DrawnLane:
    """Places a lane's stages in as few rows as keep bars and words apart."""
    seen = [s for s in lane.stages if s.opens < window.end and end_of(s, now) > window.start]
    bars: list[Bar] = []
    for stage in seen:
        bars.append(in_free_row(draw_bar(stage, window, now), bars))
    rows = 1 + max((bar.y - LANE_PADDING for bar in bars), default=0) // ROW_HEIGHT
    return DrawnLane(
        lane=lane,
        bars=tuple(bars),
        height=2 * LANE_PADDING + rows * ROW_HEIGHT - (ROW_HEIGHT - BAR_HEIGHT),
        before=sum(1 for s in lane.stages if end_of(s, now) <= window.start),
        after=sum(1 for s in lane.stages if s.opens >= window.end),
    )


@lru_cache(100)
def grid_lines(ticks: tuple[Tick, ...], height: int) -> Markup:
    """The lines of the axis down a lane: the same in every lane of one height."""
    return Markup("").join(
        Markup('<line class="grid" x1="{0}" x2="{0}" y1="0" y2="{1}"/>').format(tick.x, height)
        for tick in ticks
    )


def end_of(stage: Stage, now: datetime) -> datetime:
    """When the stage ended; for one that is late, the present; otherwise when it is due."""
    if stage.closed is not None:
        return stage.closed
    return max(stage.due, now) if stage.state is StageState.LATE else stage.due


def draw_bar(stage: Stage, window: Window, now: datetime) -> Bar:
    """Places one stage in the first row, cut at the window's edges."""
    end = end_of(stage, now)
    late = end > stage.due
    x, right = clipped(window, stage.opens, min(end, stage.due))
    late_x, late_right = clipped(window, stage.due, end) if late else (right, right)
    width = max(LEAST_BAR, right - x)
    return with_label(stage, (x, width), (late_x, late_right - late_x))


def clipped(window: Window, start: datetime, end: datetime) -> tuple[float, float]:
    """Both ends, moved into the window."""
    left, right = window.place(start), window.place(end)
    return min(max(left, 0.0), float(WIDTH)), min(max(right, 0.0), float(WIDTH))


def with_label(stage: Stage, bar: tuple[float, float], late: tuple[float, float]) -> Bar:
    """Puts the words in the bar if they fit, else after it, else before it."""
    label = f"{stage.state.tag.mark} {stage.name}"
    x, width = bar
    late_x, late_width = late
    inside = text_width(label) + 2 * LABEL_GAP <= width
    end = max(x + width, late_x + late_width)
    label_x = x + LABEL_GAP if inside else beside(x, end, text_width(label))
    return Bar(stage, x, width, LANE_PADDING, label, label_x, inside, late_x, late_width)


def beside(start: float, end: float, length: float) -> float:
    """Where words of that length begin: after the end, or before the start at the right edge."""
    after = end + LABEL_GAP
    return after if after + length <= WIDTH else max(0.0, start - LABEL_GAP - length)


def in_free_row(bar: Bar, placed: Iterable[Bar]) -> Bar:
    """Moves a bar down until neither it nor its words touch another."""
    y = LANE_PADDING
    while any(other.y == y and touches(bar, other) for other in placed):
        y += ROW_HEIGHT
    return replace(bar, y=y)


def touches(bar: Bar, other: Bar) -> bool:
    """True if two bars, each with its words, share a place in the row."""
    return bar.left < other.right + LABEL_GAP and other.left < bar.right + LABEL_GAP
