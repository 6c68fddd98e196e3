"""Officers' access through the real engine, under skipped time: kept, missed, worker killed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.data_access.grant import DataGrant
from domain.data_access.grant_acts import Cause
from domain.kernel.refusal import NotAllowed
from services.application.data_access import (
    GrantDataAccess,
    ReadMemberList,
    RenewDataAccess,
    WithdrawDataAccess,
)
from services.application.endings import VacatePost
from services.bootstrap import Office, office
from services.config import Settings
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.granted import OFFICER, officer_who_asked
from tests.engine.record_histories import access_due
from tests.engine.small import Small
from tests.engine.test_processes import move, relayed_all, until
from tests.support.hands import member
from tests.support.keys import MASTERS

pytestmark = [pytest.mark.anyio, pytest.mark.long]
WHY = "for a reason"


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
    """One access that an officer asked for."""

    def __init__(self, at: Office) -> None:
        self.at, self.small = at, Small(at)
        self.access = officer_who_asked(self.small)
        self.due = access_due(at, self.access)

    def grant(self, ends: datetime) -> None:
        self.small.ask(GrantDataAccess(access=self.access, until=ends), member(0))

    def acts(self) -> list[Any]:
        return [one.event for one in self.at.store.acts(stream=self.access, limit=50)]

    def told(self) -> list[tuple[type[object], datetime]]:
        """What the service recorded by itself, and since when it is so."""
        by_itself = (DataGrant.FellOverdue, DataGrant.Reminded, DataGrant.Ended)
        return [(type(one), one.act.occurred_at) for one in self.acts() if type(one) in by_itself]

    def is_shut(self) -> bool:
        try:
            self.small.ask(ReadMemberList(access=self.access), OFFICER)
        except NotAllowed:
            return True
        return False


async def test_an_access_is_decided_in_time_renewed_before_its_end_and_withdrawn(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    it = Asked(at)
    ends = it.due + timedelta(days=60)
    async with engine_at(engine.address, at, settings) as client:
        await until(relayed_all(at))
        it.grant(ends)
        await until(relayed_all(at))
        await move(at, client, ends - timedelta(days=30))
        longer = RenewDataAccess(access=it.access, until=ends + timedelta(days=60))
        it.small.ask(longer, member(0))
        await until(relayed_all(at))
        await move(at, client, ends + timedelta(days=1))
        assert not it.is_shut()
        withdrawn = WithdrawDataAccess(access=it.access, reasons=WHY)
        it.small.ask(withdrawn, member(0))
        await client.get_workflow_handle(str(it.access)).result()
    assert it.told() == [(DataGrant.Reminded, ends - timedelta(days=30))]
    assert it.is_shut()


async def test_what_nobody_decides_or_renews_is_late_and_ends_at_its_moments(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    it = Asked(at)
    ends = it.due + timedelta(days=60)
    async with engine_at(engine.address, at, settings) as client:
        await until(relayed_all(at))
        await move(at, client, it.due + timedelta(hours=1))
        it.grant(ends)
        await until(relayed_all(at))
        await move(at, client, ends - timedelta(days=30))
        await move(at, client, ends)
        await client.get_workflow_handle(str(it.access)).result()
    assert it.told() == [
        (DataGrant.FellOverdue, it.due),
        (DataGrant.Reminded, ends - timedelta(days=30)),
        (DataGrant.Ended, ends),
    ]
    assert it.is_shut()


async def test_the_end_of_a_mandate_ends_the_process(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    it = Asked(at)
    async with engine_at(engine.address, at, settings) as client:
        it.grant(it.due)
        await until(relayed_all(at))
        gone = VacatePost(body="leeds", post="chair", person=OFFICER, reason="No time any more.")
        it.small.ask(gone, member(0))
        assert it.is_shut()
        await client.get_workflow_handle(str(it.access)).result()
    assert it.acts()[-1].cause is Cause.MANDATE


async def test_a_worker_that_is_gone_when_it_ends_changes_no_moment(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    """The first worker ends while the access runs; the next one records its end at its moment."""
    it = Asked(at)
    ends = it.due + timedelta(days=60)
    async with engine_at(engine.address, at, settings):
        it.grant(ends)
        await until(relayed_all(at))
    async with engine_at(engine.address, at, settings) as client:
        await move(at, client, ends + timedelta(days=1))
        await client.get_workflow_handle(str(it.access)).result()
    assert it.told() == [
        (DataGrant.Reminded, ends - timedelta(days=30)),
        (DataGrant.Ended, ends),
    ]
