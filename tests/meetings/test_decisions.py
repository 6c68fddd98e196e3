"""What is carried, what binds, who is counted, and what a later meeting makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.bodies.mandate import MandateEnding
from domain.kernel.act import Standing
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, Refusal, RuleBroken
from domain.meetings.agenda import DISPOSED_OF, Fate, Item
from domain.meetings.attendance import Capacity, Route
from domain.meetings.business import Leaving
from domain.meetings.deciding import TakenThen, must_bind, must_settle
from domain.meetings.decisions import Answer, Decision, Form, Later, Manner, NamedVote, Settled
from domain.meetings.meeting import Meeting
from domain.meetings.order import Interest, Statement
from domain.rules.values import Base, Count, Flag, Share
from tests.domain.acts import an_id, days
from tests.meetings.group import ADVISERS, STAFF, STARTS, VOTING, Group, acts_of, votes
from tests.support.examples import examples

QUORUM = "ncg.meetings.quorum"


def held(present: int = 11, **other: object) -> Group:
    group = Group(**other)  # type: ignore[arg-type]  # values of rules
    group.open(present)
    return group


def test_what_nobody_objects_to_is_agreed_by_consensus() -> None:
    group = held()
    decision = group.decide()
    assert (decision.number, decision.carried, decision.binds) == (1, True, True)
    assert decision.because == "Nobody objected."


def test_what_somebody_objected_to_is_no_consensus() -> None:
    group = held()
    with pytest.raises(BadInput, match="no consensus"):
        group.decide(votes(3, 2), manner=Manner.CONSENSUS)
    assert group.decide(votes(9), manner=Manner.CONSENSUS).binds


def test_a_recorded_vote_is_kept_with_names() -> None:
    group = held()
    with pytest.raises(BadInput, match="names"):
        group.decide(votes(9, 1), form=Form.RECORDED)


def test_the_id_kept_with_a_decision_is_that_of_its_act() -> None:
    group = held()
    group.meeting.collect_events()
    decision = group.decide()
    (event,) = acts_of(group.meeting)
    assert event.event_id == decision.act


def test_a_vote_is_carried_by_the_majority_of_the_rule() -> None:
    group = held()
    assert group.decide(votes(6, 5)).carried
    assert not group.decide(votes(5, 5, 1)).carried


def test_a_majority_of_all_members_counts_those_who_stayed_away() -> None:
    of_all = Share(numerator=1, denominator=2, strict=True, of=Base.MEMBERS)
    group = held(10, meetings__majority=of_all)
    assert not group.decide(votes(6, 0)).carried
    assert group.decide(votes(7, 3)).carried


def test_no_more_vote_than_may() -> None:
    group = held(10)
    group.come(*ADVISERS, STAFF)
    with pytest.raises(BadInput):
        group.decide(votes(11))


def test_a_recorded_vote_names_those_who_may_vote_once_each() -> None:
    group = held(10)
    group.come(ADVISERS[0])
    yes = [NamedVote(person=person, answer=Answer.FOR) for person in VOTING[:6]]
    decision = group.decide(manner=Manner.VOTE, form=Form.RECORDED, named=tuple(yes))
    assert decision.votes == votes(6)
    for wrong in (
        (*yes, NamedVote(person=ADVISERS[0], answer=Answer.FOR)),
        (*yes, NamedVote(person=VOTING[11], answer=Answer.FOR)),
        (*yes, yes[0]),
    ):
        with pytest.raises(Refusal):
            group.decide(manner=Manner.VOTE, form=Form.RECORDED, named=wrong)


def test_no_name_is_kept_of_a_secret_vote() -> None:
    group = held(10)
    names = (NamedVote(person=VOTING[0], answer=Answer.FOR),)
    with pytest.raises(BadInput):
        group.decide(manner=Manner.VOTE, form=Form.SECRET, named=names)
    decision = group.decide(votes(6, 2), form=Form.SECRET)
    assert (decision.votes, decision.named) == (votes(6, 2), ())


def test_a_vote_needs_figures() -> None:
    group = held()
    with pytest.raises(BadInput):
        group.decide(manner=Manner.VOTE)


def test_nothing_is_decided_on_what_is_not_on_the_agenda() -> None:
    group = held()
    with pytest.raises(RuleBroken) as caught:
        group.decide(item=7)
    assert caught.value.rule == "meetings.late_items"


def test_the_meeting_lets_in_a_late_item_by_the_majority_of_the_rule() -> None:
    group = held(11)
    late = Item(number=0, title="Late")
    group.given.when(lambda it: it.admit_item(group.now, late, votes(5, 1), group.sat)).refused(
        RuleBroken, "meetings.late_items"
    )
    (let_in,) = group.given.when(
        lambda it: it.admit_item(group.now, late, votes(6, 1), group.sat)
    ).then(Meeting.ItemAdmitted)
    assert let_in.item.admitted
    assert group.decide(item=let_in.item.number).binds


@pytest.mark.parametrize("fate", [Fate.DEFERRED, *DISPOSED_OF])
def test_nothing_is_decided_on_an_item_that_the_meeting_left(fate: Fate) -> None:
    group = held()
    group.motion()
    leaving = Leaving(fate, "Not now.", votes(9, 2), remitted_to="The officers")
    group.meeting.leave_item(group.now, 1, leaving, group.sat)
    must_be_left_alone(group)


def test_nothing_is_decided_on_an_item_that_was_withdrawn_until_it_is_let_in_again() -> None:
    group = held()
    group.motion()
    mine = group.now.model_copy(update={"actor": VOTING[3]})
    group.meeting.withdraw_item(mine, 1, "Taken back.")
    must_be_left_alone(group)
    again = Item(number=0, title="Campaigns")
    group.meeting.admit_item(group.now, again, votes(9, 2), group.sat)
    assert group.decide(item=2).binds


def must_be_left_alone(group: Group) -> None:
    """No decision is taken on the first item, and its motion is neither put nor amended."""
    parts = {name: votes(9, 2) for name in group.meeting.motion(1).text.ids}
    for put in ({"item": 1}, {"motion": 1, "votes": votes(9, 2)}):
        with pytest.raises(OutOfOrder, match="nothing is decided on it") as caught:
            group.decide(**put)
        assert caught.value.rule == "meetings.late_items"
    group.given.when(lambda it: it.vote_in_parts(group.now, 1, parts, group.sat)).refused(
        OutOfOrder, "meetings.late_items"
    )


def test_a_decision_without_a_quorum_is_a_fact_and_does_not_bind() -> None:
    group = held(9)
    group.meeting.collect_events()
    decision = group.decide(votes(9))
    (event,) = acts_of(group.meeting)
    assert (event.act.standing, event.act.breaks) == (Standing.IRREGULAR, (QUORUM,))
    assert decision.carried
    assert not decision.binds
    with pytest.raises(RuleBroken) as caught:
        must_bind(decision)
    assert caught.value.rule == "meetings.ratification"


@pytest.mark.parametrize("manner", [Manner.CONSENSUS, Manner.NOTED, Manner.ENDORSED])
def test_nothing_is_decided_where_nobody_is_there_who_may_vote(manner: Manner) -> None:
    group = held(2, meetings__proxy_vote=Flag(holds=True), meetings__paper_vote=Flag(holds=True))
    group.come(ADVISERS[0], STAFF)
    group.come(VOTING[2], route=Route.PAPER)
    group.leave(VOTING[0])
    assert group.decide(manner=manner).voters == 2
    group.leave(VOTING[1])
    with pytest.raises(RuleBroken, match="Nobody is there") as caught:
        group.decide(manner=manner)
    assert caught.value.rule == "meetings.majority"


def test_a_body_without_a_quorum_rule_decides_nothing_in_an_empty_room() -> None:
    group = held(1, ncg__meetings__quorum=Count(count=0))
    assert group.decide().binds
    group.leave(VOTING[0])
    with pytest.raises(RuleBroken, match="Nobody is there"):
        group.decide()


def test_a_later_meeting_with_a_quorum_ratifies_or_annuls() -> None:
    early, late = held(9), Group()
    late.meeting = late.convened(STARTS + days(60))
    decision = early.decide()
    by = Later(meeting=late.meeting.id, number=1, act=decision.act)
    early.given.when(lambda it: it.settle(early.now, 1, Settled.RATIFIED, by, early.orders)).then(
        Meeting.DecisionSettled
    )
    assert early.meeting.decision(1).binds
    again = early.given.when(lambda it: it.settle(early.now, 1, Settled.RATIFIED, by, early.orders))
    again.refused(OutOfOrder)
    early.given.when(
        lambda it: it.settle(early.now, 1, Settled.ANNULLED, by, early.orders)
    ).refused(OutOfOrder, "meetings.ratification")
    other = by.model_copy(update={"number": 2})
    early.given.when(
        lambda it: it.settle(early.now, 1, Settled.ANNULLED, other, early.orders)
    ).then(Meeting.DecisionSettled)
    early.given.when(
        lambda it: it.settle(early.now, 1, Settled.REPLACED, by, early.orders)
    ).refused(OutOfOrder)


def settling(decision: Decision, earlier: Group, later: Group) -> None:
    """That a decision of one meeting settles what was decided at another."""
    must_bind(decision)
    must_settle(
        TakenThen(later.meeting.body, later.meeting.starts, decision, names=decision.names),
        TakenThen(earlier.meeting.body, earlier.meeting.starts),
    )


def test_only_a_later_binding_decision_of_the_same_body_ratifies() -> None:
    early, late, poor = held(9), held(11), held(9)
    object.__setattr__(late.meeting, "starts", STARTS + days(60))
    object.__setattr__(poor.meeting, "starts", STARTS + days(60))
    settling(late.decide(), early, late)
    with pytest.raises(RuleBroken):
        settling(poor.decide(), early, poor)
    with pytest.raises(RuleBroken):
        settling(late.decide(), late, late)
    with pytest.raises(RuleBroken):
        settling(late.decide(votes(1, 9)), early, late)


def test_no_decision_of_another_body_ratifies() -> None:
    early, late = held(9), held(11)
    object.__setattr__(late.meeting, "starts", STARTS + days(60))
    decision = late.decide()
    settling(decision, early, late)
    object.__setattr__(late.meeting, "body", an_id("another body"))
    with pytest.raises(RuleBroken, match="Only the body that took") as caught:
        settling(decision, early, late)
    assert caught.value.rule == "meetings.ratification"


def test_what_a_later_meeting_only_noted_ratifies_nothing() -> None:
    early, late = held(9), held(11)
    object.__setattr__(late.meeting, "starts", STARTS + days(60))
    with pytest.raises(RuleBroken, match="only notes") as caught:
        settling(late.decide(manner=Manner.NOTED), early, late)
    assert caught.value.rule == "meetings.ratification"


def test_an_annulled_decision_binds_no_more() -> None:
    group = held()
    decision = group.decide()
    by = Later(meeting=group.meeting.id, number=9, act=decision.act)
    group.meeting.settle(group.now, 1, Settled.ANNULLED, by, group.orders)
    with pytest.raises(RuleBroken, match="annulled"):
        must_bind(group.meeting.decision(1))


def test_the_chair_casts_a_vote_on_a_tie_and_only_there() -> None:
    group = held()
    group.decide(votes(5, 5, 1))
    group.given.when(
        lambda it: it.give_casting_vote(group.now, 1, VOTING[1], in_favour=True, sat=group.sat)
    ).refused(NotAllowed, "meetings.casting_vote")
    group.given.when(
        lambda it: it.give_casting_vote(group.now, 1, VOTING[0], in_favour=True, sat=group.sat)
    ).then(Meeting.CastingVoteGiven)
    assert group.meeting.decision(1).binds
    group.decide(votes(4, 5))
    group.given.when(
        lambda it: it.give_casting_vote(group.now, 2, VOTING[0], in_favour=True, sat=group.sat)
    ).refused(OutOfOrder)


def test_nobody_without_a_vote_of_their_own_there_decides_a_tie() -> None:
    group = held(10, meetings__proxy_vote=Flag(holds=True))
    group.come(STAFF, capacity=Capacity.OBSERVER)
    group.come(ADVISERS[0])
    group.come(VOTING[10], route=Route.PROXY, held_by=VOTING[1])
    withdrawn = Interest(person=VOTING[2], item=1, what="My employer", withdraws=True)
    group.meeting.declare_interest(group.now, withdrawn)
    group.decide(votes(5, 5))
    with pytest.raises(RuleBroken, match="not there to preside"):
        group.meeting.take_chair(group.now, VOTING[10], "elected")
    for person in (STAFF, ADVISERS[0], VOTING[2]):
        group.meeting.take_chair(group.now, person, "elected")
        with pytest.raises(NotAllowed, match="no vote on this item"):
            group.meeting.give_casting_vote(group.now, 1, person, in_favour=True, sat=group.sat)
    assert not group.meeting.decision(1).binds


@pytest.mark.parametrize(
    "majority",
    [
        Share(numerator=2, denominator=3, of=Base.VOTES_CAST),
        Share(numerator=1, denominator=2, strict=True, of=Base.PRESENT),
        Share(numerator=1, denominator=2, strict=True, of=Base.MEMBERS),
    ],
)
def test_a_casting_vote_carries_nothing_that_lacks_the_majority_with_it(majority: Share) -> None:
    group = held(meetings__majority=majority)
    group.decide(votes(4, 4, 3))
    group.given.when(
        lambda it: it.give_casting_vote(group.now, 1, VOTING[0], in_favour=True, sat=group.sat)
    ).refused(RuleBroken, "meetings.majority")
    group.given.when(
        lambda it: it.give_casting_vote(group.now, 1, VOTING[0], in_favour=False, sat=group.sat)
    ).then(Meeting.CastingVoteGiven)
    assert not group.meeting.decision(1).binds


def test_a_casting_vote_may_make_the_majority_of_all_who_are_there() -> None:
    group = held(meetings__majority=Share(numerator=1, denominator=2, strict=True, of=Base.PRESENT))
    group.decide(votes(5, 5, 1))
    group.meeting.give_casting_vote(group.now, 1, VOTING[0], in_favour=True, sat=group.sat)
    assert group.meeting.decision(1).binds


def test_a_tie_is_lost_where_no_rule_gives_a_casting_vote() -> None:
    group = held(meetings__casting_vote=Flag(holds=False))
    group.decide(votes(5, 5))
    group.given.when(
        lambda it: it.give_casting_vote(group.now, 1, VOTING[0], in_favour=True, sat=group.sat)
    ).refused(RuleBroken, "meetings.casting_vote")
    assert not group.meeting.decision(1).binds


def test_a_statement_is_published_once_if_the_decision_binds() -> None:
    group = held(9)
    group.decide()
    statement = Statement(decision=1, title="Moving forwards", text="We met.")
    group.given.when(lambda it: it.publish_statement(group.now, statement)).refused(RuleBroken)
    group.come(VOTING[9])
    group.decide()
    fine = statement.model_copy(update={"decision": 2})
    group.given.when(lambda it: it.publish_statement(group.now, fine)).then(
        Meeting.StatementPublished
    )
    group.given.when(lambda it: it.publish_statement(group.now, fine)).refused(OutOfOrder)


EVERYBODY = (*VOTING, *ADVISERS, STAFF)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("come"), st.sampled_from(EVERYBODY), st.sampled_from(Route)),
        st.tuples(st.just("leave"), st.sampled_from(EVERYBODY), st.none()),
        st.tuples(st.just("lose seat"), st.sampled_from(VOTING), st.none()),
        st.tuples(st.just("vote"), st.sets(st.sampled_from(EVERYBODY)), st.none()),
    ),
    max_size=30,
)


@settings(max_examples=examples(60), deadline=None)
@given(steps, st.booleans(), st.booleans())
def test_nobody_who_may_not_vote_is_ever_counted(
    drawn: list[tuple[str, object, object]], remote: bool, proxy: bool
) -> None:
    group = held(
        10, meetings__remote_vote=Flag(holds=remote), meetings__proxy_vote=Flag(holds=proxy)
    )
    for what, who, how in drawn:
        try:
            _step(group, what, who, how)
        except Refusal:
            continue
    for decision in group.meeting.decisions:
        assert decision.votes is not None
        assert decision.voters is not None
        assert decision.present is not None
        assert decision.needed is not None
        assert decision.votes.took_part <= decision.voters <= len(VOTING)
        assert {one.person for one in decision.named} <= set(VOTING)
        assert decision.binds == (decision.carried and decision.present >= decision.needed)


def _step(group: Group, what: str, who: object, how: object) -> None:
    if what == "come":
        route = Route(str(how))
        held_by = VOTING[0] if route is Route.PROXY else None
        group.come(_one(who), route=route, held_by=held_by)
    elif what == "leave":
        group.leave(_one(who))
    elif what == "lose seat":
        group.body.vacate_seat(group.now, _one(who), MandateEnding.RESIGNATION, "resigned")
    else:
        assert isinstance(who, set)
        before = {one.person for one in group.meeting.room.voters(group.sat.electorate)}
        named = tuple(NamedVote(person=person, answer=Answer.FOR) for person in who)
        group.decide(manner=Manner.VOTE, form=Form.RECORDED, named=named)
        assert who <= before & {seat.person for seat in group.body.seats if seat.voting}


def _one(who: object) -> PersonId:
    return who  # type: ignore[return-value]  # drawn from people
