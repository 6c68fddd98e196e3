"""One record, played once on PostgreSQL and projected as it grew; the tests only read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from projections.catalogue import PROJECTIONS
from services.application.steps import Steps
from services.reading.questions import Reading, reading
from services.runtime.postgres import MAINTENANCE_DATABASE, EmbeddedPostgres
from services.store.migrate import migrate
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from services.voting.postgres import PostgresBoxes
from tests.projections.record import Record, play
from tests.support.hands import Hands

DATABASE = "played_record"


@dataclass
class Played:
    """Where the record lies, and what it is."""

    dsn: str
    record: Record

    @contextmanager
    def at(self, as_of: datetime | None = None) -> Iterator[Reading]:
        with psycopg.connect(self.dsn) as connection, reading(connection, as_of) as at:
            yield at


@pytest.fixture(scope="session")
def played(postgres_server: EmbeddedPostgres) -> Iterator[Played]:
    with psycopg.connect(postgres_server.url_of(MAINTENANCE_DATABASE), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {DATABASE}")
    dsn = postgres_server.url_of(DATABASE)
    migrate(dsn)
    runner = ProjectionRunner(dsn, PROJECTIONS)
    with PostgresStore(dsn) as store, ConnectionPool(dsn, min_size=1, open=True) as pool:
        hands = Hands(store, PostgresBoxes(pool))
        hands.steps = Steps(hands.desk, hands.boxes, lambda _position: _project(runner))
        record = play(hands)
        _project(runner)
        runner.close()
        yield Played(dsn, record)


def _project(runner: ProjectionRunner) -> None:
    runner.catch_up()


@pytest.fixture
def at(played: Played) -> Iterator[Reading]:
    with played.at() as at:
        yield at


@pytest.fixture
def record(played: Played) -> Record:
    return played.record
