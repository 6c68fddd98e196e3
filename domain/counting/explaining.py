"""What a count leaves people asking: how close was it, and would another rule have chosen others?

Both are answered from what is published: the result, and the papers.  Nothing here changes a count.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final

from domain.counting.contest import Contest
from domain.counting.count import count
from domain.counting.papers import Cast
from domain.counting.result import CountResult, StageResult
from domain.counting.rules.catalogue import manifests, rule
from domain.counting.terms import Terms
from domain.counting.ties import TieUndecided
from domain.kernel.refusal import Refusal
from domain.kernel.value import Value

YES_NO: Final = "yes-no"
PRIORITIES: Final = "ranked-priorities"
# Under these the votes at a stage do not decide alone: a majority does, or the points of a method.
WITHOUT_MARGINS: Final = (YES_NO, PRIORITIES)


class Margin(Value):
    """How far two candidates were apart where it mattered, as a decimal number of votes."""

    stage: int
    ahead: str
    behind: str
    votes: str
    sentence: str


class Outcome(Value):
    """Whom the papers elect under a rule.

    `undecided` is the tie that leaves it open, `unfit` why the rule can't count such papers.
    """

    rule: str
    elected: tuple[str, ...] = ()
    undecided: str = ""
    unfit: str = ""


class Elsewhere(Outcome):
    """An outcome beside a result that stands: who is elected `instead`, and `of` whom."""

    title: str
    instead: tuple[str, ...] = ()
    of: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return not (self.undecided or self.unfit or self.instead or self.of)


def margins(result: CountResult) -> tuple[Margin, ...]:
    """Every point at which somebody was excluded or missed the last place, the closest first."""
    if result.rule in WITHOUT_MARGINS:
        return ()
    found = [*_exclusions(result), *_last_place(result)]
    return tuple(sorted(found, key=lambda margin: (Fraction(margin.votes), margin.stage)))


def _exclusions(result: CountResult) -> Iterator[Margin]:
    gone: set[str] = set()
    for number, (before, stage) in enumerate(pairwise(result.stages), start=2):
        gone |= {*before.elected, *before.excluded}
        others = [name for name in before.totals if name not in gone | {*stage.excluded}]
        if len(stage.excluded) != 1 or not others:
            continue
        (out,) = stage.excluded
        nearest = min(others, key=lambda name: (Fraction(before.totals[name]), name))
        if Fraction(before.totals[nearest]) >= Fraction(before.totals[out]):
            votes = _apart(before, nearest, out)
            sentence = f"{out} was excluded at stage {number}; {nearest} had {votes} more."
            yield Margin(stage=number, ahead=nearest, behind=out, votes=votes, sentence=sentence)


def _last_place(result: CountResult) -> Iterator[Margin]:
    """Whoever was elected last, against the best of those who were still in the count."""
    filled = [number for number, stage in enumerate(result.stages, start=1) if stage.elected]
    if not filled:
        return
    number, last = filled[-1], result.stages[filled[-1] - 1]
    out = {name for stage in result.stages for name in stage.excluded}
    missed = [name for name in last.totals if name not in out | {*result.elected}]
    missed = [name for name in missed if name not in result.withdrawn]
    if not missed:
        return
    lowest = min(last.elected, key=lambda name: (Fraction(last.totals[name]), name))
    best = max(missed, key=lambda name: (Fraction(last.totals[name]), name))
    votes = _apart(last, lowest, best)
    if not votes.startswith("-"):
        sentence = f"{lowest} took the last place at stage {number}, {votes} ahead of {best}."
        yield Margin(stage=number, ahead=lowest, behind=best, votes=votes, sentence=sentence)


def _apart(stage: StageResult, ahead: str, behind: str) -> str:
    """The difference of two decimals, exactly, to the places that the count has."""
    places = len(stage.totals[ahead].partition(".")[2])
    units = int((Fraction(stage.totals[ahead]) - Fraction(stage.totals[behind])) * 10**places)
    if not places:
        return str(units)
    whole, part = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{part:0{places}d}"


def others(name: str) -> tuple[str, ...]:
    """The other rules whose papers look the same; none beside a question of yes or no."""
    if name == YES_NO:
        return ()
    kind = rule(name).manifest.papers
    return tuple(one.id for one in manifests() if one.papers is kind and one.id != name)


def outcome(contest: Contest, cast: Cast, terms: Terms) -> Outcome:
    """Whom the papers elect under these terms, or why that can't be said."""
    try:
        return Outcome(rule=terms.rule, elected=count(contest, cast, terms).elected)
    except TieUndecided as tie:
        return Outcome(rule=terms.rule, undecided=str(tie))
    except Refusal as refusal:
        return Outcome(rule=terms.rule, unfit=refusal.sentence)
    except ArithmeticError as fault:  # whatever befalls a comparison, the result itself stands
        return Outcome(rule=terms.rule, unfit=f"The count by this rule does not come out: {fault}.")


def beside(found: Outcome, elected: tuple[str, ...]) -> Elsewhere:
    """The outcome beside those whom another rule elected from the same papers."""
    title = rule(found.rule).manifest.title
    if found.undecided or found.unfit:
        return Elsewhere(title=title, **found.model_dump())
    return Elsewhere(
        title=title,
        instead=tuple(name for name in found.elected if name not in elected),
        of=tuple(name for name in elected if name not in found.elected),
        **found.model_dump(),
    )
