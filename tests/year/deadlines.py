"""What is due in the year of a body, and by what the log shows that it was kept or missed.

Some is missed by a fact that is recorded, some by a refusal of whoever comes too late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from domain.actions.action import Action
from domain.bodies.body import Body
from domain.bodies.cooption import CoOption
from domain.bodies.mandate import MandateEnding
from domain.formation.formation import Formation
from domain.formation.groups import Duty as FormationDuty
from domain.kernel.act import Standing
from domain.kernel.aggregate import Recorded
from domain.meetings.calendar import Duty
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.meetings.year import BodyYear
from domain.notices.notice import Notice
from domain.reports.report import Report
from domain.reports.reporting import Task
from services.application.registers import KEPT_BY
from tests.year.declared import Stage

Shows = Callable[[Any], bool]


class Deadline(NamedTuple):
    """Something that is due; `refuses` is the rule by which whoever comes too late is refused.

    `of_each`: what keeps it is on record of something of which it had not been missed before.
    """

    name: str
    kept: Shows
    missed: Shows
    refuses: str | None = None
    of_each: bool = False

    def was_kept(self, events: Sequence[Recorded]) -> bool:
        """Whether it was kept once, by these acts in their order."""
        late: set[UUID] = set()
        for one in events:
            if self.kept(one) and one.originator_id not in late:
                return True
            if self.of_each and self.missed(one):
                late.add(one.originator_id)
        return False


def in_time(kind: type[Recorded], rule: str) -> Shows:
    """An act that a rule gives a time for, done in that time."""
    return lambda event: (
        isinstance(event, kind)
        and event.act.standing is Standing.JUDGED
        and any(cited.endswith(rule) for cited in event.act.rules)
    )


def is_a(kind: type[Recorded]) -> Shows:
    return lambda event: isinstance(event, kind)


def duty_missed(kind: type[Recorded], name: str, value: object) -> Shows:
    return lambda event: isinstance(event, kind) and getattr(event, name) is value


def noted(kind: type[Recorded], *, so: bool) -> Shows:
    """A warning with a word on what is wanting, or without one."""
    return lambda event: isinstance(event, kind) and (event.act.note is not None) is so


def irregular(kind: type[Recorded], *, so: bool) -> Shows:
    return lambda event: (
        isinstance(event, kind) and (event.act.standing is Standing.IRREGULAR) is so
    )


def ended_by_term(event: Any) -> bool:
    """The term of an office, and not of a co-option."""
    return isinstance(event, Body.SeatVacated | Body.PostVacated) and (
        event.ending is MandateEnding.TERM
        and any(rule.endswith(".term") for rule in event.act.rules)
    )


def prolonged_in_office(event: Any) -> bool:
    """By who keeps the registers: a co-option is renewed by a decision."""
    return isinstance(event, Body.Prolonged) and KEPT_BY in event.act.rules


def never(_: Any) -> bool:
    """Whoever comes too late is refused, so nothing is on record of it."""
    return False


DUE: dict[Stage, tuple[Deadline, ...]] = {
    Stage("meeting", "keep_deadline", "notice"): (
        Deadline(
            "notice of a meeting",
            in_time(Meeting.NoticeGiven, "notice_days"),
            duty_missed(Meeting.DeadlineMissed, "duty", Duty.NOTICE),
        ),
    ),
    Stage("meeting", "keep_deadline", "items"): (
        Deadline(
            "items for a meeting",
            in_time(Meeting.ItemHandedIn, "items_days"),
            never,
            refuses="council.meetings.items_days",
        ),
    ),
    Stage("meeting", "keep_deadline", "papers"): (
        Deadline(
            "papers for a meeting",
            in_time(Meeting.PapersCirculated, "papers_days"),
            duty_missed(Meeting.DeadlineMissed, "duty", Duty.PAPERS),
        ),
    ),
    Stage("meeting", "await_opening"): (
        Deadline(
            "the opening of a meeting",
            is_a(Meeting.Opened),
            is_a(Meeting.NotOpened),
            of_each=True,
        ),
    ),
    Stage("meeting", "await_end"): (
        Deadline(
            "the end of a meeting", is_a(Meeting.Closed), is_a(Meeting.NotClosed), of_each=True
        ),
    ),
    Stage("body_year", "watch_quarter"): (
        Deadline(
            "a meeting before the warning",
            noted(BodyYear.QuarterWarned, so=False),
            noted(BodyYear.QuarterWarned, so=True),
        ),
        Deadline(
            "a meeting in the quarter",
            irregular(BodyYear.QuarterEnded, so=False),
            irregular(BodyYear.QuarterEnded, so=True),
        ),
    ),
    Stage("report", "keep_report_deadline", "draft"): (
        Deadline(
            "the draft of a report",
            in_time(Report.Drafted, "draft_days"),
            duty_missed(Report.DeadlineMissed, "task", Task.DRAFT),
        ),
    ),
    Stage("report", "keep_report_deadline", "publication"): (
        Deadline(
            "the publication of minutes",
            in_time(Report.Published, "minutes_days"),
            duty_missed(Report.DeadlineMissed, "task", Task.PUBLICATION),
        ),
    ),
    Stage("report", "complete_report"): (
        Deadline(
            "agreement by the next meeting",
            is_a(Report.Agreed),
            duty_missed(Report.DeadlineMissed, "task", Task.AGREEMENT),
            of_each=True,
        ),
    ),
    Stage("action", "see_to_action"): (
        Deadline(
            "an action before the reminder", is_a(Action.Done), is_a(Action.Reminded), of_each=True
        ),
        Deadline("an action by its day", is_a(Action.Done), is_a(Action.FellOverdue), of_each=True),
    ),
    Stage("cooption", "await_answer"): (
        Deadline(
            "the answer to a co-option",
            is_a(CoOption.Accepted),
            is_a(CoOption.Lapsed),
            refuses="council.cooption.answer_days",
        ),
    ),
    Stage("cooption", "follow_co_option"): (
        Deadline(
            "a co-option looked at in time",
            is_a(CoOption.Renewed),
            is_a(CoOption.ReviewFellDue),
            of_each=True,
        ),
        Deadline("a co-option's end", is_a(CoOption.Renewed), is_a(CoOption.Ended)),
    ),
    Stage("terms_of_office", "end_terms"): (
        Deadline("a successor or a longer term", prolonged_in_office, ended_by_term),
    ),
    Stage("formation", "close_preferences"): (
        Deadline(
            "preferences for groups",
            is_a(Formation.Preferred),
            never,
            refuses="council.subgroups.preference_days",
        ),
    ),
    Stage("formation", "await_ratification"): (
        Deadline(
            "ratification of places",
            irregular(Formation.Ratified, so=False),
            duty_missed(Formation.DeadlineMissed, "duty", FormationDuty.RATIFICATION),
        ),
    ),
    Stage("formation", "await_first_meetings"): (
        Deadline(
            "first meetings of groups",
            irregular(Formation.FirstMeetingConvened, so=False),
            duty_missed(Formation.DeadlineMissed, "duty", FormationDuty.FIRST_MEETINGS),
        ),
    ),
    Stage("resolution", "close_resolution"): (
        Deadline(
            "replies in writing",
            is_a(Resolution.Replied),
            never,
            refuses="decisions.written_reply_hours",
        ),
    ),
}

BESIDE_PROCESSES = (
    Deadline(
        "a notice served on the body",
        in_time(Notice.Called, "notice_days"),
        irregular(Notice.Called, so=True),
    ),
)
"""What is due of something for which no process waits: whoever sends mail looks for it."""

AT_NO_MOMENT = {
    Stage("cooption", "await_co_option"),
    Stage("formation", "allocate_places"),
    Stage("formation", "complete_formation"),
}
"""Stages in which a process waits for people, or for nobody: nothing in them is due by a moment."""


def all_due() -> Iterator[Deadline]:
    for deadlines in DUE.values():
        yield from deadlines
    yield from BESIDE_PROCESSES
