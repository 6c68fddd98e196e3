"""Meetings through the real engine: each deadline kept and missed, and workers that die."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from domain.bodies.body import body_id
from domain.meetings.calendar import Duty
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution, State
from domain.meetings.year import BodyYear, year_id
from services.application.bodies import SeatMember
from services.application.meetings import (
    CirculatePapers,
    ConveneMeeting,
    GiveNotice,
    HandInItem,
    OfMeeting,
)
from services.application.processes import STEPS, Steps
from services.application.resolutions import ProposeResolution
from services.application.sittings import (
    CloseMeeting,
    OpenMeeting,
    RecordArrival,
)
from services.bootstrap import Office
from services.config import Settings
from services.engine import worker
from services.rehearsal.digest import digest
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.small import Small
from tests.engine.test_crashes import AnswerLost
from tests.engine.test_processes import move, relayed_all, says, settled, until
from tests.support.hands import member
from workflows.contract import Progress, Step

pytestmark = pytest.mark.anyio
STAFF = member(0)
STAGES = {
    ("keep_deadline", "notice"),
    ("keep_deadline", "items"),
    ("keep_deadline", "papers"),
    ("await_opening", ""),
    ("await_end", ""),
    ("watch_quarter", ""),
    ("close_resolution", ""),
    ("keep_report_deadline", "draft"),
    ("keep_report_deadline", "publication"),
}


class Year:
    """Two meetings of a group of ten: the first in good order, the second with nothing in time."""

    def __init__(self, at: Office) -> None:
        self.at = at
        self.small = Small(at, story="the same in every run")
        for number in range(10, 19):
            seat = SeatMember(body="ncg", person=member(number), name="M", how="elected")
            self.small.ask(seat, STAFF)
        self.held: list[UUID] = []

    def call(self, starts: datetime) -> UUID:
        asked = ConveneMeeting(body="ncg", starts=starts, place="Hall")
        self.held.append(self.small.hands.began(self.small.ask(asked, STAFF)))
        return self.held[-1]

    def ask(self, kind: type[OfMeeting], **fields: Any) -> None:
        self.small.ask(kind(meeting=self.held[-1], **fields), STAFF)

    def hold(self, present: int) -> None:
        for person in (member(1), *(member(number) for number in range(10, 9 + present))):
            self.ask(RecordArrival, person=person)
        self.ask(OpenMeeting)
        self.ask(CloseMeeting)

    def due(self, duty: Duty) -> datetime:
        found = self.the(self.held[-1]).due(duty)
        assert found is not None
        return found.at

    def the(self, meeting: UUID) -> Meeting:
        return self.at.store.load(Meeting, meeting)

    @property
    def quarters(self) -> BodyYear:
        return self.at.store.load(BodyYear, year_id(body_id("ncg")))


async def play(at: Office, client: Client) -> Year:
    """A year of the group under skipped time."""
    year = Year(at)
    year.call(at.store.now() + timedelta(days=40))
    year.ask(GiveNotice)
    year.ask(HandInItem, title="Campaigns")
    await until(relayed_all(at))
    await move(at, client, year.due(Duty.ITEMS))
    year.ask(CirculatePapers)
    await move(at, client, year.the(year.held[0]).starts)
    year.hold(present=10)
    await until(relayed_all(at))
    await settled(at, client)
    year.call(at.store.now() + timedelta(days=60))
    put = ProposeResolution(body="ncg", title="A lease", text="We sign.")
    year.small.ask(put, member(1))
    await until(relayed_all(at))
    await move(at, client, year.the(year.held[1]).starts)
    year.hold(present=4)
    await until(relayed_all(at))
    for _ in range(6):
        await move(at, client, year.quarters.next_due)
    return year


def losing(lost: set[tuple[str, str]]) -> dict[str, Callable[[Steps, Step], Progress]]:
    """Every step, whose first answer for each stage is lost after its commit."""

    def once(name: str, step_of: Callable[[Steps, Step], Progress]) -> Any:
        def take(steps: Steps, step: Step) -> Progress:
            progress = step_of(steps, step)
            if progress.done and (name, step.stage) not in lost:
                lost.add((name, step.stage))
                raise AnswerLost(name)
            return progress

        return take

    return {name: once(name, step) for name, step in STEPS.items()}


@pytest.mark.long
async def test_a_year_with_each_deadline_kept_and_missed_is_the_same_when_workers_die_in_each_stage(
    at: Office,
    settings: Settings,
    engine: SkippingTemporal,
    second_office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with engine_at(engine.address, second_office, settings) as client:
        await play(second_office, client)
    undisturbed = digest(second_office.store)
    lost: set[tuple[str, str]] = set()
    monkeypatch.setattr(worker, "STEPS", losing(lost))
    engine.kill9()
    engine.start()
    async with engine_at(engine.address, at, settings) as client:
        year = await play(at, client)
    assert lost == STAGES
    assert digest(at.store) == undisturbed
    kept, missed = (year.the(one) for one in year.held)
    assert (kept.missed, kept.items_closed) == ((), True)
    assert set(missed.missed) == {Duty.NOTICE, Duty.PAPERS}
    assert len(year.quarters.missed) >= 2


async def test_a_meeting_is_waited_for_across_a_worker_that_was_away(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    year = Year(at)
    async with engine_at(engine.address, at, settings) as client:
        meeting = year.call(at.store.now() + timedelta(days=40))
        await until(relayed_all(at))
        await move(at, client, year.due(Duty.NOTICE))
        assert year.the(meeting).missed == (Duty.NOTICE,)
    async with engine_at(engine.address, at, settings) as client:
        await move(at, client, year.the(meeting).starts)
        await until(lambda: year.the(meeting).missed == (Duty.NOTICE, Duty.PAPERS))
        await says(client, meeting, "opened")
        handle = client.get_workflow_handle(str(meeting))
        year.hold(present=10)
        await handle.result()
        description = await handle.describe()
        history = await handle.fetch_history()
    assert description.status is WorkflowExecutionStatus.COMPLETED
    assert len(history.events) < 200


@pytest.mark.long
async def test_the_year_of_a_body_goes_on_with_an_empty_history(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    year = Year(at)
    async with engine_at(engine.address, at, settings) as client:
        year.call(at.store.now() + timedelta(days=40))
        await until(relayed_all(at))
        for _ in range(10):
            await move(at, client, year.quarters.next_due)
        handle = client.get_workflow_handle(str(year.quarters.id))
        history = await handle.fetch_history()
        description = await handle.describe()
    assert len(year.quarters.missed) == 5
    assert description.status is WorkflowExecutionStatus.RUNNING
    assert len(history.events) < 60


@pytest.mark.long
async def test_replies_in_writing_are_counted_when_the_time_is_over(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    year = Year(at)
    async with engine_at(engine.address, at, settings) as client:
        put = ProposeResolution(body="ncg", title="A lease", text="We sign.")
        written = year.small.hands.began(year.small.ask(put, member(1)))
        await until(relayed_all(at))
        found = at.store.load(Resolution, written)
        await move(at, client, found.put.closes)
    found = at.store.load(Resolution, written)
    assert found.state is State.DECIDED
    assert found.result is not None
    assert not found.result.carried
