"""The parts of the machine that meet: amendments, collisions, referrals, counter-proposals."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.cycle.assembly import Votes, assembly_id
from domain.cycle.calendar import StageName
from domain.text.amendment.change import AmendmentId, RuleEdit
from domain.text.merging.collisions import Collision, Take
from domain.text.text import ParagraphId
from services.application.amending import MoveAmendment
from services.application.assemblies import (
    ConsiderCounterProposal,
    DecideAmendments,
    KeepAlternative,
    ReferBack,
    SettleCollision,
)
from services.application.proposals import PutCounterProposal
from tests.application.machine import People, rule_changes, which
from tests.application.model_texts import (
    METHOD,
    PARAGRAPHS,
    TIES,
    Amendment,
    Place,
    Proposal,
    rules_in,
    said,
)
from tests.application.organisation import AGAINST, CHAIR, FOR, STAFF, YORK, becomes

paragraphs = st.integers(0, PARAGRAPHS - 1)
words = st.integers(0, 3).map(str)
"""Few words, so that people often want the same, or another thing at the same place."""


class Meetings(People):
    """Assemblies that sit while the model says that they sit."""

    def __init__(self) -> None:
        super().__init__()
        self.gathered: set[str] = set()

    @property
    def assembly(self) -> UUID:
        """The assembly that sits, with its delegates there."""
        stage = self.model.sits or ""
        if stage not in self.gathered:
            self.gathered.add(stage)
            self.org.attend(StageName(stage))
        return assembly_id(self.org.cycle, StageName(stage))

    @precondition(lambda self: self.ids)
    @precondition(lambda self: self.model.decides_later() or self.now_and_then)
    @rule(number=which, place=st.one_of(paragraphs, st.sampled_from((METHOD, TIES))), word=words)
    def somebody_moves_an_amendment(self, number: int, place: Place, word: str) -> None:
        proposal, ours = self.one(number)
        if isinstance(place, int) and word == ours.content[place]:
            return
        decided_in = self.model.decides_later()
        allowed = ours.state == "handed in" and decided_in is not None
        allowed = allowed and place not in ours.sent_back
        if self.ask(_amending(proposal, place, word), YORK, expected=allowed):
            name = f"A{len(ours.amendments) + 1}"
            ours.amendments[name] = Amendment(place, word, decided_in or "")

    @precondition(lambda self: self.model.is_open("first_assembly") and self.model.standing)
    @rule(number=which, place=st.one_of(paragraphs, st.sampled_from((METHOD, TIES))))
    def two_want_one_place_and_are_carried(self, number: int, place: Place) -> None:
        _, ours = self.one(number)
        for word in ("4", "5"):
            moved = len(ours.amendments)
            self.somebody_moves_an_amendment(number, place, word)
            if len(ours.amendments) > moved:
                self.the_assembly_votes(number, moved, FOR)

    @precondition(lambda self: self.model.sits and self.ids)
    @rule(number=which, amendment=which, votes=st.sampled_from((FOR, FOR, AGAINST)))
    def the_assembly_votes(self, number: int, amendment: int, votes: Votes) -> None:
        proposal, ours = self.one(number)
        if not ours.amendments:
            return
        name = _name(ours, amendment)
        moved = ours.amendments[name]
        command = DecideAmendments(
            assembly=self.assembly,
            proposal=proposal,
            amendments=(AmendmentId(name),),
            votes=votes,
        )
        allowed = ours.state == "handed in" and moved.state == "open"
        if self.ask(command, STAFF, expected=allowed):
            moved.state = "carried" if votes is FOR else "lost"

    @precondition(lambda self: self.model.sits and any(p.disputed() for p in self.model.standing))
    @rule(number=which, place=which, amendment=which)
    def the_assembly_chooses(self, number: int, place: int, amendment: int) -> None:
        """Between carried amendments that want different things at one place."""
        disputed = [
            (at, place)
            for at, ours in enumerate(self.model.proposals)
            for place in sorted(ours.disputed(), key=str)
            if ours.state == "handed in"
        ]
        at, where = disputed[(number + place) % len(disputed)]
        proposal, ours = self.one(at)
        carried = sorted(ours.carried_at(where))
        chosen = carried[amendment % len(carried)]
        found = next(one for one in self._collisions(proposal) if place_of(one) == where)
        choice = Take(collision=found.id, amendments=(AmendmentId(chosen),))
        command = SettleCollision(
            assembly=self.assembly, proposal=proposal, votes=FOR, choice=choice
        )
        self.ask(command, STAFF, expected=True)
        ours.choose(where, chosen)
        self.ask(command, STAFF, expected=False)

    @precondition(lambda self: self.model.sits and self.ids and self.now_and_then)
    @rule(number=which, place=paragraphs)
    def the_assembly_refers_back(self, number: int, place: int) -> None:
        proposal, ours = self.one(number)
        command = ReferBack(
            assembly=self.assembly,
            proposal=proposal,
            votes=FOR,
            paragraph=ParagraphId(f"p{place + 1}"),
            reason="It is not ripe.",
        )
        if self.ask(command, STAFF, expected=ours.state == "handed in"):
            ours.refer_back(place)

    @precondition(lambda self: self.model.sits and self.ids)
    @precondition(lambda self: self._some_lost() or self.now_and_then)
    @rule(number=which, amendment=which)
    def a_minority_goes_to_the_paper(self, number: int, amendment: int) -> None:
        """A quarter is enough, and they have it; in the assembly in which they lost."""
        proposal, ours = self.one(number)
        if not ours.amendments:
            return
        name = _name(ours, amendment)
        moved = ours.amendments[name]
        lost_here = moved.state == "lost" and moved.decided_in == self.model.sits
        allowed = ours.state == "handed in" and lost_here and not moved.kept and not moved.stale
        command = KeepAlternative(
            assembly=self.assembly, proposal=proposal, amendment=AmendmentId(name)
        )
        if self.ask(command, STAFF, expected=allowed):
            moved.kept = True

    @precondition(lambda self: self.ids)
    @precondition(lambda self: self.model.takes_counters() or self.now_and_then)
    @rule(number=which, place=paragraphs, word=words)
    def the_group_puts_a_counter_proposal(self, number: int, place: int, word: str) -> None:
        proposal, ours = self.one(number)
        if word == ours.content[place]:
            return
        content = {**ours.content, place: word}
        text = [said(at, content[at]) for at in range(PARAGRAPHS)]
        command = PutCounterProposal(
            proposal=proposal,
            text="\n\n".join(text),
            rules=rule_changes(rules_in(content)),
            reason="This is better.",
        )
        allowed = ours.state == "handed in" and ours.counters_put == 0
        if self.ask(command, CHAIR, expected=allowed and self.model.takes_counters()):
            ours.counter, ours.counters_put = content, 1

    @precondition(lambda self: self.model.sits and self.ids)
    @precondition(lambda self: any(p.counter for p in self.model.standing) or self.now_and_then)
    @rule(number=which, taken=st.booleans())
    def the_assembly_considers_it(self, number: int, taken: bool) -> None:
        proposal, ours = self.one(number)
        command = ConsiderCounterProposal(
            assembly=self.assembly, proposal=proposal, votes=FOR if taken else AGAINST
        )
        allowed = ours.state == "handed in" and ours.counter is not None
        if self.ask(command, STAFF, expected=allowed):
            if taken:
                ours.take_counter()
            ours.counter = None

    def _some_lost(self) -> bool:
        return any(a.state == "lost" for p in self.model.standing for a in p.amendments.values())

    def _collisions(self, proposal: UUID) -> tuple[Collision, ...]:
        return self.org.proposal(proposal).worked().collisions


def _amending(proposal: UUID, place: Place, word: str) -> MoveAmendment:
    if isinstance(place, int):
        edit = becomes(place + 1, said(place, word))
        return MoveAmendment(proposal=proposal, paragraphs=(edit,))
    edits = (RuleEdit(rule=place, value={"type": "choice", "choice": word}),)
    return MoveAmendment(proposal=proposal, rules=edits)


def _name(ours: Proposal, number: int) -> str:
    return list(ours.amendments)[number % len(ours.amendments)]


def place_of(collision: Collision) -> Place:
    """The place that amendments dispute, as the model names it."""
    if collision.rule is not None:
        return collision.rule
    return int(str(collision.paragraph)[1:]) - 1
