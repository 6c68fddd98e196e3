"""Reading the log as it grows: in batches, in order, with nothing passed over.

The library's own subscription ends when its listening connection is killed, and an act committed
between its first look and its LISTEN waits for the next one.  So here listening only shortens the
wait: whoever reads looks again at least every second, and opens a lost connection again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import Any, Final

import psycopg
from psycopg import Cursor

from projections.projection import RecordedAct
from services.store import upcast
from services.store.postgres import SCHEMA, recorded_acts
from services.store.statements import CHANNEL, Statements
from services.vault.port import NO_KEYS, Keys

Rows = Cursor[tuple[Any, ...]]

POLL: Final = 1.0
"""The longest that an act waits to be seen, in seconds."""
_SLICE: Final = 0.2
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """Acts in order.  Everything up to and including `upto` has been looked at."""

    acts: Sequence[RecordedAct]
    upto: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the log: after one position, up to another, of some topics or all."""

    after: int
    upto: int
    topics: tuple[str, ...] = ()
    limit: int = _BATCH


class LogCursor:
    """Reads stretches of the log over any cursor."""

    def __init__(self, schema: str = SCHEMA, keys: Keys = NO_KEYS) -> None:
        self._sql = Statements(schema)
        self._keys = keys

    def head(self, cur: Rows) -> int:
        """The position of the newest act that is committed."""
        row = cur.execute(self._sql.head).fetchone()
        return int(row[0]) if row else 0

    def read(self, cur: Rows, span: Span) -> Batch:
        """The first acts of a stretch.  `span.upto` must not be beyond the head."""
        asked = self._sql.select_acts(topics=bool(span.topics), stream=False)
        words = {
            "after": span.after,
            "upto": span.upto,
            "topics": list(upcast.with_old_forms(span.topics)),
            "limit": span.limit,
        }
        rows = cur.execute(asked, words, binary=True).fetchall()
        acts = recorded_acts(rows, self._keys)
        return Batch(acts, acts[-1].position if len(acts) == span.limit else span.upto)


class Listener:
    """Waits until something was committed, or until it is time to look anyway."""

    def __init__(self, dsn: str, stopping: Event) -> None:
        self._dsn = dsn
        self._stopping = stopping
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None

    def wait(self, most: float = POLL) -> None:
        """Return after a commit, after `most` seconds, or when stopping."""
        end = monotonic() + most
        try:
            while not self._stopping.is_set() and (left := end - monotonic()) > 0:
                if any(
                    True
                    for _ in self._listening().notifies(timeout=min(left, _SLICE), stop_after=1)
                ):
                    return
        except (psycopg.OperationalError, psycopg.InterfaceError):
            # Killed, or the server is away: the next wait listens anew, this one just waits.
            self.close()
            self._stopping.wait(max(0.0, min(_SLICE, end - monotonic())))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _listening(self) -> psycopg.Connection[tuple[Any, ...]]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._dsn, autocommit=True, connect_timeout=5)
            self._connection.execute(f"LISTEN {CHANNEL}")
        return self._connection


class TailReader:
    """Follows the log from a position on, over a connection of its own."""

    def __init__(
        self, dsn: str, *, after: int = 0, topics: Collection[str] = (), batch: int = _BATCH
    ) -> None:
        self.position = after
        self._dsn = dsn
        self._topics = tuple(topics)
        self._batch = batch
        self._stopping = Event()
        self._log = LogCursor()
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None

    def batches(self) -> Iterator[Batch]:
        """Batches as they come, until `stop`; survives a server that goes away and comes back."""
        listener = Listener(self._dsn, self._stopping)
        try:
            while not self._stopping.is_set():
                batch = self._look()
                if batch.upto > self.position:
                    self.position = batch.upto
                    if batch.acts:
                        yield batch
                else:
                    listener.wait()
        finally:
            listener.close()
            self.close()

    def stop(self) -> None:
        """Let `batches` end; safe from another thread."""
        self._stopping.set()

    def read(self) -> Batch:
        """The next batch, perhaps empty.  Raises `psycopg.OperationalError`."""
        with self._open().cursor() as cur:
            head = self._log.head(cur)
            if head <= self.position:
                return Batch((), self.position)
            return self._log.read(cur, Span(self.position, head, self._topics, self._batch))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _look(self) -> Batch:
        try:
            return self.read()
        except (psycopg.OperationalError, psycopg.InterfaceError):
            self.close()
            return Batch((), self.position)

    def _open(self) -> psycopg.Connection[tuple[Any, ...]]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._dsn, autocommit=True, connect_timeout=5)
        return self._connection
