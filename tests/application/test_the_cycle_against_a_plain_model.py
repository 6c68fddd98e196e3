"""Whatever is asked, in whatever order and however often, a cycle does as a plain model does."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.cycle.assembly import assembly_id
from domain.cycle.calendar import StageName
from domain.kernel.ids import CONVENOR, CommandId, PersonId, derived
from domain.kernel.refusal import BadInput, Refusal
from domain.text.amendment.change import AmendmentId
from services.application.amending import MoveAmendment
from services.application.asker import Asker
from services.application.assemblies import DecideAmendments
from services.application.command import Command
from services.application.cycles import OpenCycle
from services.application.proposals import HandInProposal, SupportProposal, WithdrawProposal
from tests.application.model import PARAGRAPHS, STAGES, Amendment, Model, Proposal
from tests.application.organisation import (
    AGAINST,
    CHAIR,
    FOR,
    STAFF,
    START,
    YORK,
    becomes,
    in_memory,
)
from tests.support.hands import member

ROLL = 20
which = st.integers(0, 5)


class TheCycle(RuleBasedStateMachine):
    """People, deadlines and double sends against the service in memory and against the model."""

    def __init__(self) -> None:
        super().__init__()
        self.org = in_memory()
        self.org.open_cycle()
        self.model = Model(START)
        self.ids: list[UUID] = []
        self.sent: list[tuple[Command, PersonId, CommandId]] = []
        self.gathered: set[str] = set()

    def ask(self, command: Command, person: PersonId, *, expected: bool) -> bool:
        """The service does it if the model says so, and else refuses and records nothing."""
        key = CommandId(derived(CONVENOR, "model", len(self.sent)))
        self.sent.append((command, person, key))
        head = self.org.store.head()
        with suppress(Refusal):
            self.org.hands.desk.perform(command, Asker(person=person), key)
        done = self.org.store.head() > head
        assert done is expected, f"{command!r} at {self.model.now}"
        return done

    @initialize(stage=st.sampled_from(STAGES))
    def some_of_it_is_over(self, stage: str) -> None:
        """Two proposals are handed in and the story begins at some stage."""
        for number in (0, 1):
            self.somebody_drafts()
            self.somebody_hands_in(number)
        self._go_to(max(self.model.begin(stage), START))

    def _go_to(self, moment: datetime) -> None:
        self.org.hands.at(moment)
        self.model.pass_on(moment)

    @rule(hours=st.integers(1, 24 * 20))
    def time_passes(self, hours: int) -> None:
        self._go_to(self.model.now + timedelta(hours=hours))

    @rule(before=st.booleans())
    def the_next_deadline_comes(self, before: bool) -> None:
        """To the very moment at which a stage ends, or to the last second before it."""
        ahead = [stage for stage in STAGES if self.model.end(stage) > self.model.now]
        if ahead:
            self._go_to(self.model.end(ahead[0]) - timedelta(seconds=before))

    @rule(stage=st.sampled_from(STAGES), days=st.integers(-1, 58))
    def somebody_extends(self, stage: str, days: int) -> None:
        command = self.org.extension(StageName(stage), days=days)
        if self.ask(command, CHAIR, expected=self.model.may_extend(stage, days)):
            self.model.extend(stage, days)

    @precondition(lambda self: len(self.ids) < 3)
    @rule()
    def somebody_drafts(self) -> None:
        words = [f"Paragraph {number} says nothing." for number in range(PARAGRAPHS)]
        person = member(10 + len(self.ids))
        draft = self.org.members_draft("\n\n".join(words))
        if self.ask(draft, person, expected=self.model.is_open("drafting")):
            row = self.org.store.answered(self.sent[-1][2])
            assert row is not None
            self.ids.append(row.result.acts[-1].stream)
            self.model.proposals.append(Proposal(words))
            self._back(self.ids[-1])

    def _back(self, proposal: UUID) -> None:
        for backer in (member(6), member(7)):
            self.ask(SupportProposal(proposal=proposal), backer, expected=True)

    @precondition(lambda self: self.ids)
    @rule(number=which)
    def somebody_hands_in(self, number: int) -> None:
        at, ours = self._one(number)
        in_time = ours.state == "draft" and self.model.is_open("drafting")
        command = HandInProposal(proposal=self.ids[at])
        if self.ask(command, member(10 + at), expected=in_time):
            ours.state = "handed in"

    @precondition(lambda self: self.ids)
    @rule(number=which)
    def somebody_withdraws(self, number: int) -> None:
        at, ours = self._one(number)
        settled = self.model.now >= self.model.end("second_assembly")
        allowed = ours.state == "draft" or (ours.state == "handed in" and not settled)
        command = WithdrawProposal(proposal=self.ids[at], reason="We think better of it.")
        if self.ask(command, member(10 + at), expected=allowed):
            ours.state = "withdrawn"

    @precondition(lambda self: self.ids)
    @rule(number=which, paragraph=st.integers(0, PARAGRAPHS - 1), word=st.integers(0, 10**6))
    def somebody_moves_an_amendment(self, number: int, paragraph: int, word: int) -> None:
        at, ours = self._one(number)
        if not ours.is_free(paragraph):
            return
        decided_in = self.model.decides_later()
        words = f"Paragraph {paragraph} says {word}."
        if words == ours.words[paragraph]:
            return
        command = MoveAmendment(proposal=self.ids[at], paragraphs=(becomes(paragraph + 1, words),))
        allowed = ours.state == "handed in" and decided_in is not None
        if self.ask(command, YORK, expected=allowed):
            name = f"A{len(ours.amendments) + 1}"
            ours.amendments[name] = Amendment(paragraph, words, decided_in or "")

    @precondition(lambda self: self.model.sits and self.ids)
    @rule(number=which, amendment=which, carried=st.booleans())
    def the_assembly_votes(self, number: int, amendment: int, carried: bool) -> None:
        at, ours = self._one(number)
        if not ours.amendments:
            return
        stage = self.model.sits or ""
        self._gather(stage)
        name = list(ours.amendments)[amendment % len(ours.amendments)]
        moved = ours.amendments[name]
        command = DecideAmendments(
            assembly=assembly_id(self.org.cycle, StageName(stage)),
            proposal=self.ids[at],
            amendments=(AmendmentId(name),),
            votes=FOR if carried else AGAINST,
        )
        allowed = ours.state == "handed in" and moved.state == "open"
        if self.ask(command, STAFF, expected=allowed):
            moved.state = "carried" if carried else "lost"

    def _gather(self, stage: str) -> None:
        if stage not in self.gathered:
            self.gathered.add(stage)
            self.org.attend(StageName(stage))

    @precondition(
        lambda self: self.model.standing and self.model.begin("preparation") <= self.model.now
    )
    @rule(voter=st.integers(0, ROLL + 2), marks=st.text("YN-", min_size=3, max_size=3))
    def somebody_votes(self, voter: int, marks: str) -> None:
        paper = marks[: len(self.model.standing)]
        allowed = self.model.is_open("ballot") and voter < ROLL and voter not in self.model.papers
        try:
            self.org.hands.boxes.cast(self.org.ballot.id, member(voter), paper)
            assert allowed
            self.model.papers[voter] = paper
        except Refusal:
            assert not allowed

    @precondition(lambda self: self.sent)
    @rule(number=st.integers(0, 200))
    def somebody_sends_it_again(self, number: int) -> None:
        """What was done is answered as before; what was refused then may well be refused again."""
        command, person, key = self.sent[number % len(self.sent)]
        if self.org.store.answered(key) is None:
            return
        head = self.org.store.head()
        receipt = self.org.hands.desk.perform(command, Asker(person=person), key)
        assert receipt.repeated
        assert self.org.store.head() == head

    @precondition(lambda self: self.sent)
    @rule(number=st.integers(0, 200))
    def somebody_uses_a_key_twice(self, number: int) -> None:
        _, person, key = self.sent[number % len(self.sent)]
        if self.org.store.answered(key) is None:
            return
        head = self.org.store.head()
        with pytest.raises(BadInput):
            self.org.hands.desk.perform(OpenCycle(title="Other"), Asker(person=person), key)
        assert self.org.store.head() == head

    def _one(self, number: int) -> tuple[int, Proposal]:
        at = number % len(self.ids)
        return at, self.model.proposals[at]

    @invariant()
    def the_calendar_agrees(self) -> None:
        for stage in self.org.calendar.stages:
            assert stage.due == self.model.end(stage.name)
            assert stage.opens == self.model.begin(stage.name)

    @invariant()
    def every_stage_that_is_over_is_on_record_at_its_own_moment(self) -> None:
        assert list(self.org.the_cycle.closed) == self.model.over

    @invariant()
    def the_texts_agree(self) -> None:
        for proposal, ours in zip(self.ids, self.model.proposals, strict=True):
            theirs = self.org.proposal(proposal)
            assert [one.text for one in theirs.asked.text.paragraphs] == ours.words
            assert theirs.gone is (ours.state == "withdrawn")

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
            papers = list(self.model.papers.values())
            for at, result in enumerate(self.org.ballot.results):
                marks = [paper[at] for paper in papers]
                tally = result.tally
                assert (tally.yes, tally.no) == (marks.count("Y"), marks.count("N"))
                assert result.verdict.carried is (tally.yes > tally.no)


QUICK = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_the_cycle_does_what_a_plain_model_does() -> None:
    run_state_machine_as_test(TheCycle, settings=QUICK)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_cycle_does_what_a_plain_model_does_over_a_long_time() -> None:
    run_state_machine_as_test(
        TheCycle,
        settings=settings(QUICK, phases=list(Phase), max_examples=200, stateful_step_count=60),
    )
