"""A worker dies as a stage of a policy primary ends: what came of it is on record once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.kernel.aggregate import Recorded
from domain.primary.primary import Primary
from services.bootstrap import Office
from tests.crash.engine import Engine
from tests.crash.test_a_reports_worker_is_killed import dies_and_is_followed
from tests.engine.ranked import Ranking

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]
STAGES = (
    Primary.SubmissionsClosed,
    Primary.BackingClosed,
    Primary.CheckingClosed,
    Primary.AnswersClosed,
)


def before(at: Office, stages: int) -> Ranking:
    """A primary of which so many stages are over."""
    it = Ranking(at)
    for _ in range(stages):
        ends = it.found.ends_at
        assert ends is not None
        it.small.hands.at(ends)
    at.projector.catch_up()
    return it


@pytest.mark.parametrize("kind", STAGES, ids=lambda kind: kind.__name__)
async def test_the_end_of_a_stage_is_recorded_once_at_its_moment(
    with_keys: Office, engine_with_keys: Engine, kind: type[Recorded]
) -> None:
    at, engine = with_keys, engine_with_keys
    it = before(at, STAGES.index(kind))
    ends = it.found.ends_at
    assert ends is not None
    closed = await dies_and_is_followed(at, engine, it.id, ends, kind)
    assert closed == [ends]


async def test_members_are_asked_once(with_keys: Office, engine_with_keys: Engine) -> None:
    at, engine = with_keys, engine_with_keys
    it = before(at, 4)
    now = at.store.now() + timedelta(hours=1)
    called = await dies_and_is_followed(
        at, engine, it.id, now, Primary.BallotCalled, then=it.announce
    )
    assert len(called) == 1
