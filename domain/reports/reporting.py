"""Which rules a body's reports are held under: the nearest that speak of it, else none.

It reads rules and refuses to know what is in a report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from domain.bodies.body import Body
from domain.bodies.scopes import Scopes, nearest, scopes_of
from domain.kernel.ids import RuleId
from domain.kernel.moments import end_of_day
from domain.kernel.value import Value
from domain.rules.governing import Governing
from domain.rules.values import Choice, Days, Flag, Period, Rule

KEPT_BY = RuleId("reports.kept_by")
ANSWERED_BY = RuleId("reports.answered_by")
DRAFT_DAYS, MINUTES_DAYS = "draft_days", "minutes_days"
FIRST_READERS, APPROVAL, STAFF_REPORT = "first_readers", "approval", "staff_report"
VOTES_PUBLISHED, OF_GROUPS = "votes_published", "of_groups"
BY_OFFICERS: Final = "officers"
FIRST_READING: Final = "Whoever reads a report first has not been shown it as it stands."


class Kind(StrEnum):
    """The kinds of report."""

    ACTION_REPORT = "action_report"
    MINUTES = "minutes"
    STAFF_REPORT = "staff_report"
    FINANCIAL_REPORT = "financial_report"
    GROUP_REPORT = "group_report"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def is_agreed(self) -> bool:
        """Whether a later meeting agrees it; others are noted or referred."""
        return self in (Kind.ACTION_REPORT, Kind.MINUTES)


_WORDS = {
    Kind.ACTION_REPORT: "Action report",
    Kind.MINUTES: "Minutes",
    Kind.STAFF_REPORT: "Staff report",
    Kind.FINANCIAL_REPORT: "Financial report",
    Kind.GROUP_REPORT: "Report to the parent body",
}


class Task(StrEnum):
    """What is due of a report."""

    DRAFT = "draft"
    PUBLICATION = "publication"
    AGREEMENT = "agreement"

    @property
    def words(self) -> str:
        return _TASKS[self]


_TASKS = {
    Task.DRAFT: "The draft",
    Task.PUBLICATION: "The publication",
    Task.AGREEMENT: "The agreement of the next meeting",
}


class Due(Value):
    """What is due, its last moment, and the rule that sets it."""

    task: Task
    at: AwareDatetime
    rule: RuleId


@dataclass(frozen=True)
class Reporting:
    """The rules on reports of one body, as they govern one report."""

    scopes: Scopes
    rules: Governing

    @classmethod
    def of(cls, body: Body, rules: Governing, parent: Body | None = None) -> Reporting:
        """The rules for a body; `parent` is the one that it is part of."""
        return cls(scopes_of(rules, body, parent), rules)

    def find(self, name: str) -> Rule | None:
        """The rule of that name on the body's reports, the nearest; none if there is none."""
        return nearest(self.rules, self.scopes, f"report.{name}")

    def holds(self, name: str) -> bool:
        """Whether a rule that is yes or no says yes; a gap says no."""
        rule = self.find(name)
        return rule is not None and self.rules.value(rule.id, Flag).holds

    @property
    def by_officers(self) -> Rule | None:
        """The rule by which officers agree a report, where they do and not the next meeting."""
        rule = self.find(APPROVAL)
        if rule is None or self.rules.value(rule.id, Choice).choice != BY_OFFICERS:
            return None
        return rule

    def plan(self, kind: Kind, after: datetime) -> tuple[Due, ...]:
        """What is due of a report of that kind, counted from the end of the meeting."""
        name, task = _PERIODS.get(kind, (None, Task.DRAFT))
        rule = None if name is None else self.find(name)
        if rule is None:
            return ()
        days = self.rules.value(rule.id, Days).count
        return (Due(task=task, at=end_of_day(after + timedelta(days=days)), rule=rule.id),)

    def period_of(self, day: date) -> tuple[date, date] | None:
        """The first and the last day of the staff's reporting period that a day falls into."""
        rule = self.find(STAFF_REPORT)
        if rule is None:
            return None
        months = self.rules.value(rule.id, Period).months
        block = (day.year * 12 + day.month - 1) // months * months
        return _first_of(block), _first_of(block + months) - timedelta(days=1)


_PERIODS = {
    Kind.ACTION_REPORT: (DRAFT_DAYS, Task.DRAFT),
    Kind.STAFF_REPORT: (DRAFT_DAYS, Task.DRAFT),
    Kind.MINUTES: (MINUTES_DAYS, Task.PUBLICATION),
}


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
