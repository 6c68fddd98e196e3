"""One place by preferences: the last goes out and their papers move on, until somebody has half.

What the alternative vote, the electoral college and the count-back share.  A paper may be worth
less or more than a vote: `Worth` says which papers belong together and what each of them is worth,
as an exact amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from domain.counting.amounts import Amount, Scale
from domain.counting.contest import Contest, Index
from domain.counting.guard import Guard
from domain.counting.rules.single.heads import Classed, Heads
from domain.counting.sheet import Deed, Question, Sheet, Votes
from domain.counting.ties import Tied, Ties

EXACT = Scale(places=None)


class Worth(Protocol):
    """What papers are worth at a stage."""

    def amounts(self, heads: Heads) -> tuple[list[Amount], Amount]:
        """The votes of each candidate, and those that nobody has."""
        ...

    def said(self, heads: Heads, sheet: Sheet) -> Iterable[str]:
        """What a stage should say of the papers behind the votes."""
        ...


@dataclass(frozen=True, slots=True)
class ByValue:
    """Each class of papers has a value of its own."""

    values: tuple[Amount, ...]

    def amounts(self, heads: Heads) -> tuple[list[Amount], Amount]:
        pairs = list(zip(self.values, heads.papers, strict=True))
        columns = range(len(heads.papers[0]))
        stuck = sum(v * n for v, n in zip(self.values, heads.stuck, strict=True))
        return [sum(value * papers[c] for value, papers in pairs) for c in columns], stuck

    def said(self, heads: Heads, sheet: Sheet) -> Iterable[str]:
        return ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What one such rule decides for itself.

    `to_two`: the count goes on until two candidates are left, even if one has half before.
    """

    scale: Scale
    worth: Worth
    clauses: tuple[str, str, str]  # of the first preferences, of election, of exclusion
    unit: str = "votes"
    to_two: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Put:
    """What is counted; `brought` is what all papers together are worth, in whole votes."""

    contest: Contest
    papers: Classed
    brought: int
    ties: Ties
    guard: Guard


class RunoffCount:
    """One count by exclusion, from first preferences to the winner."""

    def __init__(self, put: Put, terms: Terms) -> None:
        self.sheet = Sheet(put.contest, terms.scale, put.brought)
        self._put = put
        self._terms = terms
        self._totals: list[Amount] = []
        self._stuck: Amount = 0

    def run(self) -> Sheet:
        """The whole count; raises `TieUndecided`."""
        self.sheet.begin(Deed.FIRST)
        self.sheet.say("Each paper goes to its first preference.", self._terms.clauses[0])
        self._end_stage()
        while self.sheet.places_left and self.sheet.hopeful:
            self.sheet.begin(Deed.EXCLUSION)
            self._exclude()
            self._end_stage()
        return self.sheet

    def _exclude(self) -> None:
        bound = self._put.guard.bound(self.sheet)
        if bound.doomed:
            for candidate in sorted(bound.doomed):
                name = self.sheet.name(candidate)
                self.sheet.say(f"{name} can no longer be elected: {bound.reason(candidate)}.")
            self._move_on(*sorted(bound.doomed))
            return
        able = [c for c in self.sheet.hopeful if c not in bound.guarded]
        last = self._last(able)
        for candidate in sorted(bound.guarded):
            if self._totals[candidate] < self._totals[last]:
                self.sheet.say(
                    f"{self.sheet.name(candidate)} has fewer {self._terms.unit} and can't be "
                    f"excluded: {bound.reason(candidate)}."
                )
        self._move_on(last)

    def _last(self, able: Sequence[Index]) -> Index:
        fewest = min(self._totals[candidate] for candidate in able)
        tied = tuple(candidate for candidate in able if self._totals[candidate] == fewest)
        if len(tied) == 1:
            return tied[0]
        return self._put.ties.break_(Tied(Question.EXCLUSION, tied, highest=False), self.sheet)

    def _move_on(self, *candidates: Index) -> None:
        sheet, unit = self.sheet, self._terms.unit
        sheet.about(*candidates)
        for candidate in candidates:
            sheet.exclude(candidate)
            sheet.say(
                f"{sheet.name(candidate)}, with {sheet.votes(self._totals[candidate], unit)}, is "
                "excluded; the papers go to their next preference.",
                self._terms.clauses[2],
            )

    def _end_stage(self) -> None:
        candidates = len(self._put.contest.candidates)
        heads = self._put.papers.heads(candidates, self.sheet.hopeful)
        totals, stuck = self._terms.worth.amounts(heads)
        for sentence in self._terms.worth.said(heads, self.sheet):
            self.sheet.say(sentence)
        if stuck > self._stuck:
            lost = self.sheet.votes(stuck - self._stuck, self._terms.unit)
            self.sheet.say(f"{lost} can't pass on, for nobody else who is left is named.")
        self._totals, self._stuck = totals, stuck
        self._elect()
        self.sheet.close(Votes(totals, stuck, 0, self._half()))

    def _elect(self) -> None:
        sheet, able = self.sheet, self._able()
        if not able or not sheet.leaves_room_for((able[0],)):
            return
        best = max(self._totals[candidate] for candidate in able)
        ahead = [candidate for candidate in able if self._totals[candidate] == best]
        if len(able) == 1:
            sheet.elect(ahead[0])
            sheet.say(f"{sheet.name(ahead[0])} is the only one left and is elected.")
        elif self._has_half(best) and len(able) <= (2 if self._terms.to_two else len(able)):
            sheet.elect(ahead[0])
            sheet.say(
                f"{sheet.name(ahead[0])} has {sheet.shown(best)} of the "
                f"{sheet.votes(sum(self._totals), self._terms.unit)} in the count, more than half, "
                "and is elected.",
                self._terms.clauses[1],
            )

    def _able(self) -> list[Index]:
        doomed = self._put.guard.bound(self.sheet).doomed
        return [candidate for candidate in self.sheet.hopeful if candidate not in doomed]

    def _has_half(self, votes: Amount) -> bool:
        return 2 * votes > sum(self._totals)

    def _half(self) -> Amount:
        """The least that is more than half; of exact fractions, the half that has to be passed."""
        live = sum(self._totals)
        return Fraction(live) / 2 if self._terms.scale.places is None else live // 2 + 1
