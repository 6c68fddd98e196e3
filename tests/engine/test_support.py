"""Requests for support through the real engine, under skipped time: kept, missed, worker killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from domain.kernel.act import Standing
from domain.support.clocks import Runs
from domain.support.request import SupportRequest
from domain.support.request_acts import Outcome
from domain.support.request_state import Stage
from services.application.bodies import FillPost
from services.application.support import (
    AcceptSupport,
    AdviseOnSupport,
    AskSupport,
    FollowUpSupport,
    GiveAdviser,
    NameAdviser,
    RecordSupportOutcome,
)
from services.bootstrap import Office, office
from services.config import Settings
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.record_histories import support_due
from tests.engine.small import Small
from tests.engine.test_processes import move, relayed_all, until
from tests.support.hands import drawn, member
from tests.support.keys import MASTERS

pytestmark = [pytest.mark.anyio, pytest.mark.long]
SECRET, WHY = "a word of mine alone", "for a reason"
DUTIES = (Runs.TRIAGE, Runs.ADVISER, Runs.ADVICE, Runs.CONTACT, Runs.FOLLOW_UP)
ADVISER = member(5)


@pytest.fixture
def at(database_url: str) -> Iterator[Office]:
    """An office with its keys, whose projector runs."""
    with office(database_url, masters=MASTERS) as found:
        found.projector.start()
        try:
            yield found
        finally:
            found.projector.stop()


class Asked:
    """One request in a small organisation with one adviser."""

    def __init__(self, at: Office) -> None:
        self.at, self.small = at, Small(at)
        self.case = drawn("a request of the engine")
        chair = FillPost(body="ncg", post="chair", person=member(1), name="C", how="elected")
        self.small.ask(chair, member(0))
        self.small.ask(NameAdviser(person=ADVISER, places=1), member(1))

    def ask(self, *, consents: bool = True) -> None:
        asked = AskSupport(
            case=self.case, secret=SECRET, text="They suspended me.", consents=consents
        )
        self.small.ask(asked, member(3))

    @property
    def request(self) -> SupportRequest:
        return self.at.store.load(SupportRequest, self.case)

    def do(self, runs: Runs) -> None:
        """Do a duty."""
        case, ended = self.case, Outcome.LIFTED
        done: dict[Runs, Callable[[], object]] = {
            Runs.TRIAGE: lambda: self.small.ask(AcceptSupport(case=case, reasons=WHY), member(0)),
            Runs.ADVISER: lambda: self.small.ask(GiveAdviser(case=case), member(0)),
            Runs.ADVICE: lambda: self.small.ask(AdviseOnSupport(case=case, advice=WHY), ADVISER),
            Runs.CONTACT: lambda: self.small.ask(
                RecordSupportOutcome(case=case, outcome=ended, account=WHY), ADVISER
            ),
            Runs.FOLLOW_UP: lambda: self.small.ask(
                FollowUpSupport(case=case, account=WHY), ADVISER
            ),
        }
        done[runs]()

    def late(self) -> list[tuple[Runs, datetime]]:
        events = [one.event for one in self.at.store.acts(stream=self.case, limit=200)]
        return [
            (one.runs, one.act.occurred_at)
            for one in events
            if isinstance(one, SupportRequest.FellLate)
        ]

    def irregular(self) -> int:
        acts = (one.event.act for one in self.at.store.acts(stream=self.case, limit=200))
        return sum(one.standing is Standing.IRREGULAR for one in acts)


@pytest.mark.parametrize("missed", [False, True], ids=["kept", "missed"])
async def test_a_request_runs_with_each_deadline(
    at: Office, settings: Settings, engine: SkippingTemporal, missed: bool
) -> None:
    it = Asked(at)
    dues: list[tuple[Runs, datetime]] = []
    async with engine_at(engine.address, at, settings) as client:
        it.ask()
        for runs in DUTIES:
            await until(relayed_all(at))
            if missed:
                due = support_due(at, it.case)
                dues.append((runs, due))
                await move(at, client, due + timedelta(hours=1))
                assert it.late() == dues
            it.do(runs)
        await client.get_workflow_handle(str(it.case)).result()
    assert it.request.stage is Stage.CLOSED
    assert it.late() == dues
    assert it.irregular() == 2 * len(dues)


async def test_a_request_without_consent_lapses_at_its_moment(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    it = Asked(at)
    async with engine_at(engine.address, at, settings) as client:
        it.ask(consents=False)
        due = support_due(at, it.case)
        await until(relayed_all(at))
        await move(at, client, due)
        await client.get_workflow_handle(str(it.case)).result()
    *_, ended = [one.event for one in at.store.acts(stream=it.case, limit=10)]
    assert isinstance(ended, SupportRequest.Lapsed)
    assert ended.act.occurred_at == due


async def test_a_worker_that_is_gone_when_something_falls_due_changes_no_moment(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    """The first worker ends while the request waits; the next one records it at its own moment."""
    it = Asked(at)
    async with engine_at(engine.address, at, settings):
        it.ask()
        await until(relayed_all(at))
    due = support_due(at, it.case)
    async with engine_at(engine.address, at, settings) as client:
        await move(at, client, due + timedelta(days=1))
        await until(lambda: it.late() == [(Runs.TRIAGE, due)])
        for runs in DUTIES:
            it.do(runs)
        await client.get_workflow_handle(str(it.case)).result()
    assert it.late() == [(Runs.TRIAGE, due)]
