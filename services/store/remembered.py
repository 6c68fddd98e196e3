"""The streams that were loaded last, so that only what was recorded since has to be read.

The log stays what is true: whoever loads a stream always asks it for what came later.  What speaks
of people under seal is never remembered, for it must be forgotten with its key.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any, Final, TypeVar
from uuid import UUID

from domain.kernel.aggregate import Aggregate

MOST: Final = 1_000
HOLDERS: Final = (dict, list, set)

A = TypeVar("A", bound=Aggregate)


class Remembered:
    """Aggregates as they were loaded last, at most so many; those used longest ago go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: OrderedDict[UUID, Aggregate] = OrderedDict()
        self._lock = Lock()

    def of(self, stream: UUID) -> Aggregate | None:
        """A copy of the aggregate of a stream as it was loaded last, if it is remembered."""
        with self._lock:
            held = self._held.get(stream)
            if held is None:
                return None
            self._held.move_to_end(stream)
        return copied(held)

    def keep(self, thing: Aggregate) -> None:
        """Remember an aggregate that was loaded and has not been changed since."""
        held = copied(thing)
        with self._lock:
            known = self._held.get(thing.id)
            if known is None or known.version < held.version:
                self._held[thing.id] = held
            self._held.move_to_end(thing.id)
            if len(self._held) > self._most:
                self._held.popitem(last=False)

    def forget(self, stream: UUID) -> None:
        """Remember nothing of a stream."""
        with self._lock:
            self._held.pop(stream, None)


def copied(thing: A) -> A:
    """An aggregate of its own in the same state: values are frozen, so only what holds them is."""
    state = vars(thing).copy()
    for name, value in state.items():
        if type(value) in HOLDERS:
            state[name] = _copied(value)
    copy = object.__new__(type(thing))
    copy.__dict__ = state
    return copy


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_copied(one) for one in value]
    return set(value) if isinstance(value, set) else value
