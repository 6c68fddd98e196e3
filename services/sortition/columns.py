"""The fairest chances over panels of whole people, where the quotas alone allow more than there is.

The least chance is raised over the panels known so far.  The prices of that say which panel would
raise it further, the solver looks for the best such panel, and when there is none, those who keep
the least chance from rising are settled (column generation, as in the paper that `domain.sortition`
names).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from services.sortition.relaxed import SPARE
from services.sortition.room import Room, seats_of
from services.sortition.solver import NO_LIMIT, Floats, Program, Solved, SolverFailed, solve

SETTLED = 1e-7
NEAR = 1e-9


class Columns:
    """The panels known so far, and what is settled."""

    def __init__(self, room: Room, panels: Sequence[Floats]) -> None:
        self._room, self.panels = room, list(panels)
        self._known = {seats_of(panel) for panel in panels}
        self._floor = np.zeros(room.kinds)
        self._free = np.ones(room.kinds, dtype=bool)

    def fairest(self) -> Floats:
        """The share of each panel; `panels` has all of them then."""
        while True:
            found = self._raised_by_all_panels()
            stuck = self._free & (-found.prices[1:] > SETTLED)
            if not stuck.any():
                raise SolverFailed("The solver found a least chance that nobody keeps from rising.")
            self._floor[stuck] = max(found.values[-1], 0)
            self._free &= ~stuck
            if not self._free.any():
                return np.maximum(found.values[:-1], 0)

    def reaching(self, chances: Floats) -> tuple[float, Floats]:
        """By how much some chance has to stay below these, and the share of each panel then."""
        self._floor = chances.copy()
        found = self._raised_by_all_panels(enough=-NEAR)
        self._floor = np.zeros(self._room.kinds)
        return max(-float(found.values[-1]), 0.0), np.maximum(found.values[:-1], 0)

    def _raised_by_all_panels(self, enough: float = NO_LIMIT) -> Solved:
        while True:
            found = self._raised()
            if found.values[-1] >= enough:
                return found
            worth = np.maximum(-found.prices[1:], 0) / self._room.members
            panel = self._room.best(worth)
            if panel is None:
                raise SolverFailed("The solver lost the panels that it had found before.")
            if float(worth @ panel) <= found.prices[0] + NEAR or seats_of(panel) in self._known:
                return found
            self._known.add(seats_of(panel))
            self.panels.append(panel)

    def _raised(self) -> Solved:
        """The greatest least chance that the panels known so far give to those who are free."""
        for spare in SPARE:
            found = solve(self._rising(spare))
            if found is not None:
                return found
        raise SolverFailed("The solver lost the chances that it had found before.")

    def _rising(self, spare: float) -> Program:
        program, number = Program(), len(self.panels)
        worth = np.zeros(number + 1)
        worth[-1] = 1
        # What is raised may begin below nothing, where chances are to be reached.
        lower = np.append(np.zeros(number), -1.0)
        program.add_columns(lower, np.full(number + 1, NO_LIMIT), worth)
        shares = np.array(self.panels) / self._room.members
        program.add_row((1.0, 1.0), np.arange(number), np.ones(number))
        for kind in range(self._room.kinds):
            row = np.append(shares[:, kind], -1.0 if self._free[kind] else 0.0)
            used = np.flatnonzero(row)
            floor = max(self._floor[kind] - spare, 0)
            program.add_row((floor, NO_LIMIT), used, row[used])
        return program
