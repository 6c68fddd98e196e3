"""An assembly: who may vote, when a vote binds, and what a minority may take to the paper."""

from __future__ import annotations

from domain.bodies.body import body_id
from domain.cycle.assembly import (
    ENTITLEMENT,
    PROCEDURE,
    QUORUM,
    Assembly,
    Delegate,
    Put,
    Votes,
)
from domain.cycle.calendar import StageName
from domain.kernel.ids import PersonId, ProposalId
from domain.kernel.refusal import (
    BadInput,
    OutOfOrder,
    QuorumNotMet,
    RuleBroken,
    TooEarly,
    TooLate,
)
from domain.rules.rulebook import Governing
from domain.rules.values import AmendmentProcedure, Base, Count, Procedure, RuleValue, Share
from tests.domain.acts import START, act, an_id, days, governing
from tests.support.given import Given

DUE = START + days(30)
ON_TEXT = Put(proposal=ProposalId(an_id("p")), question="Shall it?", subjects=("A1",), on_text=True)
ON_PROCEDURE = ON_TEXT.model_copy(update={"on_text": False})
BY_CONSENSUS = AmendmentProcedure(procedure=Procedure.CONSENSUS)


def assembly() -> Assembly:
    return Assembly.convene(act(), an_id("cycle"), StageName.FIRST_ASSEMBLY, DUE, 1)


def delegate(number: int, group: str = "leeds") -> Delegate:
    return Delegate(person=PersonId(an_id(f"d{number}")), group=body_id(group), name=f"D{number}")


def with_delegates(count: int, rules: Governing) -> Assembly:
    found = assembly()
    for number in range(count):
        found.register(act(days(1)), delegate(number, f"group {number}"), rules)
    return found


def sitting(present: int = 9, **other: RuleValue) -> tuple[Given[Assembly], Governing]:
    rules = governing(**other)
    found = with_delegates(9, rules)
    found.open_sitting(act(days(2)), present, rules)
    return Given(found), rules


def test_a_group_sends_as_many_delegates_as_the_rule_gives_it() -> None:
    rules = governing(refounding__delegates_per_group=Count(count=1))
    given = Given(assembly())
    given.when(lambda it: it.register(act(days(1)), delegate(1), rules)).then(
        Assembly.DelegateRegistered
    )
    given.when(lambda it: it.register(act(days(1)), delegate(2), rules)).refused(
        RuleBroken, ENTITLEMENT
    )
    given.when(lambda it: it.register(act(days(1)), delegate(3, "york"), rules)).then(
        Assembly.DelegateRegistered
    )


def test_a_delegate_is_entered_once() -> None:
    given = Given(with_delegates(1, governing()))
    given.when(lambda it: it.register(act(days(1)), delegate(0), governing())).refused(OutOfOrder)


def test_is_refused_when_quorum_is_not_met() -> None:
    rules = governing()
    given = Given(with_delegates(9, rules))
    refusal = given.when(lambda it: it.open_sitting(act(days(2)), 2, rules)).refused(
        QuorumNotMet, QUORUM
    )
    assert "2 of 9 delegates are present, and 3 are needed" in refusal.sentence
    given.when(lambda it: it.open_sitting(act(days(2)), 3, rules)).then(Assembly.SittingOpened)


def test_a_strict_quorum_asks_for_one_more_than_the_share() -> None:
    strict = Share(numerator=1, denominator=3, strict=True, of=Base.MEMBERS)
    rules = governing(refounding__assembly_quorum=strict)
    assert with_delegates(9, rules).needed(rules) == 4


def test_a_quorum_that_was_lost_by_new_delegates_binds_nobody() -> None:
    given, rules = sitting(present=3)
    given.thing.register(act(days(2)), delegate(77, "late group"), rules)
    given = Given(given.thing)
    votes = Votes(in_favour=3, against=0)
    given.when(lambda it: it.vote(act(days(3)), ON_TEXT, votes, rules)).refused(
        QuorumNotMet, QUORUM
    )


def test_no_more_can_be_present_than_there_are_delegates() -> None:
    rules = governing()
    given = Given(with_delegates(2, rules))
    given.when(lambda it: it.open_sitting(act(days(2)), 3, rules)).refused(BadInput)


def test_nobody_votes_before_a_sitting_was_opened() -> None:
    rules = governing()
    given = Given(with_delegates(3, rules))
    votes = Votes(in_favour=2, against=1)
    given.when(lambda it: it.vote(act(days(2)), ON_TEXT, votes, rules)).refused(OutOfOrder, QUORUM)


def test_no_more_vote_than_are_present() -> None:
    given, rules = sitting(present=4)
    votes = Votes(in_favour=3, against=1, abstained=1)
    given.when(lambda it: it.vote(act(days(3)), ON_TEXT, votes, rules)).refused(BadInput)


def test_a_tie_does_not_carry_where_more_than_half_is_needed() -> None:
    given, rules = sitting()
    votes = Votes(in_favour=4, against=4)
    (taken,) = given.when(lambda it: it.vote(act(days(3)), ON_TEXT, votes, rules)).then(
        Assembly.VoteTaken
    )
    assert not taken.vote.carried
    assert "does not reach more than 1/2" in taken.vote.because


def test_abstentions_count_where_the_majority_is_of_those_present() -> None:
    present = Share(numerator=1, denominator=2, strict=True, of=Base.PRESENT)
    given, rules = sitting(refounding__assembly_majority=present)
    votes = Votes(in_favour=4, against=1, abstained=4)
    given.when(lambda it: it.vote(act(days(3)), ON_TEXT, votes, rules)).then(Assembly.VoteTaken)
    assert not given.thing.votes[-1].carried


def test_a_lost_vote_with_enough_support_may_go_to_the_paper() -> None:
    given, rules = sitting()
    for votes, allowed in (((2, 6), True), ((1, 7), False), ((5, 3), False)):
        taken = Votes(in_favour=votes[0], against=votes[1])
        given.thing.vote(act(days(3)), ON_TEXT, taken, rules)
        assert given.thing.votes[-1].for_the_paper is allowed


def test_under_consensus_one_objection_is_enough() -> None:
    given, rules = sitting(refounding__procedure=BY_CONSENSUS)
    for votes, carried in (((8, 1, 0), False), ((7, 0, 2), True), ((0, 0, 9), False)):
        taken = Votes(in_favour=votes[0], against=votes[1], abstained=votes[2])
        given.thing.vote(act(days(3)), ON_TEXT, taken, rules)
        assert given.thing.votes[-1].carried is carried
    assert PROCEDURE in list(given.thing.pending_events)[-1].act.rules  # type: ignore[attr-defined]  # every act of ours has an envelope


def test_consensus_is_asked_of_texts_and_not_of_procedure() -> None:
    given, rules = sitting(refounding__procedure=BY_CONSENSUS)
    given.thing.vote(act(days(3)), ON_PROCEDURE, Votes(in_favour=8, against=1), rules)
    assert given.thing.votes[-1].carried


def test_the_assembly_is_over_at_its_end_whether_or_not_that_is_recorded() -> None:
    given, rules = sitting()
    votes = Votes(in_favour=5, against=0)
    given.when(lambda it: it.vote(act(days(30)), ON_TEXT, votes, rules)).refused(
        TooLate, StageName.FIRST_ASSEMBLY.rule
    )
    given.when(lambda it: it.extend(act(days(30)), DUE + days(1), "why")).refused(TooLate)


def test_the_end_is_recorded_once_at_its_own_moment_and_not_before() -> None:
    given, _ = sitting()
    given.when(lambda it: it.close(act(days(29)))).refused(TooEarly)
    (closed,) = given.when(lambda it: it.close(act(days(33)))).then(Assembly.Closed)
    assert closed.act.occurred_at == DUE
    given.when(lambda it: it.close(act(days(34)))).then()
