"""What every measurement does: run, take the time, begin again with an empty log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from time import perf_counter
from typing import Final, TypeVar

import psycopg
from eventsourcing.postgres import PostgresApplicationRecorder

from services.store.connection import datastore

RUNS: Final = 3
LIBRARY_SCHEMA: Final = "library"

R = TypeVar("R", bound=PostgresApplicationRecorder)
T = TypeVar("T")


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def all_at_once(work: Callable[[T], object], shares: Sequence[T]) -> float:
    """How long it takes when each share has a thread.  Raises what any of them raises."""
    with ThreadPoolExecutor(len(shares)) as pool:
        return seconds(lambda: list(pool.map(work, shares)))


def empty_log(dsn: str) -> None:
    """Take everything out of the log of a database that is thrown away afterwards."""
    with psycopg.connect(dsn) as connection:
        connection.execute("ALTER TABLE convenor.stored_events DISABLE TRIGGER acts_stay")
        connection.execute("TRUNCATE convenor.stored_events")
        connection.execute("ALTER TABLE convenor.stored_events ENABLE TRIGGER acts_stay")


@contextmanager
def recorder(kind: type[R], dsn: str, schema: str, connections: int) -> Iterator[R]:
    """A recorder whose pool gives every caller a connection."""
    with closing(datastore(dsn, schema=schema, connections=connections)) as pool:
        yield kind(pool)


@contextmanager
def library_recorder(dsn: str, connections: int) -> Iterator[PostgresApplicationRecorder]:
    """The library's own recorder over tables that it makes itself."""
    with psycopg.connect(dsn) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {LIBRARY_SCHEMA}")
    with recorder(PostgresApplicationRecorder, dsn, LIBRARY_SCHEMA, connections) as made:
        made.create_table()
        yield made
