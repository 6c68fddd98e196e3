"""What the end of a meeting makes owed: its report and minutes, the staff's, and one to the parent.

A group's decisions reach its parent by themselves: the report on them is drafted when the group's
meeting ends, or when it has decided in writing, and presented to the parent's next meeting as soon
as that is called; to the one after it if that is called off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from domain.bodies.body import Body
from domain.kernel.act import Act
from domain.kernel.ids import BodyId
from domain.kernel.moments import LONDON
from domain.kernel.refusal import OutOfOrder, TooLate
from domain.meetings.agenda import Item, Purpose
from domain.meetings.meeting import Meeting
from domain.meetings.orders import QUARTERLY
from domain.meetings.resolution import Resolution
from domain.reports.content import Content, Heading, Resolved, parts_of
from domain.reports.report import Report, Subject, report_id
from domain.reports.reporting import (
    DRAFT_DAYS,
    MINUTES_DAYS,
    OF_GROUPS,
    STAFF_REPORT,
    Kind,
    Reporting,
)
from domain.rules.values import Rule
from services.application.case import Case
from services.application.deciding import IN_WRITING
from services.application.hall import Hall
from services.application.reports import (
    made_from_meeting,
    open_staff_report,
    paper,
    reporting_now,
)
from services.application.unseen import sealed_by
from services.application.years import watched

ON_A_MEETING: Final = {Kind.ACTION_REPORT: DRAFT_DAYS, Kind.MINUTES: MINUTES_DAYS}


def owe_reports(it: Hall, by: Act | None = None) -> None:
    """Owe whatever the rules ask for once a meeting has ended, `by` an act that ended it."""
    act = (by or it.recorded).caused_by(_close_of(it.meeting))
    rules = reporting_now(it.case, it.body)
    _owe_agreements(it, act)
    for kind, name in ON_A_MEETING.items():
        if rules.find(name) is not None:
            _owe(it, act, kind, rules)
    _owe_staff_report(it, act, rules)
    _report_upwards(it, act)


def _close_of(meeting: Meeting) -> UUID:
    """The act by which the meeting has just been closed."""
    closed = meeting.pending_events[-1]
    assert isinstance(closed, Meeting.Closed)
    return closed.event_id


def _owe(it: Hall, act: Act, kind: Kind, rules: Reporting) -> Report:
    subject = _subject(it, kind)
    report = report_id(it.meeting.id, kind)
    return it.case.add(Report.open(report, act, subject, rules, it.case.now))


def _subject(it: Hall, kind: Kind, parent: BodyId | None = None) -> Subject:
    title = f"{kind.words}: {it.meeting.title[0].lower()}{it.meeting.title[1:]}"
    if parent is not None:
        title = f"Report of {it.body.name}, {it.meeting.starts.astimezone(LONDON):%-d %B %Y}"
    return Subject(
        kind=kind,
        body=BodyId(it.body.id),
        body_name=it.body.name,
        title=title,
        on=it.meeting.starts.astimezone(LONDON).date(),
        meeting=it.meeting.id,
        parent=parent,
    )


def _owe_staff_report(it: Hall, act: Act, rules: Reporting) -> None:
    """Once for each period in which the body met."""
    day = it.meeting.starts.astimezone(LONDON).date()
    period = rules.period_of(day)
    if period is None or rules.find(STAFF_REPORT) is None:
        return
    report = report_id(it.body.id, Kind.STAFF_REPORT, period[0])
    if it.case.find(Report, report) is None:
        open_staff_report(it.case, it.body, act, day)


def _owe_agreements(it: Hall, act: Act) -> None:
    """What this meeting should have agreed and did not is on record as missed.

    Where not all meetings of the body are kept here, another may have agreed it.
    """
    if _meets_elsewhere_too(it):
        return
    for opened in it.case.reports_of(it.body.id):
        found = paper(it.case, opened)
        if found.report.subject.kind.is_agreed:
            found.report.owe_agreement(act, found.rules)


def _meets_elsewhere_too(it: Hall) -> bool:
    """Whether its quarters are watched no longer, though a rule asks for meetings in each."""
    year = watched(it.case, it.body.id)
    return year is not None and year.ended and it.orders.find(QUARTERLY) is not None


def _report_upwards(it: Hall, act: Act) -> None:
    parent, rule = it.body.parent, _rule_upwards(it.case, it.body)
    if parent is not None and rule is not None and it.meeting.decisions:
        made = made_from_meeting(it.case, it.meeting.id, reporting_now(it.case, it.body))
        subject = _subject(it, Kind.GROUP_REPORT, parent)
        _report(it.case, it.body, subject, it.meeting.id, _told_above(it, made), act.under(rule.id))


def report_in_writing(case: Case, resolution: Resolution, body: Body, act: Act) -> None:
    """Report to the parent what a group has decided in writing, and what came of it."""
    result, rule = resolution.result, _rule_upwards(case, body)
    if result is None or body.parent is None or rule is None:
        return
    on = resolution.put.closes.astimezone(LONDON).date()
    subject = Subject(
        kind=Kind.GROUP_REPORT,
        body=BodyId(body.id),
        body_name=body.name,
        title=f"Report of {body.name}, decided in writing by {on:%-d %B %Y}",
        on=on,
        parent=body.parent,
    )
    decided = Resolved(
        number=IN_WRITING,
        how="in writing",
        text=resolution.put.text,
        carried=result.carried,
        remark=_remark(resolution, result.because),
    )
    content = Content(blocks=(Heading(text=resolution.put.title), decided))
    _report(case, body, subject, resolution.id, content, act.under(rule.id))


def _remark(resolution: Resolution, because: str) -> str:
    """How it was carried, and that it was put as urgent, in place of the body above."""
    urgent = resolution.put.urgent
    return because if urgent is None else f"{urgent.in_words} {because}"


def _report(case: Case, body: Body, subject: Subject, of: UUID, told: Content, act: Act) -> None:
    """Open and draft a group's report, and present it where the parent meets next."""
    rules = reporting_now(case, body)
    report = case.add(Report.open(report_id(of, Kind.GROUP_REPORT), act, subject, rules, case.now))
    report.draft(act, told, rules)
    ahead = None if subject.parent is None else _next_meeting(case, subject.parent)
    if ahead is not None:
        _carry(report, act, ahead)


def _told_above(it: Hall, made: Content) -> Content:
    """What the parent is told: of a caucus whose members are sealed what it decided alone."""
    if sealed_by(it.case, it.body) is None:
        return made
    decided = tuple(one for one in made.blocks if isinstance(one, Resolved))
    return Content(blocks=decided)


def _rule_upwards(case: Case, body: Body) -> Rule | None:
    """The parent's rule that a group's decisions are reported to it, if it holds."""
    parent = None if body.parent is None else case.body_by_id(body.parent)
    if parent is None:
        return None
    rules = reporting_now(case, parent)
    return rules.find(OF_GROUPS) if rules.holds(OF_GROUPS) else None


def carry_up(case: Case, meeting: Meeting, body: Body, act: Act) -> None:
    """Put what groups have to report on the agenda of their parent's meeting that was called."""
    rules = reporting_now(case, body)
    rule = rules.find(OF_GROUPS) if rules.holds(OF_GROUPS) else None
    if rule is None or meeting.is_emergency:
        return
    for opened in case.reports_to(body.id):
        report = case.load(Report, opened)
        if _waits(case, report):
            _carry(report, act.under(rule.id), meeting)


def carry_on(case: Case, body: Body, act: Act) -> None:
    """Put what waited for a meeting that is not held before the next that is called."""
    ahead = _next_meeting(case, BodyId(body.id))
    if ahead is not None:
        carry_up(case, ahead, body, act)


def _waits(case: Case, report: Report) -> bool:
    """Whether no meeting has had it yet; one that was called off, or never opened, has not."""
    at = report.presented_at
    return at is None or case.load(Meeting, at).passed_by


def _carry(report: Report, act: Act, meeting: Meeting) -> None:
    """As an item of the agenda while items come in; otherwise on the list of what is reported."""
    title = report.subject.title
    text = "\n".join(_in_short(report.content))
    try:
        item = Item(number=0, title=title, text=text, purpose=Purpose.INFORMATION)
        meeting.hand_in_item(act, item)
        number = meeting.agenda.items[-1].number
    except (TooLate, OutOfOrder):  # items come in no longer, whether or not that is on record yet
        number = None
    report.present(act, meeting.id, number)


def _in_short(content: Content) -> Iterator[str]:
    """The decisions and actions of a report as a list."""
    for block in content.blocks:
        if block.type == "decision":
            remark = "" if block.remark is None else f" {block.remark}"
            yield f"- {block.how}: {' '.join(parts_of(block.text))}{remark}"
        elif block.type == "action":
            yield f"- {block.owner}: {block.text}"


def _next_meeting(case: Case, body: BodyId) -> Meeting | None:
    """The body's next ordinary meeting that has been called; one that should run comes last."""
    found = (case.load(Meeting, one) for one in case.not_begun_of(body))
    ahead = [one for one in found if one.is_ahead and not one.is_emergency]
    return min(ahead, key=lambda one: (one.starts < case.now, one.starts), default=None)
