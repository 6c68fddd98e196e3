"""The fairest chances that the quotas alone allow, level by level, and the proof of each level.

Panels are of whole people, and this leaves that aside: it asks only how many of each kind sit on
average.  No draw can be fairer; whether one is as fair is for `taking_apart` to find.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.sortition.fairness import Fairness, Weights, levels_of
from domain.sortition.terms import Terms
from services.sortition.room import Room
from services.sortition.solver import NO_LIMIT, Floats, Program, Solved, SolverFailed, solve

Bools = NDArray[np.bool_]

SETTLED = 1e-8
SCALE = 10**12
SPARE = (0.0, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8)
"""What is let go of a settled chance, more only if rounding in the solver leaves no room."""


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
    levels = _Levels(room)
    order, prices = [], []
    while levels.free.any():
        raised = levels.raised()
        stuck = levels.free & (raised.held > SETTLED)
        if raised.least > 1 - SETTLED:
            stuck = levels.free.copy()
        if not stuck.any():
            raise SolverFailed("The solver found a least chance that nobody keeps from rising.")
        order.append(tuple(np.flatnonzero(stuck).tolist()))
        prices.append(raised.prices)
        levels.settle(stuck, raised.least)
    return Relaxed(np.clip(raised.chances, 0, 1), tuple(order), tuple(prices))


@dataclass(frozen=True, slots=True, eq=False)
class _Raised:
    """The greatest least chance, all chances with it, the prices of seats and quotas, and `held`:
    how much each kind keeps it from rising."""

    least: float
    chances: Floats
    prices: Floats
    held: Floats


class _Levels:
    """What is settled, and who is free to rise.

    A chance is what is sure, which is the least chance for those who are free, and a column above
    it.  So only seats and quotas are rows, and the caps of those few who would come above 1.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._floor = np.zeros(room.kinds)
        self.free: Bools = np.ones(room.kinds, dtype=bool)
        self._capped: Bools = np.zeros(room.kinds, dtype=bool)

    def settle(self, kinds: Bools, least: float) -> None:
        """These keep the least chance from now on."""
        self._floor[kinds] = least
        self.free = self.free & ~kinds

    def raised(self) -> _Raised:
        """Raise the least chance of those who are free, when all others keep theirs."""
        while True:
            found, spare = self._solved()
            least, sure = found.values[-1], np.maximum(self._floor - spare, 0)
            chances = np.where(self.free, least, sure) + found.values[:-1]
            above = (chances > 1 + SETTLED) & ~self._capped
            if not above.any():
                return self._told(found, float(least), chances)
            self._capped = self._capped | above

    def _told(self, found: Solved, least: float, chances: Floats) -> _Raised:
        quotas = len(self._room.least)
        held = self._room.members * (
            found.prices[0] + self._room.has @ found.prices[1 : 1 + quotas]
        )
        held[self._capped] += found.prices[1 + quotas :]
        return _Raised(least, chances, found.prices[: 1 + quotas], held)

    def _solved(self) -> tuple[Solved, float]:
        for spare in SPARE:
            found = solve(self._program(np.maximum(self._floor - spare, 0)))
            if found is not None:
                return found, spare
        raise SolverFailed("The solver lost the chances that it had found before.")

    def _program(self, sure: Floats) -> Program:
        room, program = self._room, Program()
        worth = np.zeros(room.kinds + 1)
        worth[-1] = 1
        program.add_columns(
            np.zeros(room.kinds + 1), np.append(np.full(room.kinds, NO_LIMIT), 1.0), worth
        )
        sums = [(np.ones(room.kinds), float(room.seats), float(room.seats))]
        sums += [
            (room.has[:, quota], float(room.least[quota]), float(room.most[quota]))
            for quota in range(len(room.least))
        ]
        for has, least, most in sums:
            settled = float((has * room.members * sure)[~self.free].sum())
            of = np.append(has * room.members, (has * room.members)[self.free].sum())
            used = np.flatnonzero(of)
            program.add_row((least - settled, most - settled), used, of[used])
        for kind in np.flatnonzero(self._capped):
            free = bool(self.free[kind])
            pair = np.array([kind, room.kinds])
            bound = 1.0 if free else 1 - sure[kind]
            program.add_row((-NO_LIMIT, bound), pair, np.array([1.0, float(free)]))
        return program


def _weights(terms: Terms, prices: Floats) -> Weights:
    whole = [round(price * SCALE) for price in prices.tolist()]
    left = iter(whole[1:])
    values = tuple(tuple(next(left) for _ in feature.quotas) for feature in terms.features)
    return Weights(seat=whole[0], values=values)
