"""A worker dies while it records what falls due in a case or a suspension: it is on record once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.cases.clocks import Runs
from domain.cases.complaint import Complaint
from domain.cases.suspension import Suspension
from services.application.bodies import FillPost
from services.application.complaints import FileComplaint
from services.application.suspensions import Suspend
from services.bootstrap import Office
from tests.crash.engine import Engine
from tests.crash.test_a_reports_worker_is_killed import dies_and_is_followed
from tests.engine.record_histories import case_due
from tests.engine.small import Small
from tests.engine.test_cases import DUTIES, SECRET, WHY, Played
from tests.support.hands import member

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]


def as_far_as(at: Office, runs: Runs | None, name: str = "") -> Played:
    """A case in which every duty before that one was done in time; all of them where it is none."""
    played = Played(at, f"a case whose worker dies, {runs} {name}")
    filed = FileComplaint(case=played.case, secret=SECRET, text="They shouted.", about="x")
    played.small.ask(filed, member(3))
    for duty in DUTIES:
        if duty is runs:
            break
        played.of(duty)
        if duty is Runs.NOTIFY:
            at.store.clock.hold(case_due(at, played.case))
    return played


@pytest.mark.parametrize("runs", [one for one in DUTIES if one is not Runs.DECIDE])
async def test_a_duty_that_is_missed_is_on_record_once(
    with_keys: Office, engine_with_keys: Engine, runs: Runs
) -> None:
    played = as_far_as(with_keys, runs)
    due = case_due(with_keys, played.case)
    kind = Complaint.FellLate
    found = await dies_and_is_followed(with_keys, engine_with_keys, played.case, due, kind)
    assert found == [due]
    assert [one for one, _ in played.late()] == [runs]


async def test_the_time_for_evidence_ends_once(with_keys: Office, engine_with_keys: Engine) -> None:
    played = as_far_as(with_keys, Runs.NOTIFY, "told")
    played.of(Runs.NOTIFY)
    due = case_due(with_keys, played.case)
    kind = Complaint.EvidenceClosed
    assert await dies_and_is_followed(with_keys, engine_with_keys, played.case, due, kind) == [due]


async def test_a_decision_against_which_nobody_appeals_closes_the_case_once(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    played = as_far_as(with_keys, None)
    due = case_due(with_keys, played.case)
    kind = Complaint.Closed
    assert await dies_and_is_followed(with_keys, engine_with_keys, played.case, due, kind) == [due]


@pytest.mark.parametrize("days", [20, 40], ids=["its end", "its review"])
async def test_what_falls_due_in_a_suspension_is_on_record_once(
    with_keys: Office, engine_with_keys: Engine, days: int
) -> None:
    """The review comes after 28 days, where the suspension lasts as long."""
    small = Small(with_keys)
    chair = FillPost(body="ncg", post="chair", person=member(1), name="C", how="elected")
    small.ask(chair, member(0))
    until = with_keys.store.now() + timedelta(days=days)
    asked = Suspend(person=member(3), reasons=WHY, until=until)
    found: UUID = small.hands.began(small.ask(asked, member(1)))
    next_due = with_keys.store.load(Suspension, found).next_due
    assert next_due is not None
    kind = Suspension.Ended if next_due[0] == until else Suspension.ReviewFellDue
    moments = await dies_and_is_followed(with_keys, engine_with_keys, found, next_due[0], kind)
    assert moments == [next_due[0]]
