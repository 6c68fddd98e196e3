"""Single durable appends by 1, 16 and 64 callers: ours, and the library's own recorder.

Both sides write the same bytes, one event in a call, and return when it is on the disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import psycopg
from eventsourcing.persistence import ApplicationRecorder, StoredEvent

from services.bench.report import Measured, Row, ratio, row
from services.bench.subject import acts
from services.bench.work import (
    RUNS,
    all_at_once,
    empty_log,
    library_recorder,
    recorder,
    seconds,
)
from services.store.importing import END, HEADER, packed
from services.store.mapper import ActMapper
from services.store.recorder import ActRecorder
from services.store.statements import Statements

CALLERS: Final = (1, 16, 64)
MOST: Final = max(CALLERS)
SCHEMA: Final = "convenor"


def measure(dsn: str, events: int = 6_400) -> Measured:
    """Rows for each number of callers, the ceiling, and the target at 64."""
    numbers = _Numbers(events)
    ours: dict[int, list[float]] = {callers: [] for callers in CALLERS}
    theirs: dict[int, list[float]] = {callers: [] for callers in CALLERS}
    with recorder(ActRecorder, dsn, SCHEMA, MOST) as own, library_recorder(dsn, MOST) as library:
        for _ in range(RUNS):
            for callers in CALLERS:
                ours[callers].append(_rate(own, numbers.fresh(callers), callers))
                theirs[callers].append(_rate(library, numbers.fresh(callers), callers))
    rows = [part for callers in CALLERS for part in _rows(callers, ours, theirs)]
    rows.append(row("ceiling: one COPY of as many events", _ceiling(dsn, events)))
    target = ratio("append at 64 callers, to the library's recorder", ours[MOST], theirs[MOST], 5)
    return Measured(bench="append", rows=tuple(rows), targets=(target,))


def _rows(
    callers: int, ours: dict[int, list[float]], theirs: dict[int, list[float]]
) -> tuple[Row, Row]:
    word = "1 caller" if callers == 1 else f"{callers} callers"
    return row(f"ours, {word}", ours[callers]), row(f"library, {word}", theirs[callers])


class _Numbers:
    """Events that were never written before, fewer for a single caller because it is slower."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._next = 0

    def fresh(self, callers: int) -> list[StoredEvent]:
        people = self._most if callers > 1 else self._most // 4
        mapper = ActMapper()
        found = [mapper.to_stored_event(act) for act in acts(people, 1, self._next)]
        self._next += people
        return found


def _rate(recorder: ApplicationRecorder, events: Sequence[StoredEvent], callers: int) -> float:
    def append(share: Sequence[StoredEvent]) -> None:
        for event in share:
            recorder.insert_events([event])

    return len(events) / all_at_once(append, [events[first::callers] for first in range(callers)])


def _ceiling(dsn: str, events: int) -> list[float]:
    block = packed(list(acts(events, 1)))

    def copy() -> None:
        with psycopg.connect(dsn) as connection, connection.cursor() as cur:
            cur.execute(Statements().lock)
            with cur.copy(Statements().copy_events) as rows:
                rows.write(HEADER + block + END)

    rates = []
    for _ in range(RUNS):
        empty_log(dsn)
        rates.append(events / seconds(copy))
    return rates
