"""Following the log as it grows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from queue import Queue
from threading import Event, Thread
from time import monotonic

import psycopg
import pytest

from projections.projection import RecordedAct
from services.store.mapper import ActMapper
from services.store.postgres import PostgresStore
from services.store.tail import TailReader
from tests.store.thing import Thing, history, thing_id

SOON = 2.5
"""Seconds: a poll, and the slowness of a busy machine."""


@contextmanager
def following(url: str, *, topics: tuple[str, ...] = ()) -> Iterator[Queue[RecordedAct]]:
    """The acts that a reader in a thread sees."""
    reader, seen = TailReader(url, topics=topics), Queue[RecordedAct]()

    def follow() -> None:
        for batch in reader.batches():
            for act in batch.acts:
                seen.put(act)

    thread = Thread(target=follow)
    thread.start()
    try:
        yield seen
    finally:
        reader.stop()
        thread.join(10)
        assert not thread.is_alive()


def test_acts_are_seen_as_they_are_committed(postgres_store: PostgresStore, store_url: str) -> None:
    postgres_store.commit([Thing.open(1)], command=None, reads={})
    with following(store_url) as seen:
        assert seen.get(timeout=SOON).event.originator_id == thing_id(1)
        postgres_store.commit([Thing.open(2)], command=None, reads={})
        assert seen.get(timeout=SOON).event.originator_id == thing_id(2)


def test_only_the_topics_that_were_asked_for_are_seen(
    postgres_store: PostgresStore, store_url: str
) -> None:
    with following(store_url, topics=("thing.closed.v1",)) as seen:
        postgres_store.commit([Thing.open(1).close()], command=None, reads={})
        assert isinstance(seen.get(timeout=SOON).event, Thing.Closed)
        assert seen.empty()


def test_a_killed_listening_connection_does_not_end_it(
    postgres_store: PostgresStore, store_url: str
) -> None:
    postgres_store.commit([Thing.open(1)], command=None, reads={})
    with following(store_url) as seen:
        seen.get(timeout=SOON)
        for number in range(2, 5):
            assert kill_listeners(store_url) >= 1
            postgres_store.commit([Thing.open(number)], command=None, reads={})
            assert seen.get(timeout=2 * SOON).event.originator_id == thing_id(number)


def kill_listeners(url: str) -> int:
    """End every backend that listens, once there is one."""
    end, killed = monotonic() + 10, 0
    with psycopg.connect(url, autocommit=True) as connection:
        while not killed and monotonic() < end:
            found = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            ).fetchall()
            killed = len(found)
    return killed


def test_an_act_that_nobody_was_told_of_is_seen_all_the_same(
    postgres_store: PostgresStore, store_url: str
) -> None:
    with following(store_url) as seen:
        postgres_store.commit([Thing.open(1)], command=None, reads={})
        seen.get(timeout=SOON)
        (act,) = Thing.open(2).collect_events()
        stored = ActMapper().to_stored_event(act)
        with psycopg.connect(store_url) as connection:
            connection.execute(
                "INSERT INTO convenor.stored_events VALUES (%s, %s, %s, %s)",
                (stored.originator_id, 1, stored.topic, stored.state),
            )
        assert seen.get(timeout=SOON).event == act


def written_by_eight(url: str, events: int, each: int) -> int:
    """Write that many events from eight stores at once, some in a save."""

    def write(writer: int) -> None:
        with PostgresStore(url, connections=2) as store:
            for number in range(writer, events // each, 8):
                things = [Thing.open(number * each + place) for place in range(each)]
                store.commit(things, command=None, reads={})

    threads = [Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return events


def follow_eight_writers(url: str, events: int, each: int) -> None:
    """Read while eight write.  Fails on a gap, a repetition, or an act out of order."""
    reader, positions, done = TailReader(url), list[int](), Event()

    def follow() -> None:
        for batch in reader.batches():
            positions.extend(act.position for act in batch.acts)
            if len(positions) >= events:
                done.set()

    thread = Thread(target=follow)
    thread.start()
    try:
        written_by_eight(url, events, each)
        assert done.wait(20), f"{len(positions)} of {events} were seen"
    finally:
        reader.stop()
        thread.join()
    assert all(one < later for one, later in pairwise(positions))
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT notification_id FROM convenor.stored_events ORDER BY 1"
        ).fetchall()
    assert positions == [row[0] for row in rows]
    assert len(positions) == events


@pytest.mark.long
def test_a_reader_beside_eight_writers_skips_nothing(store_url: str) -> None:
    follow_eight_writers(store_url, 4_000, 2)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_reader_beside_eight_writers_skips_nothing_of_200_000(store_url: str) -> None:
    follow_eight_writers(store_url, 200_000, 20)


def test_history_is_read_in_batches(postgres_store: PostgresStore, store_url: str) -> None:
    postgres_store.import_acts(history(50))
    reader = TailReader(store_url, batch=40)
    sizes, uptos = [], []
    for _ in range(5):
        batch = reader.read()
        reader.position = batch.upto
        sizes.append(len(batch.acts))
        uptos.append(batch.upto)
    reader.close()
    assert sizes == [40, 40, 40, 30, 0]
    assert uptos[-1] == postgres_store.head()
