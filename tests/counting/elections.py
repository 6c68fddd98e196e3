"""Elections for tests: read from plain BLT files, or made of a few lines."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from domain.counting.contest import Candidate, Contest, Index
from domain.counting.manifest import Ballots
from domain.counting.papers import Papers
from domain.counting.sheet import Sheet
from domain.counting.ties import Narrowed, Step, Tied, Ties

Line = tuple[int, Sequence[int]]

NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn")


@dataclass(frozen=True, slots=True)
class First:
    """Chooses whoever comes first in this order, for election and exclusion alike.

    Counters that were written for reference break ties so.
    """

    order: Sequence[Index]

    def narrow(self, tied: Tied, sheet: Sheet) -> Narrowed:
        return Narrowed((min(tied.between, key=self.order.index),), "comes first in the test")


def papers(lines: Sequence[Line]) -> Papers:
    """Papers of lines like (3, [2, 1]): three papers, candidate 2 before candidate 1."""
    longest = max((len(ranked) for _, ranked in lines), default=0)
    ranks = np.zeros((len(lines), longest), dtype=np.int32)
    for row, (_, ranked) in enumerate(lines):
        ranks[row, : len(ranked)] = ranked
    return Papers(ranks, np.array([number for number, _ in lines], dtype=np.int64))


def ballots(seats: int, names: Sequence[str], lines: Sequence[Line], *ties: Step) -> Ballots:
    contest = Contest(seats=seats, candidates=tuple(Candidate(name=name) for name in names))
    return Ballots(contest=contest, papers=papers(lines), ties=Ties(*ties))


def read(path: Path) -> Ballots:
    """A plain BLT file without its blank papers.

    Ties go to whoever comes first in its `[tie]` line or, without one, on the paper.
    """
    text = path.read_text(encoding="utf-8-sig")
    head, _, tail = text.partition('"')
    lines = [line.split("#")[0].strip() for line in head.splitlines()]
    count, seats = (int(word) for word in lines[0].split())
    options = re.search(r"\[tie ([\d ]+)\]", head)
    order = [int(word) - 1 for word in options[1].split()] if options else list(range(count))
    rows = [
        [int(word) for word in line.split()]
        for line in lines[1:]
        if re.match(r"-?\d[-\d ]*$", line)
    ]
    withdrawn = frozenset(-number - 1 for row in rows if row[0] < 0 for number in row)
    names = shlex.split('"' + tail.replace("'", "’"))[:count]
    contest = Contest(
        seats=seats,
        candidates=tuple(Candidate(name=name) for name in names),
        withdrawn=withdrawn,
    )
    cast: list[Line] = [(row[0], row[1:-1]) for row in rows if row[0] > 0 and row[1:-1]]
    return Ballots(contest=contest, papers=papers(cast), ties=Ties(First(order)))


def elections(most: int = 50) -> st.SearchStrategy[list[Line]]:
    """Lines for the six of `NAMES`, each with up to `most` papers."""
    numbers = range(1, len(NAMES) + 1)
    ranked = st.permutations(numbers).flatmap(
        lambda order: st.integers(1, len(NAMES)).map(lambda length: order[:length])
    )
    return st.lists(st.tuples(st.integers(1, most), ranked), min_size=1, max_size=12)


def winners(sheet: Sheet) -> set[str]:
    return {sheet.name(candidate) for candidate in sheet.elected}
