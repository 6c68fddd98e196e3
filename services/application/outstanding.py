"""What has fallen due and is not on record yet, what falls due next, and what waits for a ruling.

It is read from the log itself.  The board shows it as late; a rehearsal waits until there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.rules.collisions import Collision
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.application.begun import OpenProcess, open_processes
from services.application.consistency import at_odds
from services.application.processes import KINDS, Moment
from services.store.port import Store
from workflows.contract import (
    CYCLE,
)

_AHEAD = {kind.name: kind.ahead for kind in KINDS}


class Wanted(NamedTuple):
    """A ruling that is wanted: on a collision on record, or on one to come (no number yet)."""

    process: UUID | None
    collision: int | None
    what: str


def rulings_wanted(store: Store) -> list[Wanted]:
    """What carried proposals left in dispute, and what proposals on their way would."""
    rulebook = store.find(Rulebook, RULEBOOK_ID)
    if rulebook is None:
        return []
    on_record = [
        Wanted(found.process, found.number, found.collision.sentence)
        for found in rulebook.collisions
        if found.is_open
    ]
    return on_record + [
        Wanted(one.process, None, collision.sentence)
        for one in open_processes(store)
        if one.kind == CYCLE
        for collision in _foreseen(store, rulebook, one.process)
    ]


def _foreseen(store: Store, rulebook: Rulebook, process: UUID) -> tuple[Collision, ...]:
    cycle = store.load(Cycle, process)
    return at_odds(cycle, rulebook, store.now(), partial(store.load, Proposal))


def moments(store: Store) -> list[Moment]:
    """Everything that open processes still have before them, soonest first."""
    return moments_of(store, open_processes(store))


def moments_of(store: Store, processes: Iterable[OpenProcess]) -> list[Moment]:
    """The same of these processes."""
    found = (moment for one in processes for moment in _AHEAD[one.kind](store, one.process))
    return sorted(found)


def overdue(store: Store) -> list[Moment]:
    """What has fallen due and is not on record."""
    now = store.now()
    return [moment for moment in moments(store) if moment.due <= now]


def next_moment(store: Store) -> datetime | None:
    """When something falls due next."""
    ahead = [moment.due for moment in moments(store)]
    return ahead[0] if ahead else None
