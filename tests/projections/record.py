"""A record with something of everything in it, played on a real log by people and an engine.

What the views should say of it is in the tests; this only plays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.bodies.body import Body, body_id
from domain.bodies.mandate import MandateEnding
from domain.bodies.member import Ending, Member
from domain.cycle.assembly import Votes, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.decisions.claim import Claimed, Outcome
from domain.kernel.act import Act, Authority
from domain.kernel.ids import CONVENOR, ClauseId, CommandId, RuleId, derived
from domain.rules.rulebook import RULEBOOK_ID, Revision, Rulebook
from domain.rules.values import Choice, ClauseChange, Count, Days, RuleChange, Who
from domain.text.amendment.change import AmendmentId
from domain.text.merging.collisions import Take
from domain.text.text import ParagraphId
from services.application.amending import MoveAmendment, ParagraphEdit
from services.application.assemblies import (
    ConsiderCounterProposal,
    DecideAmendments,
    KeepAlternative,
    MergeUncontested,
    OpenSitting,
    ReferBack,
    RegisterDelegate,
    SettleCollision,
)
from services.application.bodies import (
    EstablishBody,
    FillPost,
    JoinMember,
    ReportMeeting,
    SeatMember,
)
from services.application.claims import ObjectToClaim, RecordClaim, SettleClaim
from services.application.cycles import ExtendDeadline, OpenCycle, cycle_ballot
from services.application.elections import CallElection
from services.application.proposals import (
    DraftProposal,
    HandInProposal,
    MergeProposals,
    PutCounterProposal,
    ReviseProposal,
    SupportProposal,
    WithdrawProposal,
)
from services.application.rules import FoundRulebook, MakeRuling
from tests.projections import served
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.support.rulebook import CLAUSE, rules

NOTHING = UUID(int=0)
START = datetime(2021, 7, 15, 16, 0, tzinfo=UTC)
MEETING = CommandId(derived(CONVENOR, "a meeting of leeds"))
CARRIED = Votes(in_favour=3, against=1)
LOST = Votes(in_favour=1, against=3)
TEXT = "The group is elected by a block vote.\n\nThere are four places.\n\nVoting lasts nine days."


@dataclass
class Record:
    """The hands that played, and what came to be under which id."""

    hands: Hands
    cycle: UUID = NOTHING
    ballot: UUID = NOTHING
    election: UUID = NOTHING
    claim: UUID = NOTHING
    proposals: dict[str, UUID] = field(default_factory=dict)
    moments: list[datetime] = field(default_factory=list)

    def later(self, **period: float) -> None:
        """Let time pass, and remember the moment before."""
        now = self.hands.store.now()
        self.moments.append(now)
        self.hands.at(now + timedelta(**period))

    def after(self, stage: StageName) -> None:
        """Go to an hour after the end of a stage."""
        self.moments.append(self.hands.store.now())
        cycle = self.hands.store.load(Cycle, self.cycle)
        self.hands.at(cycle.calendar.stage(stage).due + timedelta(hours=1))

    def assembly(self, stage: StageName) -> UUID:
        return assembly_id(self.cycle, stage)


def play(hands: Hands) -> Record:
    """The whole record, from the founding to the election after the ballot."""
    record = Record(hands)
    hands.store.clock.hold(START)
    found(record)
    draft(record)
    first_assembly(record)
    amend(record)
    second_assembly(record)
    vote(record)
    served.play(hands, lambda: record.later(hours=1))
    afterwards(record)
    return record


def found(record: Record) -> None:
    """Rulebook, bodies, members, a claimed decision and a ruling."""
    ask = record.hands.ask
    founding = rules(constitution__amend_power=Who(powers=("all_member_ballot", "ncg.chair")))
    ask(FoundRulebook(title="Rules", clauses=(CLAUSE,), rules=founding, source="test"), member(0))
    for slug, name, kind, person in (
        ("staff", "Staff", Kind.STAFF, 0),
        ("ncg", "Coordinating group", Kind.COORDINATING_GROUP, 1),
        ("leeds", "Leeds", Kind.LOCAL_GROUP, 2),
        ("york", "York", Kind.LOCAL_GROUP, 3),
    ):
        ask(EstablishBody(slug=slug, name=name, kind=kind, region="north"), member(0))
        seat = SeatMember(body=slug, person=member(person), name=f"{name}'s person", how="elected")
        ask(seat, member(0))
    chair = FillPost(body="ncg", post="chair", person=member(1), name="The chair", how="elected")
    ask(chair, member(0))
    for number in range(12):
        join = JoinMember(
            number=f"M{number:05}", joined_on=date(2020, 1, 1 + number), group="leeds", region="n"
        )
        ask(join, member(0))
    record.later(hours=1)
    claim(record)
    ruling = MakeRuling(
        question="Who rules?",
        ruling="The group.",
        reasons="Somebody must.",
        clauses=(ClauseId("1"),),
        appeal_to="the members",
    )
    ask(ruling, member(1))
    record.later(days=1)
    _move_and_leave(record)


def claim(record: Record) -> None:
    """A decision that was claimed seventy-five minutes after its text was sent."""
    sent = record.hands.store.now()
    record.hands.at(sent + timedelta(minutes=75))
    claimed = Claimed(
        title="A new constitution",
        body="ncg",
        notice_at=sent,
        decided_at=sent + timedelta(minutes=75),
        votes_for=6,
        votes_against=0,
        changes_rulebook=True,
    )
    record.claim = record.hands.began(record.hands.ask(RecordClaim(claimed=claimed), member(5)))
    object_to = ObjectToClaim(claim=record.claim, reason="nobody was told")
    record.hands.ask(object_to, member(6))
    record.later(hours=2)
    settle = SettleClaim(claim=record.claim, outcome=Outcome.ANNULLED, reason="no notice")
    record.hands.ask(settle, member(1))


def draft(record: Record) -> None:
    """A cycle with proposals that are handed in, withdrawn and merged."""
    ask, began = record.hands.ask, record.hands.began
    record.cycle = began(ask(OpenCycle(title="Refounding"), member(0)))
    meeting = ReportMeeting(
        body="leeds", reference=MEETING, held_on=date(2021, 7, 12), present=12, quorum=5
    )
    ask(meeting, member(2))
    changes = (RuleChange(rule=RuleId("election.ncg.method"), value=Choice(choice="scottish-stv")),)
    for title, text in (("Method", TEXT), ("Places", TEXT), ("More places", TEXT), ("Odd", TEXT)):
        record.proposals[title] = began(
            ask(
                DraftProposal(
                    cycle=record.cycle,
                    title=title,
                    text=text,
                    rules=changes if title == "Method" else (),
                    group="leeds",
                    meeting=MEETING,
                ),
                member(2),
                "leeds",
            )
        )
    own = DraftProposal(cycle=record.cycle, title="A member's", text=TEXT)
    record.proposals["A member's"] = began(ask(own, member(7)))
    record.later(days=1)
    for supporter in (8, 9):
        ask(SupportProposal(proposal=record.proposals["A member's"]), member(supporter))
    reworded = ReviseProposal(
        proposal=record.proposals["Method"],
        text=TEXT.replace("block vote", "single transferable vote"),
        rules=changes,
        note="in other words",
    )
    ask(reworded, member(2), "leeds")
    record.later(days=1)
    ask(HandInProposal(proposal=record.proposals["A member's"]), member(7))
    for title in ("Method", "Places", "More places", "Odd"):
        ask(HandInProposal(proposal=record.proposals[title]), member(2), "leeds")
    record.later(days=1)
    withdraw = WithdrawProposal(proposal=record.proposals["Odd"], reason="it was odd")
    ask(withdraw, member(2), "leeds")
    record.later(days=1)
    parents = (record.proposals["Places"], record.proposals["More places"])
    merge = MergeProposals(cycle=record.cycle, title="Composite", text=TEXT, parents=parents)
    record.proposals["Composite"] = began(ask(merge, member(0)))
    record.later(days=1)
    extend(record, StageName.DRAFTING, 7)
    record.after(StageName.DRAFTING)


def extend(record: Record, stage: StageName, days: int) -> None:
    """Move the end of a stage."""
    due = record.hands.store.load(Cycle, record.cycle).calendar.stage(stage).due
    order = ExtendDeadline(
        cycle=record.cycle, stage=stage, due=due + timedelta(days=days), reason="of the weather"
    )
    record.hands.ask(order, member(1))


def first_assembly(record: Record) -> None:
    """Amendments that are agreed, that collide, and to an amendment; one paragraph goes back."""
    hands = record.hands
    sit(record, StageName.FIRST_ASSEMBLY)
    method = record.proposals["Method"]
    for number, (paragraph, words) in enumerate(
        (
            ("p2", "There are five places."),
            ("p3", "Voting lasts ten days."),
            ("p3", "Voting lasts eleven days."),
        )
    ):
        edit = ParagraphEdit(paragraph=ParagraphId(paragraph), becomes=words)
        order = MoveAmendment(proposal=method, paragraphs=(edit,), reason="better")
        hands.ask(order, member(7 + number))
    child = MoveAmendment(
        proposal=method,
        parent=AmendmentId("A1"),
        paragraphs=(ParagraphEdit(paragraph=ParagraphId("p2"), becomes="There are six places."),),
    )
    hands.ask(child, member(3), "york")
    record.later(hours=5)
    assembly = record.assembly(StageName.FIRST_ASSEMBLY)
    asked = {"assembly": assembly, "proposal": method}
    hands.ask(MergeUncontested(**asked, votes=CARRIED), member(0))
    both = (AmendmentId("A2"), AmendmentId("A3"))
    hands.ask(DecideAmendments(**asked, amendments=both, votes=CARRIED), member(0))
    record.later(hours=5)
    collision = hands.store.load(Proposal, method).worked().collisions[0]
    choice = Take(collision=collision.id, amendments=(AmendmentId("A3"),))
    hands.ask(SettleCollision(**asked, choice=choice, votes=CARRIED), member(0))
    edit = ParagraphEdit(paragraph=ParagraphId("p1"), becomes="The group is elected somehow.")
    hands.ask(MoveAmendment(proposal=method, paragraphs=(edit,)), member(9))
    back = ReferBack(**asked, votes=CARRIED, paragraph=ParagraphId("p1"), reason="unclear")
    hands.ask(back, member(0))
    record.later(days=1)
    extend(record, StageName.FIRST_ASSEMBLY, 3)
    record.after(StageName.FIRST_ASSEMBLY)


def sit(record: Record, stage: StageName) -> None:
    """Delegates come and a sitting is opened."""
    assembly = record.assembly(stage)
    for person, group in ((2, "leeds"), (4, "leeds"), (3, "york"), (10, "york")):
        delegate = RegisterDelegate(
            assembly=assembly, person=member(person), name=f"Delegate {person}", group=group
        )
        record.hands.ask(delegate, member(0))
    record.hands.ask(OpenSitting(assembly=assembly, present=4), member(0))
    record.later(hours=1)


def amend(record: Record) -> None:
    """A counter-proposal, and amendments for the second assembly."""
    hands = record.hands
    composite = record.proposals["Composite"]
    counter = PutCounterProposal(
        proposal=composite, text=TEXT.replace("four", "eight"), reason="eight is better"
    )
    hands.ask(counter, member(1))
    for number, words in enumerate(("There are no places.", "There are two places.")):
        edit = ParagraphEdit(paragraph=ParagraphId("p2"), becomes=words)
        order = MoveAmendment(proposal=record.proposals["A member's"], paragraphs=(edit,))
        hands.ask(order, member(8 + number))
    record.after(StageName.AMENDMENTS)


def second_assembly(record: Record) -> None:
    """The counter-proposal is taken, one amendment lost that goes to the paper, one not reached."""
    hands = record.hands
    sit(record, StageName.SECOND_ASSEMBLY)
    assembly = record.assembly(StageName.SECOND_ASSEMBLY)
    consider = ConsiderCounterProposal(
        assembly=assembly, proposal=record.proposals["Composite"], votes=CARRIED
    )
    hands.ask(consider, member(0))
    members_own = record.proposals["A member's"]
    decide = DecideAmendments(
        assembly=assembly, proposal=members_own, amendments=(AmendmentId("A1"),), votes=LOST
    )
    hands.ask(decide, member(0))
    record.later(hours=1)
    keep = KeepAlternative(assembly=assembly, proposal=members_own, amendment=AmendmentId("A1"))
    hands.ask(keep, member(0))
    record.after(StageName.SECOND_ASSEMBLY)


def vote(record: Record) -> None:
    """The ballot, in which Method is carried and what is beside it lost."""
    hands = record.hands
    record.ballot = cycle_ballot(record.cycle)
    record.later(days=3)
    hours = hands.store.load(Ballot, record.ballot).hours
    record.moments.append(hands.store.now())
    hands.at(hours.opens + timedelta(hours=30))
    questions = hands.store.load(Ballot, record.ballot).questions
    method = record.proposals["Method"]
    paper = "".join("Y" if question.subject == method else "N" for question in questions)
    for number in range(6):
        hands.boxes.cast(record.ballot, member(number), paper)
    record.later(hours=2)
    hands.boxes.cast(record.ballot, member(6), "-" * len(questions))
    record.later(days=1)
    extend(record, StageName.BALLOT, 2)
    record.moments.append(hands.store.now())
    hands.at(hands.store.load(Ballot, record.ballot).hours.closes + timedelta(hours=1))


def afterwards(record: Record) -> None:
    """Changes that come later, and the next election, under the new rule."""
    hands = record.hands
    record.later(days=1)
    _revise(record, Revision(title="Slower", rules=(_days(5),), upon="the next cycle"))
    later = hands.store.now() + timedelta(days=30)
    _revise(record, Revision(title="Later", rules=(_places(12),), from_when=later))
    record.later(days=1)
    now = hands.store.now()
    prose = ClauseChange(clause=ClauseId("2"), heading="More", text="And one more thing.")
    at_once = Revision(title="At once", rules=(_places(11),), clauses=(prose,), from_when=now)
    _revise(record, at_once)
    call = CallElection(body="ncg", title="The next group")
    record.election = hands.began(hands.ask(call, member(0)))
    record.later(days=40)
    rulebook = hands.store.load(Rulebook, RULEBOOK_ID)
    rulebook.take_effect(_act(record, "took effect"), "the next cycle")
    hands.store.commit([rulebook], command=None, reads={})
    body = hands.store.load(Body, body_id("york"))
    body.dissolve(_act(record, "dissolved"), "too few")
    hands.store.commit([body], command=None, reads={})
    record.moments.append(hands.store.now())


def _places(count: int) -> RuleChange:
    return RuleChange(rule=RuleId("ncg.meetings.quorum"), value=Count(count=count))


def _days(count: int) -> RuleChange:
    return RuleChange(rule=RuleId("refounding.reminder_days"), value=Days(count=count))


def _revise(record: Record, revision: Revision) -> None:
    rulebook = record.hands.store.load(Rulebook, RULEBOOK_ID)
    rulebook.revise(_act(record, revision.title), revision)
    record.hands.store.commit([rulebook], command=None, reads={})


def _move_and_leave(record: Record) -> None:
    """Changes of membership, and of a body's seats, for which there is no request yet."""
    store = record.hands.store
    moving, leaving = store.load(Member, member(10)), store.load(Member, member(11))
    moving.move(_act(record, "moved"), body_id("york"), "s")
    leaving.end_membership(_act(record, "left"), Ending.RESIGNED, "of their own will")
    body = store.load(Body, body_id("ncg"))
    body.vacate_seat(
        _act(record, "vacated"), member(1), MandateEnding.RESIGNATION, "of their own will"
    )
    store.commit([moving, leaving, body], command=None, reads={})
    record.later(hours=1)
    seat = SeatMember(body="ncg", person=member(1), name="The chair again", how="by-election")
    record.hands.ask(seat, member(0))


def _act(record: Record, what: str) -> Act:
    """The envelope of an act that the staff record."""
    return Act(
        occurred_at=record.hands.store.now(),
        actor=member(0),
        recorded_by=member(0),
        authority=Authority(kind="membership", name="a voting seat in Staff"),
        command_id=CommandId(derived(CONVENOR, "record", what)),
        rulebook_version=1,
    )
