"""A worker dies as something falls due in an endorsement: it is on record once, at its moment."""

from __future__ import annotations

import pytest

from domain.ballots.ballot import Ballot
from domain.endorsements.endorsement import Endorsement
from services.bootstrap import Office
from tests.crash.engine import Engine
from tests.crash.test_a_reports_worker_is_killed import dies_and_is_followed
from tests.engine.endorsed import asked_to_be_endorsed
from tests.engine.small import Small
from tests.support.hands import member

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]


async def test_the_end_of_the_time_to_ask_is_recorded_once(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    at, engine = with_keys, engine_with_keys
    endorsement = asked_to_be_endorsed(Small(at))
    at.projector.catch_up()
    due = at.store.load(Endorsement, endorsement).terms.asks_until
    closed = await dies_and_is_followed(at, engine, endorsement, due, Endorsement.AskingClosed)
    assert closed == [due]


async def test_a_look_that_is_missed_is_recorded_once(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    at, engine = with_keys, engine_with_keys
    small = Small(at)
    endorsement = asked_to_be_endorsed(small)

    def found() -> Endorsement:
        return at.store.load(Endorsement, endorsement)

    at.projector.catch_up()
    small.hands.at(found().terms.asks_until)
    ballot = at.store.load(Ballot, found().ballot or endorsement)
    small.hands.at(ballot.hours.opens)
    at.boxes.cast(ballot.id, member(2), "Y")
    small.hands.at(ballot.hours.closes)
    at.projector.catch_up()
    due = found().review_at
    assert due is not None
    missed = await dies_and_is_followed(at, engine, endorsement, due, Endorsement.ReviewMissed)
    assert missed == [due]
