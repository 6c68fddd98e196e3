"""How the library's pools are opened on an address that may say more than the library knows."""

from __future__ import annotations

from typing import Any, Final, cast

import psycopg
from eventsourcing.persistence import InterfaceError, OperationalError, PersistenceError
from eventsourcing.postgres import PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

_OWN: Final = ("dbname", "host", "port", "user", "password")

_PASSING: Final = ("08", "40", "57", "55P03")
"""SQLSTATEs of what may go better at once: connection, rollback, shutdown, a lock not granted."""


def may_pass(error: BaseException) -> bool:
    """Whether a failed statement is worth trying again, as after a lost connection.

    Some faults that PostgreSQL calls operational never pass: a value too large for an index.
    """
    cause = error.__cause__ if isinstance(error, PersistenceError) else error
    if isinstance(cause, psycopg.errors.PipelineAborted):
        return False
    if not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return isinstance(error, InterfaceError | OperationalError) and cause is None
    return cause.sqlstate is None or cause.sqlstate.startswith(_PASSING)


def words_of(dsn: str) -> dict[str, str]:
    """The five words that the library hands on."""
    words = {name: str(value) for name, value in conninfo_to_dict(dsn).items() if name in _OWN}
    return {name: words.get(name, "5432" if name == "port" else "") for name in _OWN}


def add_other_words(datastore: PostgresDatastore, dsn: str) -> None:
    """Give the pool TLS and whatever else the address says; call before the first connection."""
    others = {name: value for name, value in conninfo_to_dict(dsn).items() if name not in _OWN}
    cast("dict[str, Any]", datastore.pool.kwargs).update(others)


def datastore(dsn: str, *, schema: str, connections: int) -> PostgresDatastore:
    """A pool for one schema of the database at this address."""
    words = words_of(dsn)
    made = PostgresDatastore(
        words["dbname"],
        words["host"],
        words["port"],
        words["user"],
        words["password"],
        connect_timeout=5,
        idle_in_transaction_session_timeout=60,
        pool_size=1,
        max_overflow=max(0, connections - 1),
        schema=schema,
    )
    add_other_words(made, dsn)
    return made
