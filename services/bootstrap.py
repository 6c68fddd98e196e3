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

from projections.catalogue import PRIVATE, PROJECTIONS
from services.application.catalogue import AREAS
from services.application.desk import Desk
from services.application.processes import Steps
from services.counting.postgres import PostgresBundles
from services.mail.book import PostgresAddressBook
from services.mail.forgetting import forgets_addresses
from services.mail.reminding import PostgresReminders
from services.store.following import Followers
from services.store.migrate import migrate
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from services.vault.erasing import Eraser
from services.vault.master import MasterKeys
from services.vault.port import NO_KEYS
from services.vault.postgres import PostgresVault
from services.voting.blind.ballots import KeptBallots
from services.voting.postgres import PostgresBoxes

Pool = ConnectionPool[Connection[TupleRow]]
READING_TIMEOUT = 30.0
PRIVATE_SCHEMA = "private"


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
    projector: Followers
    steps: Steps
    vault: PostgresVault | None = None
    blind: KeptBallots | None = None


@contextmanager
def office(
    dsn: str, *, connections: int = 16, masters: MasterKeys | None = None
) -> Iterator[Office]:
    """Open the office over a database, migrating it first.

    Without master keys what is sealed reads as erased, and nothing can be sealed.  Raises
    `MasterKeyRefused` if they are not those of the vault.
    """
    assert AREAS, "the commands have to be loaded before the first one is asked for"
    migrate(dsn)
    with _vault(dsn, masters) as vault:
        yield from _opened(dsn, connections, vault, masters)


@contextmanager
def _vault(dsn: str, masters: MasterKeys | None) -> Iterator[PostgresVault | None]:
    vault = None if masters is None else PostgresVault(dsn, masters)
    try:
        if vault is not None:
            vault.begin()
        yield vault
    finally:
        if vault is not None:
            vault.close()


def _opened(
    dsn: str, connections: int, vault: PostgresVault | None, masters: MasterKeys | None
) -> Iterator[Office]:
    keys = vault or NO_KEYS
    pool: Pool = ConnectionPool(
        dsn, min_size=1, max_size=connections, open=True, kwargs={"autocommit": False}
    )
    store = PostgresStore(dsn, connections=connections, keys=keys)
    runners = (
        ProjectionRunner(dsn, PROJECTIONS, keys=keys),
        ProjectionRunner(dsn, PRIVATE, schema=PRIVATE_SCHEMA, keys=keys),
    )
    also = (forgets_addresses(pool),)
    projector = Followers(runners, None if vault is None else Eraser(dsn, store, vault, also))
    try:
        desk = Desk(store)
        boxes = PostgresBoxes(pool, store)
        bundles = PostgresBundles(pool)
        blind = None if masters is None else KeptBallots.over(pool, store, masters)
        steps = Steps(
            desk,
            boxes,
            bundles,
            lambda position: projector.wait_for(position, READING_TIMEOUT),
            PostgresReminders(pool),
            blind,
        )
        addresses = PostgresAddressBook(pool)
        told = (dsn, store, pool, boxes, bundles, addresses, desk, projector, steps, vault, blind)
        yield Office(*told)
    finally:
        store.close()
        pool.close()
        projector.close()
