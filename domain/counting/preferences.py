"""How far each paper has been read: its next preference among those who may still get it.

Papers are kept by kind in one flat row of marks, so that reading on costs one array operation a
preference.  What a paper is worth and who holds it is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from domain.counting.contest import Index
from domain.counting.papers import END, Ints, Papers


class Preferences:
    """The preferences of all papers, each with the place reached."""

    def __init__(self, papers: Papers, candidates: int) -> None:
        kinds, longest = papers.ranks.shape
        small = np.int16 if candidates < 2**15 else np.int32
        padded = np.zeros((kinds, longest + 1), dtype=small)
        padded[:, :longest] = papers.ranks
        self._marks = padded.reshape(-1)
        self._at = np.arange(kinds, dtype=np.int64) * (longest + 1) - 1
        self._candidates = candidates

    def advance(self, which: Ints, to: Iterable[Index]) -> Ints:
        """Read each of these papers on to the next of these candidates.

        Returns a mark a paper: index + 1, or `END`.  A paper that has ended must not be read on.
        """
        open_ = self._open(to)
        found = np.zeros(len(which), dtype=np.int64)
        going = np.arange(len(which))
        while going.size:
            at = self._at[which[going]] + 1
            self._at[which[going]] = at
            marks = self._marks[at]
            arrived = open_[marks]
            found[going[arrived]] = marks[arrived]
            going = going[~arrived]
        return found

    def _open(self, to: Iterable[Index]) -> npt.NDArray[np.bool_]:
        open_ = np.zeros(self._candidates + 1, dtype=np.bool_)
        open_[[END, *(candidate + 1 for candidate in to)]] = True
        return open_
