"""The fairest portfolio for a draw with quotas, and its proof where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from domain.sortition.fairness import Fairness
from domain.sortition.frozen import Frozen, frozen, frozen_plainly
from domain.sortition.pool import KindCount, Pool
from domain.sortition.portfolio import Portfolio, in_tickets
from domain.sortition.terms import Terms
from services.sortition.columns import Columns
from services.sortition.relaxed import relaxed
from services.sortition.room import Room, seats_of
from services.sortition.shortage import must_be_enough
from services.sortition.solver import Floats
from services.sortition.taking_apart import NOTHING, taken_apart


def freeze(terms: Terms, pool: Pool) -> Frozen:
    """The draw as it is published before the public value is known.

    Raises `RuleBroken` if the pool is too small, and `QuotasImpossible` with what to change.
    """
    if not terms.features:
        return frozen_plainly(terms, pool)
    portfolio, proof = fairest(terms, pool.kinds)
    return frozen(terms, pool, portfolio, proof)


def fairest(terms: Terms, kinds: tuple[KindCount, ...]) -> tuple[Portfolio, Fairness]:
    """First as if people could be divided, which proves itself; if panels can't follow, exactly."""
    must_be_enough(terms, kinds)
    room = Room.of(terms, kinds)
    best = relaxed(room)
    apart = taken_apart(room, best.chances * room.members)
    if apart.left < NOTHING:
        return _in_tickets(apart.shares, apart.panels), best.proof(terms)
    columns = Columns(room, apart.panels or _first(room))
    short, shares = columns.reaching(best.chances)
    if short < NOTHING:
        return _in_tickets(shares.tolist(), columns.panels), best.proof(terms)
    return over_panels(room, columns.panels), Fairness()


def over_panels(room: Room, panels: Sequence[Floats] = ()) -> Portfolio:
    """The fairest portfolio by going over panels of whole people, beginning with some."""
    columns = Columns(room, panels or _first(room))
    shares = columns.fairest()
    return _in_tickets(shares.tolist(), columns.panels)


def _first(room: Room) -> Sequence[Floats]:
    panel = room.best(room.members)
    return [] if panel is None else [panel]


def _in_tickets(shares: Sequence[float], panels: Sequence[Floats]) -> Portfolio:
    return in_tickets(shares, [seats_of(panel) for panel in panels])
