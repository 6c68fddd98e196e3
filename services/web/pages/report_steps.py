"""Answers what happens next with a report, and what the visitor may do about it."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from domain.kernel.refusal import OutOfOrder
from domain.meetings.meeting import Meeting
from domain.meetings.saying import AGREES
from domain.reports.content import Content, Paragraph
from domain.reports.reporting import KEPT_BY, Kind
from services.application.deciding import IN_WRITING
from services.application.reports import (
    AgreeReport,
    CorrectReport,
    DraftReport,
    NoteReport,
    PresentReport,
    PublishReport,
    ReferReport,
    ShowReport,
)
from services.reading import between_meetings
from services.reading.between_meetings import ResolutionLine
from services.reading.reports import Report, ReportLine
from services.reports.held import meetings_of
from services.web.lawbook import Law
from services.web.look.parts import NextStep, Weight
from services.web.trying import Deeds
from services.web.visit import Visit

TRYING: Final = "to see whether this can be done"
PROBE: Final = Content(blocks=(Paragraph(text=TRYING),))
UNPUBLISHED: Final = (Kind.GROUP_REPORT, Kind.FINANCIAL_REPORT)
"""What may stay where it is: it is told to a meeting, and need not go online."""
NO_MEETING: Final = OutOfOrder("No meeting has been called that it could come before.")
NO_DECISION: Final = OutOfOrder("No later meeting has decided anything yet.")


def step(visit: Visit, found: Report) -> NextStep:
    """What happens next, when, by which rule, and what you may do."""
    line, law = found.report, Law(visit)
    deeds = Deeds(visit, law)
    if not visit.past:
        _offer(visit, line, deeds)
    what, at, rule = _next(line)
    if _is_done(line):
        return deeds.on(NextStep("Nothing more: nothing is waited for"))
    late = at is not None and at <= visit.moment
    clause, who = law.clause(_rule(law, line, rule)), law.who(KEPT_BY)
    return deeds.on(NextStep(what, at=at, clause=clause, who_moves=who, late=late))


def _is_done(line: ReportLine) -> bool:
    """Whether nothing is waited for; that is on record a moment later."""
    if line.completed is not None or (line.is_agreed and line.online is not None):
        return True
    return line.answer is not None and (line.online is not None or line.kind in UNPUBLISHED)


def _rule(law: Law, line: ReportLine, rule: str) -> str:
    own = f"{line.body_slug}.report.{rule}"
    return own if law.clause(own) is not None else KEPT_BY


def _next(line: ReportLine) -> tuple[str, datetime | None, str]:
    """What is waited for, its moment, and the name of the rule on it."""
    if line.version == 0:
        return "It is drafted", line.draft_due or line.online_due, "draft_days"
    if line.online is None and line.kind not in UNPUBLISHED:
        if line.shown is None and line.kind is Kind.ACTION_REPORT:
            return "It is shown to those who read it first", None, "first_readers"
        return "It is put online", line.online_due, "first_readers"
    if line.kind.is_agreed:
        return "The next meeting agrees it", None, "approval"
    return "A meeting notes it, or refers it to somebody", None, "of_groups"


def _offer(visit: Visit, line: ReportLine, deeds: Deeds) -> None:
    of, report = f"?report={line.report}", line.report
    if line.version == 0:
        draft = DraftReport(report=report, content=PROBE)
        deeds.offer("Draft it", f"/do/draft_report{of}", draft, Weight.FIRST)
        return
    if line.online is None and line.kind is not Kind.GROUP_REPORT:
        first = Weight.FIRST if line.shown else Weight.OTHER
        if line.kind is Kind.ACTION_REPORT:
            deeds.offer(
                "Show it to its first readers", f"/do/show_report{of}", ShowReport(report=report)
            )
        deeds.offer("Put it online", f"/do/publish_report{of}", PublishReport(report=report), first)
    correct = CorrectReport(report=report, content=PROBE, reason=TRYING)
    deeds.offer("Put it right", f"/do/correct_report{of}", correct)
    if line.kind.is_agreed:
        _offer_agreement(visit, line, deeds)
    elif line.answer is None:
        _offer_answers(visit, line, deeds)


def _offer_agreement(visit: Visit, line: ReportLine, deeds: Deeds) -> None:
    if line.is_agreed or line.online is None:
        return
    later, written = decided_at(visit, line), agreed_in_writing(visit, line)
    agreeing = [
        {"meeting": meeting.id, "decision": one.number}
        for meeting in later
        for one in meeting.decisions
        if one.binds and one.manner in AGREES
    ]
    by = agreeing[-1] if agreeing else {}
    if not by and later:  # its refusal says which decisions agree nothing
        by = {"meeting": later[-1].id, "decision": later[-1].decisions[-1].number}
    if not by and written:
        by = {"meeting": written[0].resolution, "decision": IN_WRITING}
    agree = AgreeReport.model_validate({"report": line.report, **by})
    deeds.offer("Enter that it was agreed", f"/do/agree_report?report={line.report}", agree)


def _offer_answers(visit: Visit, line: ReportLine, deeds: Deeds) -> None:
    of = f"?report={line.report}"
    ahead = open_meetings(visit, line)
    if not ahead:
        deeds.refuse("Present it to a meeting", NO_MEETING, PresentReport.verb())
    for one in ahead[-1:]:
        present = PresentReport(report=line.report, meeting=one.id)
        deeds.offer("Present it to a meeting", f"/do/present_report{of}", present)
    had = [one for one in decided_at(visit, line) if one.id == line.presented_to]
    written = agreed_in_writing(visit, line)
    if not had and not written:
        deeds.refuse("Enter what a meeting made of it", NO_DECISION, NoteReport.verb())
        return
    where = had[0].id if had else written[0].resolution
    by = {"report": line.report, "meeting": where, "decision": 1}
    deeds.offer("Enter that it was noted", f"/do/note_report{of}", NoteReport.model_validate(by))
    refer = ReferReport.model_validate({**by, "to": TRYING, "reason": TRYING})
    deeds.offer("Enter that it was referred", f"/do/refer_report{of}", refer)


def decided_at(visit: Visit, line: ReportLine) -> list[Meeting]:
    """Later meetings of the body that gets the report which have decided something."""
    found = [one for one in _meetings(visit, line) if one.decisions and one.id != line.meeting]
    own = next((one for one in _meetings(visit, line) if one.id == line.meeting), None)
    return [one for one in found if own is None or one.starts > own.starts]


def agreed_in_writing(visit: Visit, line: ReportLine) -> list[ResolutionLine]:
    """What the body that gets the report agreed to in writing since there was a version of it."""
    found = between_meetings.resolutions(visit.at, line.parent or line.body)
    had = line.changed or line.opened
    return [one for one in found if one.carried and one.settled is None and one.put_at >= had]


def open_meetings(visit: Visit, line: ReportLine) -> list[Meeting]:
    """Meetings of the body that gets the report which are not over."""
    return [one for one in _meetings(visit, line) if not (one.closed or one.cancelled)]


def _meetings(visit: Visit, line: ReportLine) -> list[Meeting]:
    body: UUID = line.parent or line.body
    return meetings_of(visit.log, body)
