"""Keeps projections up with the log: one pass for all of them, 500 acts to a transaction.

Tables and position move together or not at all, so a projector may be killed at any moment.  It
knows nothing of what the tables mean.  A projector whose tables refuse an act stops there and says
at which; it never skips one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic, sleep
from typing import Final, TypeVar

import psycopg
from eventsourcing.persistence import PersistenceError, ProgrammingError, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from psycopg.rows import dict_row, tuple_row
from psycopg.sql import SQL, Identifier

from projections.projection import Projection, RecordedAct, Rows, topics_of
from services.store.books import Books, hold_still
from services.store.connection import datastore, may_pass
from services.store.tail import Batch, Listener, LogCursor, Span
from services.vault.port import NO_KEYS, Keys

BATCH: Final = 500
VIEWS: Final = "views"

T = TypeVar("T")


class ProjectionStopped(RuntimeError):
    """A projection could not take in an act."""

    def __init__(self, name: str, act: RecordedAct, error: Exception) -> None:
        event = act.event
        super().__init__(
            f"The projection “{name}” stopped at position {act.position}, the act "
            f"{event.event_id} ({getattr(event, 'TOPIC', type(event).__qualname__)}): {error}. "
            "Nothing of its batch was kept. Mend the projection and start it again."
        )
        self.projection = name
        self.position = act.position


class NotYetThere(TimeoutError):
    """A projection has not reached a position in the time given."""


class ProjectionRunner:
    """Runs projections whose tables stand in one schema."""

    def __init__(
        self,
        dsn: str,
        projections: Sequence[Projection],
        *,
        schema: str = VIEWS,
        batch: int = BATCH,
        keys: Keys = NO_KEYS,
    ) -> None:
        self.projections = tuple(sorted(projections, key=lambda projection: projection.name))
        self.schema = schema
        self.failure: BaseException | None = None
        self._dsn = dsn
        self._batch = batch
        self._keys = keys
        self._log = LogCursor(keys=keys)
        self._datastore = datastore(dsn, schema=schema, connections=4)
        self._tracking = PostgresTrackingRecorder(self._datastore)
        self._books = Books(self._datastore, self._tracking, schema)
        self._stopping = Event()
        self._thread: Thread | None = None

    def prepare(self) -> tuple[str, ...]:
        """Make the tables of projections that are new or whose DDL has changed, and name them."""
        return self._books.open(self.projections)

    def step(self) -> int:
        """Take in one batch.  Returns how many positions it moved, 0 at the head."""
        try:
            return self._move(in_pipeline=True)
        except Exception as error:
            if may_pass(error):
                raise
            # In a pipeline it is not known which act it was: take them one by one until it is.
            return self._move(in_pipeline=False)

    def catch_up(self) -> int:
        """Take in everything that is in the log now.  Returns the position reached."""
        self.prepare()
        while self.step():
            pass
        return min(self.positions().values(), default=0)

    def run(self) -> None:
        """Follow the log until `stop`.  Raises `ProjectionStopped`."""
        listener = Listener(self._dsn, self._stopping)
        try:
            self._until_there(self.prepare)
            while not self._stopping.is_set():
                if not self._until_there(self.step):
                    listener.wait()
        except BaseException as error:
            self.failure = error
            raise
        finally:
            listener.close()

    def start(self) -> None:
        """`run` in a thread; what it fails with is in `failure` and raised by `wait_for`."""
        self._stopping.clear()
        self._thread = Thread(target=self._run_quietly, name=f"projector {self.schema}")
        self._thread.start()

    def stop(self) -> None:
        """End `run`, wherever it runs."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def close(self) -> None:
        self.stop()
        self._datastore.close()

    def positions(self) -> dict[str, int]:
        """How far each projection has come, whoever runs it."""
        try:
            with self._datastore.get_connection() as conn:
                return self._books.positions(conn.cursor(row_factory=tuple_row), self.projections)
        except ProgrammingError as error:
            if not isinstance(error.__cause__, psycopg.errors.UndefinedTable):
                raise
            return {projection.name: 0 for projection in self.projections}  # nothing was made yet

    def wait_for(self, position: int, timeout: float = 5.0) -> None:
        """Return when every projection shows this position.  Raises `NotYetThere`."""
        end, pause = monotonic() + timeout, 0.002
        while min(self.positions().values(), default=position) < position:
            if self.failure is not None:
                raise self.failure
            if monotonic() > end:
                raise NotYetThere(
                    f"The pages have not caught up with position {position} in {timeout:g} s; "
                    f"they stand at {min(self.positions().values())}. Try again in a moment."
                )
            sleep(pause)
            pause = min(pause * 1.5, 0.05)

    def rebuild(self) -> int:
        """Make all tables anew beside the old ones, and put them in their place when they are done.

        Readers see the old tables until then.  Returns the position reached.
        """
        scratch = f"{self.schema}_next"
        self._books.drop_schema(scratch)
        apart = ProjectionRunner(
            self._dsn, self.projections, schema=scratch, batch=self._batch, keys=self._keys
        )
        try:
            apart.catch_up()
            self.prepare()
            self._books.take_over(scratch, self.projections)
        finally:
            apart.close()
        self._books.drop_schema(scratch)
        return self.catch_up()

    def _run_quietly(self) -> None:
        try:
            self.run()
        except Exception as error:
            self.failure = error

    def _until_there(self, work: Callable[[], T]) -> T | None:
        """The work's result; while the server is away, try again."""
        while not self._stopping.is_set():
            try:
                return work()
            except (PersistenceError, psycopg.Error) as error:
                if not may_pass(error):
                    raise
                self._stopping.wait(0.2)
                self._datastore.pool.check()
        return None

    def _move(self, *, in_pipeline: bool) -> int:
        with self._transaction() as cur:
            hold_still(cur, self.schema, self.projections)
            due, span = self._due(cur)
            if not due:
                return 0
            batch = self._log.read(cur, span)
            if in_pipeline:
                _apply_swiftly(cur, due, batch)
            else:
                _apply_singly(cur, due, batch)
            self._track(cur, due, batch.upto)
        return batch.upto - span.after

    def _due(self, cur: Rows) -> tuple[list[Projection], Span]:
        """Those furthest behind, and the way until they have met the next ones."""
        positions = self._books.positions(cur, self.projections)
        head = self._log.head(cur)
        low = min(positions.values(), default=head)
        due = [one for one in self.projections if positions[one.name] == low < head]
        upto = min((place for place in positions.values() if place > low), default=head)
        return due, Span(low, min(upto, head), topics_of(due), self._batch)

    def _track(self, cur: Rows, due: Sequence[Projection], upto: int) -> None:
        # The library's own statement, but in the transaction that moves the tables.
        with cur.connection.cursor(row_factory=dict_row) as tracking:
            for projection in due:
                self._tracking._insert_tracking(tracking, Tracking(projection.name, upto))

    @contextmanager
    def _transaction(self) -> Iterator[Rows]:
        place = SQL("SET LOCAL search_path TO {}, public").format(Identifier(self.schema))
        with self._datastore.get_connection() as conn, conn.transaction():
            cur = conn.cursor(row_factory=tuple_row)
            cur.execute(place)
            yield cur


def _apply_swiftly(cur: Rows, due: Sequence[Projection], batch: Batch) -> None:
    """All statements on their way before the first answer is read."""
    with cur.connection.pipeline():
        for projection in due:
            projection.apply(cur, batch.acts)


def _apply_singly(cur: Rows, due: Sequence[Projection], batch: Batch) -> None:
    for projection in due:
        for act in batch.acts:
            try:
                projection.apply(cur, [act])
            except Exception as error:
                if may_pass(error):
                    raise
                raise ProjectionStopped(projection.name, act, error) from error
