"""The relay dies before or after its signal: the engine hears of every act, and twice does no harm.

The process that it is to begin is looked for in the engine; the log must not show that it was
called twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from services.bootstrap import Office
from services.engine.relay import LOCK
from services.runtime.temporal import EmbeddedTemporal
from tests.crash.engine import Engine, engine_at
from tests.crash.gate import eventually
from tests.crash.processes import Process, command, killed, running
from tests.crash.wire import wire_to_engine
from tests.engine.small import Small

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]
WAITING_TO_LEAD = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    " AND query LIKE 'SELECT pg_try_advisory_lock%'"
)
MOVING = (
    "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    " AND datname = current_database() AND query LIKE 'UPDATE convenor.relay_tracking%'"
)


@pytest.fixture
async def engine(real_temporal: EmbeddedTemporal, at: Office) -> Engine:
    return await engine_at(real_temporal.address, at.dsn.rpartition("/")[2])


def position(at: Office) -> int:
    with at.pool.connection() as connection:
        row = connection.execute("SELECT position FROM convenor.relay_tracking").fetchone()
    return int(row[0]) if row else -1


async def relayed_by_another(at: Office, engine: Engine) -> None:
    """Another relay takes over and reads to the end of the log."""
    with running(command("relay"), engine.environment(at)):
        await asyncio.to_thread(eventually, lambda: position(at) == at.store.head())


@contextmanager
def killed_before_its_signal(at: Office, engine: Engine) -> Iterator[None]:
    """The relay may not lead before the wire watches; its first request then stays in the wire."""
    with (
        psycopg.connect(at.dsn, autocommit=True) as leading,
        wire_to_engine(engine.address) as wire,
    ):
        leading.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        with running(command("relay"), engine.environment(at, through=wire.address)) as relay:
            eventually(lambda: leading.execute(WAITING_TO_LEAD).fetchall())
            wire.watch()
            leading.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))
            wire.until_kept()
            killed(relay)
        yield


@pytest.mark.long
async def test_killed_before_its_signal_it_signals_when_it_is_back(
    at: Office, small: Small, engine: Engine
) -> None:
    """A wire to the engine keeps its request back; then it is killed."""
    cycle = small.open_cycle()
    with killed_before_its_signal(at, engine):
        assert await engine.history(cycle) is None
    assert position(at) == 0
    head = at.store.head()
    await relayed_by_another(at, engine)
    assert await engine.nudges(cycle) == 1
    assert at.store.head() == head


@contextmanager
def killed_after_its_signal(at: Office, engine: Engine) -> Iterator[Process]:
    """The relay's position is held by a transaction of the test until the relay is dead."""
    with psycopg.connect(at.dsn) as holding, psycopg.connect(at.dsn, autocommit=True) as looking:
        holding.execute("SELECT * FROM convenor.relay_tracking FOR UPDATE")
        with running(command("relay"), engine.environment(at)) as relay:
            eventually(lambda: looking.execute(MOVING).fetchall())
            killed(relay)
            yield relay
        # Its statement had reached the server: with its author, its session ends.
        looking.execute(MOVING.replace("pid", "pg_terminate_backend(pid, 60000)", 1))
        holding.rollback()


async def test_killed_after_its_signal_it_signals_again_and_nothing_happens_twice(
    at: Office, small: Small, engine: Engine
) -> None:
    """The row of its position is locked, so it hangs after the signal; then it is killed."""
    cycle = small.open_cycle()
    with killed_after_its_signal(at, engine):
        assert await engine.nudges(cycle) == 1
    assert position(at) == 0
    head = at.store.head()
    first = await engine.client.get_workflow_handle(str(cycle)).describe()
    await relayed_by_another(at, engine)
    again = await engine.client.get_workflow_handle(str(cycle)).describe()
    assert again.run_id == first.run_id
    assert await engine.nudges(cycle) == 2
    assert at.store.head() == head
