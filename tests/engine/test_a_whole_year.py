"""The whole year of the invented federation through the engine, a worker killed in each stage.

That each deadline is kept once and missed once in this year is held by
`tests/year/test_every_deadline_is_kept_once_and_missed_once.py`.
"""

from __future__ import annotations

import asyncio
import signal
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path

import pytest

from services.bootstrap import Office
from services.config import Settings
from services.engine.client import connect
from services.engine.relay import Relay
from services.engine.running import BackgroundRelay
from services.examples.load import load_year
from services.rehearsal import skipping, theatre
from services.rehearsal.digest import lines
from services.rehearsal.idleness import is_idle
from services.rehearsal.skipping import SkippedTime
from services.rehearsal.theatre import Theatre
from services.rehearsal.year import YearPlay
from services.rehearsal.year_run import perform
from services.runtime.temporal import SkippingTemporal
from tests.engine.mortal import mortal
from tests.year.declared import declared
from tests.year.lived import BRACKENMOOR, lived

pytestmark = [pytest.mark.anyio, pytest.mark.long, pytest.mark.timeout(1800)]


def relayed(at: Office) -> int:
    with at.pool.connection() as connection:
        row = connection.execute("SELECT position FROM convenor.relay_tracking").fetchone()
    return int(row[0]) if row else 0


async def play(stage: Theatre) -> None:
    year = YearPlay(stage, load_year(BRACKENMOOR))
    stage.clocks.begin(year.opening)
    year.found()
    for scene in year.scenes():
        await perform(stage, scene)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still for the engine until somebody takes up a dead worker's step.

    A call that is given up meanwhile is not taken back by the engine, which then runs ahead.
    """
    monkeypatch.setattr(skipping, "ANSWER_WITHIN", timedelta(minutes=3))
    monkeypatch.setattr(theatre, "PATIENCE", 600.0)


async def test_the_year_is_the_same_act_by_act_though_a_worker_is_killed_in_each_stage(
    at: Office, settings: Settings, engine: SkippingTemporal, tmp_path: Path, patient: None
) -> None:
    client = await connect(engine.address, settings)
    stage = Theatre(
        at,
        SkippedTime(at.store, client),
        lambda: relayed(at),
        lambda processes: is_idle(client, processes),
    )
    relay = BackgroundRelay(lambda: Relay(at.dsn, client, settings.task_queue))
    async with mortal(tmp_path, at.dsn, engine.address, settings.task_queue) as workers, relay:
        await play(stage)
    assert workers.stages == {(stage.step, stage.stage) for stage in declared()}
    assert workers.ended == [-signal.SIGKILL] * len(workers.stages)
    undisturbed, _ = await asyncio.to_thread(lived)
    for here, there in zip_longest(lines(at.store), lines(undisturbed)):
        assert here == there
