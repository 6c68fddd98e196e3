"""What is written on the occasion of an act, to whom, and until when it is of use.

Reports go to their first readers, then to the body; actions to whoever has them; what concerns a
meeting to whoever sits in its body, or belongs to it unseen.  What has become pointless in the
meantime is not written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from domain.actions.action import REMINDER_DAYS, Action, Owner, Status, last_moment
from domain.bodies.body import Body, body_id
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import CommandId
from domain.kernel.moments import in_words, on_or_at
from domain.meetings.calendar import Duty
from domain.meetings.meeting import Meeting
from domain.reports.content import Content, lines_of
from domain.reports.report import Report
from services.application.asker import THE_SERVICE
from services.application.case import Case
from services.application.unseen import sealed_by
from services.mail.answers import ANSWERS
from services.mail.circulars import CAUCUS, Addressed, Circular
from services.store.port import Store

LASTS: Final = timedelta(days=14)
"""After that a letter on what happened is neither written nor sent."""
Written = Circular | None


def letter_on(store: Store, act: Any) -> Written:
    """The letter on an act; none where there is nobody to write to, or nothing left to say."""
    if act.act.occurred_at + LASTS <= store.now():
        return None
    letter = WORDING[act.TOPIC](store, act)
    return None if letter is None or letter.until <= store.now() else letter


def _shown(store: Store, act: Report.ShownTo) -> Written:
    report = store.load(Report, act.originator_id)
    words = (
        f"You see this before it goes online, by the post that you hold (rule {_rule(act)}). Say "
        f"what is wrong in it to those who keep the reports of {report.subject.body_name}.\n\n"
        f"{_whole(report.versions[act.version - 1])}"
    )
    to = Addressed(people=act.to)
    return _on_report(act, report, f"Before it goes online: {report.subject.title}", words, to)


def _published(store: Store, act: Report.Published) -> Written:
    report = store.load(Report, act.originator_id)
    draft = report.subject.kind.is_agreed
    agreed = "It is a draft until the next meeting has agreed it.\n\n" if draft else ""
    words = f"{_because(report)}\n\n{agreed}{_whole(report.versions[act.version - 1])}"
    subject = f"Online{' as a draft' if draft else ''}: {report.subject.title}"
    return _on_report(act, report, subject, words, Addressed(body=report.subject.body))


def _agreed(store: Store, act: Report.Agreed) -> Written:
    report = store.load(Report, act.originator_id)
    differs = " It differs from what was put online first." if act.version > 1 else ""
    words = f"Version {act.version} of it has been agreed.{differs}\n\n{_because(report)}"
    subject = f"Agreed: {report.subject.title}"
    return _on_report(act, report, subject, words, Addressed(body=report.subject.body))


def _on_report(act: Recorded, report: Report, subject: str, words: str, to: Addressed) -> Circular:
    page, until = f"/reports/{report.id}", act.act.occurred_at + LASTS
    return Circular("report", report.id, subject, words, page, until, to)


def _because(report: Report) -> str:
    return f"You get this because you sit in {report.subject.body_name}."


def _whole(content: Content) -> str:
    """A report in plain words."""
    return "\n\n".join("\n".join(lines_of(block)) for block in content.blocks)


def _rule(act: Recorded) -> str:
    return act.act.rules[-1] if act.act.rules else "reports.kept_by"


def _given(store: Store, act: Action.Given) -> Written:
    task = act.task
    words = f"{_task(task.text, task.body_name)}\n\n{_by(task.due)}"
    return _on_action(store, act, f"Yours to do: {_short(task.text)}", words, task.owner)


def _passed_on(store: Store, act: Action.PassedOn) -> Written:
    action = store.load(Action, act.originator_id)
    task = _task(action.task.text, action.task.body_name)
    words = f"{task}\n\nIt was passed on to you: {_end(act.reason)} {_by(action.due)}"
    subject = f"Yours to do: {_short(action.task.text)}"
    return _on_action(store, act, subject, words, act.owner)


def _reminded(store: Store, act: Action.Reminded) -> Written:
    action = store.load(Action, act.originator_id)
    if action.due != act.due:
        return None
    words = (
        f"{_task(action.task.text, action.task.body_name)}\n\n{_by(act.due)} This is the reminder "
        f"before that (rule {REMINDER_DAYS})."
    )
    subject = f"Due by {act.due:%-d %B %Y}: {_short(action.task.text)}"
    return _on_action(store, act, subject, words, action.owner, last_moment(act.due))


def _overdue(store: Store, act: Action.FellOverdue) -> Written:
    action = store.load(Action, act.originator_id)
    if action.due != act.due:
        return None
    words = (
        f"{_task(action.task.text, action.task.body_name)}\n\nIt was due by "
        f"{act.due:%-d %B %Y}, and nobody has said that it was done. Say what became of it, pass "
        "it on, or ask for another day."
    )
    return _on_action(store, act, f"Overdue: {_short(action.task.text)}", words, action.owner)


def _on_action(
    store: Store,
    act: Recorded,
    subject: str,
    words: str,
    owner: Owner,
    until: datetime | None = None,
) -> Written:
    to = _whoever_has_it(store, owner)
    if to is None or store.load(Action, act.originator_id).status is not Status.OPEN:
        return None
    page = f"/actions/{act.originator_id}"
    because = f"You get this because you have the action, as {owner.name}."
    until = until or act.act.occurred_at + LASTS
    about = act.originator_id
    return Circular("action", about, subject, f"{words}\n\n{because}", page, until, to)


def _whoever_has_it(store: Store, owner: Owner) -> Addressed | None:
    if owner.person is not None:
        return Addressed(people=(owner.person,))
    if owner.body is None:
        return None
    body = body_id(owner.body)
    unseen = body if owner.post is None and _seals(store, body) else None
    return Addressed(body=body, post=owner.post, unseen=unseen)


def _task(text: str, body: str) -> str:
    return f"For {body}: {_end(text)}"


def _by(due: date | None) -> str:
    return "No day was set for it." if due is None else f"It is due by {due:%-d %B %Y}."


def _notice(store: Store, act: Meeting.NoticeGiven) -> Written:
    meeting = store.load(Meeting, act.originator_id)
    items = meeting.due(Duty.ITEMS)
    until = (
        ""
        if items is None
        else f"Send in business for the agenda until {in_words(items.at)} (rule {items.rule}). "
    )
    words = f"{_when(meeting)}\n\n{until}If you can't come, send apologies."
    to = Addressed(people=act.to)
    return _on_meeting(store, meeting, f"{meeting.title}: call for items", words, to)


def _papers(store: Store, act: Meeting.PapersCirculated) -> Written:
    meeting = store.load(Meeting, act.originator_id)
    agenda = "\n".join(item.on_agenda for item in meeting.agenda.items)
    papers = f"\n\nPapers: {'; '.join(act.papers)}." if act.papers else ""
    words = f"{_when(meeting)}\n\nDraft agenda:\n{agenda}{papers}"
    return _on_meeting(store, meeting, f"{meeting.title}: draft agenda", words)


def _soon(store: Store, act: Meeting.MembersReminded) -> Written:
    meeting = store.load(Meeting, act.originator_id)
    if meeting.starts != act.starts:
        return None
    words = f"{_when(meeting)}\n\nThis is the reminder of it (rule {_rule(act)})."
    to = Addressed(body=meeting.body, without=meeting.apologies)
    return _on_meeting(store, meeting, f"Soon: {_lower(meeting.title)}", words, to)


def _moved(store: Store, act: Meeting.Moved) -> Written:
    meeting = store.load(Meeting, act.originator_id)
    words = f"The meeting was moved: {_end(act.reason)}\n\n{_when(meeting)}"
    return _on_meeting(store, meeting, f"Moved: {_lower(meeting.title)}", words)


def _called_off(store: Store, act: Meeting.Cancelled) -> Written:
    meeting = store.load(Meeting, act.originator_id)
    words = f"The meeting of {in_words(meeting.starts)} was called off: {_end(act.reason)}"
    subject = f"Called off: {_lower(meeting.title)}"
    return _on_meeting(store, meeting, subject, words, off=True)


def _on_meeting(
    store: Store,
    meeting: Meeting,
    subject: str,
    words: str,
    to: Addressed | None = None,
    *,
    off: bool = False,
) -> Written:
    if meeting.opened or (meeting.cancelled and not off):
        return None
    sealed = _is_sealed(store, meeting)
    because = f"You get this because you {'belong to' if sealed else 'sit in'} {meeting.body_name}."
    whom = to or Addressed(body=meeting.body)
    whom = replace(whom, unseen=meeting.body) if sealed else whom
    kind = CAUCUS if sealed else "meeting"
    page = f"/meetings/{meeting.id}"
    words = f"{words}\n\n{because}"
    return Circular(kind, meeting.id, subject, words, page, meeting.starts, whom)


def _is_sealed(store: Store, meeting: Meeting) -> bool:
    """Whether it is told to members alone who belongs to the body that meets."""
    return _seals(store, meeting.body)


def _seals(store: Store, body: UUID) -> bool:
    case = Case(store, THE_SERVICE, CommandId(body), {})
    return sealed_by(case, case.load(Body, body)) is not None


def _when(meeting: Meeting) -> str:
    return " ".join(_facts(meeting))


def _facts(meeting: Meeting) -> Iterator[str]:
    yield f"{meeting.body_name} meets {on_or_at(meeting.starts)}, London time:"
    yield _end(meeting.place)
    if meeting.remote:
        yield "It can be joined from afar."
    if meeting.emergency:
        yield f"It is an emergency meeting: {_end(meeting.emergency)}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"


def _lower(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"


def _end(text: str) -> str:
    return f"{text.strip().rstrip('.')}."


WORDING: Final[dict[str, Callable[[Store, Any], Written]]] = {
    Report.ShownTo.TOPIC: _shown,
    Report.Published.TOPIC: _published,
    Report.Agreed.TOPIC: _agreed,
    Action.Given.TOPIC: _given,
    Action.PassedOn.TOPIC: _passed_on,
    Action.Reminded.TOPIC: _reminded,
    Action.FellOverdue.TOPIC: _overdue,
    Meeting.NoticeGiven.TOPIC: _notice,
    Meeting.PapersCirculated.TOPIC: _papers,
    Meeting.MembersReminded.TOPIC: _soon,
    Meeting.Moved.TOPIC: _moved,
    Meeting.Cancelled.TOPIC: _called_off,
    **ANSWERS,
}
