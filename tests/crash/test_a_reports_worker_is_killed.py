"""A worker dies while it records what falls due, or that a report is done: it is on record once.

What falls due: a draft, minutes, the reminder of an action and its end, the reminder of a meeting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain.actions.action import Action
from domain.meetings.meeting import Meeting
from domain.reports.content import Content, Paragraph
from domain.reports.report import Report
from domain.reports.reporting import Kind
from services.application.reports import AgreeReport, DraftReport, PublishReport, ShowReport
from services.bootstrap import Office
from services.rehearsal.idleness import is_idle
from services.runtime.temporal import EmbeddedTemporal
from tests.crash.engine import Engine, attempts, engine_at
from tests.crash.gate import Gate, Point, eventually
from tests.crash.processes import command, killed, running
from tests.engine.meeting import Meets
from tests.engine.small import FOUNDED

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]
Then = Callable[[], None]
SOON = timedelta(seconds=8)
STARTS = FOUNDED + timedelta(days=30)
WORDS = Content(blocks=(Paragraph(text="We went on."),))


def nothing() -> None:
    """Nobody does anything."""


@pytest.fixture
async def engine(real_temporal: EmbeddedTemporal, at: Office) -> Engine:
    return await engine_at(real_temporal.address, at.dsn.rpartition("/")[2])


async def dies_and_is_followed(
    at: Office, engine: Engine, process: UUID, due: datetime, kind: type, then: Then = nothing
) -> list[datetime]:
    """Hold the worker in its commit of that act, kill it, and let another take the step.

    `then` is what somebody does at that moment.
    """
    where = engine.environment(at)
    at.store.clock.hold(due - SOON)
    with running(command("relay"), where), running(command("worker"), where) as worker:
        topic = str(getattr(kind, "TOPIC", ""))
        with Gate(at.dsn, topic, Point.IN_THE_COMMIT, stream=process) as gate:
            while await engine.history(process) is None or not await is_idle(
                engine.client, [process]
            ):
                await asyncio.sleep(0.05)
            at.store.clock.hold(due)
            then()
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


def all_drafted(it: Meets) -> None:
    """Nothing but the minutes is due of the meeting any more."""
    it.on(DraftReport, report=it.report().id)
    it.on(DraftReport, report=it.staff_report().id, content=WORDS)


async def test_missed_minutes_are_on_record_once(at: Office, engine: Engine) -> None:
    it = meeting_held(at)
    all_drafted(it)
    minutes = it.report(Kind.MINUTES)
    due = minutes.plan[0].at
    found = await dies_and_is_followed(at, engine, minutes.id, due, Report.DeadlineMissed)
    assert found == [due]


async def test_a_report_that_is_done_is_so_on_record_once(at: Office, engine: Engine) -> None:
    """The next meeting agrees it, and the worker dies as it records that nothing more is due."""
    it = meeting_held(at)
    all_drafted(it)
    report = it.report().id
    it.on(ShowReport, report=report)
    it.on(PublishReport, report=report)
    it.on(DraftReport, report=it.report(Kind.MINUTES).id)
    it.on(PublishReport, report=it.report(Kind.MINUTES).id)
    later = STARTS + timedelta(days=30)
    it.convene(later)
    at.store.clock.hold(later)
    it.hold(close=False)
    soon = later + timedelta(hours=1)

    def agree() -> None:
        it.on(AgreeReport, report=report, meeting=it.meeting, decision=1)

    found = await dies_and_is_followed(at, engine, report, soon, Report.Completed, agree)
    assert len(found) == 1


async def test_the_reminder_of_an_action_is_on_record_once(at: Office, engine: Engine) -> None:
    action = meeting_held(at).give(10)
    reminder = at.store.load(Action, action).reminder_at(3)
    assert reminder is not None
    found = await dies_and_is_followed(at, engine, action, reminder, Action.Reminded)
    assert found == [reminder]


async def test_the_reminder_of_a_meeting_is_on_record_once(at: Office, engine: Engine) -> None:
    meeting = Meets(at).convene(STARTS)
    reminder = STARTS - timedelta(days=2)
    found = await dies_and_is_followed(at, engine, meeting, reminder, Meeting.MembersReminded)
    assert found == [reminder]


async def test_an_overdue_action_is_on_record_once(at: Office, engine: Engine) -> None:
    action = meeting_held(at).give(10)
    due = at.store.load(Action, action).due_at
    assert due is not None
    found = await dies_and_is_followed(at, engine, action, due, Action.FellOverdue)
    assert found == [due]
