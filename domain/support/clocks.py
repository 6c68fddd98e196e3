"""What runs in a request for support: duties that may be missed, and the time to consent.

A clock is an offset from a named act.  It takes effect at its moment, whenever that is recorded.
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

    CONSENT = "consent"
    TRIAGE = "triage"
    ADVISER = "adviser"
    ADVICE = "advice"
    CONTACT = "contact"
    FOLLOW_UP = "follow_up"

    @property
    def is_window(self) -> bool:
        """Whether its end is nobody's neglect: what was open until then is open no longer."""
        return self is Runs.CONSENT

    @property
    def rule(self) -> RuleId:
        return RULES[self]

    @property
    def heading(self) -> str:
        return _HEADINGS[self]


RULES: Final = {
    Runs.CONSENT: RuleId("support.consent_days"),
    Runs.TRIAGE: RuleId("support.triage_days"),
    Runs.ADVISER: RuleId("support.waiting_days"),
    Runs.ADVICE: RuleId("support.advice_days"),
    Runs.CONTACT: RuleId("support.contact_days"),
    Runs.FOLLOW_UP: RuleId("support.follow_up_days"),
}
_HEADINGS: Final = {
    Runs.CONSENT: "Whoever asked agrees that it is read",
    Runs.TRIAGE: "It is said whether the service can help",
    Runs.ADVISER: "An adviser takes it on",
    Runs.ADVICE: "The first advice is given",
    Runs.CONTACT: "The adviser gives further advice, or says how it ended",
    Runs.FOLLOW_UP: "The adviser asks how things stand afterwards",
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
