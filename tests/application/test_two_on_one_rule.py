"""Two proposals that were carried together and ask for different things in one clause."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.ballots.ballot import Ballot
from domain.kernel.act import Standing
from domain.kernel.ids import ProposalId
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.rules.rulebook import Rulebook
from domain.rules.values import Choice, ClauseChange, Days
from services.application.outstanding import rulings_wanted
from services.application.rules import ReviseRulebook, TakeEffect
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.application.dispute import (
    APPROVAL,
    BALLOT_DAYS,
    BLOCK,
    CHECK,
    COIN,
    ELECTIONS,
    METHOD,
    STV,
    TIES,
    Dispute,
    opened,
    ruling,
)
from tests.application.organisation import CHAIR, MEMBERS, STAFF, START
from tests.support.hands import Hands


@pytest.fixture
def org() -> Dispute:
    store = MemoryStore()
    return opened(Hands(store, MemoryBoxes(store)))


def test_neither_takes_effect_until_a_ruling_says_which_holds(org: Dispute) -> None:
    org.propose("By STV", (METHOD, STV))
    second = org.propose("By approval", (METHOD, APPROVAL))
    org.carry_all()
    assert org.value(METHOD) == BLOCK
    assert [one.number for one in org.rulebook.collisions if one.is_open] == [1]
    org.rule_on(second)
    assert org.value(METHOD) == APPROVAL
    assert not [one for one in org.rulebook.collisions if one.is_open]


def test_a_collision_goes_on_record_as_what_breaks_the_rule_of_consistency(org: Dispute) -> None:
    org.propose("By STV", (METHOD, STV))
    org.propose("By approval", (METHOD, APPROVAL))
    org.carry_all()
    (found,) = org.store.acts(topics=(Rulebook.CollisionFound.TOPIC,), limit=9)
    act = found.event.act
    assert act.standing is Standing.IRREGULAR
    assert act.breaks == (CHECK.id,)
    assert act.note == (
        "'By STV' and 'By approval' ask for different things in clause 8 (election.ncg.method). "
        "The clause stays as it is until a ruling is made."
    )


def test_what_is_not_in_dispute_takes_effect_at_once(org: Dispute) -> None:
    """The unit is the clause: its other rules wait with it, and other clauses don't."""
    org.propose("By STV", (METHOD, STV), (TIES, COIN), (BALLOT_DAYS, Days(count=12)))
    org.propose("By approval", (METHOD, APPROVAL))
    org.carry_all()
    assert org.value(BALLOT_DAYS) == Days(count=12)
    assert (org.value(METHOD), org.value(TIES)) == (BLOCK, Choice(choice="lot"))
    (first, second) = (org.proposal(entry.proposal) for entry in org.the_cycle.entries)
    assert (first.edition, second.edition) == (2, None)
    assert first.enacted
    assert second.enacted


def test_the_words_of_a_clause_collide_too(org: Dispute) -> None:
    words = [
        ClauseChange(clause=ELECTIONS.id, heading="Elections", text=text)
        for text in ("Members elect by STV.", "Members elect by approval.")
    ]
    first = org.propose("By STV", (METHOD, STV), clauses=(words[0],))
    org.propose("In other words", clauses=(words[1],))
    org.carry_all()
    assert org.rulebook.editions[-1].clauses[ELECTIONS.id] == ELECTIONS
    org.rule_on(first)
    assert org.rulebook.editions[-1].clauses[ELECTIONS.id].text == "Members elect by STV."
    assert org.value(METHOD) == STV


def test_what_agrees_collides_with_nothing(org: Dispute) -> None:
    org.propose("By STV", (METHOD, STV))
    org.propose("By STV, and ties by coin", (METHOD, STV), (TIES, COIN))
    org.carry_all()
    assert org.rulebook.collisions == ()
    assert (org.value(METHOD), org.value(TIES)) == (STV, COIN)


def test_what_only_one_of_them_carried_needs_no_ruling(org: Dispute) -> None:
    org.propose("By STV", (METHOD, STV))
    org.propose("By approval", (METHOD, APPROVAL))
    org.vote_in_the_ballot("YN", "NN", in_favour=8, against=2)
    assert org.rulebook.collisions == ()
    assert org.value(METHOD) == STV


def test_what_holds_one_after_the_other_collides_with_nothing(org: Dispute) -> None:
    date = datetime(2022, 9, 1, tzinfo=START.tzinfo)
    org.propose("By STV", (METHOD, STV))
    org.propose("By approval from September", (METHOD, APPROVAL), from_when=date)
    org.carry_all()
    assert org.rulebook.collisions == ()
    assert org.value(METHOD) == STV
    org.hands.at(date)
    assert org.value(METHOD) == APPROVAL


def test_a_third_that_goes_with_both_is_not_held_up(org: Dispute) -> None:
    org.propose("By STV", (METHOD, STV))
    org.propose("By approval", (METHOD, APPROVAL))
    org.propose("Ties by coin", (TIES, COIN))
    org.carry_all()
    assert org.value(TIES) == COIN
    (found,) = org.rulebook.collisions
    titles = [one.change.title for one in found.collision.readings]
    assert titles == ["By STV", "By approval"]


def test_several_readings_may_hold_if_they_go_together(org: Dispute) -> None:
    one = org.propose("By STV", (METHOD, STV))
    other = org.propose("By STV, and ties by coin", (METHOD, STV), (TIES, COIN))
    third = org.propose("By approval", (METHOD, APPROVAL))
    org.carry_all()
    refused = org.refused(BadInput, ruling(one, third), CHAIR)
    assert "can't both hold" in refused.sentence
    org.rule_on(one, other)
    assert (org.value(METHOD), org.value(TIES)) == (STV, COIN)


def test_a_ruling_may_say_that_none_holds(org: Dispute) -> None:
    org.propose("By STV", (METHOD, STV))
    org.propose("By approval", (METHOD, APPROVAL))
    org.carry_all()
    org.rule_on()
    assert org.value(METHOD) == BLOCK
    assert [one.ruling for one in org.rulebook.collisions] == [1]


def test_a_ruling_on_a_collision_is_made_once_and_by_whoever_has_the_power(org: Dispute) -> None:
    first = org.propose("By STV", (METHOD, STV))
    org.propose("By approval", (METHOD, APPROVAL))
    org.carry_all()
    org.refused(NotAllowed, ruling(first), MEMBERS[0], "constitution.ruling_power")
    org.refused(NotFound, ruling(first, collision=2), CHAIR)
    org.refused(BadInput, ruling(org.cycle), CHAIR)
    org.refused(BadInput, ruling(first, collision=None), CHAIR)
    org.rule_on(first)
    org.refused(OutOfOrder, ruling(first), CHAIR)


def test_the_change_cites_the_ruling_and_the_vote_that_it_follows_from(org: Dispute) -> None:
    first = org.propose("By STV", (METHOD, STV))
    org.propose("By approval", (METHOD, APPROVAL))
    org.carry_all()
    org.rule_on(first)
    made = org.store.acts(topics=(Rulebook.RulingMade.TOPIC,), limit=9)[0].event
    settled = org.store.acts(topics=(Rulebook.CollisionSettled.TOPIC,), limit=9)[0].event
    revised = org.store.acts(topics=(Rulebook.Revised.TOPIC,), limit=9)[0].event
    assert settled.act.cause == made.event_id
    assert (revised.act.authority.kind, revised.act.authority.id) == ("ruling", "1")
    (decided,) = (
        act.event
        for act in org.store.acts(topics=("proposal.decided.v1",), limit=9)
        if act.event.event_id == revised.act.cause
    )
    assert decided.originator_id == first


def test_a_ruling_does_not_set_aside_what_was_decided_since(org: Dispute) -> None:
    first = org.propose("By STV", (METHOD, STV))
    org.propose("By approval", (METHOD, APPROVAL))
    org.carry_all()
    change = {"rule": METHOD, "value": {"type": "choice", "choice": "condorcet"}}
    later = ReviseRulebook.model_validate({"title": "Later", "rules": (change,)})
    org.ask(later, CHAIR)
    assert "was changed after" in org.refused(OutOfOrder, ruling(first), CHAIR).sentence
    org.rule_on()
    assert org.value(METHOD) == Choice(choice="condorcet")


def in_dispute_until(org: Dispute, **when: object) -> ProposalId:
    first = org.propose("By STV", (METHOD, STV), **when)
    org.propose("By approval", (METHOD, APPROVAL), **when)
    org.carry_all()
    return first


def test_what_was_to_hold_from_a_later_date_still_does(org: Dispute) -> None:
    date = datetime(2022, 9, 1, tzinfo=START.tzinfo)
    first = in_dispute_until(org, from_when=date)
    org.rule_on(first)
    assert org.value(METHOD) == BLOCK
    org.hands.at(date)
    assert org.value(METHOD) == STV


def test_what_was_to_hold_from_a_date_that_is_past_holds_from_the_ruling(org: Dispute) -> None:
    date = datetime(2022, 9, 1, tzinfo=START.tzinfo)
    first = in_dispute_until(org, from_when=date)
    org.hands.at(date + timedelta(days=9))
    assert org.value(METHOD) == BLOCK
    org.rule_on(first)
    assert org.rulebook.editions[-1].in_force_from == date + timedelta(days=9)


def test_what_waits_for_an_event_waits_on_unless_the_event_has_been(org: Dispute) -> None:
    org.propose("Longer", (BALLOT_DAYS, Days(count=12)), upon="the convention")
    first = in_dispute_until(org, upon="the convention")
    org.rule_on(first)
    assert org.value(METHOD) == BLOCK
    org.ask(TakeEffect(upon="the convention"), STAFF)
    assert org.value(METHOD) == STV


def test_what_waited_for_an_event_that_has_been_holds_from_the_ruling(org: Dispute) -> None:
    org.propose("Longer", (BALLOT_DAYS, Days(count=12)), upon="the convention")
    first = in_dispute_until(org, upon="the convention")
    org.ask(TakeEffect(upon="the convention"), STAFF)
    assert org.value(METHOD) == BLOCK
    org.rule_on(first)
    assert org.value(METHOD) == STV


def test_the_paper_warns_of_what_collides_before_anybody_votes(org: Dispute) -> None:
    org.propose("By STV", (METHOD, STV))
    org.propose("By approval", (METHOD, APPROVAL))
    org.propose("Longer", (BALLOT_DAYS, Days(count=12)))
    org.reach(org.calendar.stages[-1].name)
    called = org.store.acts(topics=(Ballot.Called.TOPIC,), limit=9)[0].event.act
    assert CHECK.id in called.rules
    assert called.note == (
        "'By STV' and 'By approval' ask for different things in clause 8 (election.ncg.method). "
        "If they are carried together, a ruling has to say which holds."
    )


def test_what_collides_is_outstanding_until_it_is_ruled_on(org: Dispute) -> None:
    first = org.propose("By STV", (METHOD, STV))
    assert rulings_wanted(org.store) == []
    org.propose("By approval", (METHOD, APPROVAL))
    (foreseen,) = rulings_wanted(org.store)
    assert (foreseen.process, foreseen.collision) == (org.cycle, None)
    org.carry_all()
    (wanted,) = rulings_wanted(org.store)
    assert (wanted.process, wanted.collision) == (org.cycle, 1)
    assert "clause 8" in wanted.what
    org.rule_on(first)
    assert rulings_wanted(org.store) == []
