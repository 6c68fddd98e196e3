"""A coordinating group of ten that meets, over a small organisation in an office."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.meetings.decisions import Manner
from domain.meetings.meeting import Meeting
from domain.reports.report import Report, report_id
from domain.reports.reporting import Kind
from services.application.actions import GiveAction, GivenTo
from services.application.bodies import FillPost, SeatMember
from services.application.business import RecordDecision
from services.application.command import Command
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.sittings import CloseMeeting, FixNextDate, OpenMeeting, RecordArrival
from services.bootstrap import Office
from tests.engine.small import Small
from tests.support.hands import member

STAFF, CHAIR = member(0), member(1)
PEOPLE = tuple(member(number) for number in range(10))


class Meets:
    """The group, and its meetings."""

    def __init__(self, at: Office, story: str | None = None) -> None:
        self.at = at
        self.small = Small(at, story=story)
        self.meeting = UUID(int=0)
        if self.small.is_new:
            self._seat()

    def _seat(self) -> None:
        for person in PEOPLE:
            if person != CHAIR:
                seat = SeatMember(body="ncg", person=person, name="M", how="elected")
                self.small.ask(seat, STAFF)
        chair = FillPost(body="ncg", post="chair", person=CHAIR, name="C", how="elected")
        self.small.ask(chair, STAFF)

    def ask(self, kind: type[Command], **fields: Any) -> None:
        self.small.ask(kind(meeting=self.meeting, **fields), STAFF)  # type: ignore[call-arg]  # each has a meeting

    def on(self, kind: type[Command], **fields: Any) -> None:
        self.small.ask(kind(**fields), STAFF)

    def convene(self, starts: datetime) -> UUID:
        asked = ConveneMeeting(body="ncg", starts=starts, place="Hall")
        self.meeting = self.small.hands.began(self.small.ask(asked, STAFF))
        self.ask(HandInItem, title="Campaigns")
        return self.meeting

    def hold(self, close: bool = True) -> None:
        """Open the meeting with everybody, decide one thing, and end it."""
        for person in PEOPLE:
            self.ask(RecordArrival, person=person)
        self.ask(OpenMeeting)
        self.ask(RecordDecision, item=1, manner=Manner.CONSENSUS, text="The report is agreed.")
        if close:
            self.close()

    def close(self) -> None:
        starts = self.at.store.load(Meeting, self.meeting).starts
        self.ask(FixNextDate, on=(starts + timedelta(days=60)).date())
        self.ask(CloseMeeting)

    def report(self, kind: Kind = Kind.ACTION_REPORT, meeting: UUID | None = None) -> Report:
        return self.at.store.load(Report, report_id(meeting or self.meeting, kind))

    def staff_report(self) -> Report:
        subject = self.report().subject
        report = report_id(subject.body, Kind.STAFF_REPORT, subject.on.replace(day=1))
        return self.at.store.load(Report, report)

    def give(self, days: int) -> UUID:
        """Give the office something to do in so many days."""
        given = GiveAction(
            text="Print the leaflet",
            owner=GivenTo(name="The office", body="staff"),
            due=(self.at.store.now() + timedelta(days=days)).date(),
            meeting=self.meeting,
            decision=1,
        )
        return self.small.hands.began(self.small.ask(given, STAFF))

    def acts(self, stream: UUID, kind: type) -> list[Any]:
        found = self.at.store.acts(stream=stream, limit=1_000)
        return [one.event for one in found if isinstance(one.event, kind)]
