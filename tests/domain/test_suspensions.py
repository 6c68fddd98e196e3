"""Suspensions: in force from their act to their end, and not one moment longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.suspension import Suspension
from domain.kernel.act import Standing
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    OutOfOrder,
    Refusal,
    RuleBroken,
    TooLate,
)
from tests.domain.acts import START, act, an_id, days
from tests.domain.cases import ADA, BO, CY, RULES, by
from tests.support.given import Given

END = START + days(50)
MOMENT = timedelta(microseconds=1)


def imposed() -> Suspension:
    return Suspension.impose(an_id("suspension"), by(CY), BO, "They hit somebody.", END, RULES)


def test_it_is_in_force_from_its_act_to_its_end_and_not_one_moment_longer() -> None:
    found = imposed()
    assert not found.in_force_at(START - MOMENT)
    assert found.in_force_at(START)
    assert found.in_force_at(END - MOMENT)
    assert not found.in_force_at(END)


def test_it_needs_reasons_and_an_end_within_the_rule() -> None:
    with pytest.raises(BadInput):
        Suspension.impose(an_id("s"), by(CY), BO, " ", END, RULES)
    for until in (START, START + days(61)):
        with pytest.raises(RuleBroken) as caught:
            Suspension.impose(an_id("s"), by(CY), BO, "why", until, RULES)
        assert caught.value.rule == "suspension.most_days"


def test_nobody_suspends_themselves() -> None:
    with pytest.raises(NotAllowed):
        Suspension.impose(an_id("s"), by(BO), BO, "why", END, RULES)


def test_a_missed_review_is_recorded_at_its_moment_and_its_end_at_its_own() -> None:
    missed, ended = (
        Given(imposed())
        .when(lambda s: s.follow(act(days(90)), RULES))
        .then(Suspension.ReviewFellDue, Suspension.Ended)
    )
    assert (missed.act.occurred_at, missed.act.standing) == (
        START + days(28),
        Standing.IRREGULAR,
    )
    assert ended.act.occurred_at == END


def test_a_review_keeps_the_end_and_sets_the_next_review() -> None:
    found = imposed()
    found.review(act(days(20)), "It is still dangerous.", RULES)
    assert (found.until, found.review_at) == (END, START + days(48))
    assert found.next_due == (START + days(48), "suspension.review_days")


def test_a_late_review_is_marked() -> None:
    (late,) = (
        Given(imposed())
        .when(lambda s: s.review(act(days(30)), "why", RULES))
        .then(Suspension.Reviewed)
    )
    assert late.act.breaks == ("suspension.review_days",)


def test_it_is_renewed_before_its_end_and_never_after_it_recorded_or_not() -> None:
    for at in (50, 51):
        Given(imposed()).when(
            lambda s, at=at: s.renew(act(days(at)), "why", END + days(30), RULES)  # type: ignore[misc]  # bound here on purpose
        ).refused(TooLate, "suspension.most_days")
    found = imposed()
    found.follow(act(days(51)), RULES)
    Given(found).when(lambda s: s.renew(act(days(52)), "why", END + days(30), RULES)).refused(
        OutOfOrder, "suspension.most_days"
    )


def test_it_is_renewed_as_often_and_as_long_as_the_rules_allow() -> None:
    found = imposed()
    Given(found).when(lambda s: s.renew(act(days(40)), "why", END + days(51), RULES)).refused(
        RuleBroken, "suspension.most_days"
    )
    Given(found).when(lambda s: s.renew(act(days(40)), "why", END, RULES)).refused(BadInput)
    found.renew(act(days(40)), "why", END + days(30), RULES)
    assert found.in_force_at(END + days(30) - MOMENT)
    assert not found.in_force_at(END + days(30))
    Given(found).when(lambda s: s.renew(act(days(50)), "why", END + days(40), RULES)).refused(
        RuleBroken, "suspension.renewals"
    )


def test_whoever_is_suspended_is_heard_and_appeals_in_time() -> None:
    found = imposed()
    found.hear(by(BO, days(1)), "It was not me.")
    Given(found).when(lambda s: s.appeal(by(BO, days(14)), "why", RULES)).refused(
        TooLate, "suspension.appeal_days"
    )
    found.appeal(by(BO, days(13)), "It was not me.", RULES)
    Given(found).when(lambda s: s.appeal(by(BO, days(13)), "why", RULES)).refused(
        OutOfOrder, "suspension.appeal_days"
    )


def test_an_appeal_is_decided_by_somebody_who_had_not_decided() -> None:
    found = imposed()
    Given(found).when(lambda s: s.uphold_appeal(by(ADA, days(2)), "why")).refused(
        OutOfOrder, "suspension.appeal_days"
    )
    found.appeal(by(BO, days(1)), "It was not me.", RULES)
    for person in (CY, BO):
        Given(found).when(
            lambda s, person=person: s.uphold_appeal(by(person, days(2)), "why")  # type: ignore[misc]  # bound here on purpose
        ).refused(NotAllowed, "suspension.appeal_decided_by")
    found.dismiss_appeal(by(ADA, days(2)), "It was.")
    assert found.in_force_at(START + days(3))


def test_what_is_lifted_is_over_at_once() -> None:
    for appealed in (False, True):
        found = imposed()
        if appealed:
            found.appeal(by(BO, days(5)), "why", RULES)
            found.uphold_appeal(by(ADA, days(10)), "They are right.")
        else:
            found.lift(act(days(10)), "It is safe now.")
        assert found.in_force_at(START + days(10) - MOMENT)
        assert not found.in_force_at(START + days(10))
        assert found.next_due is None
        Given(found).when(lambda s: s.lift(act(days(11)), "again")).refused(
            OutOfOrder, "suspension.most_days"
        )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("renew", "review", "lift", "follow", "hear")),
            st.floats(min_value=0, max_value=30),
            st.integers(min_value=1, max_value=90),
        ),
        max_size=12,
    ),
    st.floats(min_value=-1, max_value=200),
)
def test_nobody_is_suspended_one_moment_past_the_end_whatever_is_recorded_when(
    asked: list[tuple[str, float, int]], moment: float
) -> None:
    """The end is the last one decided before it came; a model beside it says where that is."""
    found, now, end, over = imposed(), 0.0, END, None
    for deed, later, length in asked:
        now += later
        at, until = act(days(now)), START + days(now + length)
        was_running = over is None and at.occurred_at < end
        tried: dict[str, Callable[[], object]] = {
            "renew": partial(found.renew, at, "why", until, RULES),
            "review": partial(found.review, at, "why", RULES),
            "lift": partial(found.lift, at, "why"),
            "follow": partial(found.follow, at, RULES),
            "hear": partial(found.hear, at, "why"),
        }
        try:
            tried[deed]()
        except Refusal:
            continue
        assert was_running or deed == "follow"
        if deed == "renew":
            end = until
        if deed == "lift":
            over = at.occurred_at
    last = end if over is None else min(over, end)
    looked = START + days(moment)
    assert found.in_force_at(looked) == (START <= looked < last)
