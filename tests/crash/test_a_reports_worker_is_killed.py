"""A worker dies while it records a missed draft or an overdue action: it is on record once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain.actions.action import Action
from domain.reports.report import Report
from services.bootstrap import Office
from services.rehearsal.idleness import is_idle
from services.runtime.temporal import EmbeddedTemporal
from tests.crash.engine import Engine, attempts, engine_at
from tests.crash.gate import Gate, Point, eventually
from tests.crash.processes import command, killed, running
from tests.engine.meeting import Meets
from tests.engine.small import FOUNDED

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]
SOON = timedelta(seconds=8)
STARTS = FOUNDED + timedelta(days=30)


@pytest.fixture
async def engine(real_temporal: EmbeddedTemporal, at: Office) -> Engine:
    return await engine_at(real_temporal.address, at.dsn.rpartition("/")[2])


async def dies_and_is_followed(
    at: Office, engine: Engine, process: UUID, due: datetime, kind: type
) -> list[datetime]:
    """Hold the worker in its commit of that act, kill it, and let another take the step."""
    where = engine.environment(at)
    at.store.clock.hold(due - SOON)
    with running(command("relay"), where), running(command("worker"), where) as worker:
        topic = str(getattr(kind, "TOPIC", ""))
        with Gate(at.dsn, topic, Point.IN_THE_COMMIT) as gate:
            while await engine.history(process) is None or not await is_idle(
                engine.client, [process]
            ):
                await asyncio.sleep(0.05)
            at.store.clock.hold(due)
            await asyncio.to_thread(gate.until_somebody_hangs)
            killed(worker)
            await asyncio.to_thread(gate.open)
        answered = attempts(await engine.history(process))
        with running(command("worker"), where):
            await asyncio.to_thread(eventually, lambda: bool(moments(at, process, kind)))
            while not await is_idle(engine.client, [process]):
                await asyncio.sleep(0.05)
    later = attempts(await engine.history(process))[len(answered) :]
    assert later[0] > 1, "the step was never lost"
    return moments(at, process, kind)


def moments(at: Office, stream: UUID, kind: type) -> list[datetime]:
    found = at.store.acts(stream=stream, limit=1_000)
    return [one.event.act.occurred_at for one in found if isinstance(one.event, kind)]


def meeting_held(at: Office) -> Meets:
    it = Meets(at)
    it.convene(STARTS)
    at.store.clock.hold(STARTS)
    it.hold()
    return it


async def test_a_missed_draft_is_on_record_once(at: Office, engine: Engine) -> None:
    report = meeting_held(at).report()
    due = report.plan[0].at
    found = await dies_and_is_followed(at, engine, report.id, due, Report.DeadlineMissed)
    assert found == [due]


async def test_an_overdue_action_is_on_record_once(at: Office, engine: Engine) -> None:
    action = meeting_held(at).give(10)
    due = at.store.load(Action, action).due_at
    assert due is not None
    found = await dies_and_is_followed(at, engine, action, due, Action.FellOverdue)
    assert found == [due]
