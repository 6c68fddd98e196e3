"""The steps of a meeting: each duty before it is done or missed; then it opens, and it ends.

The reminder comes at its own moment, whichever step is waited in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.bodies.body import Body
from domain.kernel.ids import RuleId
from domain.kernel.moments import on_or_at
from domain.meetings.calendar import Due, Duty
from domain.meetings.meeting import Meeting
from domain.meetings.orders import Orders
from domain.rules.governing import Governing
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.application.meetings import (
    CloseItems,
    LeaveUnclosed,
    LeaveUnopened,
    MissDeadline,
    RemindMembers,
)
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import MEETING, Progress, Step

REMINDED: Final = "The body is reminded of the meeting"
UNCLOSED: Final = "By then the meeting is closed"
UNOPENED: Final = "By then the meeting is opened, moved or called off"


def keep_deadline(steps: Steps, step: Step) -> Progress:
    """See that something due before a meeting is done, or record at its moment that it is not."""
    duty, meeting = Duty(step.stage), _meeting(steps, step)
    due = meeting.due(duty)
    if due is None or meeting.cancelled or duty in meeting.missed or meeting.is_done(duty):
        return DONE
    if steps.store.now() < due.at:
        ahead = _reminded(steps, step, meeting)
        if ahead is not None and ahead[0] < due.at:
            return steps.until(ahead[0], REMINDED, ahead[1])
        return steps.until(due.at, f"{duty.words} is due", due.rule)
    _see_to(steps, step, due, due.at)
    return DONE


def _see_to(steps: Steps, step: Step, due: Due, occurrence: datetime | str) -> None:
    """Close the list of items, or record that something due is not done."""
    if due.duty is Duty.ITEMS:
        steps.once(CloseItems(meeting=step.process_id), step, occurrence)
    else:
        steps.once(MissDeadline(meeting=step.process_id, duty=due.duty), step, occurrence)


def _due_again(meeting: Meeting) -> Due | None:
    """What is still due first: before a meeting that was moved, for all else has been seen to."""
    ahead = (one for one in meeting.calendar if one.duty not in meeting.missed)
    undone = (one for one in ahead if not meeting.is_done(one.duty))
    return min(undone, key=lambda one: one.at, default=None)


def await_opening(steps: Steps, step: Step) -> Progress:
    """See whether the meeting has been opened, or called off."""
    meeting = _meeting(steps, step)
    if meeting.opened or meeting.cancelled:
        return DONE
    ahead = _reminded(steps, step, meeting)
    again = _due_again(meeting)
    if again is not None and (ahead is None or again.at <= ahead[0]):
        if steps.store.now() < again.at:
            return steps.until(again.at, f"{again.duty.words} is due", again.rule)
        # Whether it is done once is judged by the meeting: a meeting can be moved to and fro.
        _see_to(steps, step, again, f"{again.duty} {again.at.isoformat()} {meeting.version}")
        seen = _meeting(steps, step)
        assert seen.version > meeting.version, "what was due has been seen to"
        return await_opening(steps, step)
    if ahead is not None:
        return steps.until(ahead[0], REMINDED, ahead[1])
    opening = opening_of(steps.store, meeting)
    if opening is not None:
        if steps.store.now() < opening[0]:
            return steps.until(opening[0], _waits_for(meeting), opening[1])
        occurrence = f"unopened {meeting.starts.isoformat()} {meeting.version}"
        steps.once(LeaveUnopened(meeting=meeting.id), step, occurrence)
    return Progress(done=False, waiting_for=_waits_for(meeting))


def _waits_for(meeting: Meeting) -> str:
    if meeting.is_emergency and not meeting.confirmed:
        return "Waits for the officers to agree to it."
    return f"Waits for the meeting to be opened {on_or_at(meeting.starts)}."


def await_end(steps: Steps, step: Step) -> Progress:
    """See whether the meeting is over."""
    meeting = _meeting(steps, step)
    if meeting.closed or meeting.cancelled:
        return DONE
    ending = ending_of(steps.store, meeting)
    if ending is not None:
        if steps.store.now() < ending[0]:
            return steps.until(ending[0], "Waits for the end of the meeting, or looks", ending[1])
        steps.once(LeaveUnclosed(meeting=meeting.id), step, "unclosed")
    return Progress(done=False, waiting_for="Waits for the end of the meeting.")


def _reminded(steps: Steps, step: Step, meeting: Meeting) -> tuple[datetime, RuleId] | None:
    """Remind the body if that is due; else when it will be, by which rule."""
    ahead = reminder_of(steps.store, meeting)
    if ahead is None or steps.store.now() < ahead[0]:
        return ahead
    steps.once(RemindMembers(meeting=meeting.id), step, f"reminder {meeting.starts.isoformat()}")
    return None


def reminder_of(store: Store, meeting: Meeting) -> tuple[datetime, RuleId] | None:
    """When the body is reminded of a meeting, by which rule; none if it is not."""
    return meeting.reminder(_orders(store, meeting))


def opening_of(store: Store, meeting: Meeting) -> tuple[datetime, RuleId] | None:
    """By when a meeting is opened, moved or called off, by which rule; none where nobody waits."""
    ahead = meeting.opening(_orders(store, meeting))
    return None if ahead is None else (ahead[0], ahead[1].id)


def ending_of(store: Store, meeting: Meeting) -> tuple[datetime, RuleId] | None:
    """By when a meeting is closed, by which rule; none where nobody waits."""
    ahead = meeting.ending(_orders(store, meeting))
    return None if ahead is None else (ahead[0], ahead[1].id)


def _orders(store: Store, meeting: Meeting) -> Orders:
    rulebook, now = store.load(Rulebook, RULEBOOK_ID), store.now()
    opening = rulebook.pinned(meeting.id, meeting.edition, now)
    rules = Governing(opening=opening, current=rulebook.at(now))
    return Orders.of(store.load(Body, meeting.body), rules)


def _meeting(steps: Steps, step: Step) -> Meeting:
    return steps.store.load(Meeting, step.process_id)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    """What is due before a meeting, and by when it is opened and closed."""
    meeting = store.load(Meeting, process)
    for due in meeting.calendar:
        if due.duty not in meeting.missed and not meeting.is_done(Duty(due.duty)):
            yield Moment(due.at, process, f"{due.duty.words} is due")
    ahead = reminder_of(store, meeting)
    if ahead is not None:
        yield Moment(ahead[0], process, REMINDED)
    opening = opening_of(store, meeting)
    if opening is not None:
        yield Moment(opening[0], process, UNOPENED)
    ending = ending_of(store, meeting)
    if ending is not None:
        yield Moment(ending[0], process, UNCLOSED)


MEETINGS = ProcessKind(
    name=MEETING,
    begins=Meeting.Convened,
    ends=(Meeting.Closed, Meeting.Cancelled),
    steps=(keep_deadline, await_opening, await_end),
    ahead=_ahead,
    reads=(Meeting,),
    moves=(
        Meeting.EmergencyConfirmed,
        Meeting.NoticeGiven,
        Meeting.PapersCirculated,
        Meeting.Moved,
        Meeting.Cancelled,
        Meeting.Opened,
        Meeting.Closed,
    ),
)
