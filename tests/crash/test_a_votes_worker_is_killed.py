"""A worker dies while it calls the ballots of an election, or counts them: it is on record once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ballots.ballot import Ballot
from domain.elections.objection import Objection
from domain.elections.vacancy import Vacancy
from domain.elections.voting import Voting
from domain.rules.values import Flag, RuleValue
from services.bootstrap import Office
from tests.crash.engine import Engine
from tests.crash.test_a_reports_worker_is_killed import dies_and_is_followed
from tests.engine.standing import Standing

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]


def settled(at: Office, **other: RuleValue) -> Standing:
    """An election in which it is settled who stands, and nobody has announced a value yet."""
    it = Standing(at, **other)
    it.settled()
    for _ in ("close", "cure"):
        it.small.hands.at(it.due)
    at.projector.catch_up()
    return it


async def test_its_ballots_are_called_once(with_keys: Office, engine_with_keys: Engine) -> None:
    at, engine = with_keys, engine_with_keys
    it = settled(at)
    now = at.store.now() + timedelta(hours=1)
    called = await dies_and_is_followed(
        at, engine, it.voting.id, now, Voting.Called, then=it.announce
    )
    assert len(called) == 1
    assert it.ballot.hours.closes > now


async def test_it_is_counted_once_and_the_elected_take_their_places(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    at, engine = with_keys, engine_with_keys
    it = settled(at)
    it.announce()
    it.small.hands.settle()
    it.small.hands.at(it.ballot.hours.opens)
    it.vote()
    closes = it.ballot.hours.closes
    counted = await dies_and_is_followed(at, engine, it.voting.id, closes, Voting.Counted)
    assert len(counted) == 1
    it.declare()
    assert it.seated == ["Member 2", "Member 4"]


async def test_a_section_that_was_annulled_is_called_again_once(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    at, engine = with_keys, engine_with_keys
    it = settled(at)
    it.announce()
    it.small.hands.settle()
    it.small.hands.at(it.ballot.hours.opens)
    it.vote()
    it.small.hands.at(it.ballot.hours.closes)
    now = at.store.now() + timedelta(days=1)
    called = await dies_and_is_followed(at, engine, it.voting.id, now, Voting.Called, then=it.annul)
    assert len(called) == 2
    assert it.ballot.hours.closes > now


def declared(at: Office) -> Standing:
    """An election that is declared, whose views are read up to that."""
    it = settled(at)
    it.announce()
    it.small.hands.settle()
    it.small.hands.at(it.ballot.hours.opens)
    it.vote()
    it.small.hands.at(it.ballot.hours.closes)
    it.declare()
    return it


async def test_a_ruling_that_is_missed_is_on_record_once(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    at, engine = with_keys, engine_with_keys
    objection = declared(at).object()
    at.projector.catch_up()
    due = at.store.load(Objection, objection).due
    missed = await dies_and_is_followed(at, engine, objection, due, Objection.RulingMissed)
    assert missed == [due]


async def test_the_end_of_the_time_for_objections_is_on_record_once(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    at, engine = with_keys, engine_with_keys
    it = declared(at)
    at.projector.catch_up()
    until = it.objections_until
    confirmed = await dies_and_is_followed(at, engine, it.voting.id, until, Voting.Confirmed)
    assert confirmed == [until]


async def test_papers_that_are_counted_again_are_so_once_each_time(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    at, engine = with_keys, engine_with_keys
    it = declared(at)
    at.projector.catch_up()
    now = at.store.now() + timedelta(hours=1)
    again = await dies_and_is_followed(
        at, engine, it.voting.id, now, Voting.Recounted, then=it.recount
    )
    assert len(again) == 1
    assert it.voting.recounts == ()


async def test_a_place_that_nobody_takes_is_left_to_members_once(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    at, engine = with_keys, engine_with_keys
    it = declared(at)
    it.leave(2)
    it.small.hands.settle()
    at.projector.catch_up()
    now = at.store.now() + timedelta(hours=1)
    offered = await dies_and_is_followed(
        at, engine, it.vacancy.id, now, Vacancy.LeftToMembers, then=it.decline
    )
    assert len(offered) == 1


async def test_silence_about_an_empty_place_is_on_record_once(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    at, engine = with_keys, engine_with_keys
    it = declared(at)
    it.leave(2)
    it.small.hands.settle()
    at.projector.catch_up()
    due = it.vacancy.due
    assert due is not None
    lapsed = await dies_and_is_followed(at, engine, it.vacancy.id, due, Vacancy.Lapsed)
    assert lapsed == [due]


async def test_its_papers_are_counted_once_when_the_scrutineer_has_reported(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    at, engine = with_keys, engine_with_keys
    it = settled(at, ballots__scrutineer=Flag(holds=True))
    it.announce()
    it.small.hands.settle()
    it.watch_over()
    it.small.hands.at(it.ballot.hours.opens)
    it.vote()
    it.small.hands.at(it.ballot.hours.closes)
    assert it.ballot.papers is not None
    later = at.store.now() + timedelta(days=1)
    counted = await dies_and_is_followed(
        at, engine, it.ballot.id, later, Ballot.Counted, then=it.report
    )
    assert len(counted) == 1
    assert it.ballot.counted
