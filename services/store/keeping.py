"""Aggregates kept in memory from one question to the next: only what came since is read again.

What is given out is a copy, so nobody can change what is kept.  It goes one level deep: an
aggregate may put something into a dictionary of its own, and what it puts there never changes.
Each time the newest stored act that went into it is read once more: if the log was put back to an
earlier state, it no longer stands there, and the whole stream is read.  A look at the log
(`looking`) does so once for all that it gives out.  A stream in which anything is sealed is never
kept: what is forgotten must be forgotten here too.
"""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from threading import Lock
from typing import NamedTuple, TypeVar
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from domain.kernel.aggregate import Aggregate

MOST = 1024
OWN = (dict, list, set)
"""What an aggregate may change in place."""
A = TypeVar("A", bound=Aggregate)


class Kept(NamedTuple):
    """An aggregate, the newest stored act that went into it, and how far the log was read for it.

    Neither of a stream that had no act by then.  `upto` is 0 where nobody asked how far.
    """

    aggregate: Aggregate | None
    last: StoredEvent | None
    upto: int = 0


class Keeper:
    """The aggregates that were asked for last; safe to use from many threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[UUID, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, stream: UUID) -> Kept | None:
        with self._lock:
            kept = self._kept.get(stream)
            if kept is not None:
                self._kept.move_to_end(stream)
            return kept

    def put(self, stream: UUID, kept: Kept) -> None:
        with self._lock:
            self._kept[stream] = kept
            self._kept.move_to_end(stream)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Keep nothing of what was kept so far."""
        with self._lock:
            self._kept.clear()


def copy_of(thing: A) -> A:
    """The same state, and nothing pending."""
    copied = copy(thing)
    state = vars(copied)
    state.update({name: copy(held) for name, held in state.items() if isinstance(held, OWN)})
    copied._pending_events = []
    return copied
