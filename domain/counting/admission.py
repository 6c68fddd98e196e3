"""Decides what of each paper counts, under a stated policy, and accounts for every paper.

A paper is read rank by rank.  Candidates who withdrew are passed over first.  A defect spoils the
paper, ends the reading, or is passed over, as the policy says; within one rank, what spoils comes
before what ends the reading.  Most papers have no defect and are taken as they are; the others are
read in blocks of arrays.  Nothing here knows which rule counts the papers afterwards.
"""

from __future__ import annotations

import numpy as np

from domain.counting.contest import Contest
from domain.counting.defects import (
    SPECIAL,
    Block,
    Flags,
    Read,
    Words,
    any_in_row,
    number_in_row,
    repeated,
    repeats_in,
)
from domain.counting.papers import (
    END,
    Account,
    Cast,
    Defect,
    Effect,
    Ints,
    Marks,
    Papers,
    Policy,
)
from domain.kernel.refusal import BadInput

BLOCK = 1 << 14
_IN_A_WORD = 64


def admit(
    cast: Cast, contest: Contest, policy: Policy, equal_ranks: bool = False
) -> tuple[Papers, Account]:
    """The papers that count and what became of every paper.

    `equal_ranks`: the rule can read several candidates of one rank.  Raises `BadInput` if the
    policy lets equal ranks count and the rule can't read them, or if a mark is nobody's.
    """
    if policy.equal is Effect.COUNTS and not equal_ranks:
        raise BadInput(
            "This counting rule can't read two candidates of the same rank. Let equal ranks stop "
            "the reading of a paper, be passed over, or spoil it."
        )
    _require_known(cast, contest)
    return _Admission(cast, contest, policy).result()


def _require_known(cast: Cast, contest: Contest) -> None:
    if cast.marks.size and int(cast.marks.max()) > len(contest.candidates):
        raise BadInput(
            f"A paper marks candidate {int(cast.marks.max())}, and there are "
            f"{len(contest.candidates)}."
        )


class _Admission:
    def __init__(self, cast: Cast, contest: Contest, policy: Policy) -> None:
        self._cast = cast
        self._policy = policy
        self._bits = _bits(contest)
        self._standing: Flags = np.logical_or.reduce(self._bits != 0, axis=0)
        self._withdrawn: Flags = ~self._standing
        self._withdrawn[: END + SPECIAL + 1] = False
        self._out = np.zeros(cast.number.shape, dtype=np.bool_)
        self._valid = self._in_part = self._blank = 0
        self._spoiled = dict.fromkeys(Defect, 0)
        self._mended: list[tuple[Ints, Marks, Flags]] = []

    def result(self) -> tuple[Papers, Account]:
        cast = self._cast
        for start in range(0, len(cast.number), BLOCK):
            rows = slice(start, start + BLOCK)
            marks = cast.marks[rows]
            joined = None if cast.joined is None else cast.joined[rows]
            unclear = self._unclear(marks, joined)
            self._valid += int(cast.number[rows][~unclear].sum())
            if unclear.any():
                some = None if joined is None else joined[unclear]
                block = Block(marks[unclear], some, repeats_in(marks[unclear], self._bits))
                self._read(np.flatnonzero(unclear) + start, block)
        return self._papers(), self._account()

    def _unclear(self, marks: Marks, joined: Flags | None) -> Flags:
        """Which papers have to be read mark by mark.

        Rank by rank over all papers, because that is many times faster than paper by paper.
        """
        if not marks.shape[1]:
            return np.ones(len(marks), dtype=np.bool_)
        ranks = np.ascontiguousarray(marks.T)
        unclear: Flags = np.equal(ranks[0], END) | (np.minimum.reduce(ranks, axis=0) < END)
        unclear |= repeated(ranks + SPECIAL, self._bits)
        if self._withdrawn.any():
            unclear |= np.logical_or.reduce(self._withdrawn[ranks + SPECIAL], axis=0)
        if joined is not None:
            unclear |= any_in_row(joined)
        if self._policy.most is not None:
            unclear |= number_in_row(marks > END) > self._policy.most
        return unclear

    def _read(self, which: Ints, block: Block) -> None:
        read = Read(block, self._standing[block.marks + SPECIAL], self._policy)
        number = self._cast.number[which]
        self._blank += int(number[read.blank].sum())
        for defect, spoiled in read.spoiled.items():
            self._spoiled[defect] += int(number[spoiled].sum())
        self._in_part += int(number[read.counts & read.in_part].sum())
        self._valid += int(number[read.counts & ~read.in_part].sum())
        self._out[which[~read.counts]] = True
        self._mended.append((which[read.counts], *read.ranks()))

    def _papers(self) -> Papers:
        cast = self._cast
        if not self._mended:
            return Papers(cast.marks, cast.number, section=cast.section)
        ranks, joined = cast.marks.copy(), None
        if self._policy.equal is Effect.COUNTS and cast.joined is not None:
            joined = np.zeros(ranks.shape, dtype=np.bool_)
        for which, read, together in self._mended:
            ranks[which] = read
            if joined is not None:
                joined[which] = together
        papers = Papers(ranks, cast.number, joined, cast.section)
        return _only(papers, ~self._out) if self._out.any() else papers

    def _account(self) -> Account:
        policy, spoiled = self._policy, sum(self._spoiled.values())
        turnout = self._valid + self._in_part
        turnout += self._blank if policy.turnout_with_blank else 0
        turnout += spoiled if policy.turnout_with_spoiled else 0
        found = tuple((defect, number) for defect, number in self._spoiled.items() if number)
        return Account(
            valid=self._valid,
            in_part=self._in_part,
            blank=self._blank,
            spoiled=found,
            turnout=turnout,
        )


def _bits(contest: Contest) -> Words:
    """By word and mark, the bit of a candidate who can be elected; 0 for everything else."""
    words = -(-len(contest.candidates) // _IN_A_WORD)
    bits = np.zeros((max(words, 1), len(contest.candidates) + 1 + SPECIAL), dtype=np.uint64)
    for candidate in contest.standing:
        word, bit = divmod(candidate, _IN_A_WORD)
        bits[word, candidate + 1 + SPECIAL] = 1 << bit
    return bits


def _only(papers: Papers, which: Flags) -> Papers:
    return Papers(
        papers.ranks[which],
        papers.number[which],
        None if papers.joined is None else papers.joined[which],
        None if papers.section is None else papers.section[which],
    )
