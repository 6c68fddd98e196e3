"""A small organisation in an office: staff, a coordinating group, one local group, some members."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from domain.kernel.ids import CONVENOR, PersonId, derived
from domain.rules.values import Choice, Rule, RuleChange
from services.application.bodies import EstablishBody, JoinMember, ReportMeeting, SeatMember
from services.application.command import Command
from services.application.cycles import OpenCycle
from services.application.proposals import DraftProposal, HandInProposal
from services.application.rules import FoundRulebook
from services.bootstrap import Office
from services.store.port import Receipt
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.support.rulebook import CLAUSE
from tests.support.rulebook import rules as of_the_tests

FOUNDED = datetime(2021, 7, 15, 16, tzinfo=UTC)
BODIES = (
    ("staff", "National office", Kind.STAFF, 0),
    ("ncg", "Coordinating group", Kind.COORDINATING_GROUP, 1),
    ("leeds", "Leeds", Kind.LOCAL_GROUP, 2),
)


class Small:
    """The organisation, and somebody to ask for its acts; founded if the log is empty yet."""

    def __init__(
        self,
        at: Office,
        members: int = 10,
        story: str | None = None,
        rules: tuple[Rule, ...] | None = None,
    ) -> None:
        self.hands = Hands(at.store, at.boxes, story or at.dsn)
        self.is_new = at.store.head() == 0
        if self.is_new:
            at.store.clock.hold(FOUNDED)
            self._found(members, rules or of_the_tests())

    def _found(self, members: int, rules: tuple[Rule, ...]) -> None:
        founding = FoundRulebook(title="Rules", clauses=(CLAUSE,), rules=rules, source="a test")
        self.ask(founding, member(0))
        for slug, name, kind, first in BODIES:
            self.ask(EstablishBody(slug=slug, name=name, kind=kind), member(0))
            seat = SeatMember(body=slug, person=member(first), name=f"Member {first}", how="chosen")
            self.ask(seat, member(0))
        for number in range(members):
            joining = JoinMember(number=f"M{number:05}", joined_on=date(2020, 1, 1))
            self.ask(joining, member(0))

    def ask(self, command: Command, person: PersonId, group: str | None = None) -> Receipt:
        return self.hands.ask(command, person, group)

    def open_cycle(self) -> UUID:
        """Open a cycle with one proposal, which asks for another method of election."""
        cycle = self.hands.began(self.ask(OpenCycle(title="Refounding"), member(1)))
        meeting = derived(CONVENOR, "a meeting", cycle)
        self.ask(
            ReportMeeting(
                body="leeds", reference=meeting, held_on=FOUNDED.date(), present=9, quorum=5
            ),
            member(2),
        )
        draft = DraftProposal(
            cycle=cycle,
            title="Another method",
            text="The coordinating group is elected by single transferable vote.",
            rules=(RuleChange(rule="election.ncg.method", value=Choice(choice="scottish-stv")),),
            group="leeds",
            meeting=meeting,
        )
        proposal = self.hands.began(self.ask(draft, member(2), "leeds"))
        self.ask(HandInProposal(proposal=proposal), member(2), "leeds")
        return cycle
