"""The parts of the machine that ask the service what the model is asked: time, drafts, repeats."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from domain.cycle.calendar import StageName
from domain.kernel.ids import CONVENOR, CommandId, PersonId, derived
from domain.kernel.refusal import BadInput, Refusal
from domain.rules.values import Choice, RuleChange
from services.application.asker import Asker
from services.application.command import Command
from services.application.cycles import OpenCycle
from services.application.proposals import (
    DraftProposal,
    HandInProposal,
    SupportProposal,
    WithdrawProposal,
)
from tests.application.model import STAGES, Model
from tests.application.model_texts import METHOD, TIES, Proposal, empty
from tests.application.organisation import CHAIR, START, in_memory
from tests.support.hands import member

RULES: tuple[dict[str, str], ...] = (
    {},
    {METHOD: "stv"},
    {METHOD: "approval"},
    {METHOD: "stv", TIES: "coin"},
)
BEGINNINGS = (*STAGES, "first_assembly", "first_assembly", "second_assembly", "ballot")
"""Where a story begins: most often while texts are amended."""
which = st.integers(0, 5)


class People(RuleBasedStateMachine):
    """People who draft, deadlines that come or are moved, and requests that are sent twice."""

    def __init__(self) -> None:
        super().__init__()
        self.org = in_memory()
        self.org.open_cycle()
        self.model = Model(START)
        self.ids: list[UUID] = []
        self.sent: list[tuple[Command, PersonId, CommandId]] = []

    def ask(self, command: Command, person: PersonId, *, expected: bool) -> bool:
        """The service does it if the model says so, and else refuses and records nothing."""
        key = CommandId(derived(CONVENOR, "model", len(self.sent)))
        self.sent.append((command, person, key))
        head = self.org.store.head()
        refused: Refusal | None = None
        try:
            self.org.hands.desk.perform(command, Asker(person=person), key)
        except Refusal as refusal:
            refused = refusal
        done = self.org.store.head() > head
        assert done is expected, f"{command!r} at {self.model.now}: {refused!r}"
        return done

    def one(self, number: int) -> tuple[UUID, Proposal]:
        at = number % len(self.ids)
        return self.ids[at], self.model.proposals[at]

    @property
    def now_and_then(self) -> bool:
        """What can't be done is tried now and then, so that the time goes into what can."""
        return len(self.sent) % 4 == 0

    @initialize(stage=st.sampled_from(BEGINNINGS), rules=st.sampled_from(RULES))
    def some_of_it_is_over(self, stage: str, rules: dict[str, str]) -> None:
        """Two proposals are handed in and the story begins at some stage."""
        for number, asked in enumerate((RULES[1], rules)):
            self.somebody_drafts(asked)
            self.somebody_hands_in(number)
        self.go_to(max(self.model.begin(stage), START))

    def go_to(self, moment: datetime) -> None:
        self.org.hands.at(moment)
        self.model.pass_on(moment)

    @rule(hours=st.integers(1, 24 * 8))
    def time_passes(self, hours: int) -> None:
        self.go_to(self.model.now + timedelta(hours=hours))

    @rule(before=st.booleans())
    def the_next_deadline_comes(self, before: bool) -> None:
        """To the very moment at which a stage ends, or to the last second before it."""
        ahead = [stage for stage in STAGES if self.model.end(stage) > self.model.now]
        if ahead:
            self.go_to(self.model.end(ahead[0]) - timedelta(seconds=before))

    @precondition(lambda self: self.now_and_then)
    @rule(stage=st.sampled_from(STAGES), days=st.integers(-1, 58))
    def somebody_extends(self, stage: str, days: int) -> None:
        command = self.org.extension(StageName(stage), days=days)
        if self.ask(command, CHAIR, expected=self.model.may_extend(stage, days)):
            self.model.extend(stage, days)

    @precondition(lambda self: len(self.ids) < 3)
    @precondition(lambda self: self.model.is_open("drafting") or self.now_and_then)
    @rule(rules=st.sampled_from(RULES))
    def somebody_drafts(self, rules: dict[str, str]) -> None:
        proposal = Proposal(empty(rules))
        draft = DraftProposal(
            cycle=self.org.cycle,
            title=f"Proposal {len(self.ids)}",
            text="\n\n".join(proposal.paragraphs),
            rules=rule_changes(rules),
        )
        person = member(10 + len(self.ids))
        if self.ask(draft, person, expected=self.model.is_open("drafting")):
            row = self.org.store.answered(self.sent[-1][2])
            assert row is not None
            self.ids.append(row.result.acts[-1].stream)
            self.model.proposals.append(proposal)
            for backer in (member(6), member(7)):
                self.ask(SupportProposal(proposal=self.ids[-1]), backer, expected=True)

    @precondition(lambda self: self.ids)
    @precondition(lambda self: self.model.is_open("drafting") or self.now_and_then)
    @rule(number=which)
    def somebody_hands_in(self, number: int) -> None:
        proposal, ours = self.one(number)
        in_time = ours.state == "draft" and self.model.is_open("drafting")
        if self.ask(HandInProposal(proposal=proposal), self.drafter(number), expected=in_time):
            ours.state = "handed in"

    @precondition(lambda self: self.ids and self.now_and_then)
    @rule(number=which)
    def somebody_withdraws(self, number: int) -> None:
        proposal, ours = self.one(number)
        settled = self.model.now >= self.model.end("second_assembly")
        allowed = ours.state == "draft" or (ours.state == "handed in" and not settled)
        command = WithdrawProposal(proposal=proposal, reason="We think better of it.")
        if self.ask(command, self.drafter(number), expected=allowed):
            ours.state = "withdrawn"

    def drafter(self, number: int) -> PersonId:
        return member(10 + number % len(self.ids))

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


def rule_changes(rules: dict[str, str]) -> tuple[RuleChange, ...]:
    asked = ({"rule": name, "value": Choice(choice=word)} for name, word in rules.items())
    return tuple(RuleChange.model_validate(one) for one in asked)
