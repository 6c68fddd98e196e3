"""A gate in the database at which whoever records an act of one kind waits, to be killed there.

Nothing in the service knows of it.  The test adds a trigger to the log of its own database; the
trigger waits for an advisory lock that the test holds, and so the statement hangs at a known point
of its transaction:

- `IN_THE_INSERT`: the acts are written, and the commit has not been asked for;
- `IN_THE_COMMIT`: the server is carrying out the commit, and will end it even if nobody waits;
- `AFTER_THE_COMMIT`: the acts are committed, and the next reading of the log hangs.  For this the
  test queues for the whole table while the transaction holds it, and so comes next.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from threading import Thread
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import psycopg

KEY = 0x47617465
PATIENCE = 60.0
PAUSE = 0.01

_GATE = """
CREATE FUNCTION public.wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared({key});
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER gate AFTER INSERT ON convenor.stored_events
    DEFERRABLE INITIALLY {when} FOR EACH ROW WHEN (NEW.topic = '{topic}' AND {whose})
    EXECUTE FUNCTION public.wait_at_the_gate();
"""
_WAITING = (
    "SELECT pid FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid() AND {}"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
AT_THE_GATE = _WAITING.format(f"locktype = 'advisory' AND objid = {KEY}")
FOR_THE_LOG = _WAITING.format(
    "relation = 'convenor.stored_events'::regclass AND mode = 'AccessExclusiveLock'"
)
READING_THE_LOG = _WAITING.format(
    "relation = 'convenor.stored_events'::regclass AND mode = 'AccessShareLock'"
)

Session = psycopg.Connection[tuple[Any, ...]]


class Point(Enum):
    """Where in its transaction whoever records an act is held."""

    IN_THE_INSERT = "in the insert"
    IN_THE_COMMIT = "in the commit"
    AFTER_THE_COMMIT = "after the commit"

    @property
    def is_committed(self) -> bool:
        """Whether the act is on record although its author died here."""
        return self is not Point.IN_THE_INSERT


def eventually(ask: Callable[[], Any]) -> Any:
    """What is answered as soon as it is something; the test fails if it never is."""
    give_up = monotonic() + PATIENCE
    while not (found := ask()):
        assert monotonic() < give_up, "it did not come true in time"
        sleep(PAUSE)
    return found


class Gate:
    """The gate of one database, shut as long as the context lasts or until it is opened.

    It holds acts on one stream, if one is named, and lets the same act on others pass.
    """

    def __init__(self, url: str, topic: str, point: Point, stream: UUID | None = None) -> None:
        self._topic = topic
        self._whose = "TRUE" if stream is None else f"NEW.originator_id = '{stream}'"
        self._point = point
        self._ours: Session = psycopg.connect(url, autocommit=True)
        self._log: Session = psycopg.connect(url)

    def __enter__(self) -> Self:
        when = "DEFERRED" if self._point is Point.IN_THE_COMMIT else "IMMEDIATE"
        gate = _GATE.format(key=KEY, when=when, topic=self._topic, whose=self._whose)
        self._ours.execute(gate.encode())
        self._ours.execute("SELECT pg_advisory_lock(%s)", (KEY,))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._log.close()
        self._ours.close()

    def until_somebody_hangs(self) -> None:
        """Return when somebody has come to the point and hangs there."""
        eventually(lambda: self._pids(AT_THE_GATE))
        if self._point is Point.AFTER_THE_COMMIT:
            self._let_them_commit_and_no_further()

    def open(self) -> None:
        """Let the server go on, once whoever hung there is dead, and wait until it has."""
        hanging = [*self._pids(AT_THE_GATE), *self._pids(READING_THE_LOG)]
        self._log.rollback()
        self._ours.execute("SELECT pg_advisory_unlock_all()")
        gone = "SELECT 1 FROM pg_stat_activity WHERE pid = ANY(%s) AND state <> 'idle'"
        eventually(lambda: not self._ours.execute(gone, (hanging,)).fetchall())

    def _let_them_commit_and_no_further(self) -> None:
        lock = "LOCK TABLE convenor.stored_events IN ACCESS EXCLUSIVE MODE"
        queued = Thread(target=self._log.execute, args=(lock,))
        queued.start()
        eventually(lambda: self._pids(FOR_THE_LOG))
        self._ours.execute("SELECT pg_advisory_unlock_all()")
        queued.join()
        eventually(lambda: self._pids(READING_THE_LOG))

    def _pids(self, asked: str) -> list[int]:
        return [row[0] for row in self._ours.execute(asked.encode()).fetchall()]
