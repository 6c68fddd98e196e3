"""A change of rules is tried when it is put and again when it takes effect."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.cycle.calendar import StageName
from domain.kernel.act import Standing
from domain.kernel.ids import RuleId
from domain.kernel.refusal import BadInput, RuleBroken
from domain.rules.values import Choice, Count, Days, Rule, RuleChange, RuleValue, Who
from services.application.amending import MoveAmendment
from services.application.elections import CallElection
from services.application.proposals import HandInProposal, PutCounterProposal
from services.application.rules import FoundRulebook, ReviseRulebook, TakeEffect
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.application.organisation import (
    CHAIR,
    LEEDS,
    STAFF,
    START,
    YORK,
    Organisation,
    in_memory,
    over_memory,
    rule_edits,
)
from tests.support.hands import Hands
from tests.support.rulebook import CLAUSE, rule, rules

NCG_AMENDS = Who(powers=("ncg.chair", "all_member_ballot"))
PERIOD, MAJORITY = "refounding.ballot_days", "refounding.ballot_majority"
PREPARATION, FREEZE = "refounding.preparation_days", "refounding.roll_freeze_days"
NO_TIME = Days(count=0)


def amended_by_the_ncg() -> Organisation:
    return in_memory(constitution__amend_power=NCG_AMENDS)


def change(name: str, value: RuleValue, **other: object) -> ReviseRulebook:
    asked = RuleChange(rule=RuleId(name), value=value)
    return ReviseRulebook.model_validate({"title": f"Another {name}", "rules": (asked,), **other})


def test_a_proposal_under_which_no_ballot_could_be_held_is_not_handed_in() -> None:
    org = in_memory()
    org.open_cycle()
    draft = org.draft(changes={PERIOD: NO_TIME})
    hand_in = HandInProposal(proposal=draft)
    refusal = org.refused(BadInput, hand_in, LEEDS, PERIOD, group="leeds")
    assert refusal.clause == CLAUSE.id
    assert "can't be 0 days" in refusal.sentence


def test_an_amendment_and_a_counter_proposal_are_tried_as_well() -> None:
    org = in_memory()
    org.open_cycle()
    proposal = org.hand_in()
    org.gather()
    edits = rule_edits({PERIOD: NO_TIME})
    org.refused(BadInput, MoveAmendment(proposal=proposal, rules=edits), YORK, PERIOD)
    org.reach(StageName.AMENDMENTS)
    asked = (RuleChange(rule=RuleId(PERIOD), value=NO_TIME),)
    counter = PutCounterProposal(proposal=proposal, text="One.", rules=asked, reason="better")
    org.refused(BadInput, counter, CHAIR, PERIOD)


def test_a_revision_is_tried_at_once_for_its_date_and_for_its_event() -> None:
    org = amended_by_the_ncg()
    for when in ({}, {"from_when": START + timedelta(days=90)}, {"upon": "the convention"}):
        org.refused(BadInput, change(PERIOD, NO_TIME, **when), CHAIR, PERIOD)


def test_a_founding_rulebook_is_tried() -> None:
    store = MemoryStore()
    hands = Hands(store, MemoryBoxes(store))
    founding = FoundRulebook(
        title="Rules", clauses=(CLAUSE,), rules=rules(refounding__ballot_days=NO_TIME), source="x"
    )
    with pytest.raises(BadInput) as refused:
        hands.ask(founding, STAFF)
    assert (refused.value.rule, refused.value.clause) == (PERIOD, CLAUSE.id)
    assert store.head() == 0


def test_two_changes_that_hold_together_only_with_one_another_are_asked_for_together() -> None:
    org = amended_by_the_ncg()
    org.refused(BadInput, change(FREEZE, Days(count=25)), CHAIR, FREEZE)
    both = ReviseRulebook(
        title="Both",
        rules=(
            RuleChange(rule=RuleId(FREEZE), value=Days(count=25)),
            RuleChange(rule=RuleId(PREPARATION), value=Days(count=30)),
        ),
    )
    org.ask(both, CHAIR)


def test_a_change_is_tried_with_what_was_adopted_for_later() -> None:
    org = amended_by_the_ncg()
    later = START + timedelta(days=90)
    org.ask(change(PREPARATION, Days(count=16), from_when=later), CHAIR)
    org.refused(BadInput, change(FREEZE, Days(count=18)), CHAIR, FREEZE)
    org.ask(change(FREEZE, Days(count=15)), CHAIR)


def test_what_waits_for_an_event_is_tried_again_when_the_event_comes() -> None:
    org = amended_by_the_ncg()
    org.ask(change(FREEZE, Days(count=18), upon="the convention"), CHAIR)
    org.ask(change(PREPARATION, Days(count=16)), CHAIR)
    org.refused(BadInput, TakeEffect(upon="the convention"), STAFF, FREEZE)
    org.ask(change(PREPARATION, Days(count=19)), CHAIR)
    org.ask(TakeEffect(upon="the convention"), STAFF)
    assert org.rulebook.at(org.store.now()).value(FREEZE, Days).count == 18


def test_a_power_names_a_party_or_a_body_that_there_is() -> None:
    org = amended_by_the_ncg()
    opening = "refounding.opening_power"
    refusal = org.refused(BadInput, change(opening, Who(powers=("ngc",))), CHAIR, opening)
    assert "there is no such body" in refusal.sentence
    org.refused(BadInput, change(opening, Who(powers=())), CHAIR, opening)
    org.ask(change(opening, Who(powers=("leeds",))), CHAIR)


def test_a_quorum_stays_within_what_the_body_has() -> None:
    org = amended_by_the_ncg()
    quorum = "ncg.meetings.quorum"
    org.refused(BadInput, change(quorum, Count(count=11)), CHAIR, quorum)
    org.ask(change(quorum, Count(count=4)), CHAIR)
    refusal = org.refused(BadInput, change(quorum, Count(count=5)), CHAIR, quorum)
    assert "can't be 5: the body has 4 places" in refusal.sentence


def test_a_change_out_of_its_rules_range_says_the_range() -> None:
    bounded = Rule.model_validate(
        {**rule(PERIOD, Days(count=9)).model_dump(), "least": 3, "most": 30}
    )
    others = (one for one in rules(constitution__amend_power=NCG_AMENDS) if one.id != PERIOD)
    org = over_memory((*others, bounded))
    for count, says in ((2, "at least 3 days, not 2"), (31, "at most 30 days, not 31")):
        refusal = org.refused(BadInput, change(PERIOD, Days(count=count)), CHAIR, PERIOD)
        assert says in refusal.sentence
        assert refusal.clause == CLAUSE.id


def test_a_missing_tie_rule_stops_no_change_and_still_stops_the_election() -> None:
    gap = "election.ncg.tie_rule"
    org = Organisation.without_rules(gap, constitution__amend_power=NCG_AMENDS)
    org.ask(change("election.ncg.method", Choice(choice="scottish-stv")), CHAIR)
    org.refused(RuleBroken, CallElection(body="ncg", title="NCG"), STAFF, gap)


def test_what_was_carried_and_would_not_work_beside_another_waits_for_a_ruling() -> None:
    org = in_memory()
    org.open_cycle()
    shorter = org.hand_in(title="Shorter", changes={PREPARATION: Days(count=15)})
    sooner = org.hand_in(title="Sooner", changes={FREEZE: Days(count=19)})
    org.vote_in_the_ballot("YY", "NN", in_favour=6, against=2)
    assert org.the_cycle.completed
    assert (org.proposal(shorter).edition, org.proposal(sooner).edition) == (2, None)
    adopted = org.store.acts(topics=("rulebook.revised.v1",), limit=9)[-1].event.act
    assert (adopted.standing, adopted.breaks) == (Standing.IRREGULAR, (FREEZE,))
    assert "roll_freeze_days (19 days) and refounding.preparation_days (15" in (adopted.note or "")
    assert [one.upon for one in org.rulebook.waiting] == ["a ruling on “Sooner”"]
    org.refused(BadInput, TakeEffect(upon="a ruling on “Sooner”"), STAFF, FREEZE)
