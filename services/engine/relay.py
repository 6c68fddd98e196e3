"""The relay: tells the engine that something happened, and never what.

A person's act is committed first.  The relay reads it from the log, nudges the process, and only
then moves its own position; so a nudge may come twice and never not at all.  One relay works at a
time, by an advisory lock of the database; others wait to take over.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event
from typing import Any
from uuid import UUID

import psycopg
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from projections.projection import RecordedAct
from services.engine.client import CALL_TIMEOUT, is_unreachable
from services.engine.nudging import CALLS, Call, calls_of
from services.store.tail import Listener, LogCursor, Span
from workflows.contract import NUDGE, Nudge, Process

LOCK = 0x436F6E76  # "Conv"
PAUSE = 0.5
log = logging.getLogger(__name__)

Session = psycopg.Connection[tuple[Any, ...]]


class Relay:
    """Carries nudges from the log to the engine."""

    def __init__(self, dsn: str, client: Client, task_queue: str) -> None:
        self._dsn = dsn
        self._client = client
        self._task_queue = task_queue
        self._reader = LogCursor()
        self._stopping = Event()

    def stop(self) -> None:
        """Let `run` end; safe from another thread."""
        self._stopping.set()

    async def run(self) -> None:
        """Relay for ever, over lost databases and engines alike."""
        while not self._stopping.is_set():
            try:
                async with self.leading() as connection:
                    await self._follow(connection)
            except psycopg.OperationalError as error:
                log.warning("The relay lost the database and tries again: %s", error)
                await asyncio.sleep(PAUSE)

    @asynccontextmanager
    async def leading(self) -> AsyncIterator[Session]:
        """A session that holds the relay's lock; waits until no other does."""
        connection: Session = await asyncio.to_thread(self._connect)
        try:
            while not self._stopping.is_set():
                row = connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
                if row and row[0]:
                    break
                await asyncio.sleep(PAUSE)
            yield connection
        finally:
            connection.close()

    async def _follow(self, connection: Session) -> None:
        listener = Listener(self._dsn, self._stopping)
        try:
            while not self._stopping.is_set():
                if not await self.step(connection):
                    await asyncio.to_thread(listener.wait)
        finally:
            listener.close()

    async def step(self, connection: Session) -> bool:
        """Relay one batch.  Returns whether there was anything to relay or to pass over.

        While the engine is away the position stays, and the same nudges are sent again later.
        """
        after = self.position(connection)
        batch = await asyncio.to_thread(self._read, connection, after)
        if batch is None:
            return False
        acts, upto = batch
        try:
            for act in acts:
                for call in calls_of(_topic(act), act.event):
                    await self.nudge(call, act.position)
        except RPCError as error:
            if not is_unreachable(error):
                raise
            log.warning("The engine does not answer; the relay waits: %s", error.message)
            await asyncio.sleep(PAUSE)
            return True
        connection.execute("UPDATE convenor.relay_tracking SET position = %s", (upto,))
        return True

    def position(self, connection: Session) -> int:
        """The position up to which everything has been relayed."""
        row = connection.execute("SELECT position FROM convenor.relay_tracking").fetchone()
        return int(row[0]) if row else 0

    async def nudge(self, call: Call, position: int) -> None:
        """Nudge a process, and start it if this act begins it.

        A process that is over, or that the engine lost, is none of the relay's business: the first
        needs no nudge, and `reconcile` starts the second.
        """
        if call.begins:
            await self.start(call.kind, call.process, position)
            return
        handle = self._client.get_workflow_handle(str(call.process))
        try:
            await handle.signal(NUDGE, Nudge(position=position), rpc_timeout=CALL_TIMEOUT)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def start(self, kind: str, process: UUID, position: int) -> None:
        """Start a process unless it runs, and nudge it either way; one that is over stays over."""
        try:
            await self._client.start_workflow(
                kind,
                Process(process_id=process),
                id=str(process),
                task_queue=self._task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
                start_signal=NUDGE,
                start_signal_args=[Nudge(position=position)],
                rpc_timeout=CALL_TIMEOUT,
            )
        except WorkflowAlreadyStartedError:
            return

    def _connect(self) -> Session:
        return psycopg.connect(self._dsn, autocommit=True, connect_timeout=5)

    def _read(self, connection: Session, after: int) -> tuple[list[RecordedAct], int] | None:
        with connection.cursor() as cursor:
            head = self._reader.head(cursor)
            if head <= after:
                return None
            batch = self._reader.read(cursor, Span(after, head, tuple(CALLS)))
            return list(batch.acts), batch.upto


def _topic(act: RecordedAct) -> str:
    return str(type(act.event).__dict__.get("TOPIC") or getattr(type(act.event), "TOPIC", ""))
