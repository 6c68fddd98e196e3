"""Fewer collections while many acts are read at once.

Python looks for cyclic garbage after every 700 new objects, and each look goes over the acts that
were just read and are all still needed.  That doubles the time of reading.  Acts hold no cycles, so
the look is put off until the batch is read.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

RARELY: Final = 100_000


class _Putting:
    """How many threads are reading, so that only the last one puts things back."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._readers = 0
        self._usual = gc.get_threshold()

    def off(self) -> None:
        with self._lock:
            if self._readers == 0:
                self._usual = gc.get_threshold()
                gc.set_threshold(max(RARELY, self._usual[0]), *self._usual[1:])
            self._readers += 1

    def back(self) -> None:
        with self._lock:
            self._readers -= 1
            if self._readers == 0:
                gc.set_threshold(*self._usual)


_putting = _Putting()


@contextmanager
def fewer_collections() -> Iterator[None]:
    """While inside, new objects hardly ever set off a collection, in any thread."""
    _putting.off()
    try:
        yield
    finally:
        _putting.back()
