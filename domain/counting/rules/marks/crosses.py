"""Crosses on papers: whom each paper marks, and how many of them stand.

The marks of a paper are read as a set.  Adding up is done in whole numbers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from domain.counting.contest import Contest
from domain.counting.papers import Ints, Papers


def marked(papers: Papers, contest: Contest) -> npt.NDArray[np.bool_]:
    """Shape (kinds, candidates): true where a paper marks somebody who stands."""
    found = np.zeros((len(papers.number), len(contest.candidates) + 1), dtype=np.bool_)
    rows = np.arange(len(papers.number))[:, None]
    found[rows, np.maximum(papers.ranks, 0)] = True
    found = found[:, 1:]
    found[:, sorted(contest.withdrawn)] = False
    return found


def added(marks: npt.NDArray[np.bool_], number: Ints) -> tuple[int, ...]:
    """How many papers mark each candidate."""
    return tuple((marks * number[:, None]).sum(axis=0, dtype=np.int64).tolist())


def overfull(marks: npt.NDArray[np.bool_], most: int) -> npt.NDArray[np.bool_]:
    """Shape (kinds,): true where a paper marks more than may be marked."""
    return np.asarray(marks.sum(axis=1) > most)
