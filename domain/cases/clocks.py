"""What runs in a case: duties that may be missed, and windows at whose end something is final.

A clock is an offset from a named act.  It takes effect at its moment, whenever that is recorded: a
guard compares with the moment and never with what is on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.kernel.ids import RuleId
from domain.kernel.moments import days_after, in_words
from domain.kernel.value import Value
from domain.rules.governing import Governing
from domain.rules.values import Days


class Runs(StrEnum):
    """What is to be done, or may be done, by a moment."""

    ACKNOWLEDGE = "acknowledge"
    TRIAGE = "triage"
    ASK_REVIEW = "ask_review"
    REVIEW = "review"
    APPOINT = "appoint"
    NOTIFY = "notify"
    EVIDENCE = "evidence"
    DECIDE = "decide"
    TELL = "tell"
    APPEAL = "appeal"
    APPOINT_FOR_APPEAL = "appoint_for_appeal"
    DECIDE_APPEAL = "decide_appeal"
    REVIEW_RECORD = "review_record"

    @property
    def is_window(self) -> bool:
        """Whether its end is nobody's neglect: what was open until then is open no longer."""
        return self in (Runs.ASK_REVIEW, Runs.EVIDENCE, Runs.APPEAL)

    @property
    def rule(self) -> RuleId:
        return RULES[self]

    @property
    def heading(self) -> str:
        return _HEADINGS[self]


RULES: Final = {
    Runs.ACKNOWLEDGE: RuleId("complaints.acknowledge_days"),
    Runs.TRIAGE: RuleId("complaints.first_answer_days"),
    Runs.ASK_REVIEW: RuleId("complaints.review_days"),
    Runs.REVIEW: RuleId("complaints.review_decision_days"),
    Runs.APPOINT: RuleId("complaints.panel_days"),
    Runs.NOTIFY: RuleId("complaints.notice_days"),
    Runs.EVIDENCE: RuleId("complaints.evidence_days"),
    Runs.DECIDE: RuleId("complaints.decision_days"),
    Runs.TELL: RuleId("complaints.telling_days"),
    Runs.APPEAL: RuleId("complaints.appeal_days"),
    Runs.APPOINT_FOR_APPEAL: RuleId("complaints.panel_days"),
    Runs.DECIDE_APPEAL: RuleId("complaints.appeal_decision_days"),
    Runs.REVIEW_RECORD: RuleId("complaints.record_review_days"),
}
_HEADINGS: Final = {
    Runs.ACKNOWLEDGE: "The complaint is acknowledged",
    Runs.TRIAGE: "The first answer is given",
    Runs.ASK_REVIEW: "A review of the refusal can be asked for",
    Runs.REVIEW: "The refusal is reviewed",
    Runs.APPOINT: "A panel is appointed",
    Runs.NOTIFY: "Whoever is complained of is told",
    Runs.EVIDENCE: "Both sides give evidence",
    Runs.DECIDE: "The panel decides",
    Runs.TELL: "Both sides are told the decision",
    Runs.APPEAL: "Either side can appeal",
    Runs.APPOINT_FOR_APPEAL: "A panel is appointed for the appeal",
    Runs.DECIDE_APPEAL: "The appeal is decided",
    Runs.REVIEW_RECORD: "The record is looked at again",
}


class Clock(Value):
    """One that runs: until when, and by which rule.  A duty that was missed stays, and is late."""

    runs: Runs
    due: datetime
    rule: RuleId
    late: bool = False

    @property
    def missed(self) -> str:
        return f"{self.runs.heading} by {in_words(self.due)}: this was not done in time."


def clock(rules: Governing, runs: Runs, since: datetime) -> Clock:
    """One that begins to run with an act of that moment."""
    period = rules.value(runs.rule, Days)
    return Clock(runs=runs, due=days_after(since, period.count, clear=period.clear), rule=runs.rule)


def due_by(clocks: Iterable[Clock], now: datetime) -> tuple[Clock, ...]:
    """Those whose moment has come, earliest first; what is on record as late is not among them."""
    found = (one for one in clocks if one.due <= now and not one.late)
    return tuple(sorted(found, key=lambda one: (one.due, one.runs)))


def next_of(clocks: Iterable[Clock]) -> Clock | None:
    """The one that falls due first."""
    found = (one for one in clocks if not one.late)
    return min(found, key=lambda one: (one.due, one.runs), default=None)
