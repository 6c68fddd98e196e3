"""What has to be done before a meeting, and the last moment of each.

A period runs back from the day of the meeting; its last moment is the end of that day.  Whether it
was done in time is decided by comparing moments.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from domain.kernel.ids import RuleId
from domain.kernel.moments import LONDON, end_of_day
from domain.kernel.value import Value
from domain.meetings.orders import ITEMS, NOTICE, PAPERS, Orders


class Duty(StrEnum):
    """What is due before a meeting."""

    NOTICE = "notice"
    ITEMS = "items"
    PAPERS = "papers"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Duty.NOTICE: "Notice of the meeting, with the call for items",
    Duty.ITEMS: "The close of the list of items",
    Duty.PAPERS: "The draft agenda with its papers",
}
_RULES = {Duty.NOTICE: NOTICE, Duty.ITEMS: ITEMS, Duty.PAPERS: PAPERS}


class Due(Value):
    """A duty, its last moment, and the rule that sets it."""

    duty: Duty
    at: AwareDatetime
    rule: RuleId


def planned(starts: datetime, orders: Orders) -> tuple[Due, ...]:
    """What the standing orders ask for before a meeting that starts at that moment."""
    found = []
    for duty, name in _RULES.items():
        period = orders.days(name)
        if period is not None:
            rule, days = period
            found.append(Due(duty=duty, at=_last_moment(starts, days.count), rule=rule.id))
    return tuple(found)


def _last_moment(starts: datetime, days: int) -> datetime:
    return end_of_day(starts.astimezone(LONDON) - timedelta(days=days))
