"""Answers how one stage of a count is drawn: who gained and lost, who stands where, the quota.

Votes are exact amounts of the count; only lengths and the figures beside the bars are rounded, and
a table has these in full. It refuses to decide who is elected: that comes with the stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from services.web.look.drawing import Place, units

BAR_LENGTH = 640
MOST_DECIMALS = 2
MOST_BARS = 12  # of more of them …
BARS_THEN = 8  # … so many are shown, those in whom most moved, and the rest is folded
NOBODY = "Not transferable"


class At(StrEnum):
    """How a candidate stands after a stage; `NOBODY` are the votes that no candidate has."""

    IN = "in"
    ELECTED_NOW = "elected now"
    ELECTED = "elected"
    EXCLUDED_NOW = "excluded now"
    EXCLUDED = "excluded"
    NOBODY = "nobody"


CHANGED_NOW = (At.ELECTED_NOW, At.EXCLUDED_NOW, At.NOBODY)


@dataclass(frozen=True)
class Standing:
    """A candidate's votes before and after a stage, as decimals of the count."""

    name: str
    before: str
    after: str
    at: At

    @property
    def moved(self) -> Fraction:
        """How much came or went."""
        return abs(Fraction(self.after) - Fraction(self.before))


@dataclass(frozen=True)
class Bar:
    """One candidate's bar: what they keep, what came, what went; lengths in drawing units."""

    name: str
    votes: str
    change: str
    at: At
    kept: float
    gained: float
    lost: float


@dataclass(frozen=True)
class StageDrawing:
    """The bars of a stage, best first, those folded away, and where the quota is, if there is one.

    `quota_words` is what stands at the quota's line.
    """

    bars: Sequence[Bar]
    folded: Sequence[Bar] = ()
    quota: Place | None = None
    quota_words: str = ""
    width: int = BAR_LENGTH


def stage_drawing(standings: Sequence[Standing], quota: str, top: Fraction) -> StageDrawing:
    """Draw a stage; `top` is the greatest number of votes on the axis of the whole count.

    Those excluded at an earlier stage have nothing left to draw and are left out, and so are votes
    that no candidate has while there are none.
    """
    shown = [one for one in standings if one.at is not At.EXCLUDED and not _is_nothing(one)]
    shown.sort(key=lambda one: (one.at is At.NOBODY, -Fraction(one.after), one.name))
    open_ones = _in_the_open(shown)
    places = _decimals(shown)
    there = Fraction(quota)
    return StageDrawing(
        bars=tuple(_bar(one, top, places) for one in shown if one in open_ones),
        folded=tuple(_bar(one, top, places) for one in shown if one not in open_ones),
        quota=Place(min(Fraction(1), there / top)) if there else None,
        quota_words=f"quota {rounded(there, min(MOST_DECIMALS, _places(quota)))}" if there else "",
    )


def greatest(totals: Sequence[Mapping[str, str]], quota: str) -> Fraction:
    """The greatest number that any drawing of this count has to hold."""
    votes = [Fraction(amount) for stage in totals for amount in stage.values()]
    return max([*votes, Fraction(quota), Fraction(1)])


def difference(before: str, after: str, places: int = MOST_DECIMALS) -> str:
    """The change with its sign, to so many decimals; empty if there is none to be seen."""
    change = Fraction(after) - Fraction(before)
    if not round(abs(change) * 10**places):
        return ""
    return f"{'+' if change > 0 else '−'}{rounded(abs(change), places)}"


def rounded(amount: Fraction, places: int) -> str:
    """An amount to so many decimals, half a unit rounded to the even one."""
    digits = f"{round(amount * 10**places):0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _is_nothing(one: Standing) -> bool:
    return one.at is At.NOBODY and not Fraction(one.after)


def _in_the_open(shown: Sequence[Standing]) -> Sequence[Standing]:
    """All of a few; of many those who were elected or excluded now and those with most moved."""
    if len(shown) <= MOST_BARS or not any(one.moved for one in shown):
        return shown
    by_movement = sorted(shown, key=lambda one: (one.at not in CHANGED_NOW, -one.moved, one.name))
    now = sum(one.at in CHANGED_NOW for one in shown)
    return [one for one in by_movement[: max(BARS_THEN, now)] if one.moved or one.at in CHANGED_NOW]


def _decimals(shown: Iterable[Standing]) -> int:
    """How many decimals the figures of a stage have, so that they stand below one another."""
    amounts = [amount for one in shown for amount in (one.before, one.after)]
    return min(MOST_DECIMALS, max((_places(amount) for amount in amounts), default=0))


def _places(amount: str) -> int:
    return len(amount.rstrip("0").partition(".")[2])


def _bar(one: Standing, top: Fraction, places: int) -> Bar:
    before, after = Fraction(one.before), Fraction(one.after)
    kept = min(before, after)
    return Bar(
        name=one.name,
        votes=rounded(after, places),
        change=difference(one.before, one.after, places),
        at=one.at,
        kept=units(kept / top, BAR_LENGTH),
        gained=units((after - kept) / top, BAR_LENGTH),
        lost=units((before - kept) / top, BAR_LENGTH),
    )
