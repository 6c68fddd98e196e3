"""Nothing twice, nothing lost: a worker that dies between its commit and its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from services.application.steps import STEPS, Steps
from services.bootstrap import Office
from services.config import Settings
from services.engine import worker
from services.rehearsal.digest import digest
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.small import Small
from tests.engine.test_processes import move, relayed_all, stage_due, until
from workflows.contract import Progress, Step

pytestmark = pytest.mark.anyio


class AnswerLost(RuntimeError):
    """The worker died after its commit."""


async def play(at: Office, settings: Settings, engine: SkippingTemporal) -> UUID:
    small = Small(at, story="the same in every run")
    async with engine_at(engine.address, at, settings) as client:
        cycle = small.open_cycle()
        await until(relayed_all(at))
        for stage in StageName:
            await move(at, client, stage_due(at, cycle, stage))
    return cycle


async def test_the_log_is_the_same_when_every_first_answer_is_lost(
    at: Office,
    settings: Settings,
    engine: SkippingTemporal,
    monkeypatch: pytest.MonkeyPatch,
    second_office: Office,
) -> None:
    await play(second_office, settings, engine)
    undisturbed = digest(second_office.store)
    lost: set[tuple[str, str]] = set()

    def losing(name: str, step_of: Callable[[Steps, Step], Progress]) -> Any:
        def take(steps: Steps, step: Step) -> Progress:
            progress = step_of(steps, step)
            if progress.done and (name, step.stage) not in lost:
                lost.add((name, step.stage))
                raise AnswerLost(name)
            return progress

        return take

    monkeypatch.setattr(worker, "STEPS", {name: losing(name, step) for name, step in STEPS.items()})
    engine.kill9()
    engine.start()
    cycle = await play(at, settings, engine)
    assert at.store.load(Cycle, cycle).completed
    assert len(lost) >= len(STEPS)
    assert digest(at.store) == undisturbed


async def test_a_worker_that_comes_late_finds_its_work(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    small = Small(at)
    cycle = small.open_cycle()
    at.store.clock.hold(stage_due(at, cycle, StageName.DRAFTING))
    await asyncio.sleep(0.2)
    async with engine_at(engine.address, at, settings):
        await until(relayed_all(at))
        await until(lambda: StageName.DRAFTING in at.store.load(Cycle, cycle).closed)
