"""Nominations through the real engine, under skipped time: each deadline kept, and missed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.bodies.body import Body, body_id
from domain.elections.election import Election
from domain.elections.mattering import Error
from domain.elections.objection import RULING_HOURS, Objection
from domain.elections.vacancy import Vacancy
from domain.elections.voting import Voting
from services.application.nominations import CallOffElection
from services.bootstrap import Office
from services.config import Settings
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.record_histories import declared, of_a_vacancy, of_a_vote, of_an_objection
from tests.engine.standing import Standing
from tests.engine.test_processes import move, relayed_all, until
from tests.support.hands import member

pytestmark = [pytest.mark.anyio, pytest.mark.long]


@pytest.mark.parametrize("missed", [False, True], ids=["kept", "missed"])
async def test_nominations_close_and_are_settled_with_each_deadline(
    at: Office, settings: Settings, engine: SkippingTemporal, missed: bool
) -> None:
    async with engine_at(engine.address, at, settings) as client:
        it = Standing(at)
        it.open()
        for number in (2, 3):
            it.nominate(number)
        woman = it.nominate(4, "women", support=False)
        await until(relayed_all(at))
        closes = it.due
        await move(at, client, closes)
        assert it.moments(Election.NominationsChecked) == [closes]
        cured = it.due
        if not missed:
            it.support(woman)
            await until(relayed_all(at))
        await move(at, client, cured)
        if missed:
            assert it.moments(Election.NominationsReopened) == [cured]
            it.support(woman)
            await until(relayed_all(at))
            await move(at, client, it.due)
            cured = it.due
            await move(at, client, cured)
        await client.get_workflow_handle(str(it.id)).result()
    assert it.moments(Election.CandidatesPublished) == [cured]
    assert it.names == ["Member 2", "Member 3", "Member 4"]
    assert it.stands(woman)


async def test_steps_that_are_taken_long_after_their_moments_are_recorded_at_them(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    it = Standing(at)
    it.open()
    it.nominate(2)
    it.nominate(4, "women")
    closes = it.due
    at.store.clock.hold(closes + timedelta(days=30))
    async with engine_at(engine.address, at, settings) as client:
        await until(relayed_all(at))
        await client.get_workflow_handle(str(it.id)).result()
    assert it.moments(Election.NominationsChecked) == [closes]
    assert it.moments(Election.CandidatesPublished) == [closes + timedelta(days=3)]


async def test_members_vote_and_whoever_is_declared_elected_takes_the_place(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    """The whole way, from nominations to seats; the process of the vote ends with the last act."""
    async with engine_at(engine.address, at, settings) as client:
        voting = (await of_a_vote(at, client))["voting"]
    acts = [type(one.event) for one in at.store.acts(stream=voting, limit=10)]
    assert acts == [
        *(Voting.FellDue, Voting.Called, Voting.Counted, Voting.Declared),
        Voting.Confirmed,
    ]
    sat = at.store.load(Body, body_id("ncg")).seats
    elected = {one.name: one.category for one in sat if one.category is not None}
    assert elected == {"Member 2": "north", "Member 4": "north"}


async def test_a_ruling_that_is_missed_is_on_record_at_its_moment_and_still_made(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    async with engine_at(engine.address, at, settings) as client:
        objection = (await of_an_objection(at, client))["objection"]
    found = at.store.load(Objection, objection)
    _, missed, ruled = (one.event for one in at.store.acts(stream=objection, limit=10))
    assert missed.act.occurred_at == found.due
    assert missed.act.breaks == ruled.act.breaks == (RULING_HOURS,)


async def test_a_vote_that_is_annulled_over_an_objection_is_called_again_by_the_same_process(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    """Its process goes on after the declaration, through another vote, until nobody objects."""
    async with engine_at(engine.address, at, settings) as client:
        it = Standing(at)
        it.settled()
        await until(relayed_all(at))
        for _ in ("close", "cure"):
            await move(at, client, it.due)
        for again in (True, False):
            it.announce()
            await until(relayed_all(at))
            await until(lambda: not it.voting.waits_to_be_called)
            await move(at, client, it.ballot.hours.opens)
            it.vote()
            await move(at, client, it.ballot.hours.closes)
            await until(lambda: it.voting.counted is not None)
            it.declare()
            if again:
                it.rule(it.object(), Error(missing=9, wrong=0))
                assert it.seated == []
        await move(at, client, it.objections_until)
        await client.get_workflow_handle(str(it.voting.id)).result()
    assert it.voting.confirmed
    assert it.seated == ["Member 2", "Member 4"]


async def test_whoever_comes_next_takes_a_place_that_falls_empty(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    async with engine_at(engine.address, at, settings) as client:
        it = await declared(at, client)
        it.leave(2)
        await until(relayed_all(at))
        await until(lambda: it.vacancy.offered_to == member(3))
        it.take(3)
        await until(relayed_all(at))
        await client.get_workflow_handle(str(it.vacancy.id)).result()
    assert it.seated == ["Member 3", "Member 4"]


async def test_whoever_does_not_answer_in_time_is_passed_over_at_that_moment(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    async with engine_at(engine.address, at, settings) as client:
        vacancy = (await of_a_vacancy(at, client))["vacancy"]
    acts: list[Any] = [one.event for one in at.store.acts(stream=vacancy, limit=10)]
    arose, offered, lapsed, left, over = acts
    assert lapsed.act.occurred_at == offered.due
    assert left.act.occurred_at >= lapsed.act.occurred_at
    assert [type(one) for one in (arose, over)] == [Vacancy.Arose, Vacancy.Overtaken]


async def test_an_election_that_is_called_off_waits_for_nothing_more(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    async with engine_at(engine.address, at, settings) as client:
        it = Standing(at)
        it.open()
        await until(relayed_all(at))
        it.small.ask(CallOffElection(election=it.id, reason="a strike"), member(0))
        await until(relayed_all(at))
        await client.get_workflow_handle(str(it.id)).result()
    assert it.election.standing == ()
