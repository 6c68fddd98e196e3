"""Reading the log with decoding, and reading it while eight write: nothing may be skipped."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Event
from typing import Final

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder

from services.bench.report import Measured, Row, Target, row
from services.bench.subject import acts
from services.bench.work import RUNS, empty_log, library_recorder, recorder, seconds
from services.store.importing import import_acts
from services.store.mapper import ActMapper
from services.store.recorder import ActRecorder
from services.store.tail import TailReader

WRITERS: Final = 8
IN_A_SAVE: Final = 20
BATCH: Final = 500
LONGEST_WAIT: Final = 120.0

_COPY_OUT: Final = (
    "COPY (TABLE convenor.stored_events ORDER BY notification_id) TO STDOUT (FORMAT BINARY)"
)


def measure(dsn: str, events: int = 40_000, beside_writers: int = 200_000) -> Measured:
    """Rows for reading, and the target that a reader beside eight writers skips nothing."""
    import_acts(dsn, acts(events // 4, 4))
    ours, theirs, ceiling = list[float](), list[float](), list[float]()
    with library_recorder(dsn, 1) as library:
        _fill_library(dsn)
        for _ in range(RUNS):
            ours.append(events / seconds(lambda: _read_ours(dsn)))
            theirs.append(events / seconds(lambda: _read_theirs(library)))
            ceiling.append(events / seconds(lambda: _read_bytes(dsn)))
    empty_log(dsn)
    written, seen, rate = _beside_writers(dsn, beside_writers)
    rows = (
        row("ours, decoded", ours),
        row("library's recorder with our mapper, decoded", theirs),
        row("ceiling: COPY of the same bytes to the client", ceiling),
        Row(name=f"ours, while {WRITERS} write", value=round(rate), unit="events/s"),
    )
    reached = written == seen
    name = f"events that a reader saw in order beside {WRITERS} writers"
    target = Target(name=name, value=seen, unit="events", target=written, reached=reached)
    return Measured(bench="tail", rows=rows, targets=(target,))


def _fill_library(dsn: str) -> None:
    """The same bytes in the library's own table."""
    with psycopg.connect(dsn) as connection:
        connection.execute(
            "INSERT INTO library.stored_events SELECT originator_id, originator_version, topic,"
            " state, notification_id FROM convenor.stored_events ORDER BY notification_id"
        )


def _read_ours(dsn: str) -> None:
    reader = TailReader(dsn, batch=BATCH)
    while (batch := reader.read()).upto > reader.position:
        reader.position = batch.upto
    reader.close()


def _read_theirs(library: PostgresApplicationRecorder) -> None:
    mapper, position = ActMapper(), 0
    while found := library.select_notifications(position + 1, BATCH):
        for notification in found:
            mapper.to_domain_event(notification)
        position = found[-1].id


def _read_bytes(dsn: str) -> None:
    with psycopg.connect(dsn) as connection, connection.cursor().copy(_COPY_OUT) as copy:
        for _ in copy:
            pass


def _beside_writers(dsn: str, events: int) -> tuple[int, int, float]:
    """How many events were written and seen in order, and how many a second were."""
    mapper = ActMapper()
    stored = [mapper.to_stored_event(act) for act in acts(events, 1)]
    reader, positions, done = TailReader(dsn, batch=BATCH), list[int](), Event()

    def follow() -> None:
        for batch in reader.batches():
            positions.extend(act.position for act in batch.acts)
            if len(positions) >= events:
                done.set()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        following = pool.submit(follow)
        time = seconds(lambda: _write_and_wait(dsn, pool, stored, done))
        reader.stop()
        following.result()
    return _written(dsn), _seen_in_order(dsn, positions), len(positions) / time


def _write_and_wait(
    dsn: str, pool: ThreadPoolExecutor, stored: Sequence[StoredEvent], done: Event
) -> None:
    shares = [stored[first::WRITERS] for first in range(WRITERS)]
    list(pool.map(lambda share: _write(dsn, share), shares))
    done.wait(LONGEST_WAIT)


def _write(dsn: str, share: Sequence[StoredEvent]) -> None:
    """A writer with a recorder of its own, so that eight transactions really meet at the lock."""
    with recorder(ActRecorder, dsn, "convenor", 1) as own:
        for start in range(0, len(share), IN_A_SAVE):
            own.insert_events(share[start : start + IN_A_SAVE])


def _written(dsn: str) -> int:
    return len(_positions(dsn))


def _seen_in_order(dsn: str, seen: Sequence[int]) -> int:
    """How many of the recorded positions were seen, once each and in order."""
    in_order = all(one < later for one, later in pairwise(seen))
    return len(_positions(dsn) & set(seen)) if in_order else 0


def _positions(dsn: str) -> set[int]:
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("SELECT notification_id FROM convenor.stored_events")
        return {row[0] for row in rows.fetchall()}
