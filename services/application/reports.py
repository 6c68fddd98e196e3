"""Reports: opened, drafted, shown, published, put right, presented, agreed, noted, referred."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import BodyId, RuleId
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken
from domain.kernel.sane import Line
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.meetings.saying import AGREES, Deed, must_name_nothing, must_say
from domain.powers import OFFICERS, About, authority, holders_of, powers_of
from domain.reports.agreeing import Taken
from domain.reports.content import Content
from domain.reports.report import Report, Subject, report_id
from domain.reports.reporting import (
    ANSWERED_BY,
    APPROVAL,
    FIRST_READERS,
    KEPT_BY,
    STAFF_REPORT,
    VOTES_PUBLISHED,
    Kind,
    Reporting,
    Task,
)
from domain.rules.governing import Governing
from domain.rules.judging import judged
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.deciding import by_decision, said_at, taken_at
from services.application.hall import governing
from services.reports.from_meeting import content_of

AN_AGREEMENT = Deed(AGREES, "agreed")
ALONE = "The staff report of that time is not there to be put online with it."


class OpenReport(Command):
    """Open a report that no meeting's end opens: of the staff or of the treasurer.

    A staff report is of the period of the rules that `on` falls into.
    """

    body: Line
    kind: Literal[Kind.STAFF_REPORT, Kind.FINANCIAL_REPORT]
    on: date
    title: Line | None = None


class OfReport(Command):
    """Something that is asked for of a report."""

    report: UUID


class DraftReport(OfReport):
    """Draft a report; without content it is made from the acts of its meeting."""

    content: Content | None = None


class ShowReport(OfReport):
    """Show the draft to those who read it first by the rules."""


class PublishReport(OfReport):
    """Put a report online; with an action report goes the staff report of its time."""


class CorrectReport(OfReport):
    """Put a report right in a new version, with the reason."""

    content: Content
    reason: Line


class PresentReport(OfReport):
    """Present a report to a meeting, on an item of its agenda if there is one."""

    meeting: UUID
    item: int | None = None


class AgreeReport(OfReport):
    """Agree a report: by a decision of the next meeting, or by officers where a rule says so.

    `meeting` is where that was decided: a meeting, or a written resolution, whose number is 1.
    """

    meeting: UUID | None = None
    decision: int | None = None


class AnswerReport(OfReport):
    """What a meeting made of a report that was presented to it, by which of its decisions.

    `meeting` may be a written resolution, whose number is 1: it presents the report by itself.
    """

    meeting: UUID
    decision: int


class NoteReport(AnswerReport):
    """Enter that a meeting noted a report."""


class ReferReport(AnswerReport):
    """Enter that a meeting referred a report to somebody, with the reason."""

    to: Line
    reason: Line


class MissReport(OfReport):
    """Record that something due of a report had not been done."""

    task: Task


class CompleteReport(OfReport):
    """Record that nothing more is waited for of a report."""


class Paper(NamedTuple):
    """A report with the body whose it is, and the rules on its reports."""

    case: Case
    report: Report
    body: Body
    rules: Reporting

    def act(self, rule: RuleId) -> Act:
        """The act of whoever a rule lets do it with a report of this body."""
        about = About(body=self.body.slug)
        return self.case.act_by_power(rule, governing=self.rules.rules, about=about)


def paper(case: Case, report: UUID) -> Paper:
    """The report of that id with all that its acts are judged by."""
    found = case.load(Report, report)
    body = case.load(Body, found.subject.body)
    rules = governing(case, found.id, found.edition)
    return Paper(case, found, body, Reporting.of(body, rules, case.parent_of(body)))


def reporting_now(case: Case, body: Body) -> Reporting:
    """The rules on a body's reports as they are in force now."""
    rules = Governing(opening=case.edition, current=case.edition)
    return Reporting.of(body, rules, case.parent_of(body))


@VERBS.handles(OpenReport)
def open_report(case: Case, command: OpenReport) -> None:
    body = case.load(Body, body_id(command.body))
    act = case.act_by_power(KEPT_BY, about=About(body=body.slug))
    rules = reporting_now(case, body)
    if command.kind is Kind.STAFF_REPORT:
        open_staff_report(case, body, act, command.on, command.title)
        return
    title = command.title or f"Financial report to {body.name}, {command.on:%-d %B %Y}"
    subject = Subject(
        kind=command.kind, body=BodyId(body.id), body_name=body.name, title=title, on=command.on
    )
    case.add(Report.open(case.id_for("report"), act, subject, rules, case.now))


def open_staff_report(
    case: Case, body: Body, act: Act, day: date, title: str | None = None
) -> None:
    """Owe the staff's report of the period that a day falls into."""
    rules = reporting_now(case, body)
    period, rule = rules.period_of(day), rules.find(STAFF_REPORT)
    if period is None or rule is None:
        raise BadInput(f"The rules ask for no reports of the staff to {body.name}.", rule=KEPT_BY)
    report = report_id(body.id, Kind.STAFF_REPORT, period[0])
    if case.find(Report, report) is not None:
        raise OutOfOrder("The staff report of that time has been opened already.", rule=rule.id)
    subject = Subject(
        kind=Kind.STAFF_REPORT,
        body=BodyId(body.id),
        body_name=body.name,
        title=title or f"Staff report to {body.name}, {_months(*period)}",
        since=period[0],
        on=period[1],
    )
    case.add(Report.open(report, act.under(rule.id), subject, rules, case.now))


def _months(first: date, last: date) -> str:
    same = (first.year, first.month) == (last.year, last.month)
    return f"{first:%B %Y}" if same else f"{first:%B %Y} to {last:%B %Y}"


@VERBS.handles(DraftReport)
def draft_report(case: Case, command: DraftReport) -> None:
    it = paper(case, command.report)
    it.report.draft(it.act(KEPT_BY), command.content or _made(it), it.rules)


def _made(it: Paper) -> Content:
    meeting = it.report.subject.meeting
    if meeting is None:
        raise BadInput(
            "This report is of no meeting, so it can't be made of one. Write what it says.",
            rule=KEPT_BY,
        )
    return made_from_meeting(it.case, meeting, it.rules)


def made_from_meeting(case: Case, meeting: UUID, rules: Reporting) -> Content:
    """A report as the acts of a meeting make it; names with votes only where a rule has it so."""
    return content_of(case.held(meeting, votes_published=rules.holds(VOTES_PUBLISHED)))


@VERBS.handles(ShowReport)
def show_report(case: Case, command: ShowReport) -> None:
    it = paper(case, command.report)
    act, rule = it.act(KEPT_BY), it.rules.find(FIRST_READERS)
    if rule is None:
        raise BadInput(f"The rules name nobody who reads reports of {it.body.name} first.")
    readers = {person for power in powers_of(rule) for person in holders_of(power, case)}
    it.report.show(act.under(rule.id), tuple(sorted(readers, key=str)))


@VERBS.handles(PublishReport)
def publish_report(case: Case, command: PublishReport) -> None:
    it = paper(case, command.report)
    act, rule = it.act(KEPT_BY), it.rules.find(STAFF_REPORT)
    period = it.rules.period_of(it.report.subject.on)
    if it.report.subject.kind is Kind.ACTION_REPORT and rule is not None and period is not None:
        beside = _staff_report(it, period[0])
        act = judged(act, rule, ALONE if beside is None else None)
        if beside is not None and not beside.report.published:
            beside.report.publish(beside.act(KEPT_BY), beside.rules)
    it.report.publish(act, it.rules)


def _staff_report(it: Paper, since: date) -> Paper | None:
    """The staff report that goes out with an action report, once it is drafted."""
    report = report_id(it.body.id, Kind.STAFF_REPORT, since)
    if it.case.find(Report, report) is None:
        return None
    found = paper(it.case, report)
    return found if found.report.versions else None


@VERBS.handles(CorrectReport)
def correct_report(case: Case, command: CorrectReport) -> None:
    it = paper(case, command.report)
    it.report.correct(it.act(KEPT_BY), command.content, command.reason)


@VERBS.handles(PresentReport)
def present_report(case: Case, command: PresentReport) -> None:
    it = paper(case, command.report)
    meeting = _meeting_for(it, command.meeting)
    meeting.must_not_be_over()
    if command.item is not None:
        meeting.agenda.item(command.item)
    it.report.present(it.act(KEPT_BY), meeting.id, command.item)


@VERBS.handles(AgreeReport)
def agree_report(case: Case, command: AgreeReport) -> None:
    it = paper(case, command.report)
    rule = it.rules.find(APPROVAL)
    if it.rules.by_officers is not None:
        it.report.agree(_by_officers(it))
        return
    if command.meeting is None or command.decision is None:
        raise BadInput(
            "Say by which decision of which meeting it was agreed.",
            rule=KEPT_BY if rule is None else rule.id,
        )
    decided = DecidedAt(meeting=command.meeting, number=command.decision)
    act, at = _agreed_later(it, decided)
    act = act.under(KEPT_BY if rule is None else rule.id)
    it.report.agree(act, Taken(meeting=decided.meeting, number=decided.number, at=at))


def _agreed_later(it: Paper, decided: DecidedAt) -> tuple[Act, datetime]:
    """The act by which a later decision agrees it, and when what was agreed had to be on record:
    when a meeting decided, or when a decision in writing was put."""
    written = it.case.find(Aggregate, decided.meeting)
    if isinstance(written, Resolution):
        _must_be_for(it, written.put.body, written.put.body_name)
        _must_be_later(it, written.created_on)
        return taken_at(it.case, decided).carried_out, said_at(it.case, decided)
    later = _meeting_for(it, decided.meeting)
    _must_be_later(it, later.starts)
    taken = taken_at(it.case, decided)
    decision = later.decision(decided.number)
    if it.report.subject.kind.is_agreed:
        must_say(decision, AN_AGREEMENT, it.case.edition.rule(KEPT_BY))
        must_name_nothing(decision, AN_AGREEMENT, it.case.edition.rule(KEPT_BY))
    return taken.carried_out, said_at(it.case, decided)


def _by_officers(it: Paper) -> Act:
    rule = it.rules.by_officers
    assert rule is not None
    held = authority(it.case.by, (f"{it.body.slug}.{OFFICERS}",), it.case)
    if held is None:
        raise NotAllowed(
            f"Reports are agreed by an officer of {it.body.name}, not by you.",
            rule=rule.id,
            clause=rule.clause,
        )
    return it.case.act(held).under(rule.id)


@VERBS.handles(NoteReport)
def note_report(case: Case, command: NoteReport) -> None:
    it = paper(case, command.report)
    act = _by_answer(it, command)
    it.report.note(act, command.meeting, command.decision)


@VERBS.handles(ReferReport)
def refer_report(case: Case, command: ReferReport) -> None:
    it = paper(case, command.report)
    act = _by_answer(it, command)
    it.report.refer(act, command.meeting, command.decision, command.to, command.reason)


def _by_answer(it: Paper, command: AnswerReport) -> Act:
    decided = DecidedAt(meeting=command.meeting, number=command.decision)
    written = it.case.find(Aggregate, command.meeting)
    if not isinstance(written, Resolution):
        meeting = _meeting_for(it, command.meeting)
        about = About(body=it.case.load(Body, meeting.body).slug)
        return by_decision(it.case, decided, ANSWERED_BY, about)
    _must_be_for(it, written.put.body, written.put.body_name)
    about = About(body=it.case.load(Body, written.put.body).slug)
    act = by_decision(it.case, decided, ANSWERED_BY, about)
    if it.report.presented_at != written.id:
        it.report.present(act, written.id)  # by being put to every member in writing
    return act


def _meeting_for(it: Paper, meeting: UUID) -> Meeting:
    """A meeting of the body that gets the report; raises `RuleBroken` for one of another body."""
    found = it.case.load(Meeting, meeting)
    _must_be_for(it, found.body, found.body_name)
    return found


def _must_be_for(it: Paper, body: UUID, name: str) -> None:
    if body != (it.report.subject.parent or it.report.subject.body):
        title = it.report.subject.title
        raise RuleBroken(f"{title} is for another body than {name}.", rule=KEPT_BY)


def _must_be_later(it: Paper, decided: datetime) -> None:
    reported = it.report.subject.meeting
    if reported is not None and decided <= it.case.load(Meeting, reported).starts:
        raise RuleBroken(
            "A report is agreed by a later meeting than its own, or later in writing.",
            rule=KEPT_BY,
        )


@VERBS.handles(MissReport)
def miss_report(case: Case, command: MissReport) -> None:
    it, act = paper(case, command.report), case.act_by_service()
    due = it.report.due(command.task)
    if due is not None:
        it.report.miss(act, due, it.rules)


@VERBS.handles(CompleteReport)
def complete_report(case: Case, command: CompleteReport) -> None:
    paper(case, command.report).report.complete(case.act_by_service())
