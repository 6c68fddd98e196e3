"""What a suspension takes from somebody at once, what it leaves, and how all of it comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.bodies.body import Body, body_id
from domain.cases.suspension import Suspension
from domain.kernel.refusal import NotAllowed, OutOfOrder
from domain.rules.values import Flag
from services.application.complaints import AcknowledgeComplaint, ReadOwnFile
from services.application.suspensions import (
    AnswerSuspension,
    AppealSuspension,
    DecideSuspensionAppeal,
    FollowSuspension,
    LiftSuspension,
    RenewSuspension,
    ReviewSuspension,
    Suspend,
)
from services.voting.suspended import must_not_be_suspended
from tests.application.heard import SECRET, WHY, Heard, suspend, suspension
from tests.application.organisation import CHAIR, MEMBERS, STAFF, Organisation, in_memory

POWERS = "suspension.keeps_powers"
BO = MEMBERS[9]
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def org() -> Organisation:
    return in_memory()


def uses_a_power(org: Organisation, heard: Heard) -> None:
    org.ask(AcknowledgeComplaint(case=heard.case), STAFF)


def test_who_is_suspended_uses_no_seat_or_post_at_once_and_again_at_once_when_it_is_lifted(
    org: Organisation,
) -> None:
    heard = Heard(org)
    heard.file()
    which = suspend(org, STAFF)
    told = org.refused(NotAllowed, AcknowledgeComplaint(case=heard.case), STAFF, POWERS)
    assert "suspended" in told.sentence
    org.ask(LiftSuspension(suspension=which, reasons=WHY), CHAIR)
    uses_a_power(org, heard)


def test_it_ends_at_its_moment_though_no_timer_has_fired(org: Organisation) -> None:
    heard = Heard(org)
    heard.file()
    which = suspend(org, STAFF)
    end = suspension(org, which).until
    org.store.clock.hold(end - MOMENT)
    org.refused(NotAllowed, AcknowledgeComplaint(case=heard.case), STAFF, POWERS)
    org.store.clock.hold(end)
    assert suspension(org, which).over is None
    uses_a_power(org, heard)


def test_the_mandate_stays_and_only_its_use_stops(org: Organisation) -> None:
    heard = Heard(org)
    heard.file()
    suspend(org, STAFF)
    assert org.store.load(Body, body_id("staff")).has_member(STAFF)
    org.refused(NotAllowed, AcknowledgeComplaint(case=heard.case), STAFF, POWERS)
    org.hands.at(org.store.now() + timedelta(days=30))
    uses_a_power(org, heard)


def test_a_rule_may_leave_seats_and_posts_in_use() -> None:
    org = in_memory(suspension__keeps_powers=Flag(holds=True))
    heard = Heard(org)
    heard.file()
    suspend(org, STAFF)
    uses_a_power(org, heard)


def test_whoever_is_suspended_is_heard_sees_the_case_and_appeals(org: Organisation) -> None:
    heard = Heard(org)
    heard.file(complainant=BO)
    which = suspend(org, BO)
    org.ask(AnswerSuspension(suspension=which, statement="It was not me."), BO)
    org.ask(ReadOwnFile(case=heard.case, secret=SECRET), BO)
    appealed = AppealSuspension(suspension=which, grounds=WHY)
    org.refused(NotAllowed, appealed, STAFF, "suspension.power")
    org.ask(appealed, BO)
    upheld = DecideSuspensionAppeal(suspension=which, upheld=True, reasons=WHY)
    org.refused(NotAllowed, upheld, CHAIR, "suspension.appeal_decided_by")
    org.ask(upheld, STAFF)
    assert not suspension(org, which).in_force_at(org.store.now())


def test_only_the_power_of_the_rule_suspends_and_only_once_at_a_time(org: Organisation) -> None:
    until = org.store.now() + timedelta(days=10)
    asked = Suspend(person=BO, reasons=WHY, until=until)
    org.refused(NotAllowed, asked, MEMBERS[1], "suspension.power")
    org.ask(asked, CHAIR)
    org.refused(OutOfOrder, asked, CHAIR, "suspension.power")


def test_a_review_that_is_missed_and_the_end_are_recorded_at_their_moments(
    org: Organisation,
) -> None:
    which = suspend(org, BO, days=40)
    began, end = org.store.now(), suspension(org, which).until
    org.hands.at(end + timedelta(days=3))
    *_, missed, ended = [one.event for one in org.store.acts(stream=which, limit=10)]
    assert isinstance(missed, Suspension.ReviewFellDue)
    assert missed.act.occurred_at == began + timedelta(days=28)
    assert isinstance(ended, Suspension.Ended)
    assert ended.act.occurred_at == end


def test_it_is_renewed_before_its_end_by_a_decision_and_by_nothing_else(
    org: Organisation,
) -> None:
    which = suspend(org, BO)
    end = suspension(org, which).until
    org.ask(ReviewSuspension(suspension=which, reasons=WHY), CHAIR)
    renew = RenewSuspension(suspension=which, reasons=WHY, until=end + timedelta(days=20))
    org.store.clock.hold(end - MOMENT)
    org.ask(renew, CHAIR)
    assert suspension(org, which).until == end + timedelta(days=20)
    org.store.clock.hold(end + timedelta(days=20))
    later = renew.model_copy(update={"until": end + timedelta(days=40)})
    refusal = org.refused(OutOfOrder, later, CHAIR, "suspension.most_days")
    assert "over" in refusal.sentence


def test_nobody_follows_a_suspension_by_hand(org: Organisation) -> None:
    which = suspend(org, BO)
    org.refused(NotAllowed, FollowSuspension(suspension=which), STAFF)


def test_who_is_suspended_puts_no_paper_in_until_the_end_and_stays_on_the_roll(
    org: Organisation,
) -> None:
    which = suspend(org, BO)
    with pytest.raises(NotAllowed) as barred:
        must_not_be_suspended(org.store, BO)
    assert barred.value.rule == "suspension.keeps_vote"
    must_not_be_suspended(org.store, STAFF)
    org.store.clock.hold(suspension(org, which).until)
    must_not_be_suspended(org.store, BO)


def test_a_rule_may_leave_the_vote_to_whoever_is_suspended() -> None:
    org = in_memory(suspension__keeps_vote=Flag(holds=True))
    suspend(org, BO)
    must_not_be_suspended(org.store, BO)
