"""A coordinating group of twelve with its officers and a sub-group, under the founding rulebook.

Rules, numbers, force and clauses are those of the real example on the day on which Refounding
opened; nothing is put otherwise.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.kernel.aggregate import Recorded
from domain.kernel.ids import PersonId
from domain.reports.content import Content, Paragraph
from domain.reports.report import Report, report_id
from domain.reports.reporting import Kind
from services.application.bodies import EstablishBody, FillPost, SeatMember
from services.application.command import Command
from services.application.meetings import HandInItem
from services.application.reports import DraftReport, PublishReport, ShowReport
from services.application.sittings import (
    CloseMeeting,
    FixNextDate,
    OpenMeeting,
    RecordArrival,
    TakeChair,
)
from services.store.memory import MemoryStore
from services.store.port import Receipt
from services.voting.memory import MemoryBoxes
from tests.application.gathering import SITTING, STARTS, Gathering
from tests.application.organisation import CHAIR, STAFF, Organisation
from tests.story.momentum import OPENING, founding_file, rules_then
from tests.support.hands import Hands, member
from tests.support.kinds import Kind as BodyKind

MORE = tuple(member(number) for number in (12, 13, 14, 16, 17))
TWELVE = (*SITTING, *MORE)
VICE_CHAIRS, TREASURER, CONVENOR = SITTING[1:3], SITTING[3], SITTING[4]
RESOURCES = "resources_group"
WORDS = Content(blocks=(Paragraph(text="We went on."),))
BETTER = Content(blocks=(Paragraph(text="We went on, and on."),))


def founded() -> Organisation:
    """The small organisation under the founding rulebook, in memory."""
    record, store = founding_file(), MemoryStore()
    hands = Hands(store, MemoryBoxes(store))
    return Organisation(hands, rules_then(record, OPENING), record.rulebook.clauses_as_adopted())


class TheGroup(Gathering):
    """The group, whose meetings are held and reported."""

    def __init__(self) -> None:
        super().__init__(founded())
        for person in MORE:
            self.do(
                SeatMember(
                    body="ncg",
                    person=person,
                    name="Another",
                    how="elected",
                    source="as the file has it",
                )
            )
        self._officers()
        self._resources_group()

    def _officers(self) -> None:
        posts = [("vice_chair", one) for one in VICE_CHAIRS] + [("treasurer", TREASURER)]
        for post, person in posts:
            self.do(
                FillPost(
                    body="ncg",
                    post=post,
                    person=person,
                    name=post,
                    how="elected",
                    source="as the file has it",
                )
            )

    def _resources_group(self) -> None:
        body = EstablishBody(
            slug=RESOURCES,
            name="Resources Group",
            kind=BodyKind.SUB_GROUP,
            parent="ncg",
            source="as the file has it",
        )
        self.do(body)
        self.do(
            SeatMember(
                body=RESOURCES,
                person=CONVENOR,
                name="C",
                how="by preference",
                source="as the file has it",
            )
        )
        self.do(
            FillPost(
                body=RESOURCES,
                post="convenor",
                person=CONVENOR,
                name="C",
                how="named",
                source="as the file has it",
            )
        )

    def do(self, command: Command, by: PersonId = STAFF) -> Receipt:
        return self.org.ask(command, by)

    def on(self, kind: type[Any], report: UUID, by: PersonId = STAFF, **fields: Any) -> Receipt:
        return self.do(kind(report=report, **fields), by)

    def at(self, moment: datetime) -> None:
        """Let time pass, and the engine do what is due."""
        self.org.hands.at(moment)

    def days(self, days: float) -> datetime:
        """A moment so many days after the first meeting."""
        return STARTS + timedelta(days=days)

    def meets(self, days: float = 0, present: int = 10) -> UUID:
        """The group is called, with an item, and opens so many days later than its first time."""
        self.convene(self.days(days))
        self.ask(HandInItem, title="Campaigns")
        self.at(self.days(days) + timedelta(minutes=1))
        for person in TWELVE[:present]:
            self.ask(RecordArrival, person=person)
        self.ask(OpenMeeting)
        self.ask(TakeChair, person=CHAIR)
        return self.meeting

    def ends(self) -> UUID:
        self.ask(FixNextDate, on=(self.found.starts + timedelta(days=60)).date())
        self.ask(CloseMeeting)
        return self.meeting

    def report(self, meeting: UUID, kind: Kind = Kind.ACTION_REPORT) -> Report:
        return self.org.store.load(Report, report_id(meeting, kind))

    def staff_report(self, meeting: UUID) -> Report:
        subject = self.report(meeting).subject
        month = subject.on.replace(day=1)
        return self.org.store.load(Report, report_id(subject.body, Kind.STAFF_REPORT, month))

    def online(self, meeting: UUID) -> Report:
        """The report of a meeting drafted, shown and put online, with that of the staff."""
        report = self.report(meeting).id
        staff = self.staff_report(meeting)
        if not staff.versions:
            self.on(DraftReport, staff.id, content=WORDS)
        for step in (DraftReport, ShowReport, PublishReport):
            self.on(step, report)
        return self.report(meeting)

    def acts(self, kind: type[Recorded], stream: UUID | None = None) -> list[Any]:
        found = self.org.store.acts(stream=stream, limit=10_000)
        return [act.event for act in found if isinstance(act.event, kind)]
