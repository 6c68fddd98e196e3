"""The steps of a meeting: each duty before it is done or missed; then it opens, and it ends."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.kernel.moments import in_words
from domain.meetings.calendar import Duty
from domain.meetings.meeting import Meeting
from services.application.meetings import CloseItems, MissDeadline
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import MEETING, Progress, Step


def keep_deadline(steps: Steps, step: Step) -> Progress:
    """See that something due before a meeting is done, or record at its moment that it is not."""
    duty, meeting = Duty(step.stage), _meeting(steps, step)
    due = meeting.due(duty)
    if due is None or meeting.cancelled or duty in meeting.missed or meeting.is_done(duty):
        return DONE
    if steps.store.now() < due.at:
        return steps.until(due.at, f"{duty.words} is due", due.rule)
    if duty is Duty.ITEMS:
        steps.once(CloseItems(meeting=meeting.id), step, due.at)
    else:
        steps.once(MissDeadline(meeting=meeting.id, duty=duty), step, due.at)
    return DONE


def await_opening(steps: Steps, step: Step) -> Progress:
    """See whether the meeting has been opened, or called off."""
    meeting = _meeting(steps, step)
    if meeting.opened or meeting.cancelled:
        return DONE
    when = in_words(meeting.starts)
    return Progress(done=False, waiting_for=f"Waits for the meeting to be opened on {when}.")


def await_end(steps: Steps, step: Step) -> Progress:
    """See whether the meeting is over."""
    meeting = _meeting(steps, step)
    if meeting.closed or meeting.cancelled:
        return DONE
    return Progress(done=False, waiting_for="Waits for the end of the meeting.")


def _meeting(steps: Steps, step: Step) -> Meeting:
    return steps.store.load(Meeting, step.process_id)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    """What is due before a meeting; its opening and its end are for people, at no moment."""
    meeting = store.load(Meeting, process)
    for due in meeting.calendar:
        if due.duty not in meeting.missed and not meeting.is_done(Duty(due.duty)):
            yield Moment(due.at, process, f"{due.duty.words} is due")


MEETINGS = ProcessKind(
    name=MEETING,
    begins=Meeting.Convened,
    ends=(Meeting.Closed, Meeting.Cancelled),
    steps=(keep_deadline, await_opening, await_end),
    ahead=_ahead,
    reads=(Meeting,),
    moves=(
        Meeting.NoticeGiven,
        Meeting.PapersCirculated,
        Meeting.Moved,
        Meeting.Cancelled,
        Meeting.Opened,
        Meeting.Closed,
    ),
)
