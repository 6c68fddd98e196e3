"""What the board shows of meetings, of a body's quarters and of decisions in writing."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from domain.meetings.calendar import Due, Duty
from domain.meetings.meeting import Meeting
from domain.meetings.orders import CLOSED_WITHIN
from domain.meetings.resolution import REPLY
from domain.meetings.year import Quarter

TO_OPEN = "Meeting opens"
OPENING, ENDING, REPLIES = "start", "end", "replies"
TOO_FEW = ": too few meetings"
"""What the heading of a quarter ends with that is on record as missed."""
NOT_OPENED = "Meeting not opened"
"""The heading of the opening once it is on record that nobody opened the meeting in time."""
NOT_CLOSED = "Meeting not closed"
"""The heading of the end of a meeting, which is a stage once it is late."""
AFTER_ALL = 99
"""The place of that stage."""
HEADINGS = {
    Duty.NOTICE: "Notice given",
    Duty.ITEMS: "Items closed",
    Duty.PAPERS: "Papers sent round",
}
MISSED = {
    Duty.NOTICE: "Notice missed",
    Duty.ITEMS: "Items closed",
    Duty.PAPERS: "Papers missed",
}


class Planned(NamedTuple):
    """A stage of the board: its name, place, heading, rule and times."""

    stage: str
    place: int
    heading: str
    rule: str | None
    opens: datetime
    due: datetime
    is_moment: bool = True


def of_meeting(event: Meeting.Convened, called: datetime) -> list[Planned]:
    """The duties before a meeting, and its opening."""
    duties = [of_duty(due, place, called) for place, due in enumerate(event.calendar, start=1)]
    starts = event.called.starts
    last = Planned(OPENING, len(duties) + 1, TO_OPEN, None, called, starts, False)
    return [*duties, last]


def of_end(event: Meeting.NotClosed) -> Planned:
    """The end of a meeting that nobody has closed."""
    return Planned(ENDING, AFTER_ALL, NOT_CLOSED, CLOSED_WITHIN, event.due, event.due, False)


def of_duty(due: Due, place: int, called: datetime) -> Planned:
    """A duty before a meeting; one that was due before the call is due at once."""
    at = max(due.at, called)
    return Planned(due.duty, place, HEADINGS[due.duty], due.rule, min(called, at), at)


def again(due: Due, heading: object) -> dict[str, object]:
    """What changes of a duty as the meeting is moved: what was missed is due anew, as items are."""
    told: dict[str, object] = {"due": due.at, "heading": HEADINGS[due.duty]}
    is_open = due.duty is Duty.ITEMS or heading == MISSED[due.duty]
    return {**told, "closed": None} if is_open else told


def of_quarter(quarter: Quarter, rule: str | None, begun: datetime) -> Planned:
    """A quarter, from when it is watched until its end."""
    heading = quarter.name[0].upper() + quarter.name[1:]
    place = quarter.begins.year * 4 + (quarter.begins.month + 2) // 3
    opens = min(begun, quarter.ends)
    return Planned(quarter.begins.isoformat(), place, heading, rule, opens, quarter.ends, False)


def of_resolution(put_at: datetime, closes: datetime) -> Planned:
    return Planned(REPLIES, 1, "Time to reply", REPLY, put_at, closes, False)
