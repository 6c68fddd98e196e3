"""Papers in bundles, as the ERS97 rules move them: by value, and the last received apart.

A batch is all papers of one value in one transfer (6.1).  A surplus is taken from the last batch
that its candidate received (5.3.2); excluded candidates' papers go batch by batch in descending
order of value (5.4.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from domain.counting.amounts import Amount
from domain.counting.contest import Index
from domain.counting.papers import END, Ints, Papers
from domain.counting.preferences import Preferences

NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Papers of one value, sorted by their next preference; nothing has been moved yet.

    `papers` is how many of them can be transferred, `stuck` how many name nobody else.
    """

    kinds: Ints
    marks: Ints
    value: Amount
    papers: int
    stuck: int


class Bundles:
    """All papers of a count: who holds each kind, at what value, and in which batch it came."""

    def __init__(self, papers: Papers, candidates: int, whole: Amount) -> None:
        kinds = len(papers.number)
        self._preferences = Preferences(papers, candidates)
        self._number = papers.number
        self._candidates = candidates
        self._values: list[Amount] = [whole]
        self._value = np.zeros(kinds, dtype=np.int32)
        self._holder = np.full(kinds, NOBODY, dtype=np.int32)
        self._batch = np.zeros(kinds, dtype=np.int32)
        self._batches = 0

    def deal(self, to: Iterable[Index]) -> tuple[Batch, list[Amount]]:
        """Give each paper to its first preference."""
        batch = self._sort(np.arange(len(self._number)), to)
        return batch, self.move(batch, batch.value)

    def last_received(self, of: Index, to: Iterable[Index]) -> Batch:
        """The last batch that a candidate received, sorted for a transfer."""
        held = np.flatnonzero(self._holder == of)
        came = self._batch[held]
        return self._sort(held[came == came.max()], to)

    def values(self, of: Iterable[Index]) -> list[Amount]:
        """The values of the papers that these candidates hold, highest first."""
        held = self._value[np.isin(self._holder, list(of))]
        return sorted({self._values[place] for place in np.unique(held).tolist()}, reverse=True)

    def held(self, of: Iterable[Index], value: Amount) -> dict[Index, int]:
        """How many papers of that value each of these candidates holds."""
        kinds = self._kinds(of, value)
        holders = self._holder[kinds]
        return {i: int(self._number[kinds[holders == i]].sum()) for i in of}

    def at_value(self, of: Iterable[Index], value: Amount, to: Iterable[Index]) -> Batch:
        """The papers of that value that these candidates hold, sorted for a transfer."""
        return self._sort(self._kinds(of, value), to)

    def move(self, batch: Batch, value: Amount) -> list[Amount]:
        """Transfer the papers that can be; returns what each candidate is credited with."""
        going = batch.marks != END
        kinds, marks = batch.kinds[going], batch.marks[going]
        self._batches += 1
        self._batch[kinds] = self._batches
        self._holder[kinds] = marks - 1
        self._value[kinds] = len(self._values)
        self._values.append(value)
        papers = np.zeros(self._candidates + 1, dtype=np.int64)
        np.add.at(papers, marks, self._number[kinds])
        return [number * value for number in papers[1:].tolist()]

    def _kinds(self, of: Iterable[Index], value: Amount) -> Ints:
        places = [place for place, known in enumerate(self._values) if known == value]
        held = np.isin(self._holder, list(of)) & np.isin(self._value, places)
        return np.flatnonzero(held)

    def _sort(self, kinds: Ints, to: Iterable[Index]) -> Batch:
        marks = self._preferences.advance(kinds, to)
        stuck = kinds[marks == END]
        self._holder[stuck] = NOBODY
        number = int(self._number[kinds].sum())
        without = int(self._number[stuck].sum())
        value = self._values[int(self._value[kinds[0]])] if kinds.size else self._values[0]
        return Batch(kinds, marks, value, number - without, without)
