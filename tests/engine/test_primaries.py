"""Policy primaries through the real engine, under skipped time: each deadline kept, and missed."""

from __future__ import annotations

import pytest

from domain.primary.motion import PrimaryMotion
from domain.primary.primary import Primary
from services.bootstrap import Office
from services.config import Settings
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.ranked import Ranking
from tests.engine.record_histories import ended, of_a_primary
from tests.engine.test_processes import relayed_all, until

pytestmark = [pytest.mark.anyio, pytest.mark.long]


async def test_each_stage_ends_at_its_moment_and_a_ruling_that_is_missed_is_on_record_at_its_own(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    async with engine_at(engine.address, at, settings) as client:
        primary = (await of_a_primary(at, client))["policy_primary"]
    acts = [one.event for one in at.store.acts(stream=primary, limit=20)]
    assert [type(one) for one in acts] == [
        *(Primary.Launched, Primary.SubmissionsClosed, Primary.BackingClosed),
        *(Primary.CheckingClosed, Primary.AnswersClosed, Primary.LotAnnounced),
        *(Primary.PaperSettled, Primary.BallotCalled, Primary.Settled),
    ]
    terms = at.store.load(Primary, primary).terms
    ends = (terms.submit_until, terms.back_until, terms.check_until, terms.answer_until)
    assert tuple(one.act.occurred_at for one in acts[1:5]) == ends
    motion = at.store.acts(topics=(PrimaryMotion.RulingMissed.TOPIC,), limit=5)
    assert [one.event.act.occurred_at for one in motion] == [terms.rule_until]
    assert [one.title for one in at.store.load(Primary, primary).policies] == ["Buses"]


async def test_without_an_appeal_members_are_asked_as_soon_as_authors_have_answered(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    async with engine_at(engine.address, at, settings) as client:
        it = Ranking(at)
        it.announce()
        await until(relayed_all(at))
        for _ in range(4):
            await ended(at, client, it)
        await until(lambda: it.found.ballot is not None)
        assert at.store.now() == it.found.terms.answer_until
