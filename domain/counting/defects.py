"""Reads papers that are not clear at first sight: where each defect stands and what it leaves.

All papers of a block are read at once, in arrays with one row a paper; the ranks of a paper are
numbered from 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.counting.papers import END, GAP, UNKNOWN, Defect, Effect, Ints, Marks, Policy

Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]

# Later than any rank.
NEVER = 1 << 30
# Added to a mark, so that the marks below END can be indices too.
SPECIAL = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Papers as they are looked at; `repeats` is true where a mark names somebody again."""

    marks: Marks
    joined: Flags | None
    repeats: Flags


class Read:
    """Unclear papers, read by the policy; every array has one row a paper.

    `standing` is true where a mark is that of a candidate who can be elected.
    """

    def __init__(self, block: Block, standing: Flags, policy: Policy) -> None:
        self._marks, self._policy = block.marks, policy
        begins = np.ones(block.marks.shape, dtype=np.bool_)
        if block.joined is not None:
            begins = ~block.joined
        self._rank = np.cumsum(begins, axis=1) - 1
        written = _before_trailing_gaps(block.marks)
        fresh = standing & ~block.repeats
        crowded = fresh & self._crowded(fresh)
        self._defects: tuple[tuple[Defect, Effect, Flags], ...] = (
            (Defect.GAP, policy.gap, written & (block.marks == GAP)),
            (Defect.REPEAT, policy.repeat, block.repeats),
            (Defect.EQUAL, policy.equal, crowded),
            (Defect.UNKNOWN, policy.unknown, block.marks == UNKNOWN),
        )
        stops = self._first(Effect.STOPS)[0]
        self._kept = fresh & (self._rank < stops[:, None])
        if policy.equal is Effect.SKIPS:
            self._kept &= ~crowded
        self._judge(any_in_row(written), stops)

    def _crowded(self, fresh: Flags) -> Flags:
        """True at marks whose rank has several candidates."""
        papers, longest = fresh.shape
        keys = np.arange(papers)[:, None] * longest + self._rank
        several = np.bincount(keys[fresh], minlength=papers * longest) > 1
        found: Flags = several[keys]
        return found

    def _first(self, effect: Effect) -> tuple[Ints, Ints]:
        """The first rank at which a defect has this effect, and which defect it is."""
        first = np.full(len(self._marks), NEVER, dtype=np.int64)
        which = np.full(len(self._marks), -1, dtype=np.int64)
        for place, (_, does, found) in enumerate(self._defects):
            if does is effect and found.shape[1]:
                at = np.where(found, self._rank, NEVER).min(axis=1)
                which[at < first] = place
                first = np.minimum(first, at)
        return first, which

    def _judge(self, marked: Flags, stops: Ints) -> None:
        spoils, by = self._first(Effect.SPOILS)
        skips, skipped_by = self._first(Effect.SKIPS)
        stopped_by = self._first(Effect.STOPS)[1]
        spoiled = (spoils <= stops) & (spoils < NEVER)
        nothing = marked & ~spoiled & ~any_in_row(self._kept)
        reason = np.where(spoiled, by, -1)
        reason[nothing] = np.where(skips < stops, skipped_by, stopped_by)[nothing]
        only_withdrawn = nothing & (reason < 0) & ~any_in_row(self._marks == UNKNOWN)
        too_many = self._too_many() & marked & ~spoiled
        self.blank = ~marked
        self.in_part = (stops < NEVER) | (skips < NEVER)
        self.spoiled = {
            defect: (reason == place) & ~too_many
            for place, (defect, _, _) in enumerate(self._defects)
        }
        self.spoiled[Defect.UNKNOWN] |= nothing & (reason < 0) & ~only_withdrawn
        self.spoiled[Defect.TOO_MANY] = too_many
        if self._policy.only_withdrawn is Effect.SPOILS:
            self.spoiled[Defect.WITHDRAWN] = only_withdrawn
            only_withdrawn = np.zeros_like(only_withdrawn)
        self.counts = marked & ~spoiled & ~too_many & (~nothing | only_withdrawn)

    def _too_many(self) -> Flags:
        most = self._policy.most
        return number_in_row(self._kept) > (NEVER if most is None else most)

    def ranks(self) -> tuple[Marks, Flags]:
        """The marks that count, moved up to the front, and which have the rank of the one before.

        Only the papers that count, in order.
        """
        kept, rank = self._kept[self.counts], self._rank[self.counts]
        order = np.argsort(~kept, axis=1, kind="stable")
        there = np.take_along_axis(kept, order, axis=1)
        marks = np.where(there, np.take_along_axis(self._marks[self.counts], order, axis=1), END)
        rank = np.take_along_axis(rank, order, axis=1)
        joined = np.zeros(there.shape, dtype=np.bool_)
        joined[:, 1:] = there[:, 1:] & (rank[:, 1:] == rank[:, :-1])
        return marks, joined


def repeats_in(marks: Marks, bits: Words) -> Flags:
    """True where a candidate who can be elected was marked before on the same paper."""
    found = np.zeros(marks.shape, dtype=np.bool_)
    columns = np.ascontiguousarray(marks.T) + SPECIAL
    for word in bits:
        seen = np.zeros(len(marks), dtype=np.uint64)
        for place, column in enumerate(columns):
            bit = word[column]
            found[:, place] |= (seen & bit) != 0
            seen |= bit
    return found


def repeated(ranks: Marks, bits: Words) -> Flags:
    """For each paper, whether it names anybody twice who can be elected.

    `ranks` has one row a rank and one column a paper, and marks that are indices of `bits`.
    """
    again = np.zeros(ranks.shape[1], dtype=np.uint64)
    for word in bits:
        seen = np.zeros(ranks.shape[1], dtype=np.uint64)
        for rank in ranks:
            bit = word[rank]
            again |= seen & bit
            seen |= bit
    twice: Flags = np.not_equal(again, 0)
    return twice


def any_in_row(flags: Flags) -> Flags:
    """For each paper, whether the flag is up anywhere on it."""
    found: Flags = np.logical_or.reduce(flags, axis=1)
    return found


def number_in_row(flags: Flags) -> Ints:
    """For each paper, on how many marks the flag is up."""
    found: Ints = np.add.reduce(flags, axis=1, dtype=np.int64)
    return found


def _before_trailing_gaps(marks: Marks) -> Flags:
    """True from the first mark to the last that is not a gap."""
    written = (marks != END) & (marks != GAP)
    found: Flags = np.logical_or.accumulate(written[:, ::-1], axis=1)[:, ::-1]
    return found
