"""Small contests and papers for the tests of counts, and Hypothesis strategies for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from domain.counting.contest import Candidate, Contest
from domain.counting.papers import END, GAP, UNKNOWN, Cast

# One paper, rank by rank: the marks of each rank.
Ranks = tuple[tuple[int, ...], ...]


def contest(seats: int = 2, candidates: int = 4, withdrawn: Sequence[int] = ()) -> Contest:
    """A contest of candidates named A, B, C …"""
    return Contest(
        seats=seats,
        candidates=tuple(Candidate(name=chr(ord("A") + i)) for i in range(candidates)),
        withdrawn=frozenset(withdrawn),
    )


def cast(papers: Sequence[tuple[int, Ranks]]) -> Cast:
    """Papers from their numbers and ranks."""
    rows = [
        [(mark, at > 0) for rank in ranks for at, mark in enumerate(rank)] for _, ranks in papers
    ]
    longest = max((len(row) for row in rows), default=0)
    marks = np.full((len(rows), longest), END, dtype=np.int32)
    joined = np.zeros(marks.shape, dtype=np.bool_)
    for place, row in enumerate(rows):
        for at, (mark, same) in enumerate(row):
            marks[place, at], joined[place, at] = mark, same
    number = np.array([times for times, _ in papers], dtype=np.int64)
    return Cast(marks, number, joined if joined.any() else None)


def simple(*papers: tuple[int, str]) -> Cast:
    """Papers from their numbers and the letters of candidates, best first: `simple((3, "BA"))`."""
    return cast([(times, tuple((ord(c) - ord("A") + 1,) for c in row)) for times, row in papers])


def messy_papers(candidates: int) -> st.SearchStrategy[list[tuple[int, Ranks]]]:
    """Papers with gaps, repeats, equal ranks and unknown names."""
    name = st.integers(1, candidates) | st.just(UNKNOWN)
    rank = st.lists(name, min_size=1, max_size=3).map(tuple) | st.just((GAP,))
    paper = st.lists(rank, max_size=5).map(tuple)
    return st.lists(st.tuples(st.integers(1, 9), paper), max_size=8)


def clean_papers(candidates: int) -> st.SearchStrategy[list[tuple[int, Ranks]]]:
    """Papers that rank some candidates once each."""
    row = st.permutations(range(1, candidates + 1)).map(lambda order: tuple((c,) for c in order))
    paper = st.tuples(row, st.integers(1, candidates)).map(lambda cut: cut[0][: cut[1]])
    return st.lists(st.tuples(st.integers(1, 9), paper), min_size=1, max_size=12)
