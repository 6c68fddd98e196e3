"""When something that was sent counts as served, by when it has to be, and what was proved of it.

The periods are values of rules.  It knows no mail server and no address.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from pydantic import AwareDatetime

from domain.kernel.ids import RuleId
from domain.kernel.moments import LONDON, end_of_day, shifted
from domain.kernel.value import Value
from domain.notices.contact import Channel
from domain.notices.working_days import working_day_after
from domain.rules.edition import Edition
from domain.rules.values import Days, Hours

EMAIL = RuleId("notices.deemed.email_hours")
POST = RuleId("notices.deemed.post_days")
DAY = timedelta(days=1)


class Period(Value):
    """The notice that a rule asks for before something happens."""

    rule: RuleId
    days: Days


class Terms(Value):
    """What service goes by, fixed when the notice is called.

    `email_hours` after sending and `post_days` working days after posting it counts as served;
    `due` is the last moment of service for what happens at `happens_at`, by the rule in `period`.
    """

    email_hours: int
    post_days: int
    happens_at: AwareDatetime | None = None
    period: Period | None = None
    due: AwareDatetime | None = None

    def deemed(self, channel: Channel, sent: datetime) -> datetime:
        """When what was sent at that moment counts as served."""
        if channel is Channel.EMAIL:
            return sent + timedelta(hours=self.email_hours)
        return self.deemed_by_post(sent.astimezone(LONDON).date())

    def deemed_by_post(self, posted_on: date) -> datetime:
        """The end of the day on which a letter counts as served."""
        served_on = working_day_after(posted_on, self.post_days)
        return end_of_day(datetime.combine(served_on, time(12), LONDON))

    def is_late(self, deemed: datetime) -> bool:
        """Whether service at that moment is too late for what it gives notice of."""
        return self.due is not None and deemed > self.due


def terms_of(rules: Edition, happens_at: datetime | None, period: RuleId | None) -> Terms:
    """The terms of a notice that is called now; a period that no rule asks for is none."""
    asked = None
    if happens_at is not None and period is not None and rules.has(period):
        asked = Period(rule=period, days=rules.value(period, Days))
    return Terms(
        email_hours=rules.value(EMAIL, Hours).count,
        post_days=rules.value(POST, Days).count,
        happens_at=happens_at,
        period=asked,
        due=None if asked is None or happens_at is None else last_moment(happens_at, asked.days),
    )


def last_moment(happens_at: datetime, days: Days) -> datetime:
    """The end of the last day on which a notice is still long enough."""
    return end_of_day(shifted(happens_at, -(days.count + days.clear) * DAY))


class Addressees(Value):
    """Whom a notice is for: how many, by which channel, and a commitment to who they are.

    `nowhere` are those of whom no address is known.  Who they are is in a table and not in here.
    """

    count: int
    root: str
    by_email: int
    by_post: int
    nowhere: int


class Batch(Value):
    """What was sent and is proved: how many, of these too late, when, and a commitment to proofs.

    `late` counts those whose moment of service lies after the due moment.
    """

    channel: Channel
    count: int
    late: int
    first: AwareDatetime
    last: AwareDatetime
    root: str
