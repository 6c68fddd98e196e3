"""Papers as a tree of the elected whom they pass, for rules with keep factors.

What a paper gives to each candidate depends only on the elected whom it names before its first
hopeful candidate, in their order.  Papers that agree so far are one branch; a distribution goes
along the branches and not along the papers.  The tree is kept from round to round: an election or
an exclusion moves only the papers of those who were elected or excluded.

A level holds the branches of one length.  Two branches of the tree may name the same candidates
(papers that came there in different rounds); that costs a little time and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from domain.counting.contest import Index
from domain.counting.papers import Ints, Papers
from domain.counting.preferences import Preferences

# Amounts in a distribution: int64, or Python's own whole numbers where those could overflow.
Whole = npt.NDArray[np.int64] | npt.NDArray[np.object_]

# What is left of a paper from what it was worth, what was kept of that, and the keep factor.
Rest = Callable[[Whole, Whole, Whole], Whole]


@dataclass(slots=True)
class _Level:
    """Branches of one length: the branch that each goes on from, its last mark, its papers."""

    parent: Ints
    mark: Ints
    papers: Ints
    added: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)
    size: int = 0

    def add(self, parent: Ints, mark: Ints, papers: Ints) -> int:
        """Add branches, seen after `join`; returns the place of the first of them."""
        first = self.size
        self.added.append((parent, mark, papers))
        self.size += len(parent)
        return first

    def join(self) -> None:
        if self.added:
            parents, marks, papers = zip(*self.added, strict=True)
            self.parent = np.concatenate((self.parent, *parents))
            self.mark = np.concatenate((self.mark, *marks))
            self.papers = np.concatenate((self.papers, *papers))
            self.added.clear()


@dataclass(frozen=True, slots=True)
class _Group:
    """Branches of a level in order of their last mark, with where each mark begins."""

    parent: Ints
    papers: Whole
    marks: Ints
    begins: Ints
    mark: Ints

    def sums(self, amounts: Whole) -> Whole:
        """The amounts added up by mark, one for each of `marks`."""
        return np.add.reduceat(amounts, self.begins)


@dataclass(slots=True)
class Change:
    """Who was newly elected and who newly excluded."""

    elected: list[Index] = field(default_factory=list)
    excluded: list[Index] = field(default_factory=list)


class Branches:
    """All papers of a count by rules with keep factors.

    `unit` is how much a whole vote is.  Sums are exact: with papers * 2 * unit below 2**63 no
    product or sum of a distribution can leave int64, since a paper gives to all candidates
    together less than twice what it is worth, and unit * unit is far below; bigger elections are
    counted in Python's whole numbers.
    """

    def __init__(self, papers: Papers, candidates: int, unit: int) -> None:
        kinds = len(papers.number)
        self._preferences = Preferences(papers, candidates)
        self._number = papers.number
        self._unit = unit
        self._marks = candidates + 1
        small = papers.total * 2 * unit < 2**63 and unit * unit + unit < 2**63
        self._whole = np.dtype(np.int64 if small else object)
        self._levels: list[_Level] = []
        # NumPy sorts small whole numbers in linear time.
        self._small = np.dtype(np.int16 if candidates < 2**15 else np.int64)
        self._length = np.zeros(kinds, dtype=self._small)
        self._branch = np.zeros(kinds, dtype=np.int64)
        self._last = np.zeros(kinds, dtype=self._small)
        self._plan: list[tuple[_Group | None, _Group | None]] = []

    def deal(self, hopeful: Iterable[Index]) -> None:
        """Give each paper to its first preference."""
        self._grow(np.arange(len(self._number)), tuple(hopeful), ())

    def settle(self, change: Change, hopeful: Iterable[Index], elected: Iterable[Index]) -> None:
        """Let the papers of those elected or excluded since the last time go on."""
        cut = self._ending_with(change.excluded)
        self._cut(cut)
        going = np.concatenate((cut, self._ending_with(change.elected)))
        self._grow(going, tuple(hopeful), tuple(elected))

    def _cut(self, which: Ints) -> None:
        """Take the last candidate off these papers' branches; all papers of such a branch go."""
        for length in np.unique(self._length[which]).tolist():
            here = which[self._length[which] == length]
            level = self._levels[length - 1]
            level.papers[self._branch[here]] = 0
            self._branch[here] = level.parent[self._branch[here]]
        self._length[which] -= 1

    def _ending_with(self, who: Iterable[Index]) -> Ints:
        marks = [candidate + 1 for candidate in who]
        return np.flatnonzero(np.isin(self._last, marks))

    def _grow(self, which: Ints, hopeful: tuple[Index, ...], elected: tuple[Index, ...]) -> None:
        """Read these papers on past the elected, to the first hopeful or the end."""
        passed = np.zeros(self._marks, dtype=np.bool_)
        passed[[candidate + 1 for candidate in elected]] = True
        while which.size:
            marks = self._preferences.advance(which, (*hopeful, *elected))
            self._last[which] = marks
            self._attach(which, marks)
            which = which[passed[marks]]
        for level in self._levels:
            level.join()
        self._arrange(passed)

    def _attach(self, which: Ints, marks: Ints) -> None:
        lengths = self._length[which]
        for length in np.unique(lengths).tolist():
            here = lengths == length
            self._attach_at(length, which[here], marks[here])
        self._length[which] += 1

    def _attach_at(self, length: int, which: Ints, marks: Ints) -> None:
        if length == len(self._levels):
            none = np.zeros(0, dtype=np.int64)
            self._levels.append(_Level(none, none, none))
        keys, place = np.unique(self._branch[which] * self._marks + marks, return_inverse=True)
        papers = np.zeros(len(keys), dtype=np.int64)
        np.add.at(papers, place, self._number[which])
        parent, mark = np.divmod(keys, self._marks)
        self._branch[which] = place + self._levels[length].add(parent, mark, papers)

    def _arrange(self, passed: npt.NDArray[np.bool_]) -> None:
        """Put the branches of each level in the order in which a distribution adds them up."""
        self._plan = []
        place = np.zeros(1, dtype=np.int64)
        for level in self._levels:
            live = level.papers > 0
            going = passed[level.mark]
            on = self._group(level, np.flatnonzero(live & going), place)
            ending = self._group(level, np.flatnonzero(live & ~going), place)
            self._plan.append((on[0], ending[0]))
            place = np.zeros(level.size, dtype=np.int64)
            place[on[1]] = np.arange(len(on[1]))

    def _group(self, level: _Level, which: Ints, place: Ints) -> tuple[_Group | None, Ints]:
        which = which[np.argsort(level.mark[which].astype(self._small), kind="stable")]
        if not which.size:
            return None, which
        mark = level.mark[which]
        marks, begins = np.unique(mark, return_index=True)
        papers = level.papers[which].astype(self._whole)
        return _Group(place[level.parent[which]], papers, marks, begins, mark), which

    def distribute(self, keep: Iterable[int], rest: Rest) -> list[int]:
        """What each mark gets: at `END` what no candidate does, at index + 1 the candidate's votes.

        `keep` is the keep factor of each candidate in units; of what a paper is worth, a candidate
        keeps their part, rounded up, and the `rest` goes on.
        """
        factors = np.array([0, *keep], dtype=self._whole)
        votes: Whole = np.zeros(self._marks, dtype=self._whole)
        worth: Whole = np.array([self._unit], dtype=self._whole)
        for on, ending in self._plan:
            if ending is not None:
                votes[ending.marks] += ending.sums(worth[ending.parent] * ending.papers)
            if on is None:
                break
            before, factor = worth[on.parent], factors[on.mark]
            kept = rounded_up(before * factor, self._unit)
            votes[on.marks] += on.sums(kept * on.papers)
            worth = rest(before, kept, factor)
        return [int(amount) for amount in votes]


def rounded_up(amounts: Whole, divisor: int) -> Whole:
    """Amounts divided and rounded up; none of them is negative."""
    return (amounts + (divisor - 1)) // divisor
