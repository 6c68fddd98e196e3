"""Reading the plain lines of a BLT file in bulk: one paper each, of numbers and spaces.

Which lines look plain is decided here, and what they say.  Whether one really is a paper, and not
the rest of one that began on the line before, is for `blt_mixed` to know.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from domain.counting.formats.election import spread
from domain.counting.papers import Cast

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Numbers of more digits are left to the careful reader.
LONGEST_NUMBER = 9

# An id before a number of papers says nothing about the paper.
_ID = re.compile(rb"^\([^()\n\"#/]*\)(?=[ \t]+[1-9])", re.MULTILINE)
_SPACES = np.zeros(256, dtype=np.bool_)
_SPACES[list(b" \t\n")] = True


class Lines:
    """The lines of a text, of which each may be a paper in plain form.

    `starts` has where each line begins, and the end of the text after them; `plain` which of them
    are a number of papers, the numbers of candidates, and one 0 at the end.
    """

    def __init__(self, text: str) -> None:
        # One byte a letter, so that places in it are places in the text.
        flat = (text if text.endswith("\n") else text + "\n").encode("latin-1", "replace")
        if b"\n(" in flat or flat.startswith(b"("):
            flat = _ID.sub(lambda found: b" " * len(found.group()), flat)
        found = np.frombuffer(flat, dtype=np.uint8)
        breaks = np.flatnonzero(found == ord("\n"))
        self.starts = np.concatenate((np.zeros(1, dtype=np.int64), breaks + 1))
        digit = (found >= ord("0")) & (found <= ord("9"))
        words, ends = _edges(digit)
        self._numbers = _numbers(found, words, np.minimum(ends - words, LONGEST_NUMBER))
        # The first number of each line, and how many there are after the last.
        self._first = np.searchsorted(words, self.starts)
        self.plain = self._like_a_paper(ends - words)
        others = np.flatnonzero(~(digit | _SPACES[found]))
        self.plain[np.searchsorted(breaks, others)] = False

    def _like_a_paper(self, lengths: Ints) -> Bools:
        """Which lines are so by their numbers: the 0 at the end is their only one."""
        numbers, first, after = self._numbers, self._first[:-1], self._first[1:]
        zeros = np.searchsorted(np.flatnonzero(numbers == 0), self._first)
        plain: Bools = (after - first >= 2) & (np.diff(zeros) == 1)
        last = after[plain] - 1
        plain[plain] = (numbers[last] == 0) & (lengths[last] == 1)
        long_ = np.flatnonzero(lengths > LONGEST_NUMBER)
        plain[np.searchsorted(after, long_, side="right")] = False
        return plain

    def cast(self, lines: Bools) -> Cast:
        """The papers on these lines, all of them plain."""
        first, after = self._first[:-1], self._first[1:]
        is_mark = np.repeat(lines, after - first)
        is_mark[first[lines]] = is_mark[after[lines] - 1] = False
        marks = self._numbers[is_mark].astype(np.int32)
        return Cast(spread(marks, (after - first)[lines] - 2), self._numbers[first[lines]])


def _edges(digit: Bools) -> tuple[Ints, Ints]:
    """Where numbers begin, and where they end; the last letter of the text is none of a number."""
    edges = np.flatnonzero(digit[1:] != digit[:-1]) + 1
    if digit[0]:
        edges = np.concatenate((np.zeros(1, dtype=edges.dtype), edges))
    return edges[::2], edges[1::2]


def _numbers(text: Bytes, starts: Ints, lengths: Ints) -> Ints:
    numbers = text[starts].astype(np.int64) - ord("0")
    for place in range(1, int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > place)
        numbers[longer] = numbers[longer] * 10 + text[starts[longer] + place] - ord("0")
    return numbers
