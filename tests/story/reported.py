"""What the meetings of the group leave behind: reports, answers to them, and actions.

Told after the year of meetings, so that a report, an answer and an action of every kind happens.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.meetings.decisions import Manner
from domain.reports.content import Content, Paragraph
from domain.reports.report import Report, report_id
from domain.reports.reporting import Kind
from services.application.actions import (
    DropAction,
    FinishAction,
    GiveAction,
    GivenTo,
    MoveActionDue,
    PassActionOn,
)
from services.application.bodies import EstablishBody, SeatMember
from services.application.business import RecordDecision
from services.application.command import Command
from services.application.meetings import HandInItem
from services.application.reports import (
    AgreeReport,
    CorrectReport,
    DraftReport,
    NoteReport,
    OpenReport,
    PresentReport,
    PublishReport,
    ReferReport,
    ShowReport,
)
from services.application.sittings import CloseMeeting, FixNextDate, OpenMeeting, RecordArrival
from tests.application.organisation import STAFF
from tests.story.meetings_held import OTHERS, MeetingsHeld
from tests.support.kinds import Kind as BodyKind

WORDS = Content(blocks=(Paragraph(text="We went on."),))
BETTER = Content(blocks=(Paragraph(text="We went on, and on."),))


class Reported(MeetingsHeld):
    """Two more meetings of the group and one of a group of its own."""

    def tell(self) -> None:
        self.a_group_meets()
        first = self.met(150)
        self.reports_of(first)
        self.met(200, then=lambda: self.answers(first))
        self.actions()

    def on(self, kind: type[Command], report: UUID, **fields: Any) -> None:
        self.org.ask(kind(report=report, **fields), STAFF)  # type: ignore[call-arg]  # each has a report

    def a_group_meets(self) -> None:
        body = EstablishBody(
            slug="drive",
            name="Drive",
            kind=BodyKind.SUB_GROUP,
            parent="ncg",
            source="as the file has it",
        )
        self.org.ask(body, STAFF)
        for person in OTHERS[4:7]:
            self.org.ask(
                SeatMember(
                    body="drive", person=person, name="G", how="named", source="as the file has it"
                ),
                STAFF,
            )
        self.convene(5, body="drive")
        self.ask(HandInItem, title="The post")
        self.org.hands.at(self.found.starts)
        for person in OTHERS[4:7]:
            self.ask(RecordArrival, person=person)
        self.ask(OpenMeeting)
        self.ask(RecordDecision, item=1, manner=Manner.CONSENSUS, text="It is advertised.")
        self.ask(CloseMeeting)

    def met(self, days: float, then: Any = lambda: None) -> UUID:
        """The group meets with a quorum, decides one thing, and ends."""
        self.convene(days)
        self.ask(HandInItem, title="Campaigns")
        self.open_with(11)
        self.ask(RecordDecision, item=1, manner=Manner.NOTED, text="The reports are noted.")
        then()
        self.ask(FixNextDate, on=self.days(days + 60).date())
        self.ask(CloseMeeting)
        return self.meeting

    def reports_of(self, meeting: UUID) -> None:
        """One is missed and comes late, and is put right; the staff's goes out with it."""
        report = report_id(meeting, Kind.ACTION_REPORT)
        found = self.org.store.load(Report, report)
        staff = report_id(found.subject.body, Kind.STAFF_REPORT, found.subject.on.replace(day=1))
        self.at(156)
        self.on(DraftReport, report)
        self.on(DraftReport, staff, content=WORDS)
        self.on(ShowReport, report)
        self.on(PublishReport, report)
        self.on(CorrectReport, report, content=BETTER, reason="A word was missing.")
        self.money = [self.financial(days) for days in (1, 2)]

    def financial(self, days: int) -> UUID:
        on = (self.org.store.now() + timedelta(days=days)).date()
        asked = OpenReport(body="ncg", kind=Kind.FINANCIAL_REPORT, on=on)
        report = self.org.hands.began(self.org.ask(asked, STAFF))
        self.on(DraftReport, report, content=WORDS)
        return report

    def answers(self, earlier: UUID) -> None:
        """The meeting agrees the last report; one of the treasurer's is noted, one referred."""
        by = {"meeting": self.meeting, "decision": 1}
        words = "The last report is agreed."
        self.ask(RecordDecision, item=1, manner=Manner.CONSENSUS, text=words)
        self.on(AgreeReport, report_id(earlier, Kind.ACTION_REPORT), **by | {"decision": 2})
        for report in self.money:
            self.on(PresentReport, report, meeting=self.meeting, item=1)
        self.on(NoteReport, self.money[0], **by)
        self.on(ReferReport, self.money[1], to="Drive", reason="Local money", **by)
        owner = GivenTo(name="The office", body="staff")
        given = GiveAction(text="Print the leaflet", owner=owner, **by)
        self.org.ask(given, STAFF)

    def actions(self) -> None:
        """One is moved, done; one dropped, one passed on and overdue."""
        moved, dropped, late = (self.action(text) for text in ("Advertise", "Shortlist", "Appoint"))
        due = self.days(230).date()
        self.org.ask(MoveActionDue(action=moved, due=due, reason="No printer"), STAFF)
        self.org.ask(FinishAction(action=moved, how="It is out."), STAFF)
        self.org.ask(DropAction(action=dropped, reason="Nobody applied."), STAFF)
        other = GivenTo(name="The chair", body="ncg", post="chair")
        self.org.ask(PassActionOn(action=late, owner=other, reason="No time"), STAFF)
        self.at(250)

    def action(self, text: str) -> UUID:
        owner = GivenTo(name="The office", body="staff")
        due = (self.org.store.now() + timedelta(days=9)).date()
        asked = GiveAction(text=text, owner=owner, body="ncg", due=due)
        return self.org.hands.began(self.org.ask(asked, STAFF))
