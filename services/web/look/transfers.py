"""Answers how one stage of a count is drawn: who gained, who lost, who stands where, and the quota.

Votes are exact amounts of the count; only lengths on the drawing are rounded. It refuses to decide
who is elected: that comes with the stage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from services.web.look.drawing import Place, units

BAR_LENGTH = 640


class At(StrEnum):
    """How a candidate stands after a stage."""

    IN = "in"
    ELECTED_NOW = "elected now"
    ELECTED = "elected"
    EXCLUDED_NOW = "excluded now"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Standing:
    """A candidate's votes before and after a stage, as decimals of the count."""

    name: str
    before: str
    after: str
    at: At


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
    """The bars of a stage, best first, and where the quota is."""

    bars: Sequence[Bar]
    quota: Place
    width: int = BAR_LENGTH


def stage_drawing(standings: Sequence[Standing], quota: str, top: Fraction) -> StageDrawing:
    """Draw a stage; `top` is the greatest number of votes on the axis of the whole count.

    Those excluded at an earlier stage have nothing left to draw and are left out.
    """
    shown = [one for one in standings if one.at is not At.EXCLUDED]
    shown.sort(key=lambda one: (-Fraction(one.after), one.name))
    return StageDrawing(
        bars=tuple(_bar(one, top) for one in shown),
        quota=Place(min(Fraction(1), Fraction(quota) / top)),
    )


def greatest(totals: Sequence[Mapping[str, str]], quota: str) -> Fraction:
    """The greatest number that any drawing of this count has to hold."""
    votes = [Fraction(amount) for stage in totals for amount in stage.values()]
    return max([*votes, Fraction(quota), Fraction(1)])


def difference(before: str, after: str) -> str:
    """The change with its sign, to as many places as the count has; empty if there is none."""
    change = Fraction(after) - Fraction(before)
    if not change:
        return ""
    places = len(after.partition(".")[2])
    whole = abs(change) * 10**places
    digits = f"{int(whole):0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"{'+' if change > 0 else '−'}{_short(text)}"


def _short(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _bar(one: Standing, top: Fraction) -> Bar:
    before, after = Fraction(one.before), Fraction(one.after)
    kept = min(before, after)
    return Bar(
        name=one.name,
        votes=_short(one.after),
        change=difference(one.before, one.after),
        at=one.at,
        kept=units(kept / top, BAR_LENGTH),
        gained=units((after - kept) / top, BAR_LENGTH),
        lost=units((before - kept) / top, BAR_LENGTH),
    )
