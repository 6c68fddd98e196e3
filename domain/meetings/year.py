"""Whether a body meets in each quarter: counted as it meets, warned of, and judged at the end.

A quarter is one of the calendar.  A meeting counts if it had a quorum at some time; a quarter that
ends without enough of them is a fact, recorded at its end with the rule that it breaks.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.body import Body
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, ProcessId, RuleId, derived
from domain.kernel.moments import LONDON, end_of_day, in_words
from domain.kernel.refusal import OutOfOrder, TooEarly
from domain.kernel.value import Value
from domain.meetings.orders import QUARTERLY, Orders
from domain.rules.judging import as_fact
from domain.rules.values import Count, Rule

WARNING = "quarter_warning_days"


class Quarter(Value):
    """A quarter of the calendar: its first day, when it is warned of, and when it ends."""

    begins: date
    warns: AwareDatetime
    ends: AwareDatetime

    @property
    def name(self) -> str:
        return f"quarter {(self.begins.month + 2) // 3} of {self.begins.year}"

    def holds(self, day: date) -> bool:
        return self.begins <= day <= self.ends.astimezone(LONDON).date()


class Held(Value):
    """A meeting that counts, and its day."""

    meeting: UUID
    on: date


def year_id(body: UUID, watch: int = 1) -> ProcessId:
    """The id of the process that watches over the meetings of a body for the first time, or again.

    `watch`: 2 is that which began when the first was over.
    """
    first = derived(body, "meetings of the year")
    return ProcessId(first if watch == 1 else derived(first, "again", watch))


def quarter_of(day: date, orders: Orders) -> Quarter:
    """The quarter in which a day lies; the warning comes as many days before its end as is set."""
    begins = date(day.year, day.month - (day.month - 1) % 3, 1)
    last = _first_of_next(begins) - timedelta(days=1)
    ends = end_of_day(datetime(last.year, last.month, last.day, 12, tzinfo=LONDON))
    period = orders.days(WARNING)
    days = 0 if period is None else period[1].count
    return Quarter(begins=begins, warns=end_of_day(ends - timedelta(days=days)), ends=ends)


def quarter_after(day: date, orders: Orders) -> Quarter:
    """The quarter that follows on the one in which a day lies."""
    return quarter_of(_first_of_next(quarter_of(day, orders).begins), orders)


def _first_of_next(begins: date) -> date:
    return date(begins.year + begins.month // 10, (begins.month + 2) % 12 + 1, 1)


class BodyYear(Aggregate):
    """The quarters of one body, one after the other."""

    TOPIC = "body_year"

    class Created(Aggregate.Created):
        """Never recorded: it begins with the first quarter."""

        TOPIC = "body_year.created.v1"

    class Begun(Aggregate.Created):
        """From here on it is watched whether the body meets in each quarter."""

        TOPIC = "body_year.begun.v1"
        body: BodyId
        body_name: str
        quarter: Quarter
        rule: RuleId | None
        watch: int = 1

    class MeetingCounted(Aggregate.Event):
        """The body met with a quorum."""

        TOPIC = "body_year.meeting_counted.v1"
        held: Held

    class QuarterWarned(Aggregate.Event):
        """A quarter is about to end without the meetings that the rule asks for."""

        TOPIC = "body_year.quarter_warned.v1"
        quarter: Quarter

    class QuarterEnded(Aggregate.Event):
        """A quarter ended, with enough meetings in it or without."""

        TOPIC = "body_year.quarter_ended.v1"
        quarter: Quarter
        meetings: int
        needed: int
        then: Quarter

    class Ended(Aggregate.Event):
        """It is watched no longer: the body was dissolved, or no rule asks for it any more."""

        TOPIC = "body_year.ended.v1"

    def __init__(
        self,
        body: BodyId,
        body_name: str,
        quarter: Quarter,
        rule: RuleId | None,
        watch: int = 1,
    ) -> None:
        self.watch = watch
        self.rule = rule
        self.body = body
        self.body_name = body_name
        self.quarter = quarter
        self.held: tuple[Held, ...] = ()
        self.warned = False
        self.missed: tuple[Quarter, ...] = ()
        self.ended = False

    @classmethod
    def begin(cls, act: Act, body: Body, orders: Orders, watch: int = 1) -> BodyYear:
        """Watch over a body's quarters, from the one that runs now; `watch` numbers from 1."""
        stream = year_id(body.id, watch)
        today = act.occurred_at.astimezone(LONDON).date()
        rule = orders.find(QUARTERLY)
        cited = act if rule is None else act.under(rule.id)
        return cls._begin(
            cls.Begun,
            stream,
            cited.within(stream, act.rulebook_version),
            body=BodyId(body.id),
            body_name=body.name,
            quarter=quarter_of(today, orders),
            rule=None if rule is None else rule.id,
            watch=watch,
        )

    @property
    def title(self) -> str:
        return f"Meetings of {self.body_name} in each quarter"

    @property
    def next_due(self) -> datetime:
        """When something is recorded next: the warning, or the end of the quarter."""
        return self.quarter.ends if self.warned else self.quarter.warns

    def meetings(self, body: Body) -> int:
        """How many meetings of this quarter count, those that the body reported included."""
        reported = (one.held_on for one in body.meetings if one.reference not in body.void)
        days = [*(held.on for held in self.held), *reported]
        return sum(self.quarter.holds(day) for day in days)

    def count(self, act: Act, held: Held) -> None:
        """Count a meeting, once."""
        if all(known.meeting != held.meeting for known in self.held):
            self._meeting_counted(act=self._inside(act), held=held)

    def look(self, act: Act, body: Body, orders: Orders) -> None:
        """Record what is due now: a warning, or how the quarter ended; raises `TooEarly`."""
        rule = orders.find(QUARTERLY)
        due = self.next_due
        if act.occurred_at < due:
            raise TooEarly(
                f"Nothing is due here before {in_words(due)}.",
                rule=None if rule is None else rule.id,
            )
        at_due = self._inside(act.at(max(due, self.modified_on)))
        if rule is None or body.dissolved:
            self._over(act=at_due if self.rule is None else at_due.under(self.rule))
        elif not self.warned:
            self._quarter_warned(act=self._warning(at_due, body, rule), quarter=self.quarter)
        else:
            self._end_quarter(at_due, body, orders, rule)

    def keep_elsewhere(self, act: Act, reason: str) -> None:
        """Watch no longer: the body's meetings are not kept here, so none would be missed."""
        if self.ended:
            raise OutOfOrder(f"The quarters of {self.body_name} are watched no longer already.")
        self._over(act=self._inside(act).noting(reason))

    def _warning(self, act: Act, body: Body, rule: Rule) -> Act:
        """A warning says so where a meeting is still wanting."""
        held, needed = self.meetings(body), _needed(rule)
        cited = act.under(rule.id)
        wanting = f"{held} of {needed} held; {self.quarter.name} ends soon."
        return cited if held >= needed else cited.noting(wanting)

    def _end_quarter(self, act: Act, body: Body, orders: Orders, rule: Rule) -> None:
        held, needed = self.meetings(body), _needed(rule)
        breach = (
            f"{body.name} met {held} times in {self.quarter.name}, where {needed} is the least."
        )
        self._quarter_ended(
            act=as_fact(act, rule, breach if held < needed else None),
            quarter=self.quarter,
            meetings=held,
            needed=needed,
            then=quarter_of(_first_of_next(self.quarter.begins), orders),
        )

    def _inside(self, act: Act) -> Act:
        return act.within(self.id, act.rulebook_version)

    @event(MeetingCounted)
    def _meeting_counted(self, act: Act, held: Held) -> None:
        self.held += (held,)

    @event(QuarterWarned)
    def _quarter_warned(self, act: Act, quarter: Quarter) -> None:
        self.warned = True

    @event(QuarterEnded)
    def _quarter_ended(
        self, act: Act, quarter: Quarter, meetings: int, needed: int, then: Quarter
    ) -> None:
        self.quarter = then
        self.warned = False
        self.missed += (quarter,) if meetings < needed else ()

    @event(Ended)
    def _over(self, act: Act) -> None:
        self.ended = True


def _needed(rule: Rule) -> int:
    return rule.value.count if isinstance(rule.value, Count) else 0
