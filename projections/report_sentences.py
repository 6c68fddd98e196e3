"""What the acts of reports and actions are called, each in one plain sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from domain.actions.action import Action
from domain.kernel.aggregate import Recorded
from domain.reports.report import Report
from projections.phrases import Told, counted, end, moment

REPORT_SENTENCES: Final[dict[type[Recorded], Callable[[Any, Told], str]]] = {
    Report.Opened: lambda e, t: f"{t.what} is owed{_until(e)}.",
    Report.Drafted: lambda e, t: f"{t.who} drafted {t.quoted(e.originator_id)}.",
    Report.ShownTo: lambda e, t: (
        f"{t.who} showed {t.quoted(e.originator_id)} in draft to the "
        f"{counted(len(e.to), 'person')} who {'reads' if len(e.to) == 1 else 'read'} it first."
    ),
    Report.Published: lambda e, t: f"{t.who} put {t.quoted(e.originator_id)} online.",
    Report.Corrected: lambda e, t: (
        f"{t.who} put {t.quoted(e.originator_id)} right in version {e.version}: {end(e.reason)}"
    ),
    Report.Presented: lambda e, t: (
        f"{t.quoted(e.originator_id)} was presented to the {_lower(t.name(e.meeting))}"
        f"{'' if e.item is None else f', on item {e.item}'}."
    ),
    Report.Agreed: lambda e, t: (
        f"Version {e.version} of {t.quoted(e.originator_id)} was agreed by "
        f"{'the officers' if e.meeting is None else f'the {_lower(t.name(e.meeting))}'}."
    ),
    Report.Noted: lambda e, t: (
        f"The {_lower(t.name(e.meeting))} noted {t.quoted(e.originator_id)}."
    ),
    Report.Referred: lambda e, t: (
        f"The {_lower(t.name(e.meeting))} referred {t.quoted(e.originator_id)} to "
        f"{e.to}: {end(e.reason)}"
    ),
    Report.DeadlineMissed: lambda e, t: (
        f"{t.quoted(e.originator_id)}: {_lower(e.task.words)} was due by {moment(e.due)} "
        "and had not been done."
    ),
    Report.Completed: lambda e, t: (
        f"{t.quoted(e.originator_id)} is complete: nothing more is waited for."
    ),
    Action.Given: lambda e, t: (
        f"{e.task.owner.name} was given an action: {end(e.task.text)}{_by_day(e.task.due)}"
    ),
    Action.Done: lambda e, t: f"{t.quoted(e.originator_id)} was done: {end(e.how)}",
    Action.Dropped: lambda e, t: f"{t.quoted(e.originator_id)} was dropped: {end(e.reason)}",
    Action.PassedOn: lambda e, t: (
        f"{t.quoted(e.originator_id)} was passed on to {e.owner.name}: {end(e.reason)}"
    ),
    Action.DueMoved: lambda e, t: (
        f"{t.quoted(e.originator_id)} is now due by {e.due:%-d %B %Y}: {end(e.reason)}"
    ),
    Action.Reminded: lambda e, t: (
        f"A reminder is due to the owner of {t.quoted(e.originator_id)}, which is due by "
        f"{e.due:%-d %B %Y}."
    ),
    Action.FellOverdue: lambda e, t: (
        f"{t.quoted(e.originator_id)} was due by {e.due:%-d %B %Y} and had not been done."
    ),
}


def _until(event: Report.Opened) -> str:
    dues = [f"{due.task.words.lower()} by {moment(due.at)}" for due in event.plan]
    return f": {', '.join(dues)}" if dues else ""


def _by_day(due: Any) -> str:
    return "" if due is None else f" It is due by {due:%-d %B %Y}."


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
