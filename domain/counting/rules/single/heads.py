"""Papers at the head: for each paper, the first candidate on it who is still in the count.

Papers are in classes, such as sections of an electorate or papers of the same value, and are added
up in each by itself; what a class is worth is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from domain.counting.contest import Index
from domain.counting.papers import END, Ints, Papers


@dataclass(frozen=True, slots=True)
class Heads:
    """How many papers each candidate has at the head, by class: `[class][candidate index]`.

    `stuck` is how many papers of a class name nobody who is left.
    """

    papers: tuple[tuple[int, ...], ...]
    stuck: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Classed:
    """Papers in so many classes: `of`, shape (kinds,), is the class of each kind."""

    papers: Papers
    of: Ints
    classes: int

    def heads(self, candidates: int, open_: Iterable[Index]) -> Heads:
        """Each paper with the first of those open that it names, of so many candidates."""
        keys = self.of * (candidates + 1) + first_of(self.papers, candidates, open_)
        counted = np.zeros(self.classes * (candidates + 1), dtype=np.int64)
        np.add.at(counted, keys, self.papers.number)
        rows = counted.reshape(self.classes, candidates + 1).tolist()
        return Heads(tuple(tuple(row[1:]) for row in rows), tuple(row[0] for row in rows))


def in_one_class(papers: Papers) -> Classed:
    return Classed(papers, np.zeros(len(papers.number), dtype=np.int64), 1)


def first_of(papers: Papers, candidates: int, open_: Iterable[Index]) -> Ints:
    """Shape (kinds,): the mark of the first candidate on each paper who is open, `END` if none."""
    is_open = np.zeros(candidates + 1, dtype=np.bool_)
    is_open[[candidate + 1 for candidate in open_]] = True
    kinds, longest = papers.ranks.shape
    found = np.full(kinds, END, dtype=np.int64)
    going = np.arange(kinds)
    for place in range(longest):
        marks = papers.ranks[going, place]
        arrived = is_open[marks]
        found[going[arrived]] = marks[arrived]
        going = going[~arrived & (marks != END)]
    return found
