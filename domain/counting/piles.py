"""Papers in piles: which candidate holds each paper, and what it is worth there.

Papers are kept as kinds in NumPy arrays, and values as a short list of exact amounts to which each
kind points, so that moving a pile costs a few array operations and every sum is one of Python's
whole numbers or fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from domain.counting.amounts import Amount, Scale
from domain.counting.contest import Index
from domain.counting.papers import END, Ints, Papers


@dataclass(frozen=True, slots=True)
class Moved:
    """What a transfer moved: `credited` by candidate index, and what found nobody.

    `papers` is how many papers were transferred to somebody, `stuck` how many found nobody.
    """

    credited: tuple[Amount, ...]
    non_transferable: Amount
    papers: int
    stuck: int

    @property
    def total(self) -> Amount:
        return sum(self.credited) + self.non_transferable


class Piles:
    """All papers of a count, each kind with its holder and its value.

    Raises nothing: papers are checked when they are admitted.
    """

    def __init__(self, papers: Papers, candidates: int, scale: Scale) -> None:
        kinds, longest = papers.ranks.shape
        padded = np.zeros((kinds, longest + 1), dtype=_narrowest(candidates + 1))
        padded[:, :longest] = papers.ranks
        self._marks = padded.reshape(-1)
        # Where the next mark of each kind stands in `_marks`.
        self._next = np.arange(kinds, dtype=_narrowest(padded.size + longest)) * (longest + 1)
        self._number = papers.number
        # The mark of the candidate who holds the papers; END where nobody does.
        self._holder = np.zeros(kinds, dtype=padded.dtype)
        self._worth = np.zeros(kinds, dtype=np.int32)
        self._values: list[Amount] = [scale.of(1)]
        self._class_of: dict[Amount, int] = {scale.of(1): 0}
        self._candidates = candidates

    def deal(self, continuing: Iterable[Index]) -> Moved:
        """Give each paper to the first of the continuing that it prefers."""
        return self._move(np.arange(len(self._number)), continuing)

    def transfer(
        self, of: Index, worth: Callable[[Amount], Amount], continuing: Iterable[Index]
    ) -> Moved:
        """Move the whole pile of a candidate to the next preferences among the continuing.

        `worth` gives the new value of a paper from the value at which it was received.
        """
        which = np.flatnonzero(self._holder == of + 1)
        self._revalue(which, worth)
        return self._move(which, continuing)

    def _revalue(self, which: Ints, worth: Callable[[Amount], Amount]) -> None:
        present = np.flatnonzero(np.bincount(self._worth[which], minlength=len(self._values)))
        mapping = np.arange(len(self._values), dtype=np.int32)
        for old in present.tolist():
            mapping[old] = self._class(worth(self._values[old]))
        self._worth[which] = mapping[self._worth[which]]

    def _class(self, value: Amount) -> int:
        found = self._class_of.get(value)
        if found is None:
            found = self._class_of[value] = len(self._values)
            self._values.append(value)
        return found

    def _move(self, which: Ints, continuing: Iterable[Index]) -> Moved:
        open_ = np.zeros(self._candidates + 1, dtype=np.bool_)
        open_[[END, *(candidate + 1 for candidate in continuing)]] = True
        going, reading = which, self._next[which]
        while going.size:
            marks = self._marks[reading]
            arrived = open_[marks]
            there, on = np.flatnonzero(arrived), np.flatnonzero(~arrived)
            reading += 1
            self._holder[going[there]] = marks[there]
            self._next[going[there]] = reading[there]
            going, reading = going[on], reading[on]
        return self._sum(which)

    def _sum(self, which: Ints) -> Moved:
        """Add up papers by holder and value; the sums themselves are exact."""
        classes = len(self._values)
        keys = self._holder[which].astype(np.int64) * classes + self._worth[which]
        papers = np.zeros((self._candidates + 1) * classes, dtype=np.int64)
        np.add.at(papers, keys, self._number[which])
        parcels: list[list[Amount]] = [[] for _ in range(self._candidates + 1)]
        for key in np.flatnonzero(papers).tolist():
            holder, worth = divmod(key, classes)
            parcels[holder].append(int(papers[key]) * self._values[worth])
        amounts = [_together(parcel) for parcel in parcels]
        stuck = int(papers[:classes].sum())
        return Moved(tuple(amounts[1:]), amounts[0], int(papers.sum()) - stuck, stuck)


def _together(parcel: list[Amount]) -> Amount:
    """The sum, of halves, so that long amounts are seldom copied."""
    if len(parcel) < 3:
        return sum(parcel)
    half = len(parcel) // 2
    return _together(parcel[:half]) + _together(parcel[half:])


def _narrowest(most: int) -> type[np.unsignedinteger[Any]]:
    """The narrowest kind of number that holds as much; it halves the memory more than once."""
    kinds = (np.uint8, np.uint16, np.uint32)
    return next((kind for kind in kinds if most <= np.iinfo(kind).max), np.uint64)
