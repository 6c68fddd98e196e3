"""Nothing twice, nothing lost: a worker that dies between its commit and its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from temporalio.api.enums.v1 import EventType

from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from services.application.processes import STEPS, Steps
from services.application.processes.of_assemblies import ASSEMBLIES_OF_CYCLES
from services.application.processes.of_ballots import BALLOTS
from services.application.processes.of_cycles import CYCLES
from services.bootstrap import Office
from services.config import Settings
from services.engine import worker
from services.rehearsal.digest import digest
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.small import Small
from tests.engine.test_processes import move, relayed_all, settled, stage_due, until
from workflows.contract import Progress, Step
from workflows.stepping import SILENCE

pytestmark = pytest.mark.anyio
OF_A_CYCLE = (CYCLES, ASSEMBLIES_OF_CYCLES, BALLOTS)


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


@pytest.mark.long
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
    of_a_cycle = {step.__name__ for kind in OF_A_CYCLE for step in kind.steps}
    assert of_a_cycle <= {name for name, _ in lost}
    assert digest(at.store) == undisturbed


@pytest.mark.long
async def test_a_worker_that_is_slow_but_lives_keeps_its_step(
    at: Office, settings: Settings, engine: SkippingTemporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[UUID] = []

    def slowly(step_of: Callable[[Steps, Step], Progress]) -> Any:
        def take(steps: Steps, step: Step) -> Progress:
            taken.append(step.process_id)
            sleep(2 * SILENCE.total_seconds())
            return step_of(steps, step)

        return take

    slow = {name: slowly(step) for name, step in STEPS.items()}
    monkeypatch.setattr(worker, "STEPS", slow)
    small = Small(at)
    async with engine_at(engine.address, at, settings) as client:
        cycle = small.open_cycle()
        await until(relayed_all(at))
        await settled(at, client)
        history = await client.get_workflow_handle(str(cycle)).fetch_history()
    started = EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED
    steps = [event for event in history.events if event.event_type == started]
    attempts = {event.activity_task_started_event_attributes.attempt for event in steps}
    assert attempts == {1}
    assert taken.count(cycle) == len(steps)


@pytest.mark.long
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
