"""The fairest chances that the quotas alone allow, level by level, and the proof of each level.

Panels are of whole people, and this leaves that aside: it asks only how many of each kind sit on
average.  No draw can be fairer; whether one is as fair is for `taking_apart` to find.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.sortition.fairness import Fairness, Weights, levels_of
from domain.sortition.terms import Terms
from services.sortition.room import Room
from services.sortition.solver import NO_LIMIT, Floats, Program, Solved, SolverFailed, solve

SETTLED = 1e-8
SCALE = 10**12


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """The chance of each kind, the kinds settled at each level, and the prices that prove it."""

    chances: Floats
    order: tuple[tuple[int, ...], ...]
    prices: tuple[Floats, ...]

    def proof(self, terms: Terms) -> Fairness:
        """The proof in whole weights."""
        weights = tuple(_weights(terms, prices) for prices in self.prices)
        return Fairness(levels=levels_of(self.order, len(self.chances)), proofs=weights)


def relaxed(room: Room) -> Relaxed:
    """Raise the least chance as far as it goes, settle those who can't have more, and go on."""
    floor = np.zeros(room.kinds)
    free = np.ones(room.kinds, dtype=bool)
    order, prices = [], []
    while True:
        found = _raised(room, floor, free)
        level = found.values[-1]
        stuck = np.zeros(room.kinds, dtype=bool)
        stuck[free] = -found.prices[1 + len(room.least) :] > SETTLED
        if level > 1 - SETTLED:
            stuck = free.copy()
        if not stuck.any():
            raise SolverFailed("The solver found a least chance that nobody keeps from rising.")
        order.append(tuple(np.flatnonzero(stuck).tolist()))
        prices.append(found.prices[: 1 + len(room.least)])
        floor[stuck] = level
        free &= ~stuck
        if not free.any():
            return Relaxed(np.clip(found.values[:-1], 0, 1), tuple(order), tuple(prices))


def _raised(room: Room, floor: Floats, free: np.typing.NDArray[np.bool_]) -> Solved:
    """The greatest least chance of those who are free, when all others keep theirs."""
    program = Program()
    lower = np.append(np.maximum(floor - 1e-11, 0), 0.0)
    worth = np.zeros(room.kinds + 1)
    worth[-1] = 1
    program.add_columns(lower, np.ones(room.kinds + 1), worth)
    room.rows(program, room.members)
    for kind in np.flatnonzero(free):
        pair = np.array([kind, room.kinds])
        program.add_row((0.0, NO_LIMIT), pair, np.array([1.0, -1.0]))
    found = solve(program)
    if found is None:
        raise SolverFailed("The solver lost the chances that it had found before.")
    return found


def _weights(terms: Terms, prices: Floats) -> Weights:
    whole = [round(price * SCALE) for price in prices.tolist()]
    left = iter(whole[1:])
    values = tuple(tuple(next(left) for _ in feature.quotas) for feature in terms.features)
    return Weights(seat=whole[0], values=values)
