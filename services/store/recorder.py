"""The one way in which acts come into PostgreSQL, and the order in which they do.

Every save runs under the library's ordering lock, so positions are given in the order of commit and
no reader passes over a gap that is filled later.  Under the same lock it is checked that what a
decision was based on is still the newest; ADR 0002 says why there and not by gate rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from time import monotonic, sleep
from typing import Any, Final, cast
from uuid import UUID

import psycopg
from eventsourcing.persistence import PersistenceError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection, Cursor
from psycopg.rows import tuple_row

from services.store import statements
from services.store.application import Intent
from services.store.connection import may_pass
from services.store.group import Group
from services.store.port import (
    MOST_ACTS_AT_ONCE,
    CommandRepeated,
    CommandRow,
    StoreFault,
    StoreRefused,
    StoreUnreachable,
    VersionConflict,
)
from services.store.saves import (
    Save,
    check_reads,
    command_row,
    fail_all,
    may_go_together,
    share_out,
)

PATIENCE: Final = 30.0
"""Seconds for which a save is tried again while the database does not answer."""

Rows = Cursor[tuple[Any, ...]]


class ActRecorder(PostgresApplicationRecorder):
    """The library's recorder with callers grouped, the command log, and the check of reads."""

    def __init__(
        self, datastore: PostgresDatastore, *, events_table_name: str = "stored_events"
    ) -> None:
        super().__init__(datastore, events_table_name=events_table_name)
        self._sql = statements.Statements(datastore.schema, events_table_name)
        self._group: Group[Save] = Group(
            self._write, most=MOST_ACTS_AT_ONCE, lost=lambda error: StoreUnreachable(repr(error))
        )

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Record the events of one save together with those of whoever else is saving now."""
        save = Save(
            stored_events,
            kwargs.get("command"),
            kwargs.get("reads") or {},
            kwargs.get("intent") or Intent(),
        )
        if not stored_events:
            return []
        self._group.submit(save)
        return save.positions

    def _write(self, saves: Sequence[Save]) -> None:
        """Write the group, again and again while the connection is lost, until patience ends."""
        give_up = monotonic() + PATIENCE
        attempt = 0
        while True:
            try:
                return self._try(saves, after_loss=attempt > 0)
            except PersistenceError as error:
                if not may_pass(error):
                    return fail_all(saves, StoreRefused(str(error).strip()))
                attempt += 1
                if monotonic() > give_up:
                    return fail_all(saves, StoreUnreachable(str(error).strip()))
                self._recover(attempt)

    def _recover(self, attempt: int) -> None:
        sleep(min(0.05 * 2**attempt, 1.0))
        self.datastore.pool.check()

    @contextmanager
    def _connection(self) -> Iterator[Connection[Any]]:
        """A connection; if it is lost, whatever is raised says so, for then nothing is certain."""
        with self.datastore.get_connection() as conn:
            try:
                yield conn
            except psycopg.Error as error:
                if conn.closed:
                    raise psycopg.OperationalError(f"the connection was lost: {error}") from error
                raise

    def _try(self, saves: Sequence[Save], *, after_loss: bool) -> None:
        if not after_loss and may_go_together(saves):
            try:
                return self._write_together(saves)
            except (PersistenceError, VersionConflict) as error:
                if may_pass(error):
                    raise
                # Somebody in the group is refused, and the others must not suffer for it.
        return self._write_one_by_one(saves, after_loss=after_loss)

    def _write_together(self, saves: Sequence[Save]) -> None:
        """All saves by one insert, without asking first."""
        with self._connection() as conn:
            answer = self._ask_together(conn, saves)
            if isinstance(answer, Exception):
                raise answer
        share_out(saves, answer)

    def _ask_together(
        self, conn: Connection[Any], saves: Sequence[Save]
    ) -> Sequence[int] | Exception:
        """Two journeys to the server: everything, and the commit.

        What went wrong is returned, for raised inside the pipeline it would be raised twice.
        """
        answer: Sequence[int] | Exception = ()
        with (
            suppress(psycopg.Rollback),  # comes through if the connection is lost
            conn.pipeline() as pipeline,
            conn.transaction(),
        ):
            asked, events = self._send_together(conn, saves)
            try:
                pipeline.sync()  # so that a refusal comes here and not with the commit
                check_reads(saves, dict(asked.fetchall()) if asked else {})
                answer = [row[0] for row in events.fetchall()]
            except Exception as error:
                answer = error
                raise psycopg.Rollback from error
        return answer

    def _send_together(
        self, conn: Connection[Any], saves: Sequence[Save]
    ) -> tuple[Rows | None, Rows]:
        """Send everything but the commit.  Returns where the newest versions and positions come."""
        others, reads, events = _rows(conn), _rows(conn), _rows(conn)
        self._lock_table(cast("Any", others))
        asked = self._ask_newest(reads, saves)
        self._insert_commands(others, [save.command for save in saves if save.command])
        self._notify_channel(cast("Any", others))
        self._insert(events, [event for save in saves for event in save.events])
        return (reads if asked else None), events

    def _write_one_by_one(self, saves: Sequence[Save], *, after_loss: bool) -> None:
        """Each save at a savepoint of its own, so that only those fail that must."""
        settle: list[Callable[[], None]] = []
        with self._connection() as conn, conn.transaction(), _rows(conn) as cur:
            self._lock_table(cast("Any", cur))
            for save in saves:
                own = self._positions_of_own(cur, save) if after_loss else ()
                settle.append(
                    partial(save.recorded, own, before=True)
                    if own
                    else self._write_one(conn, cur, save)
                )
            self._notify_channel(cast("Any", cur))
        for tell in settle:  # not before the commit has been answered
            tell()

    def _write_one(self, conn: Connection[Any], cur: Rows, save: Save) -> Callable[[], None]:
        """Write one save, and say what its caller is to be told once all is committed."""
        try:
            with conn.transaction():
                self._insert_commands(cur, [save.command] if save.command else [])
                asked = self._ask_newest(cur, [save])
                check_reads([save], dict(cur.fetchall()) if asked else {})
                self._insert(cur, save.events)
                return partial(save.recorded, [row[0] for row in cur.fetchall()])
        except psycopg.errors.UniqueViolation as error:
            return partial(save.fail, self._told_apart(cur, save, error))
        except StoreFault as fault:
            return partial(save.fail, fault)
        except psycopg.Error as error:
            if may_pass(error) or conn.closed:
                raise
            return partial(save.fail, StoreRefused(str(error).strip()))

    def _told_apart(self, cur: Rows, save: Save, error: psycopg.Error) -> StoreFault:
        """A repeated command and a version that was taken look alike but for the constraint."""
        if error.diag.constraint_name == statements.COMMAND_KEY and save.command is not None:
            row = self.command(cur, save.command.command_id)
            if row is not None:
                return CommandRepeated(row)
        newest = self._newest(cur, save.writes)
        for event in save.events:
            stream = cast("UUID", event.originator_id)
            if newest[stream] >= event.originator_version:
                return VersionConflict(stream, event.originator_version - 1)
        return VersionConflict(None)

    def _positions_of_own(self, cur: Rows, save: Save) -> Sequence[int]:
        """Where these very acts stand, if the commit whose answer was lost had succeeded.

        Asked under the lock: if the lost connection's backend still lives, its commit has ended.
        """
        keys = (
            [event.originator_id for event in save.events],
            [event.originator_version for event in save.events],
        )
        found = cur.execute(self._sql.select_exactly, keys, binary=True).fetchall()
        if [row[1] for row in found] != [event.state for event in save.events]:
            return ()
        return [row[0] for row in found]

    def command(self, cur: Rows, command_id: UUID) -> CommandRow | None:
        """The command recorded under an id."""
        row = cur.execute(self._sql.select_command, (command_id,)).fetchone()
        return command_row(row) if row else None

    def _insert(self, cur: Rows, events: Sequence[StoredEvent]) -> None:
        columns = (
            [event.originator_id for event in events],
            [event.originator_version for event in events],
            [event.topic for event in events],
            [event.state for event in events],
        )
        cur.execute(self._sql.insert_events, columns, prepare=True, binary=True)

    def _insert_commands(self, cur: Rows, commands: Sequence[CommandRow]) -> None:
        if not commands:
            return
        columns = (
            [command.command_id for command in commands],
            [command.verb for command in commands],
            [command.request_hash for command in commands],
            [command.actor for command in commands],
            [command.result.model_dump_json() for command in commands],
        )
        cur.execute(self._sql.insert_commands, columns, prepare=True)

    def _ask_newest(self, cur: Rows, saves: Sequence[Save]) -> bool:
        """Ask for the newest versions of whatever these saves rest on, if it is anything."""
        streams = {stream for save in saves for stream in save.reads}
        if streams:
            cur.execute(self._sql.select_newest, (list(streams),), prepare=True)
        return bool(streams)

    def _newest(self, cur: Rows, streams: set[UUID]) -> dict[UUID, int]:
        return dict(cur.execute(self._sql.select_newest, (list(streams),)).fetchall())


def _rows(conn: Connection[Any]) -> Rows:
    return cast("Rows", conn.cursor(row_factory=tuple_row))
