"""Which tables a schema of projections has, from which DDL, and how far each projection has come.

The books stand in the schema that they are about, so whoever drops it drops them too, and the
projections begin again at the first act.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, cast

from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from psycopg.rows import dict_row, tuple_row
from psycopg.sql import SQL, Identifier

from projections.projection import Projection, Rows

_LOCK: Final = 0x424F4F4B  # "BOOK": the advisory lock of whoever makes or moves tables

_BOOKS = SQL(
    "CREATE TABLE IF NOT EXISTS {}.projection_books"
    " (name text PRIMARY KEY, ddl text NOT NULL, relations text[] NOT NULL)"
)
_RELATIONS: Final = (
    "SELECT relname::text FROM pg_class WHERE relnamespace = to_regnamespace(%s)"
    " AND relkind IN ('r', 'p', 'v', 'm')"
)
_KINDS: Final = (
    "SELECT relname::text, CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'"
    " ELSE 'TABLE' END FROM pg_class"
    " WHERE relnamespace = to_regnamespace(%s) AND relname = ANY(%s)"
)
_STILL: Final = (
    "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name"
)


class Books:
    """The books of one schema."""

    def __init__(
        self, datastore: PostgresDatastore, tracking: PostgresTrackingRecorder, schema: str
    ) -> None:
        self._datastore = datastore
        self._tracking = tracking
        self._schema = schema

    def open(self, projections: Sequence[Projection]) -> tuple[str, ...]:
        """Make what is missing or outdated; one process at a time.  Returns what was made."""
        with self._alone() as cur:
            cur.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(self._schema)))
            cur.execute(_BOOKS.format(Identifier(self._schema)))
            self._tracking.create_table()
            known = self._known(cur)
            outdated = [one for one in projections if known.get(one.name) != form_of(one)]
            for projection in outdated:
                self._make(cur, projection)
        return tuple(projection.name for projection in outdated)

    def positions(self, cur: Rows, projections: Sequence[Projection]) -> dict[str, int]:
        """How far each has come, as this transaction sees it."""
        asked = SQL("SELECT application_name, notification_id FROM {}.{}").format(
            Identifier(self._schema), Identifier(self._tracking.tracking_table_name)
        )
        found: dict[str, int] = dict(cur.execute(asked).fetchall())
        return {one.name: found.get(one.name, 0) for one in projections}

    def take_over(self, other: str, projections: Sequence[Projection]) -> None:
        """Put the tables that stand in another schema into the place of ours, all at once."""
        with self._alone() as cur, cur.connection.transaction():
            hold_still(cur, self._schema, projections)
            for projection in projections:
                self._drop_tables(cur, projection.name)
                relations = _relations_of(cur, other, projection.name)
                for relation, kind in _with_kinds(cur, other, relations):
                    move = SQL(f"ALTER {kind} {{}}.{{}} SET SCHEMA {{}}")
                    cur.execute(move.format(*map(Identifier, (other, relation, self._schema))))
                self._enter(cur, projection, relations)
                self._move_position(cur, other, projection.name)

    def drop_schema(self, schema: str) -> None:
        """Drop a schema of projections with everything in it."""
        with self._alone() as cur:
            cur.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(schema)))

    def _make(self, cur: Rows, projection: Projection) -> None:
        with cur.connection.transaction():
            self._drop_tables(cur, projection.name)
            place = SQL("SET LOCAL search_path TO {}, public").format(Identifier(self._schema))
            cur.execute(place)
            before = self._relations(cur)
            cur.execute(projection.ddl.encode())
            self._enter(cur, projection, sorted(self._relations(cur) - before))
            self._forget_position(cur, projection.name)

    def _relations(self, cur: Rows) -> set[str]:
        return {row[0] for row in cur.execute(_RELATIONS, (self._schema,)).fetchall()}

    def _known(self, cur: Rows) -> dict[str, str]:
        asked = SQL("SELECT name, ddl FROM {}.projection_books").format(Identifier(self._schema))
        return dict(cur.execute(asked).fetchall())

    def _drop_tables(self, cur: Rows, name: str) -> None:
        relations = _relations_of(cur, self._schema, name)
        for relation, kind in _with_kinds(cur, self._schema, relations):
            drop = SQL(f"DROP {kind} IF EXISTS {{}}.{{}} CASCADE")
            cur.execute(drop.format(Identifier(self._schema), Identifier(relation)))

    def _enter(self, cur: Rows, projection: Projection, relations: Sequence[str]) -> None:
        enter = SQL(
            "INSERT INTO {}.projection_books VALUES (%s, %s, %s)"
            " ON CONFLICT (name) DO UPDATE SET ddl = EXCLUDED.ddl, relations = EXCLUDED.relations"
        ).format(Identifier(self._schema))
        cur.execute(enter, (projection.name, form_of(projection), list(relations)))

    def _forget_position(self, cur: Rows, name: str) -> None:
        forget = SQL("DELETE FROM {}.{} WHERE application_name = %s").format(
            Identifier(self._schema), Identifier(self._tracking.tracking_table_name)
        )
        cur.execute(forget, (name,))

    def _move_position(self, cur: Rows, other: str, name: str) -> None:
        asked = SQL("SELECT notification_id FROM {}.{} WHERE application_name = %s").format(
            Identifier(other), Identifier(self._tracking.tracking_table_name)
        )
        row = cur.execute(asked, (name,)).fetchone()
        self._forget_position(cur, name)
        if row is not None:
            with cur.connection.cursor(row_factory=dict_row) as tracking:
                self._tracking._insert_tracking(tracking, Tracking(name, row[0]))

    @contextmanager
    def _alone(self) -> Iterator[Rows]:
        """A cursor while no other process makes or moves tables of this database."""
        with self._datastore.get_connection() as conn:
            cur = cast("Rows", conn.cursor(row_factory=tuple_row))
            cur.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
            try:
                yield cur
            finally:
                cur.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def form_of(projection: Projection) -> str:
    """What stands for a projection's tables and meaning: when it changes, they are made anew."""
    whole = f"{projection.edition}\n{projection.ddl}"
    return hashlib.sha256(whole.encode()).hexdigest()


def hold_still(cur: Rows, schema: str, projections: Sequence[Projection]) -> None:
    """Until the transaction ends, nobody else moves these projections of this schema."""
    names = sorted(f"{schema}.{projection.name}" for projection in projections)
    cur.execute(_STILL, (names,))


def _relations_of(cur: Rows, schema: str, name: str) -> list[str]:
    asked = SQL("SELECT relations FROM {}.projection_books WHERE name = %s")
    row = cur.execute(asked.format(Identifier(schema)), (name,)).fetchone()
    return list(row[0]) if row else []


def _with_kinds(cur: Rows, schema: str, relations: Sequence[str]) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in cur.execute(_KINDS, (schema, list(relations))).fetchall()]
