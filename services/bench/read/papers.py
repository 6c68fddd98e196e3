"""What a meeting of the large organisation leaves behind: its report, actions, and a notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from domain.actions.action import DONE_IN_TIME, REMINDER_DAYS, Action, Owner, Task
from domain.actions.action import KEPT_BY as ACTIONS_KEPT_BY
from domain.kernel.act import Act
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import BodyId, derived
from domain.meetings.meeting import Meeting
from domain.notices.contact import Channel
from domain.notices.notice import SERVED_BY, Matter, Notice, Occasion, Whom
from domain.notices.service import Addressees, Batch, terms_of
from domain.reports.agreeing import Taken
from domain.reports.report import Report, Subject, report_id
from domain.reports.reporting import KEPT_BY as REPORTS_KEPT_BY
from domain.reports.reporting import Kind
from domain.rules.values import Days
from services.bench.read.meetings import DAY, Sitting
from services.reports.from_meeting import content_of
from services.reports.held import Held

UNREPORTED: Final = 8
"""One meeting in so many has no report."""

NOTICED: Final = 10
"""One meeting in so many is served on its body by a notice of its own."""

LEFT_UNDONE: Final = 8
"""One action in so many is overdue and stays so; as many are late, the others are done in time."""


def reported(meeting: Meeting, acts: Sequence[Recorded], it: Sitting) -> Report:
    """The report of a meeting: opened, drafted, shown, published, and mostly agreed."""
    rules, ended = it.group.reporting, acts[-1].act.occurred_at
    report = Report.open(
        report_id(meeting.id, Kind.ACTION_REPORT),
        it.pen.act(ended),
        _subject(meeting, ended),
        rules,
        ended,
    )
    if it.number % UNREPORTED == 0:
        return report
    roster = {seat.person: seat.name for seat in it.seats}
    report.draft(_kept(it, ended, 2), content_of(Held(acts=acts, roster=roster)), rules)
    report.show(_kept(it, ended, 3), tuple(seat.person for seat in it.seats[:2]))
    report.publish(_kept(it, ended, 5), rules)
    if it.number % 3:
        kept = _kept(it, ended, 30)
        report.agree(kept, Taken(meeting=meeting.id, number=1, at=kept.occurred_at))
        report.complete(it.pen.act(ended + 30 * DAY))
    return report


def _subject(meeting: Meeting, ended: datetime) -> Subject:
    return Subject(
        kind=Kind.ACTION_REPORT,
        body=meeting.body,
        body_name=meeting.body_name,
        title=f"Action report: {meeting.title}",
        on=ended.date(),
        meeting=meeting.id,
    )


def _kept(it: Sitting, ended: datetime, days: float) -> Act:
    return it.pen.act(ended + days * DAY, REPORTS_KEPT_BY, by=it.seats[0].person)


def undertaken(meeting: Meeting, ended: datetime, it: Sitting) -> Iterator[Action]:
    """Two actions of a meeting: most are done in time, some late, some never."""
    for decision in meeting.decisions[2:]:
        number = 2 * it.number + decision.number
        owner = it.seats[number % len(it.seats)]
        due = (ended + (20 + number % 60) * DAY).date()
        task = Task(
            body=meeting.body,
            body_name=meeting.body_name,
            text=f"Carry out decision {decision.number}",
            owner=Owner(name=owner.name, person=owner.person),
            due=due,
            meeting=meeting.id,
            decision=decision.number,
        )
        given = it.pen.act(
            ended + timedelta(hours=1), ACTIONS_KEPT_BY, by=owner.person, cause=decision.act
        )
        stream = derived(meeting.id, "action", decision.number)
        action = Action.give(stream, given, task, it.pen.rules.opening.number)
        _followed(action, number % LEFT_UNDONE, it)
        yield action


def _followed(action: Action, luck: int, it: Sitting) -> None:
    """What becomes of an action, by its luck: 0 is never done, 1 is late."""
    due, days = action.due_at, it.pen.rules.value(REMINDER_DAYS, Days).count
    reminder = action.reminder_at(days)
    assert due is not None
    assert reminder is not None
    if luck < 2:
        action.remind(it.pen.act(reminder), days)
        action.fall_overdue(it.pen.act(due), it.pen.rules.rule(DONE_IN_TIME))
    if luck:
        done = due + 9 * DAY if luck == 1 else due - 10 * DAY
        action.finish(it.pen.act(done, ACTIONS_KEPT_BY, by=action.owner.person), "It is done.")


def noticed(meeting: Meeting, it: Sitting) -> Notice:
    """The notice of a meeting, served by mail on everybody of the body."""
    rules, body = it.pen.rules.current, it.group.body
    act = it.before(33, SERVED_BY)
    matter = Matter(
        body=BodyId(body.id),
        occasion=Occasion.MEETING,
        about=meeting.id,
        subject=meeting.title,
        text="The meeting is in the usual hall.",
        to=Whom.BODY,
    )
    terms = terms_of(rules, it.starts, None)
    notice = Notice.call(derived(meeting.id, "notice"), act, matter, terms, rules)
    count = len(it.seats)
    to = Addressees(count=count, root="0" * 64, by_email=count, by_post=0, nowhere=0)
    sent = it.starts - 32 * DAY
    notice.address(it.pen.act(sent), to)
    batch = Batch(channel=Channel.EMAIL, count=count, late=0, first=sent, last=sent, root="0" * 64)
    notice.serve(it.pen.act(sent), batch)
    notice.complete(it.pen.act(sent), rules)
    return notice
