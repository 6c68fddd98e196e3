"""The words of a count, told with the figures of that very count: quota, surplus, rounding, …

For people who have never heard of them.  Everything is read from the published result, so that a
page and a printed sheet say the same; a word that did not come up is not explained.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from domain.counting.explaining import margins
from domain.counting.result import CountResult, StageResult
from domain.counting.rules import catalogue
from domain.counting.sheet import Deed

FEW = 3


@dataclass(frozen=True)
class Word:
    """A word and what it means here."""

    word: str
    meaning: str


def words_of(result: CountResult) -> tuple[Word, ...]:
    """The words of this count, in the order in which they come up."""
    if not passes_on(result):
        return tuple(_in_part(result))
    tellers = (_quota, _surplus, _keeping, _out, _stuck, _rounding, _below, _in_part)
    return tuple(word for teller in tellers for word in teller(result))


def passes_on(result: CountResult) -> bool:
    """Whether votes went from one candidate to another."""
    moving = (Deed.SURPLUS, Deed.EXCLUSION, Deed.ITERATION)
    return any(stage.deed in moving for stage in result.stages) or has_quota(result)


def has_quota(result: CountResult) -> bool:
    """Whether there is a number of votes that is enough."""
    return any(Fraction(stage.quota) for stage in result.stages)


def shown(amount: str) -> str:
    """An amount without the noughts at its end."""
    return amount.rstrip("0").rstrip(".") if "." in amount else amount


def together(names: tuple[str, ...]) -> str:
    """Names as they are spoken; many of them by their number."""
    if len(names) > FEW:
        return f"{len(names)} candidates"
    return " and ".join((", ".join(names[:-1]), names[-1]) if len(names) > 1 else names)


def _quota(result: CountResult) -> Iterator[Word]:
    if has_quota(result):
        said = (f"What it takes to be elected: here {shown(result.quota)} votes.", *_why(result))
        yield Word("Quota", " ".join(said))


def _why(result: CountResult) -> Iterator[str]:
    """Why it is that number, and that it falls, where it does."""
    quota, places, papers = Fraction(result.quota), result.seats, result.papers.valid
    enough, one_more = shown(result.quota), (places + 1) * quota
    only = "Only one candidate" if places == 1 else f"Only {places} candidates"
    if one_more > papers:
        yield (
            f"{only} can have so many: {places + 1} with {enough} each would need "
            f"{_decimal(one_more)} votes, and there are {papers:,}."
        )
    elif one_more == papers:
        yield f"{only} can have more: {places + 1} times {enough} are all the {papers:,} votes."
    least = min((stage.quota for stage in result.stages), key=Fraction)
    if Fraction(least) < quota:
        yield f"It falls as papers run out of names, to {shown(least)} by the end."


def _surplus(result: CountResult) -> Iterator[Word]:
    for number, stage in enumerate(result.stages, start=1):
        if stage.deed is not Deed.SURPLUS or len(stage.of) != 1 or number == 1:
            continue
        (name,) = stage.of
        before = result.stages[number - 2].totals[name]
        moved = _decimal(Fraction(before) - Fraction(stage.totals[name]))
        yield Word(
            "Surplus, and parts of a vote",
            f"{name} had {shown(before)} votes, {moved} above the quota. Left there they would "
            f"help nobody, so at stage {number} they pass on to those whom the same voters like "
            "next. Nobody can say which of the papers are the ones too many: instead of a few "
            "whole papers many pass on, each worth only a part of a vote, and together they are "
            f"worth those {moved}.",
        )
        return


def _keeping(result: CountResult) -> Iterator[Word]:
    for number, stage in enumerate(result.stages, start=1):
        for name, share in (stage.keep or {}).items():
            if 0 < Fraction(share) < 1:
                yield Word(
                    "What an elected candidate keeps",
                    f"{name} needs no more than the quota. From stage {number} on they keep "
                    f"{shown(share)} of each vote that reaches them, and the rest of it goes on to "
                    "whom the same voter likes next. The share falls whenever more votes come, so "
                    "that no vote is wasted on somebody who has enough.",
                )
                return


def _out(result: CountResult) -> Iterator[Word]:
    for number, stage, votes in _exclusions(result):
        (name,) = stage.excluded
        yield Word(
            "Leaving the count",
            "When places are open and nobody has enough, somebody has to make room: whoever has "
            f"the fewest votes, as {name} had with {shown(votes)} at stage {number}. The voters "
            "lose nothing: their papers pass on to those whom they like next, worth as much as "
            "before.",
        )
        return


def _exclusions(result: CountResult) -> Iterator[tuple[int, StageResult, str]]:
    """Stages at which one left who had the fewest of all who were still in, with their votes."""
    gone: set[str] = {*result.withdrawn}
    for number, stage in enumerate(result.stages, start=1):
        moved = stage.deed is Deed.EXCLUSION and number > 1
        totals = result.stages[number - 2].totals if moved else stage.totals
        still = [name for name in totals if name not in gone]
        if len(stage.excluded) == 1:
            votes = totals[stage.excluded[0]]
            if all(Fraction(totals[name]) >= Fraction(votes) for name in still):
                yield number, stage, votes
        gone |= {*stage.elected, *stage.excluded}


def _stuck(result: CountResult) -> Iterator[Word]:
    stuck = result.stages[-1].non_transferable
    if Fraction(stuck):
        yield Word(
            "Not transferable",
            "Where a paper should pass on but names nobody else who is still in the count, it "
            f"stops. By the end these are {shown(stuck)} of {result.papers.valid:,} votes. The "
            "more candidates somebody numbers, the longer their paper counts.",
        )


def _rounding(result: CountResult) -> Iterator[Word]:
    """Nothing is lost in a count in fractions; only its decimals are cut when they are shown."""
    lost = result.stages[-1].rounding_loss
    exact = catalogue.rule(result.rule).manifest.scale.places is None
    if Fraction(lost) and not exact:
        places = len(lost.partition(".")[2])
        yield Word(
            "Lost by rounding",
            f"Parts of a vote are cut off after {places} decimals. What was cut off is "
            f"{shown(lost)} votes by the end. At every stage it is checked that the votes of all "
            "candidates, those that stopped and those cut off are together all the papers.",
        )


def _below(result: CountResult) -> Iterator[Word]:
    names = tuple(
        name
        for stage in result.stages
        for name in stage.elected
        if Fraction(stage.totals[name]) < Fraction(stage.quota)
    )
    if names:
        are = "was" if len(names) == 1 else "were"
        yield Word(
            "Elected below the quota",
            f"{together(names)} {are} elected with less: no more candidates were left than places, "
            "so nobody could overtake them any more.",
        )


def _in_part(result: CountResult) -> Iterator[Word]:
    if result.papers.in_part:
        yield Word(
            "Valid in part",
            f"{_papers(result.papers.in_part)} can be read only up to a point, such as a number "
            "left out or given twice. What stands before that point counts.",
        )


def closest(result: CountResult) -> str:
    """The closest point of the count as a sentence; empty where there is none."""
    for margin in margins(result)[:1]:
        apart = _apart(margin.votes)
        at = f" at stage {margin.stage}" if len(result.stages) > 1 else ""
        return f"At the closest point{at} {margin.ahead} stayed {apart} ahead of {margin.behind}."
    return ""


def _apart(votes: str) -> str:
    if not Fraction(votes):
        return "no vote"
    return "one vote" if Fraction(votes) == 1 else f"{shown(votes)} votes"


def _papers(number: int) -> str:
    return "One paper" if number == 1 else f"{number:,} papers"


def _decimal(amount: Fraction) -> str:
    """An amount as a decimal of at most nine places, without noughts at its end."""
    whole, part = divmod(round(amount * 10**9), 10**9)
    return shown(f"{whole}.{part:09d}")
