"""Whatever is asked, in whatever order and however often, a cycle does as a plain model does."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from domain.kernel.ids import ClauseId, ProposalId
from domain.kernel.refusal import Refusal
from domain.rules.values import Choice
from services.application.rules import MakeRuling
from tests.application.machine_meetings import Meetings, place_of
from tests.application.model_texts import METHOD, TIES, rules_in
from tests.application.organisation import AGAINST, CHAIR
from tests.support.hands import member

ROLL = 20


class TheCycle(Meetings):
    """The ballot and what follows from it, and everything that must agree at any time."""

    @precondition(
        lambda self: self.model.standing and self.model.begin("preparation") <= self.model.now
    )
    @rule(voter=st.integers(0, ROLL + 2), marks=st.text("YN-", min_size=9, max_size=9))
    def somebody_votes(self, voter: int, marks: str) -> None:
        length = len(self.model.paper)
        paper = marks[:length].ljust(length, "-")
        allowed = self.model.is_open("ballot") and voter < ROLL and voter not in self.model.papers
        try:
            self.org.hands.boxes.cast(self.org.ballot.id, member(voter), paper)
            assert allowed
            self.model.papers[voter] = paper
        except Refusal:
            assert not allowed

    @precondition(lambda self: self.model.standing and self.model.is_open("ballot"))
    @rule()
    def many_want_everything(self) -> None:
        for voter in range(ROLL // 2):
            self.somebody_votes(voter, "Y" * len(self.model.paper))

    @precondition(lambda self: self.model.in_dispute)
    @rule(number=st.integers(-1, 5))
    def a_ruling_is_made(self, number: int) -> None:
        """On the collision that the ballot left; below 0, that none of the readings holds."""
        (found,) = (one for one in self.org.rulebook.collisions if one.is_open)
        readings = found.collision.readings
        assert len(readings) == len(self.model.in_dispute)
        at = number % len(readings) if number >= 0 else None
        holds: tuple[ProposalId, ...] = () if at is None else (readings[at].proposal,)
        command = MakeRuling(
            question="Which holds?",
            ruling="This.",
            reasons="It reads better.",
            clauses=(ClauseId("1"),),
            appeal_to="the members",
            collision=found.number,
            holds=holds,
        )
        self.ask(command, CHAIR, expected=True)
        self.model.rule_on(at)
        self.ask(command, CHAIR, expected=False)

    @invariant()
    def the_calendar_agrees(self) -> None:
        for stage in self.org.calendar.stages:
            assert stage.due == self.model.end(stage.name)
            assert stage.opens == self.model.begin(stage.name)

    @invariant()
    def every_stage_that_is_over_is_on_record_at_its_own_moment(self) -> None:
        assert list(self.org.the_cycle.closed) == self.model.over

    @invariant()
    def the_texts_and_what_became_of_amendments_agree(self) -> None:
        for proposal, ours in zip(self.ids, self.model.proposals, strict=True):
            theirs = self.org.proposal(proposal)
            assert [one.text for one in theirs.asked.text.paragraphs] == ours.paragraphs
            asked = {one.rule: one.value for one in theirs.asked.rules}
            assert asked == {name: Choice(choice=word) for name, word in ours.rules.items()}
            assert theirs.gone is (ours.state == "withdrawn")
            fates = [FATES.get(one.state, one.state) for one in ours.amendments.values()]
            assert [one.fate.value for one in theirs.held.values()] == fates
            assert {place_of(one) for one in theirs.worked().collisions} == ours.disputed()

    @invariant()
    def the_list_agrees(self) -> None:
        standing = {entry.proposal for entry in self.org.the_cycle.standing_entries}
        ours = zip(self.ids, self.model.proposals, strict=True)
        assert standing == {proposal for proposal, one in ours if one.state == "handed in"}

    @invariant()
    def the_end_agrees(self) -> None:
        done = "ballot" in self.model.over
        assert self.org.the_cycle.completed is done
        if done and self.model.standing:
            results = self.org.ballot.results
            assert len(results) == len(self.model.paper)
            for at, result in enumerate(results):
                yes, no = self.model.tally(at)
                assert (result.tally.yes, result.tally.no) == (yes, no)
                assert result.verdict.carried is (yes > no)

    @invariant()
    def the_rules_agree(self) -> None:
        in_force = self.org.rulebook.at(self.org.store.now())
        for name, word in self.model.rules.items():
            assert in_force.value(name, Choice).choice == word
        disputed = [one for one in self.org.rulebook.collisions if one.is_open]
        assert bool(disputed) is bool(self.model.in_dispute)
        for found in disputed:
            asked = [one.change.rules for one in found.collision.readings]
            theirs = [{one.rule: one.value for one in rules} for rules in asked]
            ours = [rules_in(text) for text in self.model.in_dispute]
            assert theirs == [{k: Choice(choice=w) for k, w in one.items()} for one in ours]


FATES = {"open": "moved", "applied": "carried", "referred": "referred back"}
"""What the model calls otherwise."""

QUICK = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def agrees(machine: TheCycle) -> None:
    """Everything that must agree at any time."""
    machine.the_calendar_agrees()
    machine.every_stage_that_is_over_is_on_record_at_its_own_moment()
    machine.the_texts_and_what_became_of_amendments_agree()
    machine.the_list_agrees()
    machine.the_end_agrees()
    machine.the_rules_agree()


def test_a_story_with_something_of_everything_goes_as_the_model_has_it() -> None:
    """What chance brings together seldom: a choice, a referral, a minority, a counter, a ruling."""
    it = TheCycle()
    it.some_of_it_is_over("first_assembly", {METHOD: "approval"})
    it.two_want_one_place_and_are_carried(0, 1)
    agrees(it)
    it.the_assembly_chooses(0, 0, 1)
    it.two_want_one_place_and_are_carried(0, 3)
    it.somebody_moves_an_amendment(1, 2, "1")
    it.the_assembly_refers_back(1, 2)
    it.somebody_moves_an_amendment(1, 2, "2")
    it.somebody_moves_an_amendment(0, TIES, "3")
    it.the_assembly_votes(0, 4, AGAINST)
    it.a_minority_goes_to_the_paper(0, 4)
    agrees(it)
    it.go_to(it.model.begin("amendments"))
    agrees(it)
    it.the_group_puts_a_counter_proposal(1, 0, "2")
    it.somebody_moves_an_amendment(1, 0, "3")
    it.go_to(it.model.begin("second_assembly"))
    it.the_assembly_considers_it(1, True)
    agrees(it)
    states = [one.state for ours in it.model.proposals for one in ours.amendments.values()]
    assert set(states) == {"applied", "lost", "referred", "overtaken"}
    it.go_to(it.model.begin("ballot"))
    it.many_want_everything()
    it.go_to(it.model.end("ballot"))
    agrees(it)
    assert len(it.model.in_dispute) == 2
    it.a_ruling_is_made(1)
    agrees(it)
    assert it.model.rules[METHOD] == "approval"


@pytest.mark.long
def test_the_cycle_does_what_a_plain_model_does() -> None:
    run_state_machine_as_test(TheCycle, settings=QUICK)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_cycle_does_what_a_plain_model_does_over_a_long_time() -> None:
    run_state_machine_as_test(
        TheCycle,
        settings=settings(QUICK, phases=list(Phase), max_examples=200, stateful_step_count=60),
    )
