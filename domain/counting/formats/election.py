"""What a file of papers says: the contest, the papers as cast, and how ties were to be broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from domain.counting.contest import Contest
from domain.counting.papers import END, Cast, Ints, Marks

# More papers of one kind than this are taken for a slip of the pen.
MOST_PAPERS = 10**12
# So many candidates or places are a slip of the pen too.
MOST_CANDIDATES = 10**6


@dataclass(frozen=True, slots=True)
class Election:
    """A file, read.

    `tie_order`: names in the order in which the file says that lots were drawn; empty if it does
    not.  `notices`: sentences about what was read in one of several ways.
    """

    format: str
    contest: Contest
    cast: Cast
    tie_order: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class Rows:
    """Papers while they are being read, one after the other.

    `section` has the name of one for every paper, or is empty.
    """

    marks: list[int] = field(default_factory=list)
    # At which of the marks the rank is that of the one before.
    joined: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    number: list[int] = field(default_factory=list)
    section: list[str] = field(default_factory=list)

    def add(self, number: int, ranks: Sequence[Sequence[int]]) -> None:
        """So many papers with these ranks, each of one mark or several."""
        self.number.append(number)
        before = len(self.marks)
        for rank in ranks:
            self.marks += rank
            if len(rank) > 1:
                self.joined += range(len(self.marks) - len(rank) + 1, len(self.marks))
        self.lengths.append(len(self.marks) - before)

    def cast(self) -> Cast:
        lengths = np.array(self.lengths, dtype=np.int64)
        joined = None
        if self.joined:
            same = np.zeros(len(self.marks), dtype=np.int32)
            same[self.joined] = 1
            joined = spread(same, lengths).astype(np.bool_)
        marks = spread(np.array(self.marks, dtype=np.int32), lengths)
        number = np.array(self.number, dtype=np.int64)
        if not self.section:
            return Cast(marks, number, joined)
        names = tuple(sorted(set(self.section)))
        of = np.array([names.index(name) for name in self.section], dtype=np.int64)
        return Cast(marks, number, joined, of, names)


def spread(marks: Marks, lengths: Ints) -> Marks:
    """Marks of all papers, one after the other, as one row a paper, filled up with `END`."""
    longest = int(lengths.max(initial=0))
    rows = np.full((len(lengths), longest), END, dtype=np.int32)
    rows[np.arange(longest) < lengths[:, None]] = marks
    return rows
