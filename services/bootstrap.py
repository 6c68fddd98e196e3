"""The composition root: puts store, desk, boxes and readers together, with nothing hidden.

Nothing here reads the environment or starts a server; it is told where they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from projections.catalogue import PROJECTIONS
from services.application.catalogue import AREAS
from services.application.desk import Desk
from services.application.steps import Steps
from services.counting.postgres import PostgresBundles
from services.mail.book import PostgresAddressBook
from services.mail.reminding import PostgresReminders
from services.store.migrate import migrate
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from services.voting.postgres import PostgresBoxes

Pool = ConnectionPool[Connection[TupleRow]]
READING_TIMEOUT = 30.0


@dataclass(frozen=True)
class Office:
    """Everything that acts and answers over one database."""

    dsn: str
    store: PostgresStore
    pool: Pool
    boxes: PostgresBoxes
    bundles: PostgresBundles
    addresses: PostgresAddressBook
    desk: Desk
    projector: ProjectionRunner
    steps: Steps


@contextmanager
def office(dsn: str, *, connections: int = 16) -> Iterator[Office]:
    """Open the office over a database, migrating it first."""
    assert AREAS, "the commands have to be loaded before the first one is asked for"
    migrate(dsn)
    projector = ProjectionRunner(dsn, PROJECTIONS)
    pool: Pool = ConnectionPool(
        dsn, min_size=1, max_size=connections, open=True, kwargs={"autocommit": False}
    )
    store = PostgresStore(dsn, connections=connections)
    try:
        desk = Desk(store)
        boxes = PostgresBoxes(pool, store)
        bundles = PostgresBundles(pool)
        steps = Steps(
            desk,
            boxes,
            bundles,
            lambda position: projector.wait_for(position, READING_TIMEOUT),
            PostgresReminders(pool),
        )
        addresses = PostgresAddressBook(pool)
        yield Office(dsn, store, pool, boxes, bundles, addresses, desk, projector, steps)
    finally:
        store.close()
        pool.close()
        projector.close()
