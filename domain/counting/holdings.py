"""The papers with which somebody was elected: found by following the papers through a count again.

The sheet says who was excluded and whose surplus moved; the papers say where each went.  Values
are followed too, rounded down as the rules here round them; the totals that come out must be those
of the sheet to the last unit, or the question is refused.  So nothing is assumed about a rule that
its own figures don't bear out: one that moves part of a pile (ERS97) is refused, and Meek's keep
factors are read as they stand on the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from domain.counting.amounts import Amount
from domain.counting.contest import Index
from domain.counting.manifest import Ballots
from domain.counting.papers import END, Ints, Papers
from domain.counting.rules.single.heads import Classed, first_of
from domain.counting.sheet import Deed, Sheet, Stage
from domain.kernel.refusal import BadInput


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """Papers in classes of equal value; values are in votes."""

    papers: Classed
    values: tuple[Fraction, ...]

    @property
    def brought(self) -> Fraction:
        number = np.zeros(len(self.values), dtype=np.int64)
        np.add.at(number, self.papers.of, self.papers.papers.number)
        return sum(
            (value * n for value, n in zip(self.values, number.tolist(), strict=True)), Fraction(0)
        )


def holdings(ballots: Ballots, counted: Sheet, member: Index) -> Holdings:
    """The papers that stood with the member when elected; raises `BadInput` if unknowable."""
    if member not in counted.elected:
        raise BadInput(f"{counted.name(member)} was not elected in this count.")
    if counted.stages[-1].keep is not None:
        return _kept(ballots.papers, counted, member)
    following = _Following(ballots, counted)
    for stage in counted.stages:
        following.follow(stage)
        if member in stage.elected:
            break
    return following.held(member)


class _Following:
    """Where each kind of paper is, and its value in units of the count's scale."""

    def __init__(self, ballots: Ballots, counted: Sheet) -> None:
        self._counted = counted
        self._papers = ballots.papers
        self._open = set(counted.contest.standing)
        self._holder = np.zeros(len(ballots.papers.number), dtype=np.int64)
        self._class = np.zeros(len(ballots.papers.number), dtype=np.int64)
        self._values: list[Amount] = [counted.scale.of(1)]
        self._moved_on: set[Index] = set()
        self._before: Sequence[Amount] = ()

    def follow(self, stage: Stage) -> None:
        """Move papers as the stage did; raises `BadInput` if other totals come out."""
        self._open -= set(stage.excluded)
        if stage.deed in (Deed.FIRST, Deed.TOTAL):
            self._holder = first_of(self._papers, len(stage.totals), self._open)
        for candidate in stage.of:
            if stage.deed is Deed.SURPLUS:
                self._revalue(candidate, stage)
            self._pass_on(candidate)
        self._moved_on |= set(stage.of)
        self._open -= set(stage.elected)
        self._check(stage)
        self._before = stage.totals

    def held(self, member: Index) -> Holdings:
        which = np.flatnonzero(self._holder == member + 1)
        values = tuple(self._counted.scale.votes(value) for value in self._values)
        return Holdings(_only(self._papers, which, self._class[which], len(values)), values)

    def _revalue(self, candidate: Index, stage: Stage) -> None:
        total = self._before[candidate]
        surplus = total - stage.totals[candidate]
        which = self._holder == candidate + 1
        for old in np.unique(self._class[which]).tolist():
            worth = self._values[old] * surplus
            exact = self._counted.scale.places is None
            self._values.append(Fraction(worth) / total if exact else worth // total)
            self._class[which & (self._class == old)] = len(self._values) - 1

    def _pass_on(self, candidate: Index) -> None:
        which = np.flatnonzero(self._holder == candidate + 1)
        some = Papers(self._papers.ranks[which], self._papers.number[which])
        self._holder[which] = first_of(some, len(self._counted.contest.candidates), self._open)

    def _check(self, stage: Stage) -> None:
        sums = self._sums()
        for candidate, total in enumerate(stage.totals):
            if candidate not in self._moved_on and sums[candidate + 1] != total:
                raise BadInput(
                    "This rule does not move papers in whole piles, so the papers that elected one "
                    "member can't be told. Count back by the whole count."
                )

    def _sums(self) -> list[Amount]:
        classes = len(self._values)
        number = np.zeros((len(self._counted.contest.candidates) + 1) * classes, dtype=np.int64)
        np.add.at(number, self._holder * classes + self._class, self._papers.number)
        rows = number.reshape(-1, classes).tolist()
        return [sum(n * v for n, v in zip(row, self._values, strict=True) if n) for row in rows]


def _only(papers: Papers, which: Ints, of: Ints, classes: int) -> Classed:
    return Classed(Papers(papers.ranks[which], papers.number[which]), of, classes)


def _kept(papers: Papers, counted: Sheet, member: Index) -> Holdings:
    """By keep factors: of each paper, what those before the member left and the member kept."""
    keep = _factors(counted)
    which = np.flatnonzero((papers.ranks == member + 1).any(axis=1))
    classes: dict[Fraction, int] = {}
    of = []
    for marks in papers.ranks[which].tolist():
        value = _share(marks[: marks.index(member + 1)], keep) * keep[member]
        of.append(classes.setdefault(value, len(classes)))
    values = tuple(classes) or (Fraction(0),)
    return Holdings(_only(papers, which, np.array(of, dtype=np.int64), len(values)), values)


def _factors(counted: Sheet) -> list[Fraction]:
    """The last keep factors; those who are out keep nothing, whatever is written for them."""
    last = counted.stages[-1].keep or ()
    out = {*counted.excluded, *counted.contest.withdrawn}
    return [
        Fraction(0) if candidate in out else counted.scale.votes(factor)
        for candidate, factor in enumerate(last)
    ]


def _share(before: Iterable[int], keep: Sequence[Fraction]) -> Fraction:
    """What is left of a paper after those candidates."""
    share = Fraction(1)
    for mark in before:
        if mark != END:
            share *= 1 - keep[mark - 1]
    return share
