"""Who is there, whose vote counts, when the quorum is lost, and how a meeting ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.bodies.mandate import MandateEnding
from domain.kernel.act import Standing
from domain.kernel.ids import RuleId
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder, RuleBroken, TooEarly, TooLate
from domain.meetings.agenda import Fate
from domain.meetings.attendance import Capacity, Route
from domain.meetings.decisions import Manner
from domain.meetings.meeting import Meeting
from domain.meetings.order import Interest
from domain.meetings.orders import Orders
from domain.meetings.year import quarter_after
from domain.rules.governing import Governing
from domain.rules.values import Count, Flag, Force
from tests.domain.acts import act, days
from tests.meetings.group import ADVISERS, STAFF, STARTS, VOTING, Group, coming, votes

QUORUM = "ncg.meetings.quorum"


def test_is_not_opened_before_its_hour() -> None:
    group = Group()
    group.given.when(lambda it: it.open(act(days(29)), group.sat)).refused(TooEarly)


def test_only_voting_members_who_are_there_count_for_the_quorum() -> None:
    group = Group(meetings__proxy_vote=Flag(holds=True), meetings__paper_vote=Flag(holds=True))
    group.come(*VOTING[:7], *ADVISERS, STAFF)
    group.come(VOTING[7], route=Route.VIDEO)
    group.come(VOTING[8], route=Route.PAPER)
    group.come(VOTING[9], route=Route.PROXY, held_by=VOTING[0])
    assert group.meeting.room.present(group.sat.electorate) == 8
    assert len(group.meeting.room.voters(group.sat.electorate)) == 10


def test_whoever_is_remote_neither_counts_nor_votes_where_no_rule_lets_them() -> None:
    group = Group(meetings__remote_vote=Flag(holds=False))
    group.come(VOTING[0], route=Route.PHONE)
    assert group.meeting.room.present(group.sat.electorate) == 0


def test_coming_by_a_way_that_a_rule_forbids_is_a_fact_and_gives_no_vote() -> None:
    group = Group(ncg__meetings__remote_part=Flag(holds=False))
    came = coming(VOTING[0], Route.VIDEO)
    (arrived,) = group.given.when(lambda it: it.arrive(group.now, came, group.sat)).then(
        Meeting.Arrived
    )
    assert arrived.act.standing is Standing.IRREGULAR
    assert arrived.act.breaks == ("ncg.meetings.remote_part",)
    assert not arrived.attendance.votes


def test_nobody_holds_more_proxies_than_the_rule_lets_them() -> None:
    group = Group(meetings__proxy_vote=Flag(holds=True), meetings__proxies_each=Count(count=1))
    group.come(VOTING[0])
    group.come(VOTING[1], route=Route.PROXY, held_by=VOTING[0])
    third = coming(VOTING[2], Route.PROXY, held_by=VOTING[0])
    group.given.when(lambda it: it.arrive(group.now, third, group.sat)).refused(
        RuleBroken, "meetings.proxies_each"
    )
    nobody = coming(VOTING[2], Route.PROXY)
    group.given.when(lambda it: it.arrive(group.now, nobody, group.sat)).refused(BadInput)


def test_a_principal_who_walks_in_votes_for_themselves() -> None:
    group = Group(meetings__proxy_vote=Flag(holds=True))
    group.come(VOTING[0])
    group.come(VOTING[1], route=Route.PROXY, held_by=VOTING[0])
    group.come(VOTING[1])
    assert [one.route for one in group.meeting.room.here] == [Route.IN_PERSON] * 2
    assert group.meeting.room.proxies_of(VOTING[0]) == ()


def test_proxies_end_when_their_holder_leaves() -> None:
    group = Group(meetings__proxy_vote=Flag(holds=True))
    group.come(VOTING[0])
    group.come(VOTING[1], route=Route.PROXY, held_by=VOTING[0])
    group.leave(VOTING[0])
    assert group.meeting.room.here == ()


def test_a_proxy_counts_only_while_its_holder_is_there_with_a_vote() -> None:
    group = Group(meetings__proxy_vote=Flag(holds=True), meetings__paper_vote=Flag(holds=True))
    group.come(*VOTING[:2])
    group.come(VOTING[2], route=Route.PROXY, held_by=VOTING[0])

    def counted() -> bool:
        return VOTING[2] in {one.person for one in group.meeting.room.voters(group.sat.electorate)}

    assert counted()
    group.come(VOTING[0], route=Route.PAPER)
    assert not counted()
    group.come(VOTING[0], route=Route.PROXY, held_by=VOTING[1])
    assert not counted()
    group.come(VOTING[0])
    assert counted()
    group.body.vacate_seat(group.now, VOTING[0], MandateEnding.RESIGNATION, "resigned")
    assert not counted()


def test_nobody_without_a_vote_holds_a_proxy() -> None:
    group = Group(meetings__proxy_vote=Flag(holds=True))
    group.come(ADVISERS[0])
    group.come(STAFF, capacity=Capacity.OBSERVER)
    for holder in (ADVISERS[0], STAFF):
        given = coming(VOTING[1], Route.PROXY, held_by=holder)
        with pytest.raises(BadInput, match="has no vote here") as caught:
            group.meeting.arrive(group.now, given, group.sat)
        assert caught.value.rule == "meetings.proxies_each"


def test_nobody_without_a_seat_comes_in_as_a_member() -> None:
    group = Group()
    stranger = coming(STAFF, capacity=Capacity.MEMBER)
    group.given.when(lambda it: it.arrive(group.now, stranger, group.sat)).refused(BadInput)


def test_nobody_comes_twice_by_one_route() -> None:
    group = Group()
    group.come(VOTING[0])
    again = coming(VOTING[0])
    group.given.when(lambda it: it.arrive(group.now, again, group.sat)).refused(OutOfOrder)


def test_the_loss_of_the_quorum_is_an_act_at_the_moment_at_which_it_happened() -> None:
    group = Group()
    group.open(present=10)
    left = group.now
    (gone, lost) = group.given.when(lambda it: it.depart(left, VOTING[9], group.sat)).then(
        Meeting.Departed, Meeting.QuorumLost
    )
    assert lost.act.occurred_at == gone.act.occurred_at == left.occurred_at
    assert (lost.present, lost.needed, lost.act.rules) == (9, 10, (QUORUM,))
    back = coming(VOTING[9])
    group.given.when(lambda it: it.arrive(group.now, back, group.sat)).then(
        Meeting.Arrived, Meeting.QuorumRegained
    )


def test_an_adviser_who_leaves_takes_no_quorum_along() -> None:
    group = Group()
    group.open(present=10)
    group.come(ADVISERS[0])
    group.given.when(lambda it: it.depart(group.now, ADVISERS[0], group.sat)).then(Meeting.Departed)


def test_a_meeting_without_a_quorum_is_open_all_the_same() -> None:
    group = Group()
    group.open(present=4)
    assert group.meeting.running
    assert not group.meeting.quorate


def test_the_chair_is_somebody_who_is_there() -> None:
    group = Group()
    group.open()
    group.given.when(lambda it: it.take_chair(group.now, VOTING[11], "elected")).refused(NotFound)
    group.given.when(lambda it: it.take_chair(group.now, VOTING[1], "elected")).then(
        Meeting.ChairTaken
    )
    group.leave(VOTING[1])
    assert group.meeting.chair is None


def test_a_declared_interest_can_cost_the_vote_on_that_item_alone() -> None:
    group = Group()
    group.item("Finance")
    group.open()
    interest = Interest(person=VOTING[1], item=1, what="My employer", withdraws=True)
    group.given.when(lambda it: it.declare_interest(group.now, interest)).then(
        Meeting.InterestDeclared
    )
    assert len(group.meeting.voters(group.sat, 1)) == 10
    assert len(group.meeting.voters(group.sat, 2)) == 11
    with pytest.raises(BadInput):
        group.decide(votes(11))
    group.given.when(lambda it: it.declare_interest(group.now, interest)).refused(OutOfOrder)


def test_a_meeting_that_ends_without_the_next_date_is_marked() -> None:
    group = Group()
    group.open()
    (closed,) = group.given.when(lambda it: it.close(group.now, group.orders)).then(Meeting.Closed)
    assert closed.act.breaks == ("ncg.meetings.next_date_fixed",)
    group.given.when(lambda it: it.take_item(group.now, 1)).refused(TooLate)


def test_a_meeting_ends_with_the_next_date_and_leaves_what_it_did_not_come_to() -> None:
    group = Group()
    group.item("Finance")
    group.open()
    group.meeting.take_item(group.now, 1)
    on = (group.now.occurred_at + timedelta(days=60)).date()
    group.given.when(lambda it: it.fix_next_date(group.now, on, group.orders)).then(
        Meeting.NextDateFixed
    )
    (closed,) = group.given.when(lambda it: it.close(group.now, group.orders)).then(Meeting.Closed)
    assert (closed.act.standing, closed.left, closed.next_on) == (Standing.JUDGED, (2,), on)
    assert [item.fate for item in group.meeting.agenda.items] == [Fate.TAKEN, Fate.DEFERRED]


def test_a_meeting_came_to_what_it_decided_and_to_a_heading_with_any_part_of_it() -> None:
    group = Group()
    for label in ("5", "5.1", "5.2", "6", "6.1", "50"):
        group.item(f"Item {label}", label=label)
    group.open()
    group.meeting.take_item(group.now, 2)  # 5.1
    group.decide(item=7)
    (closed,) = group.given.when(lambda it: it.close(group.now, group.orders)).then(Meeting.Closed)
    assert closed.left == (3, 4, 5, 6)
    items = group.meeting.agenda.items
    assert [item.number for item in items if item.fate is Fate.TAKEN] == [1, 2, 7]
    assert {item.fate for item in items if item.number in closed.left} == {Fate.DEFERRED}


def test_the_next_date_lies_ahead() -> None:
    group = Group()
    group.open()
    on = group.now.occurred_at.date()
    group.given.when(lambda it: it.fix_next_date(group.now, on, group.orders)).refused(
        BadInput, "meetings.next_date_within"
    )


def test_the_next_date_is_no_further_ahead_than_a_rule_allows() -> None:
    group = Group(ncg__meetings__least_per_quarter=Count(count=0))
    group.open()
    today = group.now.occurred_at.date()
    year_ahead = today.replace(year=today.year + 1)
    far, never = year_ahead + timedelta(days=1), date(9999, 12, 31)
    group.given.when(lambda it: it.fix_next_date(group.now, far, group.orders)).refused(
        RuleBroken, "meetings.next_date_within"
    )
    group.given.when(lambda it: it.fix_next_date(group.now, never, group.orders)).refused(
        RuleBroken, "meetings.next_date_within"
    )
    group.given.when(lambda it: it.fix_next_date(group.now, year_ahead, group.orders)).then(
        Meeting.NextDateFixed
    )


def test_a_next_date_that_leaves_a_quarter_without_a_meeting_cites_the_rule_on_quarters() -> None:
    """Refused where the rule is mandatory, recorded as irregular where it is a direction."""
    group = Group()
    group.open()
    ends = quarter_after(STARTS.date(), group.orders).ends.date()
    late = ends + timedelta(days=1)
    rule = "ncg.meetings.least_per_quarter"
    group.given.when(lambda it: it.fix_next_date(group.now, late, group.orders)).refused(
        RuleBroken, rule
    )
    group.given.when(lambda it: it.fix_next_date(group.now, ends, group.orders)).then(
        Meeting.NextDateFixed
    )
    rules = group.orders.rules
    directory = rules.current.rules[RuleId(rule)].model_copy(update={"force": Force.DIRECTORY})
    edition = rules.current.model_copy(
        update={"rules": {**rules.current.rules, RuleId(rule): directory}}
    )
    group.orders = Orders.of(group.body, Governing(opening=edition, current=edition))
    (fixed,) = group.given.when(lambda it: it.fix_next_date(group.now, late, group.orders)).then(
        Meeting.NextDateFixed
    )
    assert fixed.act.breaks == (rule,)


def test_nothing_is_decided_before_the_meeting_is_open() -> None:
    group = Group()
    group.item()
    with pytest.raises(OutOfOrder):
        group.decide(manner=Manner.NOTED)
