"""The pool and the quotas in the numbers that a solver reads, and panels chosen from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from domain.sortition.pool import KindCount
from domain.sortition.terms import Terms
from services.sortition.solver import Floats, Ints, Program, solve


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What may be chosen.

    `has`, shape (kinds, quotas), is 1 where a kind counts for a quota; `least` and `most` are those
    of the quotas, `members` how many there are of each kind.
    """

    seats: int
    members: Floats
    has: Floats
    least: Floats
    most: Floats

    @classmethod
    def of(cls, terms: Terms, kinds: Sequence[KindCount]) -> Self:
        bounds = list(terms.bounds())
        has = [[float(one.kind[at] == place) for at, place, _ in bounds] for one in kinds]
        return cls(
            seats=terms.seats,
            members=np.array([one.members for one in kinds], dtype=np.float64),
            has=np.array(has),
            least=np.array([quota.least for _, _, quota in bounds], dtype=np.float64),
            most=np.array([quota.most for _, _, quota in bounds], dtype=np.float64),
        )

    @property
    def kinds(self) -> int:
        return len(self.members)

    def rows(self, program: Program, each: Floats) -> None:
        """The rows for seats and quotas, over columns of kinds that stand for `each` seats."""
        every: Ints = np.arange(self.kinds)
        program.add_row((self.seats, self.seats), every, each)
        for quota in range(len(self.least)):
            concerned: Ints = np.flatnonzero(self.has[:, quota])
            bounds = (float(self.least[quota]), float(self.most[quota]))
            program.add_row(bounds, concerned, each[concerned])

    def best(self, worth: Floats) -> Floats | None:
        """The panel within the quotas whose seats are worth most; None if there is no panel."""
        return self._panel(Program(whole=True), worth, (np.zeros(self.kinds), self.members))

    def good(self, worth: Floats, span: tuple[Floats, Floats]) -> Floats | None:
        """A panel worth nearly most; `span` is how many of each kind sit at least and at most."""
        return self._panel(Program(whole=True, near=0.2), worth, span)

    def _panel(self, program: Program, worth: Floats, span: tuple[Floats, Floats]) -> Floats | None:
        least, most = span
        program.add_columns(least, most, worth)
        self.rows(program, np.ones(self.kinds))
        found = solve(program)
        return None if found is None else np.round(found.values)


def seats_of(panel: Floats) -> tuple[int, ...]:
    """The kinds of a panel's seats, in order."""
    return tuple(np.repeat(np.arange(len(panel)), panel.astype(np.int64)).tolist())
