"""A count through the real engine: it waits for a decision, across a worker that was killed."""

from __future__ import annotations

import pytest
from temporalio.client import WorkflowExecutionStatus

from domain.elections.count import State
from services.bootstrap import Office
from services.config import Settings
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.small import Small
from tests.engine.test_processes import says, until
from tests.story.eight_hundred import Tie
from tests.support.hands import member

pytestmark = pytest.mark.anyio


@pytest.mark.long
async def test_a_count_waits_for_a_decision_while_no_worker_runs_and_is_then_declared(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    small = Small(at)
    small.hands.bundles = at.bundles
    tie = Tie(small.hands, member(0), member(5))
    async with engine_at(engine.address, at, settings):
        count = tie.hand_in()
        await until(lambda: tie.the(count).state is State.WAITING)
    tie.decide(count)
    async with engine_at(engine.address, at, settings) as client:
        await until(lambda: tie.the(count).state is State.COUNTED)
        await says(client, count, "declare")
        handle = client.get_workflow_handle(str(count))
        tie.declare(count)
        await handle.result()
        description = await handle.describe()
    assert description.status is WorkflowExecutionStatus.COMPLETED
    assert tie.the(count).state is State.DECLARED
