"""The one place where the solver is spoken to: a linear program in, the best values and prices out.

HiGHS works in floating point.  What comes out of here is a proposal: it is rounded to whole tickets
and whole weights, and judged in whole numbers by `domain.sortition`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EXACTLY: Final = 1e-10
NO_LIMIT: Final = highspy.kHighsInf


@dataclass(slots=True)
class Program:
    """What is to be made as great as can be, in columns, and within which rows.

    A row bounds the sum of some columns, each times a factor.  `whole`: columns are whole numbers.
    `near`: how much less than the best will do then, as a part of it.
    """

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    worth: list[float] = field(default_factory=list)
    whole: bool = False
    near: float = 0.0
    bounds: list[tuple[float, float]] = field(default_factory=list)
    columns: list[Ints] = field(default_factory=list)
    factors: list[Floats] = field(default_factory=list)

    def add_columns(self, lower: Floats, upper: Floats, worth: Floats) -> None:
        """Columns with their bounds, and what one of each is worth."""
        self.lower += lower.tolist()
        self.upper += upper.tolist()
        self.worth += worth.tolist()

    def add_row(self, bounds: tuple[float, float], columns: Ints, factors: Floats) -> None:
        self.bounds.append(bounds)
        self.columns.append(columns)
        self.factors.append(factors)


@dataclass(frozen=True, slots=True)
class Solved:
    """The best values of the columns, and what each row's bound costs, by how much it may move."""

    values: Floats
    prices: Floats
    worth: float


class SolverFailed(Exception):
    """The solver gave neither an answer nor that there is none."""


def solve(program: Program) -> Solved | None:
    """The best there is; None if no values keep within the rows."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has types but for this
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        highs.setOptionValue(name, EXACTLY)
    highs.setOptionValue("mip_rel_gap", program.near)
    highs.setOptionValue("mip_abs_gap", EXACTLY)
    _fill(highs, program)
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise SolverFailed(f"The solver ended with {highs.modelStatusToString(status)}.")
    found = highs.getSolution()
    return Solved(
        values=np.array(found.col_value, dtype=np.float64),
        prices=-np.array(found.row_dual, dtype=np.float64),
        worth=-highs.getInfo().objective_function_value,
    )


def _fill(highs: highspy.Highs, program: Program) -> None:
    """HiGHS makes things as small as can be: what is worth something costs it back."""
    number = len(program.lower)
    none = np.zeros(0, dtype=np.int32)
    costs = -np.array(program.worth)
    lower, upper = np.array(program.lower), np.array(program.upper)
    empty = np.zeros(number, dtype=np.int32)
    highs.addCols(number, costs, lower, upper, 0, empty, none, np.zeros(0))
    if program.whole:
        kinds = np.full(number, highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(number, np.arange(number, dtype=np.int32), kinds)
    starts = np.cumsum([0, *map(len, program.columns[:-1])]).astype(np.int32)
    columns, factors = _joined(program.columns), np.concatenate(program.factors)
    least = np.array([bound[0] for bound in program.bounds])
    most = np.array([bound[1] for bound in program.bounds])
    highs.addRows(len(least), least, most, len(columns), starts, columns, factors)


def _joined(parts: Sequence[Ints]) -> NDArray[np.int32]:
    return np.concatenate(parts).astype(np.int32)
