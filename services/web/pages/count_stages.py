"""Answers how a count is told: who is elected, what is worth remarking, and stage after stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from domain.counting.explaining import PRIORITIES, YES_NO, Elsewhere
from domain.counting.result import CountResult, StageResult
from domain.counting.sheet import Deed
from services.counting.comparing import Comparison
from services.counting.in_words import closest, has_quota, passes_on, shown, together
from services.web.look.transfers import (
    NOBODY,
    At,
    StageDrawing,
    Standing,
    greatest,
    stage_drawing,
)
from services.web.look.words import counted, listed

HEADINGS: Final = {
    Deed.FIRST: "first preferences",
    Deed.SURPLUS: "the surplus of {1} is passed on",
    Deed.EXCLUSION: "{0} the count",
    Deed.ITERATION: "votes are shared out again",
    Deed.TOTAL: "the votes",
    Deed.FILLING: "the last places are filled",
}
STAGES_BEFORE_A_LIST: Final = 3
KEY: Final = "A bar shows a candidate's votes at the end of the stage."
QUOTA_KEY: Final = "The upright line is the quota: whoever reaches it is elected."
ROUNDED_KEY: Final = (
    "Figures beside the bars are rounded to two decimals; the table below has them in full."
)
PRIORITIES_KEY: Final = (
    "Bars show first preferences, so that every paper is accounted for. The order is decided by "
    "the method, whose figures stand in the sentences."
)


@dataclass(frozen=True)
class StageWords:
    """One stage as the page shows it; one that only repeats the bars before it has none."""

    number: int
    heading: str
    sentences: tuple[str, ...]
    clauses: str
    drawing: StageDrawing | None


def elected_heading(result: CountResult) -> str:
    """What stands over those who are elected."""
    if result.rule == YES_NO:
        return "The answer"
    return "Elected" if result.elected else "Nobody is elected"


def how_elected(result: CountResult) -> list[tuple[str, str]]:
    """Everybody who is elected, with when and how."""
    found = {
        name: (number, stage.totals[name])
        for number, stage in enumerate(result.stages, start=1)
        for name in stage.elected
    }
    return [(name, _how(result, *found[name]) if name in found else "") for name in result.elected]


def _how(result: CountResult, stage: int, votes: str) -> str:
    what = "first preferences" if result.rule == PRIORITIES else "votes"
    at = f"at stage {stage}, " if len(result.stages) > 1 else ""
    return f"{at}with {shown(votes)} {what}"


def remarks(result: CountResult, compared: Comparison) -> Iterator[str]:
    """What is worth saying of a result before its stages are read."""
    if result.reopened:
        yield f"Nominations are to be reopened for {counted(result.reopened, 'place')}."
    unfilled = result.seats - len(result.elected) - result.reopened
    if unfilled:
        yield f"{counted(unfilled, 'place').capitalize()} stay{'s' if unfilled == 1 else ''} empty."
    if close := closest(result):
        yield close
    if compared.others and not compared.differing:
        yield "Every other rule tried on the same papers elects the same people."
    told: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Elsewhere]] = {}
    for other in compared.differing:
        told.setdefault((other.instead, other.of), []).append(other)
    yield from map(_instead, told.values())


def _instead(alike: list[Elsewhere]) -> str:
    """What rules with one and the same outcome would have done."""
    titles = listed([f"“{other.title}”" for other in alike])
    under = f"Under {titles} the same papers would have elected"
    instead, of = listed(alike[0].instead), listed(alike[0].of)
    if instead and of:
        return f"{under} {instead} instead of {of}."
    return f"{under} {instead} as well." if instead else f"{under} everybody but {of}."


def key_of(result: CountResult) -> str:
    """How the drawings are read; the swatches for what came and went are the template's."""
    if result.rule == PRIORITIES:
        return PRIORITIES_KEY
    amounts = [amount for stage in result.stages for amount in stage.totals.values()]
    rounded = any((Fraction(amount) * 100).denominator != 1 for amount in amounts)
    said = (KEY, QUOTA_KEY if has_quota(result) else "", ROUNDED_KEY if rounded else "")
    return " ".join(filter(None, said))


def stages_of(result: CountResult) -> Iterator[StageWords]:
    """Every stage."""
    top = greatest([stage.totals for stage in result.stages], _greatest_quota(result))
    before: StageResult | None = None
    gone: dict[str, At] = {}
    for number, stage in enumerate(result.stages, start=1):
        standings = list(_standings(result, stage, before or stage, gone))
        repeats = result.rule == PRIORITIES and before is not None
        yield StageWords(
            number=number,
            heading=_heading(stage),
            sentences=(stage.explanation,),
            clauses=listed(list(stage.clauses)),
            drawing=None if repeats else stage_drawing(standings, stage.quota, top),
        )
        gone |= dict.fromkeys(stage.elected, At.ELECTED)
        gone |= dict.fromkeys(stage.excluded, At.EXCLUDED)
        before = stage


def _greatest_quota(result: CountResult) -> str:
    return max((stage.quota for stage in result.stages), key=Fraction)


def _standings(
    result: CountResult, stage: StageResult, before: StageResult, gone: dict[str, At]
) -> Iterator[Standing]:
    """Everybody who stands, and the votes that nobody has where votes pass on."""
    now = dict.fromkeys(stage.elected, At.ELECTED_NOW)
    now |= dict.fromkeys(stage.excluded, At.EXCLUDED_NOW)
    for name, votes in stage.totals.items():
        if name not in result.withdrawn:
            at = now.get(name, gone.get(name, At.IN))
            yield Standing(name=name, before=before.totals[name], after=votes, at=at)
    if passes_on(result):
        was, stopped = before.non_transferable, stage.non_transferable
        yield Standing(name=NOBODY, before=was, after=stopped, at=At.NOBODY)


def _heading(stage: StageResult) -> str:
    """What was done, and what came of it."""
    moved = stage.of if stage.deed is Deed.EXCLUSION else ()
    out = tuple(name for name in stage.excluded if name not in moved)
    came = [HEADINGS[stage.deed].format(_do(stage.of, "leave"), together(stage.of))]
    if stage.elected:
        came.append(f"{_do(stage.elected, 'is', 'are')} elected")
    if out:
        came.append(f"{_do(out, 'leave')} the count")
    return "; ".join(came)


def _do(names: tuple[str, ...], one: str, several: str = "") -> str:
    """Names with a verb that agrees with their number; "leave" becomes "leaves"."""
    verb = (several or one) if len(names) != 1 else (one if several else f"{one}s")
    return f"{together(names)} {verb}"
