"""A group whose meetings end and are reported."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from domain.kernel.aggregate import Recorded
from domain.kernel.ids import PersonId
from domain.reports.content import Content, Paragraph
from domain.reports.report import Report, report_id
from domain.reports.reporting import Kind
from services.application.bodies import EstablishBody, SeatMember
from services.application.meetings import HandInItem
from services.application.reports import (
    DraftReport,
    PublishReport,
    ShowReport,
)
from services.application.sittings import CloseMeeting, FixNextDate, OpenMeeting, RecordArrival
from tests.application.gathering import SITTING, STARTS, Gathering
from tests.application.organisation import STAFF
from tests.support.kinds import Kind as BodyKind

WORDS = Content(blocks=(Paragraph(text="We went on."),))


class Reported(Gathering):
    """The group, whose meetings end and are reported."""

    def end(self, **decided: Any) -> UUID:
        if decided:
            self.decide(**decided)
        self.ask(FixNextDate, on=(self.found.starts + timedelta(days=60)).date())
        self.ask(CloseMeeting)
        return self.meeting

    def report(self, kind: Kind = Kind.ACTION_REPORT, meeting: UUID | None = None) -> Report:
        return self.org.store.load(Report, report_id(meeting or self.meeting, kind))

    def staff_report(self, month: date) -> Report:
        body = self.found.body
        return self.org.store.load(Report, report_id(body, Kind.STAFF_REPORT, month))

    def on(self, kind: type[Any], report: UUID, by: PersonId = STAFF, **fields: Any) -> Any:
        return self.org.ask(kind(report=report, **fields), by)

    def publish(self, report: UUID) -> None:
        """Draft, show and put online, with what the staff report beside it."""
        self.org.hands.settle()
        on = self.org.store.load(Report, report).subject.on
        staff = self.staff_report(on.replace(day=1))
        if not staff.versions:
            self.on(DraftReport, staff.id, content=WORDS)
        self.on(DraftReport, report)
        self.on(ShowReport, report)
        self.on(PublishReport, report)

    def acts(self, kind: type[Recorded], stream: UUID | None = None) -> list[Any]:
        found = self.org.store.acts(stream=stream, limit=10_000)
        return [act.event for act in found if isinstance(act.event, kind)]


def a_group(it: Reported, slug: str = "resources") -> None:
    body = EstablishBody(slug=slug, name="Resources Group", kind=BodyKind.SUB_GROUP, parent="ncg")
    it.org.ask(body, STAFF)
    for person in SITTING[1:4]:
        it.org.ask(SeatMember(body=slug, person=person, name="G", how="by preference"), STAFF)


def meets(it: Reported, slug: str, days: float) -> UUID:
    """The group meets, decides one thing, and ends."""
    starts = STARTS + timedelta(days=days)
    it.convene(starts, body=slug)
    it.ask(HandInItem, title="The post")
    it.org.hands.at(starts)
    for person in SITTING[1:4]:
        it.ask(RecordArrival, person=person)
    it.ask(OpenMeeting)
    it.decide(text="The post is advertised.")
    it.ask(CloseMeeting)
    return it.meeting
