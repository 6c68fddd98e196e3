"""A coordinating group meets four times, and everything happens that can happen at a meeting.

One meeting is prepared as the rules would have it, one misses every deadline and loses its quorum,
one is an emergency, and one is called off.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.cycle.assembly import Votes
from domain.decisions.decided import DecidedAt
from domain.kernel.ids import PersonId
from domain.meetings.attendance import Capacity, Route
from domain.meetings.decisions import Answer, Manner, Settled
from domain.meetings.emergency import Said
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution, State
from domain.text.amendment.change import AmendmentId
from domain.text.text import ParagraphId
from services.application.bodies import EstablishBody, FillPost, RenameBody, SeatMember
from services.application.business import (
    AdmitItem,
    DeferItem,
    GiveCastingVote,
    PassToNextBusiness,
    PublishStatement,
    RatifyDecision,
    RecordDecision,
    ReferItemBack,
    RemitItem,
    TakeItem,
)
from services.application.command import Command
from services.application.cooptions import (
    AcceptCoOption,
    DecideCoOption,
    DeclineCoOption,
    ProposeCoOption,
    RenewCoOption,
    WithdrawCoOption,
)
from services.application.endings import DissolveBody
from services.application.meetings import (
    AgreeToEmergency,
    CancelMeeting,
    CirculatePapers,
    ConveneMeeting,
    DraftAgenda,
    GiveNotice,
    HandInItem,
    MoveMeeting,
    SendApologies,
    WithdrawItem,
)
from services.application.motions import (
    AmendMotion,
    MoveEmergencyMotion,
    MoveMotion,
    PartOfMotion,
    PutMotion,
    VoteInParts,
    VoteOnAmendments,
)
from services.application.officers import SettleConflict, TakeUrgentDecision
from services.application.resolutions import (
    DemandMeeting,
    ProposeResolution,
    ReplyToResolution,
    SettleResolution,
)
from services.application.shortlists import (
    ConcludeRuleChange,
    LeaveOutRuleChange,
    ProposeRuleChange,
    ShortlistRuleChanges,
    SuggestRuleChange,
)
from services.application.sittings import (
    ChallengeChair,
    CloseMeeting,
    DeclareInterest,
    FixNextDate,
    OpenMeeting,
    RaisePointOfOrder,
    RecordArrival,
    RecordDeparture,
    SettleChallenge,
    TakeChair,
)
from tests.application.organisation import (
    CHAIR,
    STAFF,
    Organisation,
)
from tests.story import delegates_met
from tests.support.hands import member
from tests.support.kinds import Kind

OTHERS = tuple(member(number) for number in range(7, 19))
GUEST = member(901)
STRANGERS = tuple(member(number) for number in range(911, 916))
ALL = Votes(in_favour=10, against=1)


class MeetingsHeld:
    """The year of the group, act by act."""

    def __init__(self, org: Organisation) -> None:
        self.org = org
        self.begun = org.store.now()
        self.meeting = UUID(int=0)
        self.bound: dict[str, Any] = {}

    def tell(self) -> None:
        self.gather_the_group()
        drafts = self.drafts_of_a_working_group()
        early = self.without_a_quorum()
        self.in_good_order(early)
        self.in_an_emergency()
        self.called_off()
        delegates_met.tell(self)
        self.of_the_officers()
        self.of_the_working_group(drafts)
        self.in_writing()

    def ask(self, kind: type[Command], by: PersonId = STAFF, **fields: Any) -> None:
        """Somebody asks, a little while after the one before."""
        self.org.store.clock.shift(timedelta(seconds=20))
        self.org.ask(kind(meeting=self.meeting, **fields), by)  # type: ignore[call-arg]  # each has a meeting

    def days(self, count: float) -> datetime:
        return self.begun + timedelta(days=count)

    def at(self, days: float) -> None:
        self.org.hands.at(self.days(days))

    def gather_the_group(self) -> None:
        """Twelve more members of the group, and officers beside the chair."""
        for person in OTHERS:
            seat = SeatMember(
                body="ncg",
                person=person,
                name=f"N{person.hex[:4]}",
                how="elected",
                source="as the file has it",
            )
            self.org.ask(seat, STAFF)
        for post, person in (("vice_chair", OTHERS[0]), ("treasurer", OTHERS[1])):
            filled = FillPost(
                body="ncg",
                post=post,
                person=person,
                name="V",
                how="elected",
                source="as the file has it",
            )
            self.org.ask(filled, STAFF)

    def convene(self, days: float, body: str = "ncg", **called: Any) -> UUID:
        """Call a meeting for two in the afternoon, so many days after the beginning."""
        starts = self.days(days).replace(hour=14, minute=0, second=0, microsecond=0)
        asked = ConveneMeeting(body=body, starts=starts, place="The hall", **called)
        self.meeting = self.org.hands.began(self.org.ask(asked, STAFF))
        return self.meeting

    def open_with(self, present: int, *, chair: PersonId = CHAIR) -> None:
        self.org.hands.at(self.found.starts + timedelta(minutes=5))
        for person in (CHAIR, *OTHERS)[:present]:
            self.ask(RecordArrival, person=person)
        self.ask(OpenMeeting)
        self.ask(TakeChair, person=chair)

    @property
    def found(self) -> Meeting:
        return self.org.store.load(Meeting, self.meeting)

    def without_a_quorum(self) -> UUID:
        """Nothing is done in time, the quorum goes with one member, and the end names no date."""
        first = self.convene(30)
        self.at(5)
        self.ask(HandInItem, title="Campaigns")
        self.at(29)
        self.open_with(10)
        self.ask(RecordArrival, person=OTHERS[9])
        self.ask(RecordDeparture, person=OTHERS[9])
        self.ask(RecordDeparture, person=OTHERS[8])
        self.ask(RecordDecision, item=1, manner=Manner.CONSENSUS, text="The office is moved.")
        self.ask(RecordArrival, person=OTHERS[8])
        self.ask(CloseMeeting)
        return first

    def in_good_order(self, early: UUID) -> None:
        """Called, noticed, prepared and held as the rules would have it."""
        self.convene(80, remote=True)
        self.prepare()
        self.open_with(11)
        self.people()
        self.order_paper()
        self.motions()
        self.co_options()
        ratifying = "The report is noted, and what was decided without a quorum is ratified."
        names = {"decision": {"meeting": early, "number": 1}}
        self.ask(RecordDecision, item=1, manner=Manner.ENDORSED, text=ratifying, names=names)
        self.ask(PublishStatement, decision=len(self.found.decisions), title="Ours", text="We met.")
        ratified = len(self.found.decisions)
        self.ask(FixNextDate, on=self.days(140).date())
        self.ask(CloseMeeting)
        late = self.meeting
        self.bound = {"meeting": late, "number": ratified}
        settled = RatifyDecision(meeting=early, decision=1, by_meeting=late, by_decision=ratified)
        self.org.ask(settled, STAFF)

    def prepare(self) -> None:
        self.at(40)
        self.ask(GiveNotice)
        for title in ("Report", "Finance", "Staffing", "Campaigns", "Any other business", "Rooms"):
            self.ask(HandInItem, by=CHAIR, title=title)
        self.ask(WithdrawItem, item=6, reason="There are none.")
        self.ask(SendApologies, by=OTHERS[11], person=OTHERS[11], note="I am away.")
        self.at(75)
        self.ask(DraftAgenda, order=(1, 3, 2, 4, 5, 6))
        self.ask(CirculatePapers, papers=("Report of the office",))

    def people(self) -> None:
        self.ask(RecordArrival, person=OTHERS[10], route=Route.PHONE)
        self.ask(RecordArrival, person=OTHERS[11], route=Route.PROXY, held_by=CHAIR)
        self.ask(RecordArrival, person=OTHERS[11], route=Route.PAPER)
        self.ask(RecordArrival, person=GUEST, name="A guest", capacity=Capacity.OBSERVER)
        self.ask(DeclareInterest, by=OTHERS[1], person=OTHERS[1], item=2, what="I am paid from it.")

    def order_paper(self) -> None:
        self.ask(TakeItem, item=1)
        self.ask(AdmitItem, title="A letter", votes=ALL)
        point = {"raised_by": OTHERS[2], "point": "It is late.", "upheld": False, "ruling": "No."}
        self.ask(RaisePointOfOrder, by=CHAIR, **point)
        self.ask(ChallengeChair, ruling=1, challenger=OTHERS[2], taken_by=OTHERS[0])
        self.ask(SettleChallenge, votes=Votes(in_favour=2, against=8))
        self.ask(DeferItem, item=3, reason="The post is still advertised.")
        self.ask(ReferItemBack, item=4, reason="It is not costed.", votes=ALL)
        self.ask(RemitItem, item=5, reason="For later.", remitted_to="staff")
        self.ask(PassToNextBusiness, item=7, reason="It is answered.", votes=ALL)

    def motions(self) -> None:
        """One is amended and carried, one put in parts, one tied; and one is an emergency."""
        self.ask(
            MoveMotion, by=CHAIR, item=2, title="A fund", text="We set up a fund.\n\nIt is big."
        )
        self.ask(AmendMotion, by=OTHERS[3], motion=1, text="We set up a fund.\n\nIt is small.")
        self.ask(VoteOnAmendments, motion=1, amendments=(AmendmentId("M1A1"),), votes=ALL)
        parts = tuple(
            PartOfMotion(paragraph=ParagraphId(name), votes=votes)
            for name, votes in (("p1", ALL), ("p2", Votes(in_favour=1, against=9)))
        )
        self.ask(VoteInParts, motion=1, parts=parts)
        self.ask(PutMotion, motion=1, votes=ALL)
        emergency = {"title": "The flood", "text": "We help at once.", "votes": ALL}
        self.ask(MoveEmergencyMotion, by=CHAIR, mover=OTHERS[4], seconder=OTHERS[5], **emergency)
        self.ask(PutMotion, motion=2, votes=Votes(in_favour=5, against=5))
        self.ask(GiveCastingVote, by=CHAIR, decision=2, side="for")

    def co_options(self) -> None:
        """One is accepted and renewed, and ends; the others come to nothing, each in its way."""
        held, declined, lapsed, rejected, taken_back = (
            self._proposed(person) for person in STRANGERS
        )
        self.ask(RecordDecision, item=1, manner=Manner.CO_OPTED, text="On the co-options.")
        decision = {"meeting": self.meeting, "number": len(self.found.decisions)}
        for one in (held, declined, lapsed):
            self.org.ask(DecideCoOption(cooption=one, agreed=True, **decision), STAFF)
        lost = Votes(in_favour=1, against=10)
        self.ask(RecordDecision, item=1, manner=Manner.VOTE, text="On the last one.", votes=lost)
        against = {"meeting": self.meeting, "number": len(self.found.decisions)}
        self.org.ask(DecideCoOption(cooption=rejected, agreed=False, **against), STAFF)
        self.org.ask(AcceptCoOption(cooption=held), STAFF)
        self.org.ask(DeclineCoOption(cooption=declined, reason="No time."), STAFF)
        self.org.ask(WithdrawCoOption(cooption=taken_back, reason="Not now."), CHAIR)
        self.ask(RecordDecision, item=1, manner=Manner.CO_OPTED, text="It lasts longer.")
        renewed = {"meeting": self.meeting, "number": len(self.found.decisions)}
        self.org.ask(RenewCoOption(cooption=held, until=self.days(150), **renewed), STAFF)

    def _proposed(self, person: PersonId) -> UUID:
        asked = ProposeCoOption(
            body="ncg",
            person=person,
            name=f"C{person.hex[:4]}",
            reasons="Knows the unions.",
            until=self.days(140),
        )
        return self.org.hands.began(self.org.ask(asked, CHAIR))

    def in_an_emergency(self) -> None:
        """The officers agree to a meeting at two days' notice; moved by a day, they agree anew.

        Nobody closes it for four days.
        """
        self.at(90)
        self.convene(92, is_emergency=True, emergency="A snap election")
        self.officers_agree()
        self.ask(MoveMeeting, starts=self.days(93), place="Online", reason="The hall is shut.")
        self.officers_agree()
        self.open_with(11)
        self.at(97)
        self.ask(FixNextDate, on=self.days(140).date())
        self.ask(CloseMeeting)

    def officers_agree(self) -> None:
        self.ask(AgreeToEmergency, by=CHAIR, person=CHAIR)
        for officer in OTHERS[:2]:
            self.ask(AgreeToEmergency, person=officer, route=Said.PHONE)

    def called_off(self) -> None:
        """Nobody opens it, and it is called off two days later."""
        self.at(122)
        self.convene(127)
        self.at(129)
        self.ask(CancelMeeting, reason="There was nothing to decide.")

    def of_the_officers(self) -> None:
        """They decide two things in place of the group, at a meeting of their own."""
        if self.org.store.find(Body, body_id("officers_group")) is None:
            officers = EstablishBody(
                slug="officers_group",
                name="Officers",
                kind=Kind.OFFICERS_GROUP,
                parent="ncg",
                source="as the file has it",
            )
            self.org.ask(officers, STAFF)
        for slug in ("money", "training"):
            if self.org.store.find(Body, body_id(slug)) is None:
                group = EstablishBody(
                    slug=slug,
                    name=slug,
                    kind=Kind.SUB_GROUP,
                    parent="ncg",
                    source="as the file has it",
                )
                self.org.ask(group, STAFF)
        sits = self.org.store.load(Body, body_id("officers_group")).seat_of(CHAIR)
        if sits is None:
            seat = SeatMember(
                body="officers_group",
                person=CHAIR,
                name="C",
                how="as chair",
                source="as the file has it",
            )
            self.org.ask(seat, STAFF)
        self.convene(152, body="officers_group")
        self.org.hands.at(self.found.starts)
        self.ask(RecordArrival, person=CHAIR)
        self.ask(OpenMeeting)
        self.ask(TakeChair, person=CHAIR)
        self.ask(AdmitItem, title="The hall", votes=Votes(in_favour=1, against=0))
        for text in ("The hall is let.", "The money is the training group's."):
            self.ask(RecordDecision, item=1, manner=Manner.CONSENSUS, text=text)
        self.ask(TakeUrgentDecision, decision=1, reason="It is let tomorrow.")
        between = ("money", "training")
        self.ask(SettleConflict, decision=2, between=between, reason="who pays")
        self.ask(CloseMeeting)
        told = {"body": "officers_group", "title": "A van", "text": "We hire it.", "urgent": "Now."}
        van = self.org.hands.began(self.org.ask(ProposeResolution.model_validate(told), CHAIR))
        self.org.ask(ReplyToResolution(resolution=van, answer=Answer.FOR), CHAIR)

    def drafts_of_a_working_group(self) -> tuple[UUID, ...]:
        """A working group is there, and one of it drafts two changes of the rules."""
        group = EstablishBody(
            slug="rule_changes_group",
            name="Rules",
            kind=Kind.WORKING_GROUP,
            parent="ncg",
            source="as the file has it",
        )
        self.org.ask(group, STAFF)
        seat = SeatMember(
            body="rule_changes_group",
            person=OTHERS[0],
            name="R",
            how="asked",
            source="as the file has it",
        )
        self.org.ask(seat, STAFF)
        return tuple(
            self.org.hands.began(
                self.org.ask(
                    SuggestRuleChange(body="rule_changes_group", title=title, text="As it says."),
                    OTHERS[0],
                )
            )
            for title in ("More days", "Fewer days")
        )

    def of_the_working_group(self, drafts: tuple[UUID, ...]) -> None:
        """It puts both on a shortlist; the group proposes one and leaves the other out."""
        self.convene(153, body="rule_changes_group")
        self.org.hands.at(self.found.starts)
        self.ask(RecordArrival, person=OTHERS[0])
        self.ask(OpenMeeting)
        self.ask(TakeChair, person=OTHERS[0])
        self.ask(AdmitItem, title="The shortlist", votes=Votes(in_favour=1, against=0))
        self.ask(RecordDecision, item=1, manner=Manner.CONSENSUS, text="Both are on it.")
        self.ask(ShortlistRuleChanges, number=1, title="Of the year", changes=drafts)
        self.ask(CloseMeeting)
        first, other = drafts
        self.org.ask(ProposeRuleChange(change=first, **self.bound), STAFF)
        self.org.ask(ConcludeRuleChange(change=first, carried=True, how="by the members"), STAFF)
        left_out = LeaveOutRuleChange(change=other, reason="It can wait.", **self.bound)
        self.org.ask(left_out, STAFF)

    def in_writing(self) -> None:
        """Two decisions are agreed to in writing, one is lost, and one is left to a meeting."""
        put: list[UUID] = []
        for title in ("Rooms", "Chairs", "Staffing"):
            asked = ProposeResolution(body="ncg", title=title, text="We agree.")
            resolution = self.org.hands.began(self.org.ask(asked, CHAIR))
            self.org.ask(ReplyToResolution(resolution=resolution, answer=Answer.FOR), CHAIR)
            put.append(resolution)
        closes = self.org.store.now() + timedelta(days=5)
        later = {"body": "ncg", "title": "No rooms", "text": "Rather not.", "closes": closes}
        named = {"names": {"decision": {"meeting": put[0], "number": 1}}}
        no_rooms = ProposeResolution.model_validate(later | named)
        put.append(self.org.hands.began(self.org.ask(no_rooms, CHAIR)))
        for agreed in (put[0], put[3]):
            for person in OTHERS:
                self.org.ask(ReplyToResolution(resolution=agreed, answer=Answer.FOR), person)
        for person in OTHERS[:5]:
            if self.org.store.load(Resolution, resolution).state is State.OPEN:
                self.org.ask(DemandMeeting(resolution=resolution), person)
        self.at(160)
        self.by_what_was_agreed(DecidedAt(meeting=put[0], number=1))
        settled = SettleResolution(
            resolution=put[0], settled=Settled.ANNULLED, by_meeting=put[3], by_decision=1
        )
        self.org.ask(settled, STAFF)

    def by_what_was_agreed(self, decided: DecidedAt) -> None:
        """A group, a panel, a place and a post come of it, and one of them goes again."""
        told = {"parent": "ncg", "decision": decided}
        for slug, kind in (("rooms", Kind.WORKING_GROUP), ("appeals", Kind.PANEL)):
            made = {"slug": slug, "name": slug.title(), "kind": kind}
            self.org.ask(EstablishBody.model_validate(told | made), STAFF)
        papers = EstablishBody(
            slug="papers",
            name="Papers",
            kind=Kind.NETWORK,
            parent="ncg",
            source="as the file has it",
        )
        self.org.ask(papers, STAFF)
        given = {"person": OTHERS[2], "name": "R", "how": "as agreed", "decision": decided}
        self.org.ask(
            SeatMember.model_validate({"body": "papers"} | given),
            STAFF,
        )
        post = {"body": "papers", "post": "secretary"}
        self.org.ask(FillPost.model_validate(post | given), STAFF)
        for_it = {"reason": "clearer", "decision": decided}
        self.org.ask(
            RenameBody.model_validate({"body": "rule_changes_group", "name": "R"} | for_it), STAFF
        )
        in_writing = ProposeResolution(
            body="rule_changes_group", title="Keys", text="We share the keys."
        )
        self.org.ask(in_writing, STAFF)
        self.org.ask(DissolveBody.model_validate({"body": "rule_changes_group"} | for_it), STAFF)

    def over_the_quarters(self) -> None:
        """Quarters pass without a meeting, until the group is dissolved."""
        self.org.hands.at(self.org.store.now() + timedelta(days=150))
        gone = DissolveBody(
            body="ncg", reason="It was replaced.", at=self.org.store.now(), source="the new rules"
        )
        self.org.ask(gone, STAFF)
        self.org.hands.at(self.org.store.now() + timedelta(days=100))
