"""What a meeting of the record leaves behind: the reports to it and on it, and the actions it gave.

Everything is as the record has it; of a report whose words are not in it, only that is said.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.reports.content import Content, Heading, Listed, Paragraph
from domain.reports.report import report_id
from domain.reports.reporting import Kind
from services.application.actions import DropAction, FinishAction, GiveAction, GivenTo
from services.application.asker import Asker
from services.application.command import Command
from services.application.reports import (
    DraftReport,
    NoteReport,
    OpenReport,
    PresentReport,
    PublishReport,
    ShowReport,
)
from services.examples.register import BodyMeeting, Undertaken
from services.rehearsal.stage import Stage
from services.store.port import Receipt


class Left:
    """The reports and actions of one meeting, entered by the secretary."""

    def __init__(self, theatre: Stage, meeting: BodyMeeting, secretary: Asker) -> None:
        self.meeting = UUID(int=0)
        self._theatre = theatre
        self._of = meeting
        self._by = secretary
        self._reports: dict[Kind, UUID] = {}
        self._actions: list[tuple[UUID, Undertaken]] = []

    def draft_staff_report(self) -> None:
        """The staff's report of the time, which is presented to the meeting."""
        words = self._of.staff_report
        assert words is not None
        blocks = [
            block
            for team in words.teams
            for block in (Heading(text=team.name), Listed(items=team.did))
        ]
        self._draft(Kind.STAFF_REPORT, words.title, Content(blocks=tuple(blocks)))

    def present_reports(self) -> None:
        """Present what the staff and the treasurer report to the meeting."""
        self._draft_finances()
        for kind, report in self._reports.items():
            item = self._item_of_finances() if kind is Kind.FINANCIAL_REPORT else None
            self._ask(PresentReport(report=report, meeting=self.meeting, item=item))

    def _draft_finances(self) -> None:
        words = self._of.finances
        if words is not None:
            content = Content(blocks=(Paragraph(text=words.said),))
            self._draft(Kind.FINANCIAL_REPORT, None, content)

    def _item_of_finances(self) -> int:
        labels = [item.label for item in self._of.agenda]
        assert self._of.finances is not None
        return labels.index(self._of.finances.item) + 1

    def _draft(self, kind: Kind, title: str | None, content: Content) -> None:
        opened = OpenReport.model_validate(
            {"body": self._of.body, "kind": kind, "on": self._of.day, "title": title}
        )
        report = self._theatre.began(self._ask(opened))
        self._ask(DraftReport(report=report, content=content))
        self._reports[kind] = report

    def note_finances(self, decision: int) -> None:
        """Enter that a decision noted the treasurer's report."""
        report = self._reports[Kind.FINANCIAL_REPORT]
        self._ask(NoteReport(report=report, meeting=self.meeting, decision=decision))

    def draft_report(self) -> None:
        """Draft the report on the meeting out of its own acts, and show it to its first readers."""
        self._ask(DraftReport(report=self._report))
        self._ask(ShowReport(report=self._report))

    def publish_report(self) -> None:
        """Put it online, with that of the staff if there is one."""
        self._ask(PublishReport(report=self._report))

    @property
    def _report(self) -> UUID:
        return report_id(self.meeting, Kind.ACTION_REPORT)

    def give(self, one: Undertaken, decision: int) -> None:
        """Give an action by a decision."""
        given = GiveAction(
            text=one.text,
            owner=GivenTo(name=one.name, body=one.body, post=one.post),
            due=one.last_day,
            meeting=self.meeting,
            decision=decision,
            after=self._actions[-1][0] if one.after_the_last else None,
        )
        self._actions.append((self._theatre.began(self._ask(given)), one))

    def last_days(self) -> list[date]:
        """The last days of the actions, in their order."""
        return sorted({one.last_day for _, one in self._actions if one.last_day})

    def finish_actions(self, day: date) -> None:
        """Enter what the source says happens by a day."""
        for action, one in self._actions:
            if one.last_day == day and one.done is not None:
                self._ask(FinishAction(action=action, how=one.done))

    def drop_actions(self, reason: str) -> None:
        """Drop whatever is open."""
        for action, one in self._actions:
            if one.done is None:
                self._ask(DropAction(action=action, reason=reason))

    def _ask(self, command: Command) -> Receipt:
        return self._theatre.ask(command, self._by)
