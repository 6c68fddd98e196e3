"""Who may challenge a ruling of the chair, and by which votes it falls."""

from __future__ import annotations

import pytest

from domain.kernel.act import Standing
from domain.kernel.refusal import NotAllowed, OutOfOrder
from domain.meetings.agenda import Fate, Item
from domain.meetings.attendance import Route
from domain.meetings.business import Leaving
from domain.meetings.decisions import Manner, Put
from domain.meetings.meeting import Meeting
from domain.rules.values import Base, Flag, RuleValue, Share
from tests.meetings.group import ADVISERS, STAFF, VOTING, Group, acts_of, votes

HALF = Share(numerator=1, denominator=2, strict=True, of=Base.VOTES_CAST)
CONSENT = Put(item=1, manner=Manner.CONSENSUS, text="We agree.")


def challenged(present: int = 11, **other: RuleValue) -> Group:
    """A meeting with a challenge before it."""
    group = Group(**other)
    group.open(present)
    group.meeting.rule_on_point(group.now, VOTING[1], "Late", upheld=False, ruling="No.")
    group.meeting.challenge_chair(group.now, 1, VOTING[1], VOTING[2], group.sat)
    return group


def test_only_a_voting_member_who_is_there_challenges_the_chair() -> None:
    group = Group(meetings__proxy_vote=Flag(holds=True))
    group.open(10)
    group.come(ADVISERS[0], STAFF)
    group.come(VOTING[10], route=Route.PROXY, held_by=VOTING[1])
    group.meeting.rule_on_point(group.now, VOTING[1], "Late", upheld=False, ruling="No.")
    for person in (ADVISERS[0], STAFF, VOTING[10]):
        with pytest.raises(NotAllowed, match="voting member who is there") as caught:
            group.meeting.challenge_chair(group.now, 1, person, VOTING[2], group.sat)
        assert caught.value.rule == "meetings.challenge_majority"


def test_a_ruling_stands_where_the_challenge_is_voted_on_without_a_quorum() -> None:
    group = challenged(present=10)
    group.leave(VOTING[9])
    (settled,) = group.given.when(
        lambda it: it.settle_challenge(group.now, votes(9), group.sat)
    ).then(Meeting.ChallengeSettled)
    assert settled.act.standing is Standing.IRREGULAR
    assert settled.act.breaks == ("ncg.meetings.quorum",)
    assert not settled.overturned
    assert group.meeting.chair == VOTING[0]


def test_whoever_left_is_not_put_in_the_chair_again() -> None:
    group = challenged()
    group.leave(VOTING[0])
    group.meeting.settle_challenge(group.now, votes(2, 6), group.sat)
    assert group.meeting.chair == VOTING[2], "whoever took it for the vote goes on"
    group = challenged()
    group.leave(VOTING[0], VOTING[2])
    group.meeting.settle_challenge(group.now, votes(2, 6), group.sat)
    assert group.meeting.chair is None


def test_nothing_is_decided_and_no_end_made_while_a_challenge_is_open() -> None:
    group = challenged(meetings__challenge_majority=HALF)
    number = group.motion()
    parts = {name: votes(9) for name in group.meeting.motion(number).text.ids}
    late, left = Item(number=0, title="Late"), Leaving(Fate.DEFERRED, "Later.")
    for refused in (
        lambda it: it.decide(group.now, CONSENT, group.sat),
        lambda it: it.vote_in_parts(group.now, number, parts, group.sat),
        lambda it: it.admit_item(group.now, late, votes(9), group.sat),
        lambda it: it.leave_item(group.now, 1, left, group.sat),
        lambda it: it.close(group.now, group.orders),
    ):
        group.given.when(refused).refused(OutOfOrder, "meetings.challenge_majority")
    group.meeting.settle_challenge(group.now, votes(2, 6), group.sat)
    assert group.decide().binds


def test_a_challenge_needs_the_majority_of_those_whom_the_rule_counts() -> None:
    for of, enough in ((Base.VOTES_CAST, 1), (Base.PRESENT, 6), (Base.MEMBERS, 7)):
        majority = Share(numerator=1, denominator=2, strict=True, of=of)
        for given, falls in ((enough, True), (enough - 1, False)):
            group = challenged(meetings__challenge_majority=majority)
            group.meeting.settle_challenge(group.now, votes(given), group.sat)
            assert acts_of(group.meeting)[-1].overturned is falls
