"""Meetings that were reported, for the pages to show: agreed, put right, a draft, one that is late.

People and words are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.kernel.ids import PersonId
from domain.kernel.moments import LONDON
from domain.meetings.attendance import Capacity, Route
from domain.meetings.decisions import Manner
from domain.reports.content import Content
from domain.reports.report import Report, report_id
from domain.reports.reporting import Kind
from services.application.actions import FinishAction, GiveAction, GivenTo
from services.application.bodies import SeatMember
from services.application.business import PublishStatement, RecordDecision, TakeItem
from services.application.command import Command
from services.application.meetings import ConveneMeeting, HandInItem, SendApologies
from services.application.reports import (
    AgreeReport,
    CorrectReport,
    DraftReport,
    OpenReport,
    PresentReport,
    PublishReport,
    ShowReport,
)
from services.application.sittings import (
    CloseMeeting,
    FixNextDate,
    OpenMeeting,
    RecordArrival,
    TakeChair,
)
from services.reports.as_markdown import body_of, from_markdown
from tests.support.hands import Hands, member

STAFF, CHAIR = member(0), member(1)
SEATS = {
    11: "Ann Abara",
    12: "Ben Brough",
    13: "Cat Conway",
    14: "Dan Dale",
    15: "Eva Ellis",
    16: "Fay Frost",
    17: "Gus Grant",
    18: "Hal Hume",
    19: "Ida Innes",
    20: "Jo Jarvis",
    21: "Kit Keane",
}
STATEMENT = (
    "We met for the first time, and agreed to work together.\n"
    "We will organise for the conference, train organisers and support workers' struggles."
)
AGREED = (
    "Meetings of the group are held like this:\n"
    "- at least once a quarter, with the date of the next one fixed by the end of each\n"
    "- with a call for items three weeks ahead, and papers three days ahead\n"
    "- by consensus where that can be had"
)


@dataclass(frozen=True)
class Reported:
    """What was reported and given to do, by the ids that pages are asked for."""

    agreed: UUID
    waiting: UUID
    staff: UUID
    money: UUID
    action: UUID
    overdue: UUID
    meeting: UUID


class Meetings:
    """Two meetings of the coordinating group, and what each leaves behind."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.meeting = self.held = UUID(int=0)

    def ask(self, kind: type[Command], by: PersonId = STAFF, **fields: Any) -> None:
        self.hands.ask(kind(meeting=self.meeting, **fields), by)  # type: ignore[call-arg]  # each has a meeting

    def on(self, kind: type[Command], report: UUID, **fields: Any) -> None:
        self.hands.ask(kind(report=report, **fields), STAFF)  # type: ignore[call-arg]  # each has a report

    def begin(self) -> None:
        """The group is gathered and meets; its report is online, and put right."""
        for number, name in SEATS.items():
            seat = SeatMember(body="ncg", person=member(number), name=name, how="elected")
            self.hands.ask(seat, STAFF)
        self.held = self.first()
        report = report_id(self.held, Kind.ACTION_REPORT)
        self.report(report)
        self.put_right(report)

    def go_on(self) -> Reported:
        """It meets again, and agrees the report."""
        agreed = report_id(self.held, Kind.ACTION_REPORT)
        second = self.second(agreed)
        return Reported(
            agreed=agreed,
            waiting=report_id(second, Kind.ACTION_REPORT),
            staff=self.staff_report(agreed),
            money=self.money,
            action=self.done,
            overdue=self.late,
            meeting=self.held,
        )

    def convene(self, days: float, *items: str) -> UUID:
        day = self.hands.store.now() + timedelta(days=days)
        starts = datetime(day.year, day.month, day.day, 11, tzinfo=LONDON)
        asked = ConveneMeeting(
            body="ncg", starts=starts, place="Community centre, Leeds", remote=True
        )
        self.meeting = self.hands.began(self.hands.ask(asked, STAFF))
        for title in items:
            label, _, words = title.partition(" ")
            self.ask(HandInItem, title=words, label=label)
        self.hands.at(starts + timedelta(minutes=5))
        return self.meeting

    def gather(self) -> None:
        for number in list(SEATS)[:9]:
            self.ask(RecordArrival, person=member(number))
        self.ask(RecordArrival, person=CHAIR)
        self.ask(RecordArrival, person=member(20), route=Route.VIDEO)
        self.guest(30, "Lee Long (union observer)", Capacity.OBSERVER)
        self.guest(0, "Alma Reed", Capacity.STAFF)
        self.ask(OpenMeeting)
        self.ask(TakeChair, person=CHAIR, how="elected for the session")

    def guest(self, number: int, name: str, capacity: Capacity) -> None:
        self.ask(RecordArrival, person=member(number), name=name, capacity=capacity)

    def first(self) -> UUID:
        self.convene(
            30,
            "1 Welcome and introductions",
            "2 Ways of working",
            "3 Priorities",
            "3.1 Conference",
            "4 Statement",
            "5 Any other business",
        )
        self.gather()
        self.decide(2, Manner.CONSENSUS, AGREED)
        self.ask(TakeItem, item=4)
        self.decide(4, Manner.CONSENSUS, "Staff go on organising for the conference.")
        self.late = self.give(2, "Draw up a programme of training", 30, person=member(11))
        self.done = self.give(2, "Start a membership drive", 20, body="staff")
        self.decide(5, Manner.ENDORSED, "A statement on the first meeting is published.")
        self.ask(PublishStatement, decision=3, title="Moving forward", text=STATEMENT)
        return self.end(60)

    def decide(self, item: int, manner: Manner, text: str) -> None:
        self.ask(RecordDecision, item=item, manner=manner, text=text)

    def give(self, decision: int, text: str, days: int, **owner: Any) -> UUID:
        named = SEATS.get(11, "") if "person" in owner else "The office"
        given = GiveAction(
            text=text,
            owner=GivenTo(name=named, **owner),
            due=(self.hands.store.now() + timedelta(days=days)).date(),
            meeting=self.meeting,
            decision=decision,
        )
        return self.hands.began(self.hands.ask(given, STAFF))

    def end(self, days: float) -> UUID:
        self.ask(FixNextDate, on=(self.hands.store.now() + timedelta(days=days)).date())
        self.ask(CloseMeeting)
        return self.meeting

    def report(self, report: UUID) -> None:
        """Drafted in time, shown, and put online with the staff's."""
        self.hands.at(self.hands.store.now() + timedelta(days=1))
        words = (
            "## Organising\n\n- Two trainings were held.\n\n## Press\n\nOne interview was given."
        )
        self.on(DraftReport, self.staff_report(report), content=from_markdown(words))
        self.on(DraftReport, report)
        self.on(ShowReport, report)
        self.on(PublishReport, report)
        self.hands.ask(FinishAction(action=self.done, how="120 people joined."), STAFF)

    def staff_report(self, report: UUID) -> UUID:
        subject = self.hands.store.load(Report, report).subject
        return report_id(subject.body, Kind.STAFF_REPORT, subject.on.replace(day=1))

    def put_right(self, report: UUID) -> None:
        """A word was wrong in it."""
        before = body_of(self.hands.store.load(Report, report).content)
        after = before.replace(
            "by consensus where that can be had", "by consensus wherever it can be had"
        )
        assert after != before
        content: Content = from_markdown(after)
        self.on(CorrectReport, report, content=content, reason="It said “where that”.")

    def second(self, agreed: UUID) -> UUID:
        """It agrees the first report; its own draft is shown, and not online yet."""
        on = self.hands.store.now().date() + timedelta(days=20)
        asked = OpenReport(body="ncg", kind=Kind.FINANCIAL_REPORT, on=on)
        self.money = self.hands.began(self.hands.ask(asked, STAFF))
        self.on(DraftReport, self.money, content=from_markdown("We have 40 pounds."))
        meeting = self.convene(55, "1 Report of the last meeting", "2 Money")
        self.gather()
        self.ask(SendApologies, person=member(21), note="")
        self.decide(1, Manner.CONSENSUS, "The report of the last meeting is agreed.")
        self.on(AgreeReport, agreed, meeting=meeting, decision=1)
        self.on(PresentReport, self.money, meeting=meeting, item=2)
        self.end(60)
        report = report_id(meeting, Kind.ACTION_REPORT)
        self.on(DraftReport, report)
        self.on(ShowReport, report)
        return meeting
