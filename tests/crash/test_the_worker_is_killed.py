"""A worker dies in the middle of a step: another takes the step again, and it is done once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from services.bootstrap import Office
from services.rehearsal.idleness import is_idle
from services.runtime.temporal import EmbeddedTemporal
from tests.crash.engine import Engine, attempts, closings, engine_at
from tests.crash.gate import Gate, Point, eventually
from tests.crash.processes import command, killed, running
from tests.engine.small import Small

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]
SOON = timedelta(seconds=8)
POINTS = [
    pytest.param(Point.IN_THE_INSERT, marks=pytest.mark.long),
    pytest.param(Point.IN_THE_COMMIT, marks=pytest.mark.long),
    Point.AFTER_THE_COMMIT,
]


@pytest.fixture
async def engine(real_temporal: EmbeddedTemporal, at: Office) -> Engine:
    return await engine_at(real_temporal.address, at.dsn.rpartition("/")[2])


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name.lower())
async def test_a_step_whose_worker_was_killed_is_taken_again_and_done_once(
    at: Office, small: Small, engine: Engine, point: Point
) -> None:
    """The worker is held by a gate in its database (see `gate`) and killed there.

    The engine hears nothing more of the worker and gives the step to the next one.  That one finds
    the stage closed, or closes it, and answers.
    """
    cycle = small.open_cycle()
    where = engine.environment(at)
    due = at.store.load(Cycle, cycle).calendar.stage(StageName.DRAFTING).due
    at.store.clock.hold(due - SOON)
    with running(command("relay"), where), running(command("worker"), where) as worker:
        with Gate(at.dsn, Cycle.StageClosed.TOPIC, point) as gate:
            while await engine.history(cycle) is None or not await is_idle(engine.client, [cycle]):
                await asyncio.sleep(0.05)
            at.store.clock.hold(due)
            await asyncio.to_thread(gate.until_somebody_hangs)
            killed(worker)
            await asyncio.to_thread(gate.open)
        assert closings(at, cycle) == int(point.is_committed)
        answered = attempts(await engine.history(cycle))
        with running(command("worker"), where):
            closed = StageName.DRAFTING
            await asyncio.to_thread(
                eventually, lambda: closed in at.store.load(Cycle, cycle).closed
            )
            while not await is_idle(engine.client, [cycle]):
                await asyncio.sleep(0.05)
    assert closings(at, cycle) == 1
    later = attempts(await engine.history(cycle))[len(answered) :]
    assert later[0] > 1, "the step was never lost"
