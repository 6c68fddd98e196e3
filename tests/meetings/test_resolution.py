"""Decisions in writing: time to reply, a majority of all members, and a meeting instead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.bodies.mandate import MandateEnding
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, TooEarly, TooLate
from domain.meetings.decisions import Answer, NamedVote
from domain.meetings.resolution import DEMAND, MAJORITY, REPLY, Resolution, State, Wording
from tests.domain.acts import START, act, an_id, days
from tests.meetings.group import ADVISERS, VOTING, Group
from tests.support.given import Given

CLOSES = START + days(4)


def put(group: Group, **other: Any) -> Resolution:
    told = {
        "body": BodyId(group.body.id),
        "body_name": group.body.name,
        "title": "An office",
        "text": "We rent it.",
        "to": VOTING,
        "closes": CLOSES,
    }
    wording = Wording.model_validate({**told, **other})
    return Resolution.propose(an_id("resolution"), act(), wording, group.orders.rules)


def reply(group: Group, found: Resolution, *people: PersonId, no: bool = False) -> None:
    answer = Answer.AGAINST if no else Answer.FOR
    for person in people:
        found.reply(act(days(1)), NamedVote(person=person, answer=answer), group.voting)


def close(group: Group, found: Resolution) -> None:
    found.close(act(days(4)), group.voting, group.orders.rules)


def test_members_have_the_time_to_reply_that_the_rule_gives() -> None:
    with pytest.raises(TooEarly) as caught:
        put(Group(), closes=START + timedelta(hours=71))
    assert caught.value.rule == REPLY
    put(Group(), closes=START + timedelta(hours=72))


def test_it_has_words() -> None:
    with pytest.raises(BadInput):
        put(Group(), text=" ")


def test_more_than_half_of_all_members_agree_or_it_is_lost() -> None:
    for agreeing, carried in ((7, True), (6, False)):
        group = Group()
        found = put(group)
        reply(group, found, *VOTING[:agreeing])
        close(group, found)
        assert found.result is not None
        assert (found.result.carried, found.result.members) == (carried, 12)


def test_nothing_is_decided_before_the_time_is_over() -> None:
    group = Group()
    found = put(group)
    reply(group, found, *VOTING)
    given = Given(found).when(lambda it: it.close(act(days(3)), group.voting, group.orders.rules))
    given.refused(TooEarly, REPLY)


def test_a_reply_counts_once_and_in_time_and_from_a_voting_member() -> None:
    group = Group()
    given = Given(put(group))
    yes = NamedVote(person=VOTING[0], answer=Answer.FOR)
    given.when(lambda it: it.reply(act(days(1)), yes, group.voting)).then(Resolution.Replied)
    given.when(lambda it: it.reply(act(days(1)), yes, group.voting)).refused(OutOfOrder)
    late = NamedVote(person=VOTING[1], answer=Answer.FOR)
    given.when(lambda it: it.reply(act(days(4)), late, group.voting)).refused(TooLate, REPLY)
    adviser = NamedVote(person=ADVISERS[0], answer=Answer.FOR)
    given.when(lambda it: it.reply(act(days(1)), adviser, group.voting)).refused(
        NotAllowed, MAJORITY
    )


def test_whoever_has_left_since_is_not_counted() -> None:
    group = Group()
    found = put(group)
    reply(group, found, *VOTING[:7])
    group.body.vacate_seat(act(days(2)), VOTING[0], MandateEnding.RESIGNATION, "resigned")
    close(group, found)
    assert found.result is not None
    assert (found.result.in_favour, found.result.members, found.result.carried) == (6, 11, True)


def test_whoever_was_seated_since_is_one_of_all_members_and_may_reply() -> None:
    for later, carried in ((), False), (VOTING[6:8], True):
        group = Group()
        found = put(group, to=VOTING[:6])
        reply(group, found, *VOTING[:5], *later)
        close(group, found)
        assert found.result is not None
        assert (found.result.members, found.result.carried) == (12, carried)


def test_enough_members_force_a_meeting() -> None:
    group = Group()
    given = Given(put(group))
    rules = group.orders.rules
    given.when(lambda it: it.demand_meeting(act(days(1)), VOTING[0], group.voting, rules)).then(
        Resolution.MeetingDemanded
    )
    given.when(lambda it: it.demand_meeting(act(days(1)), VOTING[1], group.voting, rules)).then(
        Resolution.MeetingDemanded
    )
    given.when(lambda it: it.demand_meeting(act(days(1)), VOTING[1], group.voting, rules)).refused(
        OutOfOrder
    )
    given.when(lambda it: it.demand_meeting(act(days(1)), VOTING[2], group.voting, rules)).then(
        Resolution.MeetingDemanded, Resolution.LeftToMeeting
    )
    assert given.thing.state is State.AT_A_MEETING
    yes = NamedVote(person=VOTING[5], answer=Answer.FOR)
    given.when(lambda it: it.reply(act(days(2)), yes, group.voting)).refused(OutOfOrder, DEMAND)
    given.when(lambda it: it.close(act(days(4)), group.voting, rules)).then()
