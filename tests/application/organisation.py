"""A small organisation over any store, and the words in which tests ask it for things.

Staff keep the registers, the coordinating group has a chair, two local groups draft, and twenty
people are members.  Everything that happens goes through the desk, as it does in earnest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

import pytest

from domain.ballots.ballot import Ballot
from domain.cycle.assembly import Assembly, Votes, assembly_id
from domain.cycle.calendar import Calendar, StageName
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.kernel.ids import CONVENOR, PersonId, derived
from domain.kernel.moments import LONDON
from domain.kernel.refusal import Refusal
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from domain.rules.values import Clause, Rule, RuleChange, RuleValue
from domain.text.amendment.change import AmendmentId, RuleEdit
from domain.text.text import ParagraphId
from services.application.amending import MoveAmendment, ParagraphEdit
from services.application.assemblies import (
    DecideAmendments,
    MergeUncontested,
    OpenSitting,
    RegisterDelegate,
)
from services.application.bodies import (
    EstablishBody,
    FillPost,
    JoinMember,
    ReportMeeting,
    SeatMember,
)
from services.application.command import Command
from services.application.cycles import ExtendDeadline, OpenCycle, cycle_ballot
from services.application.proposals import DraftProposal, HandInProposal
from services.application.rules import FoundRulebook
from services.store.memory import MemoryStore
from services.store.port import Receipt
from services.voting.memory import MemoryBoxes
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.support.rulebook import CLAUSE, rules

START = datetime(2021, 7, 15, 16, 0, tzinfo=UTC)
STAFF, CHAIR, LEEDS, LEEDS_TOO, YORK, YORK_TOO = (member(number) for number in range(6))
MEMBERS = tuple(member(number) for number in range(6, 20))
STRANGER = member(999)
FILE = "the founding file"
FIRST, SECOND = StageName.FIRST_ASSEMBLY, StageName.SECOND_ASSEMBLY

STATUTE = """The council has twelve members, who are elected for two years.

The council meets four times a year and its meetings are open.

Every member pays a fee of ten pounds a year.

These rules are changed by two thirds of those who vote."""

R = TypeVar("R", bound=Refusal)


class Organisation:
    """The organisation, founded under a small rulebook."""

    def __init__(
        self, hands: Hands, founding: tuple[Rule, ...], clauses: tuple[Clause, ...] = (CLAUSE,)
    ) -> None:
        self.hands = hands
        self.store = hands.store
        hands.store.clock.hold(START)
        self.ask(
            FoundRulebook(title="Rules", clauses=clauses, rules=founding, source="test"), STAFF
        )
        self._seat("staff", Kind.STAFF, STAFF)
        self._seat("ncg", Kind.COORDINATING_GROUP, CHAIR)
        told = {"post": "chair", "person": CHAIR, "name": "C", "how": "elected", "source": FILE}
        self.ask(FillPost.model_validate({"body": "ncg"} | told), STAFF)
        self._seat("leeds", Kind.LOCAL_GROUP, LEEDS, LEEDS_TOO)
        self._seat("york", Kind.LOCAL_GROUP, YORK, YORK_TOO)
        for number in range(20):
            joined = JoinMember(number=f"M{number:05}", joined_on=date(2020, 1, 1))
            self.ask(joined, STAFF)
        self.cycle = UUID(int=0)

    @classmethod
    def without_rules(cls, *gaps: str, **other: RuleValue) -> Organisation:
        """The organisation with gaps in its rulebook, in memory."""
        return over_memory(tuple(rule for rule in rules(**other) if rule.id not in gaps))

    def _seat(self, slug: str, kind: Kind, *people: PersonId) -> None:
        self.ask(EstablishBody(slug=slug, name=slug.title(), kind=kind, source=FILE), STAFF)
        for person in people:
            seat = SeatMember(body=slug, person=person, name="P", how="elected", source=FILE)
            self.ask(seat, STAFF)

    def ask(self, command: Command, person: PersonId, group: str | None = None) -> Receipt:
        return self.hands.ask(command, person, group)

    def refused(
        self,
        kind: type[R],
        command: Command,
        person: PersonId,
        rule: str | None = None,
        group: str | None = None,
    ) -> R:
        """What was asked for is refused, for this rule if one is named, and leaves no act."""
        head = self.store.head()
        with pytest.raises(kind) as caught:
            self.ask(command, person, group)
        refusal = caught.value
        assert type(refusal) is kind, repr(refusal)
        assert refusal.rule == rule, f"{refusal!r} cites {refusal.rule}"
        assert refusal.sentence.endswith(".")
        assert self.store.head() == head, "a refusal left an act behind"
        return refusal

    def open_cycle(self, title: str = "Refounding") -> UUID:
        self.cycle = self.hands.began(self.ask(OpenCycle(title=title), STAFF))
        return self.cycle

    def draft(
        self,
        text: str = STATUTE,
        *,
        title: str = "A new statute",
        changes: Mapping[str, RuleValue] | None = None,
        **wording: object,
    ) -> UUID:
        """A draft of the Leeds group, made at a meeting that it reported."""
        meeting = derived(CONVENOR, "meeting", title)
        reported = ReportMeeting(
            body="leeds", reference=meeting, held_on=date(2021, 7, 10), present=12, quorum=5
        )
        self.ask(reported, LEEDS)
        asked = [{"rule": rule, "value": value} for rule, value in (changes or {}).items()]
        drafted = DraftProposal(
            cycle=self.cycle,
            title=title,
            text=text,
            rules=tuple(RuleChange.model_validate(one) for one in asked),
            group="leeds",
            meeting=meeting,
            **wording,
        )
        return self.hands.began(self.ask(drafted, LEEDS, "leeds"))

    def members_draft(self, text: str = STATUTE) -> DraftProposal:
        return DraftProposal(cycle=self.cycle, title="A member's own", text=text)

    def extension(self, stage: StageName, *, days: float) -> ExtendDeadline:
        due = self.calendar.stage(stage).due.astimezone(LONDON) + timedelta(days=days)
        return ExtendDeadline(cycle=self.cycle, stage=stage, due=due, reason="There were floods.")

    def hand_in(self, *args: object, **wording: object) -> UUID:
        """A draft that is handed in at once."""
        proposal = self.draft(*args, **wording)  # type: ignore[arg-type]  # as `draft` takes them
        self.ask(HandInProposal(proposal=proposal), LEEDS, "leeds")
        return proposal

    def reach(self, stage: StageName) -> None:
        """Go on to an hour after a stage has opened."""
        self.hands.at(self.calendar.stage(stage).opens + timedelta(hours=1))

    def gather(self, stage: StageName = FIRST, present: int = 4) -> UUID:
        """Reach an assembly, send two delegates of each group, and open a sitting."""
        self.reach(stage)
        return self.attend(stage, present)

    def attend(self, stage: StageName, present: int = 4) -> UUID:
        """Send the delegates to an assembly that has begun, and open a sitting."""
        assembly = assembly_id(self.cycle, stage)
        for group, people in {"leeds": (LEEDS, LEEDS_TOO), "york": (YORK, YORK_TOO)}.items():
            for person in people:
                self.ask(
                    RegisterDelegate(assembly=assembly, person=person, name="D", group=group),
                    person,
                )
        self.ask(OpenSitting(assembly=assembly, present=present), STAFF)
        return assembly

    def move(
        self,
        proposal: UUID,
        *edits: ParagraphEdit,
        by: PersonId = LEEDS,
        parent: AmendmentId | None = None,
        rules: Mapping[str, RuleValue] | None = None,
    ) -> AmendmentId:
        """Move an amendment by paragraphs as they should become."""
        command = MoveAmendment(
            proposal=proposal, paragraphs=edits, parent=parent, rules=rule_edits(rules or {})
        )
        self.ask(command, by)
        return list(self.proposal(proposal).held)[-1]

    def decide(
        self, assembly: UUID, proposal: UUID, *names: str, votes: Votes | None = None
    ) -> Receipt:
        amendments = tuple(AmendmentId(name) for name in names)
        command = DecideAmendments(
            assembly=assembly, proposal=proposal, amendments=amendments, votes=votes or FOR
        )
        return self.ask(command, STAFF)

    def agree_the_easy_ones(self, assembly: UUID, proposal: UUID, *contested: str) -> Receipt:
        command = MergeUncontested(
            assembly=assembly,
            proposal=proposal,
            votes=FOR,
            contested=tuple(AmendmentId(name) for name in contested),
        )
        return self.ask(command, STAFF)

    def vote_in_the_ballot(self, yes: str, no: str, *, in_favour: int, against: int) -> None:
        """Open the ballot, put papers in, and go on to after the close."""
        self.reach(StageName.BALLOT)
        everybody = [STAFF, CHAIR, LEEDS, LEEDS_TOO, YORK, YORK_TOO, *MEMBERS]
        for at, person in enumerate(everybody[: in_favour + against]):
            self.hands.boxes.cast(self.ballot.id, person, yes if at < in_favour else no)
        self.finish()

    def finish(self) -> None:
        self.hands.at(self.ballot.hours.closes + timedelta(seconds=1))

    @property
    def calendar(self) -> Calendar:
        return self.the_cycle.calendar

    @property
    def the_cycle(self) -> Cycle:
        return self.store.load(Cycle, self.cycle)

    @property
    def ballot(self) -> Ballot:
        return self.store.load(Ballot, cycle_ballot(self.cycle))

    @property
    def rulebook(self) -> Rulebook:
        return self.store.load(Rulebook, RULEBOOK_ID)

    def proposal(self, proposal: UUID) -> Proposal:
        return self.store.load(Proposal, proposal)

    def assembly(self, stage: StageName = FIRST) -> Assembly:
        return self.store.load(Assembly, assembly_id(self.cycle, stage))


FOR = Votes(in_favour=3, against=1)
AGAINST = Votes(in_favour=1, against=3)


def in_memory(**other: RuleValue) -> Organisation:
    """The organisation without servers, with these rules put otherwise."""
    return over_memory(rules(**other))


def over_memory(founding: tuple[Rule, ...]) -> Organisation:
    store = MemoryStore()
    return Organisation(Hands(store, MemoryBoxes(store)), founding)


def becomes(number: int, text: str | None) -> ParagraphEdit:
    """Paragraph `number` of the statute in these words, or struck."""
    return ParagraphEdit(paragraph=ParagraphId(f"p{number}"), becomes=text)


def adding(after: int, text: str) -> ParagraphEdit:
    """A new paragraph after paragraph `after`."""
    return ParagraphEdit(after=ParagraphId(f"p{after}"), becomes=text)


def rule_edits(wanted: Mapping[str, RuleValue]) -> tuple[RuleEdit, ...]:
    """Values asked for rules, as an amendment carries them."""
    return tuple(
        RuleEdit(rule=rule, value=value.model_dump(mode="json")) for rule, value in wanted.items()
    )
