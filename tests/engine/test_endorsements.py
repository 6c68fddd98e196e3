"""Endorsements through the real engine, under skipped time: each deadline kept, and missed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ballots.ballot import Ballot
from domain.endorsements.endorsement import Endorsement
from services.application.endorsements import ReviewEndorsement
from services.bootstrap import Office
from services.config import Settings
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.endorsed import asked_to_be_endorsed
from tests.engine.record_histories import of_an_endorsement
from tests.engine.small import Small
from tests.engine.test_processes import move, relayed_all, until
from tests.support.hands import member

pytestmark = [pytest.mark.anyio, pytest.mark.long]


async def test_members_endorse_and_a_look_that_is_missed_is_on_record_at_its_moment(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    async with engine_at(engine.address, at, settings) as client:
        endorsement = (await of_an_endorsement(at, client))["endorsement"]
    acts = [one.event for one in at.store.acts(stream=endorsement, limit=20)]
    assert [type(one) for one in acts] == [
        *(Endorsement.Called, Endorsement.Asked, Endorsement.AskingClosed),
        *(Endorsement.BallotCalled, Endorsement.Settled, Endorsement.ReviewMissed),
        *(Endorsement.Reviewed, Endorsement.Ended),
    ]
    closed, settled, missed = acts[2], acts[4], acts[5]
    assert isinstance(acts[0], Endorsement.Called)
    assert isinstance(settled, Endorsement.Settled)
    assert closed.act.occurred_at == acts[0].terms.asks_until
    assert missed.act.occurred_at == settled.review_at


async def test_a_look_in_time_moves_the_next_one(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    async with engine_at(engine.address, at, settings) as client:
        small = Small(at)
        endorsement = asked_to_be_endorsed(small)

        def found() -> Endorsement:
            return at.store.load(Endorsement, endorsement)

        await until(relayed_all(at))
        await move(at, client, found().terms.asks_until)
        await until(lambda: found().ballot is not None)
        ballot = at.store.load(Ballot, found().ballot or endorsement)
        await until(relayed_all(at))
        await move(at, client, ballot.hours.opens)
        at.boxes.cast(ballot.id, member(2), "Y")
        await move(at, client, ballot.hours.closes)
        await until(lambda: found().settled)
        first = found().review_at
        assert first is not None
        await move(at, client, first - timedelta(days=1))
        small.ask(ReviewEndorsement(endorsement=endorsement, words="In order."), member(1))
        await until(relayed_all(at))
        await move(at, client, first + timedelta(days=1))
    assert not found().review_missed
    assert found().review_at == first - timedelta(days=1) + timedelta(days=365)
