"""Panels with shares which together seat, on average, exactly as many of each kind as is wanted.

One panel is taken out at a time: one that has only kinds of which something is left, and that fills
every quota which the rest fills to its end.  It gets as great a share as leaves a rest that still
keeps all bounds; then some kind is used up, or some quota of the rest at its end, so there are
about as many panels as kinds.  A panel is mended from the one before by exchanging one seat at a
time; where that does not work out, the solver is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from services.sortition.room import Room
from services.sortition.solver import Floats

NEAR: Final = 1e-7
SMALLEST: Final = 1e-12
ROUNDED: Final = 1e-15
NOTHING: Final = 5e-7
TRIES: Final = 4
EXCHANGES: Final = 300


@dataclass(slots=True)
class Apart:
    """Panels and their shares; `left` is the share for which no panel was found."""

    panels: list[Floats] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    left: float = 1.0


def taken_apart(room: Room, wanted: Floats) -> Apart:
    """Take apart how many of each kind are wanted on average.

    `left` is below `NOTHING`, which is what floating point leaves over, if all of it was.
    """
    tries = (_taken_apart(_Walk(room, wanted, number)) for number in range(TRIES))
    best = Apart()
    for one in tries:
        best = min(best, one, key=lambda apart: apart.left)
        if best.left < NOTHING:
            break
    return best


def _taken_apart(walk: _Walk) -> Apart:
    found = Apart()
    while walk.left > SMALLEST:
        panel = walk.next()
        share = 0.0 if panel is None else walk.take(panel)
        if panel is None or not share:
            break
        found.panels.append(panel.copy())
        found.shares.append(share)
    found.left = max(walk.left, 0.0)
    return found


class _Walk:
    """What is left to be taken apart, and the panel taken last."""

    def __init__(self, room: Room, wanted: Floats, number: int) -> None:
        self._room, self._rest, self.left = room, wanted.copy(), 1.0
        self._panel = np.zeros(room.kinds)
        self._chance = np.random.default_rng(number)  # finds panels, decides about nobody

    def next(self) -> Floats | None:
        """A panel that the rest has room for."""
        rest = self._rest / self.left
        averages = rest @ self._room.has
        least, most = self._room.least, self._room.most
        # A quota that the rest fills to its end has to be filled so by each panel of it.
        lower = np.where(most - averages < NEAR, most, least)
        upper = np.where(averages - least < NEAR, least, most)
        span = (np.floor(rest + NEAR), np.minimum(np.ceil(rest - NEAR), self._room.members))
        near = (
            np.maximum(np.floor(averages + NEAR), lower),
            np.minimum(np.ceil(averages - NEAR), upper),
        )
        found = _Mending(self._room, span, near, self._rest, self._chance).mend(self._panel)
        if found is None:
            narrowed = Room(self._room.seats, self._room.members, self._room.has, lower, upper)
            found = narrowed.good(self._rest / self._rest.max(), span)
        if found is not None:
            self._panel = found
        return found

    def take(self, panel: Floats) -> float:
        """Take out as much of this panel as can be; its share."""
        room, rest = self._room, self._rest / self.left
        averages, have = rest @ room.has, panel @ room.has
        part = min(
            1.0,
            _until(rest, panel),
            _until(room.members - rest, room.members - panel),
            _until(room.most - averages, room.most - have),
            _until(averages - room.least, have - room.least),
        )
        share = part * self.left
        self._rest = np.maximum(self._rest - share * panel, 0)
        self._rest[self._rest < ROUNDED] = 0
        self.left -= share
        return share if part > SMALLEST else 0.0


def _until(rest: Floats, used: Floats) -> float:
    """The share at which using so much leaves nothing of some rest."""
    some = used > NEAR
    return float((rest[some] / used[some]).min(initial=1.0))


class _Mending:
    """Makes a panel out of another one by exchanging seats, until no bound is missed."""

    def __init__(
        self,
        room: Room,
        span: tuple[Floats, Floats],
        near: tuple[Floats, Floats],
        rest: Floats,
        chance: np.random.Generator,
    ) -> None:
        self._room, self._chance = room, chance
        self._fewest, self._most = span
        self._lower, self._upper = near
        self._rich = rest / rest.max()

    def mend(self, panel: Floats) -> Floats | None:
        """A panel within all bounds, or None if none was come upon."""
        panel = np.clip(panel, self._fewest, self._most)
        self._fill(panel)
        have = panel @ self._room.has
        for _ in range(EXCHANGES):
            if not self._missed(have).any():
                return panel if panel.sum() == self._room.seats else None
            if not self._exchange(panel, have):
                return None
        return None

    def _missed(self, have: Floats) -> Floats:
        missed: Floats = np.maximum(self._lower - have, 0) + np.maximum(have - self._upper, 0)
        return missed

    def _change(self, have: Floats, by: int) -> Floats:
        """How much more is missed, for each quota, with one more or fewer."""
        return self._missed(have + by) - self._missed(have)

    def _fill(self, panel: Floats) -> None:
        have = panel @ self._room.has
        while panel.sum() != self._room.seats:
            by = 1 if panel.sum() < self._room.seats else -1
            worse = self._room.has @ self._change(have, by) * 10 - by * self._rich
            open_ = panel < self._most if by > 0 else panel > self._fewest
            if not open_.any():
                return
            at = int(np.where(open_, worse, np.inf).argmin())
            panel[at] += by
            have += by * self._room.has[at]

    def _exchange(self, panel: Floats, have: Floats) -> bool:
        """One seat for another, as good as can be, with some chance so as not to go in circles."""
        sitting = np.flatnonzero(panel > self._fewest)
        if not len(sitting):
            return False
        worse = self._room.has[sitting] @ self._change(have, -1)
        out = int(sitting[(worse + 1.5 * self._chance.random(len(sitting))).argmin()])
        panel[out] -= 1
        have -= self._room.has[out]
        worse = self._room.has @ self._change(have, 1) - 0.3 * self._rich
        worse += 0.5 * self._chance.random(len(panel))
        worse[out] += 0.7
        into = int(np.where(panel < self._most, worse, np.inf).argmin())
        panel[into] += 1
        have += self._room.has[into]
        return True
