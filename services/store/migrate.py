"""Bring a database to the form that this version needs: numbered plain SQL, each applied once.

A migration that has been applied is never edited.  Several processes may start at once: one applies
and the others wait for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import psycopg

Connection = psycopg.Connection[tuple[Any, ...]]

_LOCK: Final = 0x434F4E56  # "CONV": the advisory lock of whoever migrates

_BOOKS: Final = """
CREATE SCHEMA IF NOT EXISTS convenor;
CREATE TABLE IF NOT EXISTS convenor.migrations (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
"""


class MigrationRefused(RuntimeError):
    """The database and the migrations of this version don't belong together."""


@dataclass(frozen=True)
class Migration:
    """One numbered file of SQL."""

    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations() -> tuple[Migration, ...]:
    """The migrations of this version in their order."""
    folder = files("services.store") / "migrations"
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return tuple(
        Migration(entry.name, entry.read_text("utf-8"))
        for entry in sorted(found, key=lambda entry: entry.name)
    )


def migrate(dsn: str, wanted: Sequence[Migration] | None = None) -> tuple[str, ...]:
    """Apply what is missing and name it.  Raises `MigrationRefused`."""
    wanted = migrations() if wanted is None else wanted
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        connection.execute(_BOOKS)
        missing = _missing(connection, wanted)
        for migration in missing:
            _apply(connection, migration)
    return tuple(migration.name for migration in missing)


def pending(dsn: str) -> tuple[str, ...]:
    """The migrations that the database still lacks.  Raises `MigrationRefused`."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        books = connection.execute("SELECT to_regclass('convenor.migrations')").fetchone()
        if books is None or books[0] is None:
            return tuple(migration.name for migration in migrations())
        return tuple(migration.name for migration in _missing(connection, migrations()))


def _missing(connection: Connection, wanted: Sequence[Migration]) -> list[Migration]:
    rows = connection.execute("SELECT name, checksum FROM convenor.migrations").fetchall()
    applied: dict[str, str] = dict(rows)
    unknown = applied.keys() - {migration.name for migration in wanted}
    if unknown:
        raise MigrationRefused(
            f"The database was migrated by a newer version, which applied {sorted(unknown)[-1]}. "
            "Start that version or a later one."
        )
    for migration in wanted:
        _check_unedited(migration, applied.get(migration.name))
    return [migration for migration in wanted if migration.name not in applied]


def _check_unedited(migration: Migration, applied: str | None) -> None:
    if applied not in (None, migration.checksum):
        raise MigrationRefused(
            f"The migration {migration.name} was edited after it was applied. Put the file "
            "back as it was, and write what is to change as a migration with the next number."
        )


def _apply(connection: Connection, migration: Migration) -> None:
    with connection.transaction():
        # The text is a file of this package, never a word from outside.
        connection.execute(migration.sql.encode())
        connection.execute(
            "INSERT INTO convenor.migrations (name, checksum) VALUES (%s, %s)",
            (migration.name, migration.checksum),
        )
