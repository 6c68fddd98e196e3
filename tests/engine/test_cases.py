"""Cases and suspensions through the real engine, under skipped time: deadlines kept and missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain.cases.clocks import Runs
from domain.cases.complaint import Complaint
from domain.cases.complaint_state import Stage
from domain.cases.suspension import Suspension
from domain.kernel.act import Standing
from domain.kernel.ids import PersonId
from services.application.bodies import FillPost, SeatMember
from services.application.case_panels import (
    AppointPanel,
    DeclareTies,
    DeliverFinding,
    VoteOnCase,
)
from services.application.complaints import (
    AcknowledgeComplaint,
    FileComplaint,
    ReviewRecord,
    TakeUpComplaint,
    TellDecision,
    TellRespondent,
)
from services.application.suspensions import RenewSuspension, Suspend
from services.bootstrap import Office, office
from services.config import Settings
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.record_histories import case_due
from tests.engine.small import Small
from tests.engine.test_processes import move, relayed_all, until
from tests.support.hands import drawn, member
from tests.support.keys import MASTERS

pytestmark = [pytest.mark.anyio, pytest.mark.long]
SECRET, WHY = "a word of mine alone", "for a reason"
DUTIES = (Runs.ACKNOWLEDGE, Runs.TRIAGE, Runs.APPOINT, Runs.NOTIFY, Runs.DECIDE, Runs.TELL)


@pytest.fixture
def at(database_url: str) -> Iterator[Office]:
    """An office with its keys, whose projector runs."""
    with office(database_url, masters=MASTERS) as found:
        found.projector.start()
        try:
            yield found
        finally:
            found.projector.stop()


class Played:
    """One case of a small organisation, in time or with each duty missed."""

    def __init__(self, at: Office, name: str = "a case of the engine") -> None:
        self.at, self.small = at, Small(at, members=20)
        self.case = drawn(name)
        for number in range(10, 16):
            seat = SeatMember(body="ncg", person=member(number), name="J", how="elected")
            self.small.ask(seat, member(0))

    @property
    def complaint(self) -> Complaint:
        return self.at.store.load(Complaint, self.case)

    def panel(self) -> tuple[PersonId, ...]:
        acts = self.at.store.acts(topics=("case_panel.appointed.v1",), limit=1)
        people: tuple[PersonId, ...] = acts[0].event.chosen.people  # type: ignore[attr-defined]  # an act of a panel
        return people

    def of(self, runs: Runs) -> None:
        """Do a duty."""
        case, ask = self.case, self.small.ask
        if runs is Runs.ACKNOWLEDGE:
            ask(AcknowledgeComplaint(case=case), member(0))
        elif runs is Runs.TRIAGE:
            ask(TakeUpComplaint(case=case, respondent=member(4), reasons=WHY), member(0))
        elif runs is Runs.APPOINT:
            ask(AppointPanel(case=case), member(0))
            for person in self.panel():
                ask(DeclareTies(case=case), person)
        elif runs is Runs.NOTIFY:
            told = TellRespondent(case=case, secret=SECRET[::-1], allegations="That you shouted.")
            ask(told, member(0))
        elif runs is Runs.DECIDE:
            for person in self.panel():
                ask(VoteOnCase(case=case, upheld=True, sanction="advice"), person)
            ask(DeliverFinding(case=case, reasons=WHY), self.panel()[0])
        else:
            ask(TellDecision(case=case), member(0))

    def late(self) -> list[tuple[Runs, datetime]]:
        events = [one.event for one in self.at.store.acts(stream=self.case, limit=200)]
        return [
            (one.runs, one.act.occurred_at) for one in events if isinstance(one, Complaint.FellLate)
        ]

    def irregular(self) -> int:
        acts = (one.event.act for one in self.at.store.acts(stream=self.case, limit=200))
        return sum(one.standing is Standing.IRREGULAR for one in acts)


@pytest.mark.parametrize("missed", [False, True], ids=["kept", "missed"])
async def test_a_case_runs_with_each_deadline(
    at: Office, settings: Settings, engine: SkippingTemporal, missed: bool
) -> None:
    played = Played(at)
    filed = FileComplaint(case=played.case, secret=SECRET, text="They shouted.", about="x")
    dues: list[tuple[Runs, datetime]] = []
    async with engine_at(engine.address, at, settings) as client:
        played.small.ask(filed, member(3))
        for runs in DUTIES:
            await until(relayed_all(at))
            if missed:
                due = next(one.due for one in played.complaint.clocks if one.runs is runs)
                dues.append((runs, due))
                await move(at, client, due + timedelta(hours=1))
            played.of(runs)
            if runs is Runs.NOTIFY:
                await until(relayed_all(at))
                await move(at, client, case_due(at, played.case))
                assert played.complaint.stage is Stage.DELIBERATION
        await until(relayed_all(at))
        end = case_due(at, played.case)
        await move(at, client, end)
        assert played.complaint.stage is Stage.CLOSED
        played.small.ask(ReviewRecord(case=played.case, learnt="Nothing."), member(0))
        await client.get_workflow_handle(str(played.case)).result()
    assert played.late() == dues
    assert played.irregular() == 2 * len(dues)


async def test_a_suspension_is_renewed_once_and_ends_at_its_moment(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    small = Small(at)
    chair = FillPost(body="ncg", post="chair", person=member(1), name="C", how="elected")
    small.ask(chair, member(0))
    begun = at.store.now()
    async with engine_at(engine.address, at, settings) as client:
        asked = Suspend(person=member(3), reasons=WHY, until=begun + timedelta(days=20))
        found: UUID = small.hands.began(small.ask(asked, member(1)))
        later = begun + timedelta(days=40)
        small.ask(RenewSuspension(suspension=found, reasons=WHY, until=later), member(1))
        await until(relayed_all(at))
        await move(at, client, begun + timedelta(days=21))
        assert at.store.load(Suspension, found).in_force_at(at.store.now())
        await move(at, client, later)
        await client.get_workflow_handle(str(found)).result()
    *_, ended = [one.event for one in at.store.acts(stream=found, limit=10)]
    assert isinstance(ended, Suspension.Ended)
    assert ended.act.occurred_at == later
