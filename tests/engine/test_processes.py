"""The cycle through the real engine: the same story as in memory, and the same log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import pytest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from domain.ballots.ballot import Ballot
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from services.application.begun import open_processes
from services.application.cycles import ExtendDeadline, cycle_ballot
from services.application.outstanding import overdue
from services.bootstrap import Office
from services.config import Settings
from services.engine.reconcile import StoreBehindEngine, reconcile
from services.engine.relay import Relay
from services.rehearsal.idleness import is_idle
from services.rehearsal.skipping import SkippedTime
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.small import Small
from tests.support.hands import member
from workflows.contract import ASSEMBLY, BODY_YEAR, CYCLE

PATIENCE = 60.0
pytestmark = pytest.mark.anyio


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something to come true; the test fails if it does not."""
    give_up = monotonic() + PATIENCE
    while not await asyncio.to_thread(holds):
        assert monotonic() < give_up, "it did not come true in time"
        await asyncio.sleep(0.02)


async def says(client: Client, process: UUID, word: str) -> None:
    """Wait until a process says that it is about something.

    The act of a step is in the store before the engine has been told that the step is done.
    """
    handle = client.get_workflow_handle(str(process))
    give_up = monotonic() + PATIENCE
    while word not in (doing := await handle.query("doing")):
        assert monotonic() < give_up, doing
        await asyncio.sleep(0.02)


def processes(at: Office) -> list[UUID]:
    return [one.process for one in open_processes(at.store)]


async def settled(at: Office, client: Client) -> None:
    """Wait until nothing is due and the engine rests."""
    give_up = monotonic() + PATIENCE
    while overdue(at.store) or not await is_idle(client, processes(at)):
        assert monotonic() < give_up, overdue(at.store)
        await asyncio.sleep(0.02)


async def move(at: Office, client: Client, moment: datetime) -> None:
    await settled(at, client)
    await SkippedTime(at.store, client).move(moment)
    await settled(at, client)


def stage_due(at: Office, cycle: UUID, stage: StageName) -> datetime:
    return at.store.load(Cycle, cycle).calendar.stage(stage).due


def relayed_all(at: Office) -> Callable[[], bool]:
    def holds() -> bool:
        with at.pool.connection() as connection:
            row = connection.execute("SELECT position FROM convenor.relay_tracking").fetchone()
        return row is not None and int(row[0]) == at.store.head()

    return holds


async def test_a_cycle_runs_to_a_changed_rulebook(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    small = Small(at)
    async with engine_at(engine.address, at, settings) as client:
        cycle = small.open_cycle()
        await until(relayed_all(at))
        for stage in StageName:
            await move(at, client, stage_due(at, cycle, stage))
        history = await client.get_workflow_handle(str(cycle)).fetch_history()
    assert at.store.load(Cycle, cycle).completed
    assert len(history.events) < 200


@pytest.mark.long
async def test_an_extension_is_waited_for_and_the_deadline_kept_at_its_moment(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    small = Small(at)
    async with engine_at(engine.address, at, settings) as client:
        cycle = small.open_cycle()
        await until(relayed_all(at))
        await settled(at, client)
        before = stage_due(at, cycle, StageName.DRAFTING)
        later = before + timedelta(days=5)
        small.ask(
            ExtendDeadline(cycle=cycle, stage=StageName.DRAFTING, due=later, reason="more time"),
            member(1),
        )
        await until(relayed_all(at))
        await move(at, client, before + timedelta(days=1))
        assert at.store.load(Cycle, cycle).closed == ()
        await move(at, client, later)
    closing = next(
        act.event
        for act in at.store.acts(topics=(Cycle.StageClosed.TOPIC,), limit=10)
        if act.event.originator_id == cycle
    )
    assert closing.act.occurred_at == later


@pytest.mark.long
async def test_a_lost_engine_is_found_again_from_the_log(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    small = Small(at)
    async with engine_at(engine.address, at, settings) as client:
        cycle = small.open_cycle()
        await until(relayed_all(at))
        await move(at, client, stage_due(at, cycle, StageName.DRAFTING))
    engine.kill9()
    engine.start()
    client = await _client(engine, settings)
    found = await reconcile(Relay(at.dsn, client, settings.task_queue), at.store)
    assert {one.kind for one in found} == {CYCLE, ASSEMBLY, BODY_YEAR}
    async with engine_at(engine.address, at, settings) as client:
        for stage in list(StageName)[1:]:
            await move(at, client, stage_due(at, cycle, stage))
    assert at.store.load(Cycle, cycle).completed


@pytest.mark.long
async def test_a_nudge_sent_twice_changes_nothing(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    small = Small(at)
    async with engine_at(engine.address, at, settings) as client:
        small.open_cycle()
        await until(relayed_all(at))
        await settled(at, client)
        head = at.store.head()
        with at.pool.connection() as connection:
            connection.execute("UPDATE convenor.relay_tracking SET position = 0")
        await until(relayed_all(at))
        await settled(at, client)
    assert at.store.head() == head


@pytest.mark.long
async def test_the_position_stays_while_the_engine_is_away(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    small = Small(at)
    client = await _client(engine, settings)
    engine.kill9()
    try:
        small.open_cycle()
        relay = Relay(at.dsn, client, settings.task_queue)
        async with relay.leading() as connection:
            before = relay.position(connection)
            assert await relay.step(connection)
            assert relay.position(connection) == before
    finally:
        engine.start()


async def test_reconcile_refuses_a_log_that_was_put_back(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    client = await _client(engine, settings)
    with at.pool.connection() as connection:
        connection.execute("UPDATE convenor.relay_tracking SET position = 1000000")
    with pytest.raises(StoreBehindEngine, match="put back"):
        await reconcile(Relay(at.dsn, client, settings.task_queue), at.store)


@pytest.mark.long
async def test_a_ballot_keeps_a_short_history_however_many_vote(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    small = Small(at, members=300)
    async with engine_at(engine.address, at, settings) as client:
        cycle = small.open_cycle()
        await until(relayed_all(at))
        for stage in list(StageName)[:-1]:
            await move(at, client, stage_due(at, cycle, stage))
        ballot = cycle_ballot(cycle)
        for number in range(300):
            at.boxes.cast(ballot, member(number), "Y")
        await move(at, client, stage_due(at, cycle, StageName.BALLOT))
        handle = client.get_workflow_handle(str(ballot))
        history = await handle.fetch_history()
        assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED
    assert at.store.load(Ballot, ballot).papers == 300
    assert len(history.events) < 200


async def _client(engine: SkippingTemporal, settings: Settings) -> Client:
    from services.engine.client import connect

    try:
        return await connect(engine.address, settings)
    except RPCError:  # a server that has just been started again may hang up once
        return await connect(engine.address, settings)
