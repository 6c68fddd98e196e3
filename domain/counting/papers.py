"""Papers: what voters wrote, and what of it counts.

`Cast` is what stands on the papers, with gaps, repeats, equal ranks and unknown names as they are.
A `Policy` says what each of these does to a paper; `admit` applies it and gives the `Papers` that a
rule counts, with an `Account` in which every paper is valid, valid in part, blank, or spoiled for a
reason.  Papers that say the same are kept as one kind with its number, so 100,000 papers are a few
arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from domain.kernel.value import Value

Ints = npt.NDArray[np.int64]
Marks = npt.NDArray[np.int32]

# Marks on a paper: a candidate is index + 1.
END = 0
GAP = -1
UNKNOWN = -2


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """Papers as cast, one row a kind.

    `marks`, shape (kinds, longest): index + 1 of a candidate, `GAP` for a rank left out, `UNKNOWN`
    for a name that nobody bears, `END` after the last mark.  `joined`, of the same shape, is true
    where a mark has the same rank as the one before it; None if no paper has equal ranks.
    `number`, shape (kinds,): how many papers say so.  `section`, shape (kinds,): the section of an
    electoral college in which they were cast, by its place in `sections`.
    """

    marks: Marks
    number: Ints
    joined: npt.NDArray[np.bool_] | None = None
    section: Ints | None = None
    sections: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return int(self.number.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Papers:
    """Papers that count: each candidate at most once, no gaps, best first.

    `ranks`, shape (kinds, longest): index + 1, `END` after the last preference.  `number`, shape
    (kinds,), int64.  `joined` and `section` as in `Cast`; only rules that take equal ranks are
    given any `joined`.
    """

    ranks: Marks
    number: Ints
    joined: npt.NDArray[np.bool_] | None = None
    section: Ints | None = None

    @property
    def total(self) -> int:
        return int(self.number.sum())


class Effect(StrEnum):
    """What a defect does to a paper."""

    SPOILS = "spoils"  # the whole paper
    STOPS = "stops"  # what stands before the defect counts
    SKIPS = "skips"  # the mark is passed over, later ones count
    COUNTS = "counts"  # the rule can read it: no defect


class Defect(StrEnum):
    """What may be wrong on a paper."""

    GAP = "a rank is left out"
    REPEAT = "a candidate is ranked twice"
    EQUAL = "two candidates have the same rank"
    UNKNOWN = "a name is not that of a candidate"
    WITHDRAWN = "only candidates who withdrew are marked"
    TOO_MANY = "more candidates are marked than may be"


class Policy(Value):
    """What each defect does.  The default keeps what is clear and stops at what is not.

    A candidate who withdrew is passed over first, and is no defect.  `only_withdrawn` is about a
    paper that marks nobody else: it is spoiled, or counts as a paper that can't be transferred.
    `most` is how many candidates may be marked; more of them spoil the paper.
    """

    gap: Effect = Effect.STOPS
    repeat: Effect = Effect.STOPS
    equal: Effect = Effect.STOPS
    unknown: Effect = Effect.SKIPS
    only_withdrawn: Literal[Effect.SPOILS, Effect.COUNTS] = Effect.SPOILS
    most: Annotated[int, Field(ge=1)] | None = None
    # Whether blank and spoiled papers count to turnout.
    turnout_with_blank: bool = True
    turnout_with_spoiled: bool = True


class Account(Value):
    """Every paper, by what became of it; all figures are numbers of papers."""

    valid: int
    in_part: int = 0
    blank: int = 0
    spoiled: tuple[tuple[Defect, int], ...] = ()
    turnout: int

    @property
    def counted(self) -> int:
        return self.valid + self.in_part

    @property
    def invalid(self) -> int:
        return self.blank + sum(number for _, number in self.spoiled)

    @property
    def total(self) -> int:
        return self.counted + self.invalid
