"""Reports and actions through the real engine: each moment kept once, or missed once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from domain.actions.action import Action
from domain.reports.content import Content, Paragraph
from domain.reports.report import Report
from domain.reports.reporting import Kind, Task
from services.application.actions import FinishAction
from services.application.processes import STEPS, Steps
from services.application.reports import AgreeReport, DraftReport, PublishReport, ShowReport
from services.bootstrap import Office
from services.config import Settings
from services.engine import worker
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.meeting import Meets
from tests.engine.small import FOUNDED
from tests.engine.test_processes import move, relayed_all, until
from workflows.contract import Progress, Step

pytestmark = pytest.mark.anyio
WORDS = Content(blocks=(Paragraph(text="We went on."),))
FIRST, SECOND = FOUNDED + timedelta(days=30), FOUNDED + timedelta(days=90)


@pytest.mark.long
async def test_a_report_is_missed_made_late_and_agreed_by_the_next_meeting(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    it = Meets(at)
    async with engine_at(engine.address, at, settings) as client:
        first = it.convene(FIRST)
        await until(relayed_all(at))
        await move(at, client, FIRST + timedelta(minutes=1))
        it.hold()
        await until(relayed_all(at))
        report = it.report()
        due = report.plan[0].at
        await move(at, client, due + timedelta(hours=1))
        (missed,) = it.acts(report.id, Report.DeadlineMissed)
        assert (missed.task, missed.act.occurred_at) == (Task.DRAFT, due)
        publish(it)
        it.convene(SECOND)
        await until(relayed_all(at))
        await move(at, client, SECOND + timedelta(minutes=1))
        it.hold(close=False)
        agreed_by = {"meeting": it.meeting, "decision": 1}
        it.on(AgreeReport, report=report.id, **agreed_by)
        await until(lambda: it.report(meeting=first).completed)
        await ended(client, report.id)
        history = await client.get_workflow_handle(str(report.id)).fetch_history()
    assert len(it.acts(report.id, Report.Completed)) == 1
    assert len(history.events) < 200


class AnswerLost(RuntimeError):
    """The worker died after its commit."""


def dying(lost: set[tuple[str, UUID, str]]) -> dict[str, Any]:
    """Steps whose worker dies once after each of them, before anybody hears that it is done."""

    def losing(name: str, step_of: Callable[[Steps, Step], Progress]) -> Any:
        def take(steps: Steps, step: Step) -> Progress:
            progress = step_of(steps, step)
            key = (name, step.process_id, step.stage)
            if progress.done and key not in lost:
                lost.add(key)
                raise AnswerLost(name)
            return progress

        return take

    return {name: losing(name, step) for name, step in STEPS.items()}


@pytest.mark.long
async def test_a_worker_that_dies_after_each_step_leaves_each_miss_once(
    at: Office, settings: Settings, engine: SkippingTemporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: set[tuple[str, UUID, str]] = set()
    monkeypatch.setattr(worker, "STEPS", dying(lost))
    it = Meets(at)
    async with engine_at(engine.address, at, settings) as client:
        it.convene(FIRST)
        await until(relayed_all(at))
        await move(at, client, FIRST + timedelta(minutes=1))
        it.hold(close=False)
        action = it.give(10)
        it.close()
        await until(relayed_all(at))
        await move(at, client, FIRST + timedelta(days=40))
        it.on(FinishAction, action=action, how="It is out.")
        await ended(client, action)
    report, minutes = it.report().id, it.report(Kind.MINUTES).id
    missed = [it.acts(one, Report.DeadlineMissed) for one in (report, minutes)]
    assert [len(acts) for acts in missed] == [1, 1]
    assert len(it.acts(action, Action.FellOverdue)) == len(it.acts(action, Action.Reminded)) == 1
    for key in (("keep_report_deadline", report, "draft"), ("see_to_action", action, "")):
        assert key in lost


def publish(it: Meets) -> None:
    """The report goes online, and the staff's with it."""
    it.on(DraftReport, report=it.staff_report().id, content=WORDS)
    it.on(DraftReport, report=it.report().id)
    it.on(ShowReport, report=it.report().id)
    it.on(PublishReport, report=it.report().id)


async def ended(client: Client, process: UUID) -> None:
    handle = client.get_workflow_handle(str(process))
    await handle.result()
    assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED


@pytest.mark.long
async def test_an_action_is_reminded_of_and_overdue_at_its_moments_and_ends_when_done(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    it = Meets(at)
    async with engine_at(engine.address, at, settings) as client:
        it.convene(FIRST)
        await until(relayed_all(at))
        await move(at, client, FIRST + timedelta(minutes=1))
        it.hold(close=False)
        action = it.give(10)
        await until(relayed_all(at))
        due = at.store.load(Action, action).due_at
        assert due is not None
        await move(at, client, due - timedelta(days=2))
        (reminded,) = it.acts(action, Action.Reminded)
        await move(at, client, due + timedelta(days=2))
        (overdue,) = it.acts(action, Action.FellOverdue)
        it.on(FinishAction, action=action, how="It is out.")
        await ended(client, action)
    assert reminded.act.occurred_at == due - timedelta(days=3)
    assert overdue.act.occurred_at == due
