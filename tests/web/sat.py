"""Meetings for the pages to show: one that is called, one that is open, one that is over.

The coordinating group is given eleven more members first.  People are invented.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.cycle.assembly import Votes
from domain.kernel.ids import PersonId
from domain.meetings.attendance import Capacity, Route
from domain.meetings.decisions import Form, Manner
from domain.meetings.meeting import Meeting
from domain.text.amendment.change import AmendmentId
from services.application.bodies import FillPost, SeatMember
from services.application.business import RecordDecision, TakeItem
from services.application.command import Command
from services.application.meetings import ConveneMeeting, GiveNotice, HandInItem, SendApologies
from services.application.motions import (
    AmendMotion,
    MoveMotion,
    PutMotion,
    VoteOnAmendments,
)
from services.application.sittings import (
    CloseMeeting,
    FixNextDate,
    OpenMeeting,
    RaisePointOfOrder,
    RecordArrival,
    TakeChair,
)
from tests.support.hands import Hands, member

STAFF, CHAIR = member(0), member(1)
NAMES = (
    "Ada Okafor",
    "Ben Whitlock",
    "Carys Pugh",
    "Dan Reilly",
    "Esi Mensah",
    "Finn Doyle",
    "Gita Rao",
    "Hal Berg",
    "Ines Duarte",
    "Jo Lambert",
    "Kit Nowak",
)
OTHERS = tuple(member(number) for number in range(20, 20 + len(NAMES)))
GUEST = member(39)
ITEMS = (
    "Report of the office",
    "Campaigns for the winter",
    "Finance and fundraising",
    "Staffing",
    "Any other business",
)
MOTION = (
    "The organisation supports the tenants of the three towers.\n\n"
    "The officers spend up to two thousand pounds on their campaign."
)


class Sat:
    """The group and its meetings."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.meeting = UUID(int=0)

    def ask(self, kind: type[Command], by: PersonId = STAFF, **fields: Any) -> None:
        """Somebody asks, a little while after the one before."""
        self.hands.store.clock.shift(timedelta(seconds=30))
        self.hands.ask(kind(meeting=self.meeting, **fields), by)  # type: ignore[call-arg]  # each has a meeting

    def item(self, place: int) -> int:
        """The number of an item that was handed in: after those that came back by themselves."""
        handed_in = [one for one in self.found.agenda.items if one.brought is None]
        return handed_in[place - 1].number

    def gather(self) -> None:
        """Eleven more members of the group, one of whom is its treasurer."""
        group = self.hands.store.load(Body, body_id("ncg"))
        for person, name in zip(OTHERS, NAMES, strict=True):
            if group.has_member(person):
                continue
            self.hands.ask(SeatMember(body="ncg", person=person, name=name, how="elected"), STAFF)
        post = FillPost(
            body="ncg", post="treasurer", person=OTHERS[0], name=NAMES[0], how="elected"
        )
        if not group.holders_of("treasurer"):
            self.hands.ask(post, STAFF)

    def call(self, days: float = 40, *, noticed: bool = True) -> UUID:
        """A meeting so many days from now, with notice and items."""
        starts = (self.hands.store.now() + timedelta(days=days)).replace(
            hour=13, minute=0, second=0, microsecond=0
        )
        asked = ConveneMeeting(body="ncg", starts=starts, place="Unity Hall", remote=True)
        self.meeting = self.hands.began(self.hands.ask(asked, STAFF))
        if noticed:
            self.ask(GiveNotice)
        for title in ITEMS:
            self.ask(HandInItem, by=CHAIR, title=title)
        self.ask(SendApologies, by=OTHERS[10], person=OTHERS[10], note="I am at work.")
        return self.meeting

    def open(self, present: int = 10) -> UUID:
        """The meeting, open with so many there besides the chair."""
        self.hands.at(self.found.starts + timedelta(minutes=2))
        for number, person in enumerate((CHAIR, *OTHERS[:present])):
            route = Route.VIDEO if number == 3 else Route.IN_PERSON
            self.ask(RecordArrival, person=person, route=route)
        guest: dict[str, Any] = {
            "person": GUEST,
            "name": "A visitor",
            "capacity": Capacity.OBSERVER,
        }
        self.ask(RecordArrival, **guest)
        self.ask(OpenMeeting)
        self.ask(TakeChair, person=CHAIR)
        first = self.item(1)
        self.ask(TakeItem, item=first)
        self.ask(RecordDecision, item=first, manner=Manner.NOTED, text="The report is noted.")
        self.ask(TakeItem, item=self.item(2))
        return self.meeting

    def move(self) -> None:
        """A motion, amended and carried, and another that is before the meeting."""
        moved: dict[str, Any] = {"item": self.item(2), "mover": OTHERS[1], "seconder": OTHERS[2]}
        self.ask(MoveMotion, title="The three towers", text=MOTION, **moved)
        less = MOTION.replace("two thousand", "one thousand")
        self.ask(AmendMotion, motion=1, text=less, mover=OTHERS[3])
        votes = Votes(in_favour=8, against=2, abstained=1)
        self.ask(VoteOnAmendments, motion=1, amendments=(AmendmentId("M1A1"),), votes=votes)
        self.ask(PutMotion, motion=1, votes=votes, form=Form.SHOW_OF_HANDS)
        self.ask(MoveMotion, title="A stall at the fair", text="We hold a stall.", **moved)
        point: dict[str, Any] = {
            "raised_by": OTHERS[4],
            "point": "We have been here an hour.",
            "upheld": False,
        }
        self.ask(RaisePointOfOrder, by=CHAIR, ruling="We go on.", **point)

    def close(self) -> UUID:
        """The end, with the date of the next meeting."""
        on = (self.hands.store.now() + timedelta(days=60)).date()
        self.ask(FixNextDate, on=on)
        self.ask(CloseMeeting)
        return self.meeting

    @property
    def found(self) -> Meeting:
        return self.hands.store.load(Meeting, self.meeting)
