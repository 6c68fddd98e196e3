"""The log in PostgreSQL: durable, in one order, safe to write from many threads and processes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar, cast
from uuid import UUID

from eventsourcing.persistence import InfrastructureFactory, InterfaceError, OperationalError
from eventsourcing.postgres import PostgresFactory
from eventsourcing.utils import Environment
from psycopg.rows import tuple_row

from services.store import upcast
from services.store.application import Acts
from services.store.clock import PostgresClock
from services.store.collecting import fewer_collections
from services.store.connection import add_other_words, words_of
from services.store.importing import import_acts
from services.store.looking import Look
from services.store.mapper import read
from services.store.port import CommandRow, Imported, Receipt, RecordedAct, StoreAway
from services.store.recorder import ActRecorder, Rows
from services.store.statements import Statements
from services.vault.port import NO_KEYS, Keys
from services.vault.sealing import keys_in

if TYPE_CHECKING:
    from datetime import datetime

    from domain.kernel.aggregate import Aggregate, Recorded
    from domain.kernel.ids import CommandId

A = TypeVar("A", bound="Aggregate")

SCHEMA: Final = "convenor"
NO_END: Final = (1 << 63) - 1


class _ActsInPostgres(Acts):
    name = ""

    def construct_factory(self, env: Environment) -> InfrastructureFactory:
        factory = super().construct_factory(env)
        # The library hands on five words of a connection; TLS and the rest would be lost.
        add_other_words(cast("PostgresFactory", factory).datastore, env["DSN"])
        return factory


class PostgresStore:
    """`Store` in PostgreSQL.  The database must have been migrated.

    Without `keys`, whatever is sealed reads as erased, and nothing can be sealed.
    """

    def __init__(self, dsn: str, *, connections: int = 16, keys: Keys = NO_KEYS) -> None:
        self.dsn = dsn
        self.keys = keys
        self._acts = _ActsInPostgres(env=_environment(dsn, connections), keys=keys)
        self._recorder = cast("ActRecorder", self._acts.recorder)
        self._sql = Statements(SCHEMA)
        self._looking = Lock()
        self._last_look: tuple[int, datetime | None] = 0, None
        self._times_put_back = 0
        self.clock = PostgresClock(self.rows)

    @contextmanager
    def rows(self) -> Iterator[Rows]:
        """A cursor outside any transaction, for a single statement."""
        with _asking(), self._recorder.datastore.get_connection() as conn:
            yield cast("Rows", conn.cursor(row_factory=tuple_row, binary=True))

    def load(self, kind: type[A], stream: UUID) -> A:
        with _asking():
            return self._acts.load(kind, stream)

    def find(self, kind: type[A], stream: UUID, looked: int = 0) -> A | None:
        """The aggregate of that stream; without asking, if it was read as far as `looked`."""
        with _asking():
            return self._acts.find(kind, stream, looked)

    def look(self) -> Look:
        """One look at the log, from which many questions are answered.

        Of two at the same time either may be the one that the next is held against.
        """
        known, written = self._last_look
        with self.rows() as cur:
            row = cur.execute(self._sql.look, {"known": known}).fetchone()
        assert row is not None
        moment, newest, known_now, newest_written = row
        if known_now != written:
            with self._looking:
                self._times_put_back += 1
            self._acts.forget()
        self._last_look = newest, newest_written
        return Look(self, moment.astimezone(UTC), newest, self._times_put_back)

    def commit(
        self,
        aggregates: Sequence[Aggregate],
        *,
        command: CommandRow | None,
        reads: Mapping[UUID, int],
    ) -> Receipt:
        with _asking():
            return self._acts.commit(aggregates, command, reads)

    def import_acts(self, acts: Iterable[Recorded]) -> Imported:
        return import_acts(self.dsn, acts, self.keys)

    def answered(self, command_id: CommandId) -> CommandRow | None:
        with self.rows() as cur:
            return self._recorder.command(cur, command_id)

    def request_key(self) -> bytes:
        with self.rows() as cur:
            row = cur.execute("SELECT secret FROM convenor.request_key").fetchone()
        assert row is not None, "the migration draws the key"
        return bytes(row[0])

    def now(self) -> datetime:
        return self.clock.now()

    def acts(
        self,
        *,
        after: int = 0,
        topics: Collection[str] = (),
        stream: UUID | None = None,
        limit: int,
    ) -> Sequence[RecordedAct]:
        asked = self._sql.select_acts(topics=bool(topics), stream=stream is not None)
        words = {
            "after": after,
            "upto": NO_END,
            "topics": list(upcast.with_old_forms(topics)),
            "stream": stream,
            "limit": limit,
        }
        with self.rows() as cur:
            found = cur.execute(asked, words).fetchall()
        with _asking():
            return recorded_acts(found, self.keys)

    def head(self) -> int:
        with self.rows() as cur:
            row = cur.execute(self._sql.head).fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        self._acts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextmanager
def _asking() -> Iterator[None]:
    """What the library raises when the server is away, as a fault with a sentence."""
    try:
        yield
    except (InterfaceError, OperationalError) as error:
        raise StoreAway(str(error).strip()) from error


def recorded_acts(rows: Sequence[tuple[Any, ...]], keys: Keys = NO_KEYS) -> list[RecordedAct]:
    """Rows of the log as acts."""
    opened = keys.opened(keys_in([row[-1] for row in rows]))
    with fewer_collections():
        return [
            RecordedAct(position, recorded_at, read(topic, stream, version, state, opened))
            for position, recorded_at, stream, version, topic, state in rows
        ]


def _environment(dsn: str, connections: int) -> dict[str, str]:
    words = words_of(dsn)
    return {
        "DSN": dsn,
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "APPLICATION_RECORDER_TOPIC": f"{ActRecorder.__module__}:{ActRecorder.__qualname__}",
        "CREATE_TABLE": "n",
        "POSTGRES_SCHEMA": SCHEMA,
        "POSTGRES_DBNAME": words["dbname"],
        "POSTGRES_HOST": words["host"],
        "POSTGRES_PORT": words["port"],
        "POSTGRES_USER": words["user"],
        "POSTGRES_PASSWORD": words["password"],
        "POSTGRES_CONNECT_TIMEOUT": "3",
        "POSTGRES_POOL_SIZE": "2",
        "POSTGRES_MAX_OVERFLOW": str(max(0, connections - 2)),
    }
