"""Reading the papers of a plain BLT file in bulk.

Plain are papers that stand each on a line of its own and consist of numbers and spaces, followed by
a line with 0.  For all others there is no answer here, and the file is read word by word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.counting.formats.election import spread
from domain.counting.papers import Cast

Bytes = npt.NDArray[np.uint8]

# Numbers of more digits are left to the careful reader.
LONGEST_NUMBER = 9

_PAPER = re.compile(rb"^\d+(?: \d+)* 0\r?$", re.MULTILINE)
_END = re.compile(rb"\n0\r?\n")
_SPACES = np.zeros(256, dtype=np.bool_)
_SPACES[list(b" \r\n")] = True


@dataclass(frozen=True, slots=True)
class Bulk:
    """The papers, what stands before and after them, and how many lines are before the rest."""

    head: bytes
    cast: Cast
    tail: bytes
    lines_before_tail: int


def bulk(data: bytes) -> Bulk | None:
    """The papers, if they are plain."""
    first = _PAPER.search(data, _after_first_line(data))
    end = None if first is None else _END.search(data, first.start())
    if first is None or end is None or b"/*" in data[: first.start()]:
        return None
    cast = _papers(np.frombuffer(data, dtype=np.uint8)[first.start() : end.start() + 1])
    if cast is None:
        return None
    before = data.count(b"\n", 0, end.end())
    return Bulk(data[: first.start()], cast, data[end.end() :], before)


def _after_first_line(data: bytes) -> int:
    """A first line such as `7 0` would look like a paper."""
    return data.find(b"\n") + 1


def _papers(text: Bytes) -> Cast | None:
    """Papers from lines of numbers, each of which ends with 0."""
    digit = (text >= ord("0")) & (text <= ord("9"))
    if not (digit | _SPACES[text]).all():
        return None
    edges = np.flatnonzero(digit[1:] != digit[:-1]) + 1
    starts = np.concatenate((np.zeros(1, dtype=edges.dtype), edges[1::2]))
    ends = edges[::2]
    if (ends - starts).max() > LONGEST_NUMBER:
        return None
    numbers = _numbers(text, starts, ends)
    zeros = np.flatnonzero(numbers == 0)
    lengths = np.diff(zeros, prepend=-1) - 2
    if not _each_on_a_line(text, starts, ends, zeros) or (lengths < 0).any():
        return None
    weights = zeros - lengths - 1
    is_mark = np.ones(len(numbers), dtype=np.bool_)
    is_mark[zeros] = is_mark[weights] = False
    return Cast(spread(numbers[is_mark].astype(np.int32), lengths), numbers[weights])


def _numbers(
    text: Bytes, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    lengths = ends - starts
    numbers = text[starts].astype(np.int64) - ord("0")
    for place in range(1, int(lengths.max())):
        longer = np.flatnonzero(lengths > place)
        numbers[longer] = numbers[longer] * 10 + text[starts[longer] + place] - ord("0")
    return numbers


def _each_on_a_line(
    text: Bytes,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    zeros: npt.NDArray[np.int64],
) -> bool:
    """Whether every 0, and nothing else, stands at the end of a line."""
    closes = text[ends]
    last = np.flatnonzero((closes == ord("\n")) | (closes == ord("\r")))
    breaks = int(np.count_nonzero(text == ord("\n")))
    return bool(np.array_equal(last, zeros)) and breaks == len(zeros)
