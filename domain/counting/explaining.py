"""What a count leaves people asking: how close was it, and would another rule have chosen others?

Both are answered from what is published: the result, and the papers.  Nothing here changes a count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from domain.counting.contest import Contest
from domain.counting.count import count
from domain.counting.papers import Cast
from domain.counting.result import CountResult, StageResult
from domain.counting.rules.catalogue import rule
from domain.counting.terms import Terms
from domain.counting.ties import TieUndecided
from domain.kernel.refusal import Refusal
from domain.kernel.value import Value


class Margin(Value):
    """How far two candidates were apart where it mattered, as a decimal number of votes."""

    stage: int
    ahead: str
    behind: str
    votes: str
    sentence: str


class Elsewhere(Value):
    """What the same papers give under another rule.

    `undecided` says why there is no result: because a tie would have to be decided (`tied`), or
    because the papers can't be compared so.
    """

    rule: str
    title: str
    elected: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    undecided: str = ""
    tied: bool = False

    @property
    def same(self) -> bool:
        return not self.undecided and not self.instead and not self.of


def margins(result: CountResult) -> tuple[Margin, ...]:
    """Every point at which somebody was excluded or missed the last place, the closest first."""
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


def elsewhere(
    contest: Contest, cast: Cast, terms: Terms, result: CountResult, rules: Iterable[str]
) -> tuple[Elsewhere, ...]:
    """The same papers counted under each of these rules, beside the result that stands."""
    return tuple(_under(contest, cast, terms.by(name), result) for name in rules)


def _under(contest: Contest, cast: Cast, terms: Terms, result: CountResult) -> Elsewhere:
    title = rule(terms.rule).manifest.title
    try:
        elected = count(contest, cast, terms).elected
    except TieUndecided as tie:
        return Elsewhere(rule=terms.rule, title=title, undecided=str(tie), tied=True)
    except Refusal as refusal:
        return Elsewhere(rule=terms.rule, title=title, undecided=str(refusal))
    except ArithmeticError as fault:  # whatever befalls a comparison, the result itself stands
        sentence = f"The count by this rule does not come out, so it can't be compared: {fault}."
        return Elsewhere(rule=terms.rule, title=title, undecided=sentence)
    return Elsewhere(
        rule=terms.rule,
        title=title,
        elected=elected,
        instead=tuple(name for name in elected if name not in result.elected),
        of=tuple(name for name in result.elected if name not in elected),
    )
