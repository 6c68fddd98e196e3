"""Rules that change while the organisation is at work."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.elections.election import Election
from domain.elections.terms import election_rule
from domain.kernel.act import Act
from domain.kernel.ids import CONVENOR, ClauseId, RuleId
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.rules.values import (
    Choice,
    ClauseChange,
    Count,
    Days,
    RuleChange,
    RuleValue,
    Who,
)
from services.application.elections import CallElection
from services.application.proposals import HandInProposal
from services.application.rules import MakeRuling, ReviseRulebook, TakeEffect
from tests.application.organisation import (
    CHAIR,
    LEEDS,
    MEMBERS,
    STAFF,
    START,
    Organisation,
    in_memory,
)
from tests.support.rulebook import CLAUSE, rule

NCG_AMENDS = Who(powers=("ncg.chair", "all_member_ballot"))
METHOD, AMENDMENT_DAYS = "election.ncg.method", "refounding.amendment_days"
STV = Choice(choice="scottish-stv")


def governed_by_the_ncg() -> Organisation:
    """Here the coordinating group may change the rules by itself."""
    return in_memory(constitution__amend_power=NCG_AMENDS)


def change(rule_id: str, value: RuleValue, **other: object) -> ReviseRulebook:
    asked = RuleChange(rule=RuleId(rule_id), value=value)
    return ReviseRulebook.model_validate({"title": "Changed", "rules": (asked,), **other})


def method(org: Organisation) -> str:
    return org.rulebook.at(org.store.now()).value(METHOD, Choice).choice


def test_the_rules_are_changed_by_whoever_has_the_power() -> None:
    org = in_memory()
    org.refused(NotAllowed, change(METHOD, STV), CHAIR, "constitution.amend_power")
    org = governed_by_the_ncg()
    org.refused(NotAllowed, change(METHOD, STV), MEMBERS[0], "constitution.amend_power")
    org.ask(change(METHOD, STV), CHAIR)
    assert method(org) == "scottish-stv"


def test_an_act_after_a_change_at_once_cites_the_new_version() -> None:
    org = governed_by_the_ncg()
    org.ask(change(METHOD, STV), CHAIR)
    called = org.hands.began(org.ask(CallElection(body="ncg", title="NCG"), STAFF))
    election = org.store.load(Election, called)
    assert (election.terms.method, election.terms.edition) == ("scottish-stv", 2)
    (act,) = org.store.acts(stream=called, limit=1)
    assert (act.event.act.rulebook_version, act.event.act.governing_version) == (2, 2)


def test_a_change_for_a_later_date_leaves_the_way_free_for_others() -> None:
    org = governed_by_the_ncg()
    org.ask(change(METHOD, STV, from_when=START + timedelta(days=90)), CHAIR)
    org.ask(change("ncg.meetings.quorum", Count(count=7)), CHAIR)
    assert method(org) == "block"
    assert org.rulebook.at(START).number == 2
    org.hands.at(START + timedelta(days=90))
    assert method(org) == "scottish-stv"
    assert org.rulebook.at(START + timedelta(days=90)).number == 3


def test_a_change_upon_an_event_waits_until_the_event_is_on_record() -> None:
    org = governed_by_the_ncg()
    org.ask(change(METHOD, STV, upon="the conference has met"), CHAIR)
    org.hands.at(START + timedelta(days=90))
    assert method(org) == "block"
    org.refused(
        NotAllowed, TakeEffect(upon="the conference has met"), MEMBERS[0], "registers.kept_by"
    )
    org.ask(TakeEffect(upon="the conference has met"), STAFF)
    assert method(org) == "scottish-stv"
    org.refused(NotFound, TakeEffect(upon="the conference has met"), STAFF)


def test_what_the_rule_was_on_any_day_stays_readable() -> None:
    org = governed_by_the_ncg()
    for day, name in ((10, "scottish-stv"), (20, "approval")):
        org.hands.at(START + timedelta(days=day))
        org.ask(change(METHOD, Choice(choice=name)), CHAIR)
    on = {
        day: org.rulebook.at(START + timedelta(days=day)).value(METHOD, Choice).choice
        for day in (0, 9, 10, 19, 20, 400)
    }
    assert list(on.values()) == [
        "block",
        "block",
        "scottish-stv",
        "scottish-stv",
        "approval",
        "approval",
    ]


def test_a_rule_is_added_with_its_clause() -> None:
    org = governed_by_the_ncg()
    words = ClauseChange(clause=ClauseId("2"), heading="Remote", text="Anybody may dial in.")
    fresh = rule("ncg.meetings.remote", Count(count=1)).model_copy(update={"clause": ClauseId("2")})
    org.ask(ReviseRulebook(title="Remote", added=(fresh,), clauses=(words,)), CHAIR)
    assert org.rulebook.at(START).rule("ncg.meetings.remote").clause == "2"


def test_a_gap_is_filled_by_a_ruling_of_whoever_has_the_power() -> None:
    org = in_memory()
    ruling = MakeRuling(
        question="Who chairs a joint sitting?",
        ruling="The elder of the two chairs.",
        reasons="Clause 1 is silent, and the older practice was this.",
        clauses=(CLAUSE.id,),
        appeal_to="the next conference",
    )
    org.refused(NotAllowed, ruling, MEMBERS[0], "constitution.ruling_power")
    org.ask(ruling, CHAIR)
    assert [one.number for one in org.rulebook.rulings] == [1]


def test_a_running_cycle_keeps_the_schedule_of_its_opening() -> None:
    org = governed_by_the_ncg()
    org.open_cycle()
    before = org.calendar
    org.ask(change(AMENDMENT_DAYS, Days(count=3)), CHAIR)
    org.reach(StageName.AMENDMENTS)
    assert org.calendar == before
    assert org.the_cycle.governing(org.rulebook, org.store.now()).opening.number == 1


def test_a_running_cycle_feels_a_change_of_powers_at_once() -> None:
    org = governed_by_the_ncg()
    org.open_cycle()
    org.ask(change("refounding.extension_power", Who(powers=("staff",))), CHAIR)
    extend = org.extension(StageName.DRAFTING, days=7)
    org.refused(NotAllowed, extend, CHAIR, "refounding.extension_power")
    org.ask(extend, STAFF)


def test_a_transitional_clause_moves_an_open_cycle_in_the_same_commit() -> None:
    org = governed_by_the_ncg()
    cycle = org.open_cycle()
    shorter = change(AMENDMENT_DAYS, Days(count=3), transitional=(cycle,))
    receipt = org.ask(shorter, CHAIR)
    assert cycle in {ref.stream for ref in receipt.result.acts}
    assert org.the_cycle.edition == 2
    amendments = org.calendar.stage(StageName.AMENDMENTS)
    assert (amendments.due - amendments.opens).days == 3
    assert last_act(org, cycle).governing_version == 2


def last_act(org: Organisation, stream: UUID) -> Act:
    return org.store.acts(stream=stream, limit=1000)[-1].event.act


def test_a_cycle_moved_once_is_held_to_that_version_when_the_rules_change_again() -> None:
    org = governed_by_the_ncg()
    cycle = org.open_cycle()
    org.ask(change("refounding.supporters_needed", Count(count=9), transitional=(cycle,)), CHAIR)
    org.ask(change("refounding.supporters_needed", Count(count=1)), CHAIR)
    draft = org.hands.began(org.ask(org.members_draft(), MEMBERS[0]))
    org.refused(
        RuleBroken, HandInProposal(proposal=draft), MEMBERS[0], "refounding.supporters_needed"
    )


def test_a_transitional_clause_of_a_dated_change_moves_the_cycle_at_that_date() -> None:
    org = governed_by_the_ncg()
    cycle = org.open_cycle()
    moment = START + timedelta(days=20)
    later = change(AMENDMENT_DAYS, Days(count=3), transitional=(cycle,), from_when=moment)
    org.ask(later, CHAIR)
    rules = org.the_cycle.governing(org.rulebook, moment - timedelta(seconds=1))
    assert (rules.opening.number, org.the_cycle.edition) == (1, 1)
    org.hands.at(START + timedelta(days=25))
    assert org.the_cycle.governing(org.rulebook, org.store.now()).opening.number == 2
    org.hand_in()
    moves = org.store.acts(stream=cycle, topics=(Cycle.MovedToNewRules.TOPIC,), limit=9)
    assert [act.event.act.occurred_at for act in moves] == [moment]
    org.reach(StageName.SECOND_ASSEMBLY)
    assert org.the_cycle.closed[-1] is StageName.AMENDMENTS


def test_a_transitional_clause_upon_an_event_moves_the_cycle_with_the_event() -> None:
    org = governed_by_the_ncg()
    cycle = org.open_cycle()
    waits = change(AMENDMENT_DAYS, Days(count=3), transitional=(cycle,), upon="the conference")
    org.ask(waits, CHAIR)
    assert org.the_cycle.edition == 1
    receipt = org.ask(TakeEffect(upon="the conference"), STAFF)
    assert cycle in {ref.stream for ref in receipt.result.acts}
    assert org.the_cycle.edition == 2


def test_a_transitional_clause_names_open_processes_only() -> None:
    org = governed_by_the_ncg()
    stray = change(METHOD, STV, transitional=(CONVENOR,))
    org.refused(NotFound, stray, CHAIR)
    cycle = org.open_cycle()
    org.hands.at(org.calendar.stage(StageName.BALLOT).due)
    assert org.the_cycle.completed
    over = change(METHOD, STV, transitional=(cycle,))
    refusal = org.refused(OutOfOrder, over, CHAIR)
    assert "which is over" in refusal.sentence


def test_what_the_members_carry_moves_the_processes_that_it_names() -> None:
    org = in_memory()
    other = org.open_cycle("The next one")
    org.hands.at(START + timedelta(days=1))
    org.ask(org.extension(StageName.DRAFTING, days=50), CHAIR)
    org.open_cycle()
    org.hand_in(changes={"refounding.supporters_needed": Count(count=5)}, transitional=(other,))
    org.vote_in_the_ballot("Y", "N", in_favour=6, against=2)
    moved = org.store.load(Cycle, other)
    assert moved.edition == 2
    enacted = org.store.acts(stream=other, topics=(Cycle.MovedToNewRules.TOPIC,), limit=9)
    assert [act.event.act.authority.kind for act in enacted] == ["decision"]


def test_what_the_members_carry_holds_at_once_at_a_date_or_upon_an_event() -> None:
    org = in_memory()
    org.open_cycle()
    date = START + timedelta(days=400)
    at_once = org.hand_in(title="Now", changes={METHOD: STV})
    dated = org.hand_in(title="Later", changes={METHOD: Choice(choice="lot")}, from_when=date)
    waiting = org.hand_in(title="Upon", changes={METHOD: Choice(choice="x")}, upon="the conference")
    plain = org.hand_in(title="Words alone")
    org.vote_in_the_ballot("YYYY", "NNNN", in_favour=6, against=2)
    made = [org.proposal(one).edition for one in (at_once, dated, waiting, plain)]
    assert made == [2, None, None, 2]
    assert all(org.proposal(one).enacted for one in (at_once, dated, waiting, plain))
    assert (method(org), org.rulebook.at(org.store.now()).number) == ("scottish-stv", 2)
    org.ask(TakeEffect(upon="the conference"), STAFF)
    assert method(org) == "x"
    org.hands.at(date)
    assert (method(org), org.rulebook.at(date).number) == ("lot", 4)


def test_what_is_lost_changes_nothing() -> None:
    org = in_memory()
    org.open_cycle()
    lost = org.hand_in(changes={METHOD: STV})
    org.vote_in_the_ballot("Y", "N", in_favour=3, against=3)
    assert not org.proposal(lost).enacted
    assert (method(org), len(org.rulebook.editions)) == ("block", 1)
    assert org.the_cycle.completed


def test_no_election_is_called_while_the_tie_rule_is_missing() -> None:
    org = Organisation.without_rules(election_rule("ncg", "tie_rule"))
    org.refused(RuleBroken, CallElection(body="ncg", title="NCG"), STAFF, "election.ncg.tie_rule")


def test_the_draft_of_a_stranger_to_the_group_is_not_handed_in() -> None:
    org = in_memory()
    org.open_cycle()
    draft = org.draft()
    org.refused(NotAllowed, HandInProposal(proposal=draft), MEMBERS[0], "bodies.spoken_for_by")
    org.ask(HandInProposal(proposal=draft), LEEDS, "leeds")
