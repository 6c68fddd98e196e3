"""A short life of an invented organisation, played over real PostgreSQL, for the pages to show.

One cycle from its opening to the changed rulebook, a claimed decision, an election, a ruling, and
a second cycle that is still open, and counts of several kinds.  People and texts are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.cycle.assembly import Votes, assembly_id
from domain.cycle.calendar import StageName
from domain.decisions.claim import Claimed
from domain.kernel.ids import CONVENOR, RuleId, derived
from domain.rules.kinds import BodyKind
from domain.rules.values import Choice, Clause, Count, Flag, RuleChange, RuleValue
from domain.text.amendment.change import AmendmentId
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
from services.application.claims import ObjectToClaim, RecordClaim
from services.application.cycles import ExtendDeadline, OpenCycle, cycle_ballot
from services.application.elections import CallElection
from services.application.proposals import DraftProposal, HandInProposal, ReviseProposal
from services.application.rules import FoundRulebook, MakeRuling
from services.bootstrap import Office
from services.voting.port import PaperBoxes
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.support.rulebook import CLAUSE, rules
from tests.web import counted
from tests.web import mailed as notices
from tests.web.reported import Meetings, Reported

OPENED = datetime(2021, 7, 15, 16, 0, tzinfo=UTC)
MEMBERS = 40
STAFF, CHAIR, SPEAKER, OTHER = member(0), member(1), member(2), member(3)
OFFICER = member(7)
TEXT = (
    "Members of the coordinating group are elected by the single transferable vote.\n\n"
    "Each region elects four members, of whom at least two are women.\n\n"
    "A casual vacancy is filled by counting the papers of the last election again, and if that "
    "gives nobody, by a by-election in the region concerned within sixty days.\n\n"
    "The returning officer publishes every stage of the count."
)
OTHER_TEXT = (
    "The organisation holds a convention of all members once a year.\n\n"
    "Motions come from local groups and from twenty members together."
)


@dataclass(frozen=True)
class Played:
    """What was played, by the ids that pages are asked for."""

    cycle: UUID
    proposal: UUID
    other: UUID
    assembly: UUID
    ballot: UUID
    claim: UUID
    election: UUID
    second_cycle: UUID
    draft: UUID
    open_proposal: UUID
    second_assembly: UUID
    count: UUID
    level: UUID
    committee: UUID
    question: UUID
    long: UUID
    notice: UUID
    waiting: UUID
    reported: Reported


COMMISSION = BodyKind(name="commission", plural="commissions")
SEALED: dict[str, RuleValue] = {
    "night__members_sealed": Flag(holds=True),
    "night__least_shown": Count(count=5),
}


def found(hands: Hands) -> None:
    """The rulebook, three bodies, two groups, and members."""
    hands.store.clock.hold(OPENED)
    clauses = (CLAUSE, Clause(id=CLAUSE.id, heading=CLAUSE.heading, text=CLAUSE.text))[:1]
    founding = rules(**SEALED, kinds__commission=COMMISSION)
    hands.ask(
        FoundRulebook(title="Rules", clauses=clauses, rules=founding, source="the founders"), STAFF
    )
    body(hands, "staff", "National office", Kind.STAFF)
    seat(hands, "staff", 0, "Alma Reed")
    body(hands, "ncg", "Coordinating group", Kind.COORDINATING_GROUP)
    seat(hands, "ncg", 1, "Bo Lindqvist")
    hands.ask(
        FillPost(body="ncg", post="chair", person=CHAIR, name="Bo Lindqvist", how="elected"), STAFF
    )
    body(hands, "riverside", "Riverside group", Kind.LOCAL_GROUP)
    seat(hands, "riverside", 2, "Cleo Marsh")
    body(hands, "hilltop", "Hilltop group", Kind.LOCAL_GROUP)
    seat(hands, "hilltop", 3, "Dev Anand")
    for number in range(MEMBERS):
        hands.ask(JoinMember(number=f"M{number:05}", joined_on=date(2020, 1, 1)), STAFF)


def body(hands: Hands, slug: str, name: str, kind: Kind) -> None:
    hands.ask(EstablishBody(slug=slug, name=name, kind=kind), STAFF)


def seat(hands: Hands, slug: str, number: int, name: str) -> None:
    hands.ask(SeatMember(body=slug, person=member(number), name=name, how="elected"), STAFF)


def draft(hands: Hands, cycle: UUID, title: str, text: str, *rules: RuleChange) -> UUID:
    """Riverside group drafts at a meeting that it reports."""
    meeting = derived(CONVENOR, cycle, title, "meeting")
    held = (hands.store.now() - timedelta(days=1)).date()
    hands.ask(
        ReportMeeting(body="riverside", reference=meeting, held_on=held, present=12, quorum=5),
        SPEAKER,
    )
    asked = DraftProposal(
        cycle=cycle, title=title, text=text, rules=rules, group="riverside", meeting=meeting
    )
    return hands.began(hands.ask(asked, SPEAKER, "riverside"))


def amend(hands: Hands, proposal: UUID, paragraph: str, becomes: str | None, by: int = 4) -> None:
    edit = ParagraphEdit(paragraph=ParagraphId(paragraph), becomes=becomes)
    reason = "So that it says what was meant"
    hands.ask(MoveAmendment(proposal=proposal, paragraphs=(edit,), reason=reason), member(by))


def sit(hands: Hands, cycle: UUID, stage: StageName) -> UUID:
    """Four delegates are sent, and the assembly sits."""
    assembly = assembly_id(cycle, stage)
    for number, group in ((2, "riverside"), (5, "riverside"), (3, "hilltop"), (6, "hilltop")):
        speaker = SPEAKER if group == "riverside" else OTHER
        delegate = RegisterDelegate(
            assembly=assembly, person=member(number), name=f"Delegate {number}", group=group
        )
        hands.ask(delegate, speaker)
    hands.ask(OpenSitting(assembly=assembly, present=4), STAFF)
    return assembly


def drafted(hands: Hands) -> tuple[UUID, UUID, UUID]:
    """A cycle with two proposals handed in, the first of them in its second version."""
    cycle = hands.began(hands.ask(OpenCycle(title="Refounding"), STAFF))
    hands.store.clock.shift(timedelta(days=10))
    stv = RuleChange(rule=RuleId("election.ncg.method"), value=Choice(choice="scottish-stv"))
    proposal = draft(hands, cycle, "Elect by the single transferable vote", TEXT, stv)
    other = draft(hands, cycle, "A yearly convention", OTHER_TEXT)
    better = TEXT.replace("within sixty days", "within ninety days")
    hands.ask(ReviseProposal(proposal=proposal, text=better, rules=(stv,), note="time"), SPEAKER)
    for one in (proposal, other):
        hands.ask(HandInProposal(proposal=one), SPEAKER, "riverside")
    return cycle, proposal, other


def assembled(hands: Hands, cycle: UUID, proposal: UUID) -> UUID:
    """The first assembly: one amendment agreed at once, two that collide, one lost."""
    hands.at(OPENED + timedelta(days=61))
    amend(
        hands,
        proposal,
        "p4",
        "The returning officer publishes every stage of the count within a day.",
    )
    amend(hands, proposal, "p2", "Each region elects five members, of whom at least two are women.")
    amend(
        hands,
        proposal,
        "p2",
        "Each region elects six members, of whom at least three are women.",
        7,
    )
    assembly = sit(hands, cycle, StageName.FIRST_ASSEMBLY)
    vote = MergeUncontested(
        assembly=assembly, proposal=proposal, votes=Votes(in_favour=4, against=0)
    )
    hands.ask(vote, STAFF)
    for name, yes in (("A2", 3), ("A3", 1)):
        decide = DecideAmendments(
            assembly=assembly,
            proposal=proposal,
            votes=Votes(in_favour=yes, against=4 - yes),
            amendments=(AmendmentId(name),),
        )
        hands.ask(decide, STAFF)
    return assembly


def voted(hands: Hands, boxes: PaperBoxes, cycle: UUID) -> UUID:
    """All members vote: the first proposal is carried, the second lost."""
    hands.at(OPENED + timedelta(days=150))
    ballot = cycle_ballot(cycle)
    opens = hands.store.load(Ballot, ballot).hours.opens
    for day in range(6):
        hands.at(opens + timedelta(days=day, hours=9))
        for number in range(day * 5, day * 5 + 5):
            boxes.cast(ballot, member(number), "YN" if number % 4 else "NY")
    hands.at(hands.store.load(Ballot, ballot).hours.closes + timedelta(minutes=1))
    return ballot


def claimed(hands: Hands) -> UUID:
    """Somebody mails round a constitution, and claims six votes 75 minutes later."""
    now = hands.store.now()
    what = Claimed(
        title="A new constitution",
        body="ncg",
        notice_at=now - timedelta(minutes=75),
        decided_at=now,
        votes_for=6,
        votes_against=0,
        changes_rulebook=True,
    )
    claim = hands.began(hands.ask(RecordClaim(claimed=what), STAFF))
    hands.ask(ObjectToClaim(claim=claim, reason="There was no notice"), member(8))
    return claim


def go_on(hands: Hands) -> tuple[UUID, UUID, UUID, UUID]:
    """A second cycle, with a draft, and another whose assembly sits over open amendments."""
    second = hands.began(hands.ask(OpenCycle(title="Second cycle"), STAFF))
    hands.store.clock.shift(timedelta(days=5))
    open_one = draft(hands, second, "Reports to members", OTHER_TEXT)
    hands.ask(HandInProposal(proposal=open_one), SPEAKER, "riverside")
    unfinished = draft(hands, second, "Smaller groups", TEXT)
    extend = ExtendDeadline(
        cycle=second,
        stage=StageName.DRAFTING,
        due=hands.store.now() + timedelta(days=60),
        reason="Groups asked for more time",
    )
    hands.ask(extend, CHAIR)
    return second, open_one, unfinished, assembly_id(second, StageName.FIRST_ASSEMBLY)


def play(office: Office) -> Played:
    """All of it; afterwards the clock stands still."""
    hands = Hands(office.store, office.boxes, bundles=office.bundles)
    hands.steps = office.steps
    found(hands)
    cycle, proposal, other = drafted(hands)
    meetings = Meetings(hands)
    meetings.begin()
    assembly = assembled(hands, cycle, proposal)
    told = meetings.go_on()
    ballot = voted(hands, office.boxes, cycle)
    claim = claimed(hands)
    call = CallElection(body="ncg", title="Coordinating group 2022")
    election = hands.began(hands.ask(call, STAFF))
    ruling = MakeRuling(
        question="Does a region without nominations wait?",
        ruling="It votes with the others, and its places stay empty until the next election",
        reasons="Nothing in the rules lets one region wait",
        clauses=(CLAUSE.id,),
        appeal_to="the members",
    )
    hands.ask(ruling, CHAIR)
    second, open_one, unfinished, second_assembly = go_on(hands)
    counts = counted.play(hands, STAFF, OFFICER)
    mailed = notices.play(hands, office, ballot)
    return Played(
        cycle,
        proposal,
        other,
        assembly,
        ballot,
        claim,
        election,
        second,
        unfinished,
        open_one,
        second_assembly,
        counts.decided,
        counts.level,
        counts.committee,
        counts.question,
        counts.long,
        mailed.notice,
        mailed.waiting,
        told,
    )
