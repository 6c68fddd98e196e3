"""The small organisation's coordinating group, with members enough to meet."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.cycle.assembly import Votes
from domain.kernel.ids import PersonId
from domain.meetings.decisions import Manner
from domain.meetings.meeting import Meeting
from domain.rules.values import Count, RuleValue
from services.application.bodies import FillPost, SeatMember
from services.application.business import RecordDecision
from services.application.command import Command
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.sittings import OpenMeeting, RecordArrival, TakeChair
from services.store.port import Receipt
from tests.application.organisation import CHAIR, STAFF, START, Organisation, in_memory
from tests.support.hands import member

STARTS = START + timedelta(days=40)
SITTING = (CHAIR, *(member(number) for number in range(6, 12)))
ADVISER = member(15)
SECRETARY = member(6)


class Gathering:
    """The organisation, whose group of seven meets with a quorum of four."""

    def __init__(self, org: Organisation | None = None, **other: RuleValue) -> None:
        self.org = org or in_memory(**{"ncg__meetings__quorum": Count(count=4), **other})
        for person in SITTING[1:]:
            self._seat(person)
        self._seat(ADVISER, voting=False)
        post = FillPost(
            body="ncg",
            post="secretary",
            person=SECRETARY,
            name="S",
            how="elected",
            source="as the file has it",
        )
        self.org.ask(post, STAFF)
        self.meeting = UUID(int=0)

    def _seat(self, person: PersonId, *, voting: bool = True) -> None:
        name = f"Member {SITTING.index(person) if voting else 'adviser'}"
        seat = SeatMember(
            body="ncg",
            person=person,
            name=name,
            how="elected",
            voting=voting,
            source="as the file has it",
        )
        self.org.ask(seat, STAFF)

    def ask(self, kind: type[Command], by: PersonId = STAFF, **fields: Any) -> Receipt:
        return self.org.ask(kind(meeting=self.meeting, **fields), by)  # type: ignore[call-arg]  # each has a meeting

    def convene(self, starts: datetime = STARTS, body: str = "ncg", **called: Any) -> UUID:
        asked = ConveneMeeting(body=body, starts=starts, place="Hall", **called)
        self.meeting = self.org.hands.began(self.org.ask(asked, STAFF))
        return self.meeting

    def hold(self, present: int = 5, starts: datetime = STARTS) -> UUID:
        """Convene a meeting with an item, and open it with so many there."""
        self.convene(starts)
        self.ask(HandInItem, title="Campaigns")
        self.org.hands.at(starts + timedelta(minutes=1))
        for person in SITTING[:present]:
            self.ask(RecordArrival, person=person)
        self.ask(OpenMeeting)
        self.ask(TakeChair, person=CHAIR)
        return self.meeting

    def decide(self, votes: Votes | None = None, **fields: Any) -> None:
        manner = Manner.CONSENSUS if votes is None else Manner.VOTE
        told = {"item": 1, "manner": manner, "text": "We agree.", "votes": votes, **fields}
        self.ask(RecordDecision, **told)

    @property
    def found(self) -> Meeting:
        return self.org.store.load(Meeting, self.meeting)
