"""A coordinating group of twelve who vote and two who don't, and a meeting of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain.bodies.body import Body
from domain.bodies.electorate import Electorate
from domain.bodies.mandate import Mandate, MandateId
from domain.cycle.assembly import Votes
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, PersonId
from domain.meetings.agenda import Item
from domain.meetings.attendance import Capacity, Coming, Route
from domain.meetings.decisions import Decision, Manner, Put
from domain.meetings.meeting import Called, Meeting
from domain.meetings.motions import Motion
from domain.meetings.orders import Orders
from domain.meetings.sat import Sat
from domain.rules.values import RuleValue
from domain.text.text import Text
from tests.domain.acts import START, act, an_id, days, governing
from tests.support.electorates import voting_in
from tests.support.given import Given
from tests.support.hands import member
from tests.support.kinds import Kind

STARTS = START + days(30)
VOTING = tuple(member(number) for number in range(12))
ADVISERS = tuple(member(number) for number in range(12, 14))
STAFF = member(50)


def the_body() -> Body:
    body = Body.establish(act(), slug="ncg", name="The group", kind=Kind.COORDINATING_GROUP)
    for number, person in enumerate((*VOTING, *ADVISERS)):
        seat = Mandate(
            id=MandateId(an_id(f"seat {number}")),
            person=person,
            name=f"P{number}",
            how="elected",
            voting=person in VOTING,
        )
        body.seat(act(), seat)
    return body


class Group:
    """The body, its rules, and a meeting that was called."""

    def __init__(self, **other: RuleValue) -> None:
        self.body = the_body()
        self.orders = Orders.of(self.body, governing(**other))
        self.meeting = self.convened()

    @property
    def sat(self) -> Sat:
        return Sat(self.body, self.orders, self.voting)

    @property
    def voting(self) -> Electorate:
        return voting_in(self.body)

    def convened(self, starts: datetime = STARTS, **called: Any) -> Meeting:
        return Meeting.convene(
            an_id("meeting"),
            act(),
            BodyId(self.body.id),
            self.body.name,
            Called(starts=starts, place="Hall", **called),
            self.orders,
        )

    @property
    def given(self) -> Given[Meeting]:
        return Given(self.meeting)

    def item(self, title: str = "Campaigns", label: str = "") -> int:
        self.meeting.hand_in_item(
            act(days(1)), Item(number=0, title=title, label=label, by=VOTING[3])
        )
        return self.meeting.agenda.items[-1].number

    def come(self, *people: PersonId, route: Route = Route.IN_PERSON, **how: Any) -> None:
        for person in people:
            self.meeting.arrive(self.now, coming(person, route, **how), self.sat)

    def leave(self, *people: PersonId) -> None:
        for person in people:
            self.meeting.depart(self.now, person, self.sat)

    def open(self, present: int = 11) -> None:
        """Open with so many voting members, the first of whom is in the chair."""
        self.item()
        self.come(*VOTING[:present])
        self.meeting.open(self.now, self.sat)
        self.meeting.take_chair(self.now, VOTING[0], "elected")

    @property
    def now(self) -> Act:
        """An act a little while after the start, and never before the newest."""
        moment = max(STARTS, self.meeting.modified_on) + timedelta(seconds=30)
        return act(moment - START, name=f"act {self.meeting.version}")

    def decide(self, votes: Votes | None = None, **put: Any) -> Decision:
        wanted = {"item": 1, "manner": Manner.CONSENSUS if votes is None else Manner.VOTE}
        asked = Put.model_validate({**wanted, "text": "We agree.", "votes": votes, **put})
        return self.meeting.decide(self.now, asked, self.sat)

    def motion(self, text: str = "One two three.\n\nFour five six.") -> int:
        moved = Motion(
            number=0,
            item=1,
            title="A motion",
            text=Text.from_plain(text),
            mover=VOTING[1],
            seconder=VOTING[2],
        )
        self.meeting.move_motion(self.now, moved)
        return self.meeting.motions[-1].number


def coming(person: PersonId, route: Route = Route.IN_PERSON, **how: Any) -> Coming:
    capacity = Capacity.MEMBER if person in (*VOTING, *ADVISERS) else Capacity.STAFF
    told = {"capacity": capacity, **how}
    return Coming(person=person, name=f"N{person.hex[:4]}", route=route, **told)


def votes(in_favour: int, against: int = 0, abstained: int = 0) -> Votes:
    return Votes(in_favour=in_favour, against=against, abstained=abstained)


def acts_of(meeting: Meeting) -> list[Any]:
    """What the meeting has put on record since it was last asked."""
    return list(meeting.collect_events())
