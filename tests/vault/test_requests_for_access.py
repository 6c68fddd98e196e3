"""Somebody asks what is kept of them: by when they are answered, and what comes of being late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.bodies.access import AccessRequest, access_id
from domain.bodies.kept import access_due, extended_due
from domain.kernel.act import Standing
from domain.kernel.moments import months_after
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder, RuleBroken, TooLate
from domain.rules.values import Days
from services.application.accesses import (
    AnswerAccess,
    ExtendAccess,
    RequestAccess,
    WithdrawAccess,
)
from services.application.details import SetDetails
from services.application.erasing import EraseData
from tests.application.organisation import MEMBERS, STAFF, STRANGER, Organisation, in_memory

ADA = MEMBERS[0]
ASK, ANSWER = RequestAccess(person=ADA), AnswerAccess(person=ADA)
MORE = ExtendAccess(person=ADA, reason="there are many acts")
DAYS, MORE_DAYS = "people.access_days", "people.access_extension_days"


@pytest.fixture
def org() -> Organisation:
    return in_memory()


def request(org: Organisation, number: int = 1) -> AccessRequest:
    return org.store.load(AccessRequest, access_id(ADA, number))


def newest(org: Organisation) -> AccessRequest.Event:
    stream = org.store.acts(stream=request(org).id, limit=10)
    found = stream[-1].event
    assert isinstance(found, AccessRequest.Event)
    return found


def test_whoever_asks_is_answered_within_the_days_of_the_rule(org: Organisation) -> None:
    org.ask(ASK, ADA)
    assert request(org).due == access_due(org.store.now(), 30)
    org.refused(OutOfOrder, ASK, STAFF, DAYS)
    org.refused(NotAllowed, ANSWER, ADA, "people.erasure_decided_by")
    org.ask(ANSWER, STAFF)
    assert newest(org).act.standing is Standing.JUDGED
    org.refused(OutOfOrder, ANSWER, STAFF, DAYS)
    org.ask(ASK, ADA)
    assert request(org, 2).open


def test_nobody_asks_for_somebody_else_or_of_somebody_whom_nobody_knows(org: Organisation) -> None:
    org.refused(NotAllowed, ASK, MEMBERS[1], "people.details_entered_by")
    org.refused(NotFound, RequestAccess(person=STRANGER), STAFF)


def test_no_rule_makes_the_time_longer_than_the_laws_month() -> None:
    org = in_memory(people__access_days=Days(count=90))
    org.ask(ASK, ADA)
    assert request(org).due == datetime(2021, 8, 15, 16, tzinfo=UTC)


def test_the_time_is_extended_once_with_a_reason_and_before_it_is_over(org: Organisation) -> None:
    org.ask(ASK, ADA)
    asked, first = org.store.now(), request(org).due
    org.refused(NotAllowed, MORE, ADA, "people.erasure_decided_by")
    org.ask(MORE, STAFF)
    assert request(org).due == extended_due(asked, first, 60)
    org.refused(OutOfOrder, MORE, STAFF, MORE_DAYS)
    org.hands.at(first)
    org.hands.settle()
    assert not request(org).overdue


def test_an_extension_that_comes_too_late_is_refused(org: Organisation) -> None:
    org.ask(ASK, ADA)
    org.hands.at(request(org).due)
    org.refused(TooLate, MORE, STAFF, MORE_DAYS)


def test_no_rule_extends_the_time_beyond_two_further_months() -> None:
    org = in_memory(people__access_extension_days=Days(count=400))
    org.ask(ASK, ADA)
    asked = org.store.now()
    org.ask(MORE, STAFF)
    assert request(org).due == months_after(asked, 3)


def test_a_rule_may_give_no_more_time() -> None:
    org = in_memory(people__access_extension_days=Days(count=0))
    org.ask(ASK, ADA)
    org.refused(RuleBroken, MORE, STAFF, MORE_DAYS)


def test_that_nobody_answered_is_recorded_at_its_moment_once_and_the_answer_is_late(
    org: Organisation,
) -> None:
    org.ask(ASK, ADA)
    due = request(org).due
    org.hands.at(due + timedelta(days=2))
    org.hands.settle()
    late = newest(org)
    assert isinstance(late, AccessRequest.FellOverdue)
    assert (late.act.occurred_at, late.act.standing) == (due, Standing.IRREGULAR)
    org.ask(ANSWER, STAFF)
    assert newest(org).act.standing is Standing.IRREGULAR
    assert newest(org).act.breaks == (DAYS,)


def test_whoever_takes_the_request_back_is_owed_nothing(org: Organisation) -> None:
    org.ask(ASK, ADA)
    back = WithdrawAccess(person=ADA, reason="I found it on the page")
    org.ask(back, ADA)
    org.hands.at(request(org).due)
    org.hands.settle()
    assert not request(org).overdue
    org.refused(OutOfOrder, back, ADA, DAYS)


def test_nothing_is_erased_that_somebody_asked_to_see_first(org: Organisation) -> None:
    org.ask(SetDetails(person=ADA, name="Ada Ash"), STAFF)
    org.ask(ASK, ADA)
    erase = EraseData(person=ADA, ground="they asked for it")
    refusal = org.refused(RuleBroken, erase, STAFF, "people.erasure_decided_by")
    assert "their request to see it" in refusal.sentence
    org.ask(ANSWER, STAFF)
    org.ask(erase, STAFF)
