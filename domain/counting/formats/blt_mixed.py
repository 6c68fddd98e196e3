"""Reading the papers of a BLT file: plain lines in bulk, odd ones word by word, to one result.

A line is odd that has a comment, equal ranks, a rank left out, part of a paper or several.  A run
of odd lines is read together; where it ends within a paper or a comment, the lines after it are
read with it, plain as they may look.  So every plain line that is read in bulk begins where a paper
begins, and nothing is read otherwise than it would be word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from domain.counting.formats.blt_bulk import Bools, Ints, Lines
from domain.counting.formats.blt_papers import Names, Paper, next_paper
from domain.counting.formats.blt_words import Reader, without_comments
from domain.counting.formats.election import Rows
from domain.counting.formats.source import Source
from domain.counting.papers import Cast, Marks
from domain.kernel.refusal import BadInput

# Where papers run over lines more often than this, it is quicker to read all of them by words.
MOST_REREAD = 1_000


@dataclass(frozen=True, slots=True)
class Mixed:
    """The papers, and where the 0 that ends them ends."""

    cast: Cast
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines read word by word: the papers, and where the end of all papers was, if it was there."""

    papers: Sequence[Paper]
    end: int | None


@dataclass(slots=True)
class _Odd:
    """What was read by words, and which lines: `at` has for each paper the line of its run."""

    rows: Rows = field(default_factory=Rows)
    at: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, run: _Run, first: int, after: int) -> None:
        for number, ranks in run.papers:
            self.rows.add(number, ranks)
        self.at += [first] * len(run.papers)
        self.spans.append((first, after))


def mixed(text: str, names: Names) -> Mixed | None:
    """The papers of a text that begins with them, or None if they are better read by words.

    So it is where something is wrong with them: the careful reader says what and where.
    """
    lines = Lines(text)
    try:
        found = _odd_lines(text, lines, names)
    except BadInput:
        return None
    if found is None:
        return None
    odd, end = found
    in_bulk = lines.plain.copy()
    for first, after in odd.spans:
        in_bulk[first:after] = False
    in_bulk[odd.spans[-1][1] :] = False
    plain = lines.cast(in_bulk)
    if int(plain.marks.max(initial=0)) > names.candidates:
        return None
    return Mixed(_in_order(plain, odd, in_bulk), end)


def _odd_lines(text: str, lines: Lines, names: Names) -> tuple[_Odd, int] | None:
    """All odd lines up to the end of the papers, and where that is; None without one."""
    odd, reread, here = _Odd(), 0, 0
    for first, after in _runs(lines.plain):
        if first < here:  # read with the run before it; what is left of this one comes now
            first = here
        more = 1
        while first < after:
            run = _read(text[lines.starts[first] : lines.starts[after]], names)
            if run is not None:
                odd.add(run, first, after)
                if run.end is not None:
                    return odd, int(lines.starts[first]) + run.end
                break
            reread += 1
            if after == len(lines.plain) or reread > MOST_REREAD:
                return None
            after, more = min(after + more, len(lines.plain)), 2 * more
        here = max(here, after)
    return None


def _runs(plain: Bools) -> list[tuple[int, int]]:
    """Runs of odd lines: the first of each, and the first after it."""
    odd = np.concatenate(([False], ~plain, [False]))
    edges = np.flatnonzero(odd[1:] != odd[:-1]).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _read(text: str, names: Names) -> _Run | None:
    """The papers on these lines, or None if they end amid a paper or a comment."""
    try:
        reader = Reader(without_comments(Source("", text)))
    except BadInput:
        return None
    papers: list[Paper] = []
    try:
        while reader.peek():
            paper = next_paper(reader, names)
            if paper is None:
                return _Run(papers, reader.read_to)
            papers.append(paper)
    except BadInput:
        if reader.over:
            return None
        raise
    return _Run(papers, None)


def _in_order(plain: Cast, odd: _Odd, in_bulk: Bools) -> Cast:
    """All papers in the order of their lines."""
    if not odd.at:
        return plain
    other = odd.rows.cast()
    at = np.concatenate((np.flatnonzero(in_bulk), np.array(odd.at, dtype=np.int64)))
    order = np.argsort(at, kind="stable")
    number = np.concatenate((plain.number, other.number))[order]
    joined = None
    if other.joined is not None:
        none = np.zeros(plain.marks.shape, dtype=np.int32)
        joined = _together(none, other.joined.astype(np.int32), order).astype(np.bool_)
    return Cast(_together(plain.marks, other.marks, order), number, joined)


def _together(one: Marks, other: Marks, order: Ints) -> Marks:
    """Rows of both in this order, filled up to one length with `END`."""
    longest = max(one.shape[1], other.shape[1])
    rows = np.zeros((len(one) + len(other), longest), dtype=np.int32)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    rows[back[: len(one)], : one.shape[1]] = one
    rows[back[len(one) :], : other.shape[1]] = other
    return rows
