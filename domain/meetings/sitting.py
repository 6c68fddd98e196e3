"""While a meeting lasts: who is there, who is in the chair, the quorum, and the end.

Who is there is a fact, and is recorded even where a rule would not have it; whether somebody's vote
counts is judged by the rules as they enter.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.kernel.moments import LONDON, in_words, months_after, on_or_at
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly
from domain.kernel.sealed import unless_erased
from domain.meetings.attendance import (
    Attendance,
    Coming,
    judged_by,
    may_vote,
    must_belong,
)
from domain.meetings.order import Interest
from domain.meetings.orders import (
    CLOSED_WITHIN,
    CONVENED_BY,
    NEXT_DATE,
    NEXT_WITHIN,
    QUARTERLY,
    QUORUM,
    Orders,
)
from domain.meetings.sat import Sat
from domain.meetings.state import MeetingState
from domain.meetings.strength import must_be_countable
from domain.meetings.year import quarter_after
from domain.rules.judging import as_fact, judged
from domain.rules.values import Count, Flag, Hours, Period, Rule


class Sitting(MeetingState):
    """Attendance, chair and quorum."""

    def arrive(self, act: Act, coming: Coming, sat: Sat) -> None:
        """Enter somebody who takes part, with their route and whether their vote counts.

        Whoever takes part already goes on by the new route, or with the vote that they have now:
        who held their proxy holds it no more.
        """
        self.must_not_be_over()
        must_belong(coming, sat)
        before, votes = self.room.find(coming.person), may_vote(coming, sat)
        same = (coming.route, coming.held_by, votes)
        if before is not None and (before.route, before.held_by, before.votes) == same:
            raise OutOfOrder(f"{coming.name} takes part {coming.route} already.")
        for rule, breach in judged_by(coming, self.room, sat.orders):
            act = as_fact(act, rule, breach)
        attendance = Attendance(**dict(coming), votes=votes, since=act.occurred_at)
        self.record(self.Arrived, act, attendance=attendance)
        self.watch_quorum(act, sat)

    def depart(self, act: Act, person: PersonId, sat: Sat) -> None:
        """Enter that somebody left; the quorum may go with them."""
        self.must_not_be_over()
        name = self.room.get(person).name
        self.record(self.Departed, act, person=person, name=name)
        self.watch_quorum(act, sat)

    def open(self, act: Act, sat: Sat) -> None:
        """Open the meeting; without a quorum it is open all the same, and what it decides waits."""
        self.must_be_ahead()
        if act.occurred_at < self.starts:
            raise TooEarly(f"The meeting starts {on_or_at(self.starts)}.", rule=CONVENED_BY)
        self.must_be_agreed_to(sat.orders)
        there = self.strength(sat)
        rule, short = sat.orders.find(QUORUM), there.short
        if rule is not None:
            act = act.under(rule.id) if short is None else act.under(rule.id).noting(short)
        self.record(self.Opened, act, **there.figures, quorate=there.enough)

    def count_unseen(self, act: Act, there: int, sat: Sat) -> None:
        """Count those who are there and belong without being shown; their number is sealed."""
        self.must_not_be_over()
        must_be_countable(there, sat.orders)
        if there == self.heads.there:
            raise OutOfOrder("They have been counted so already.")
        self.record(self.UnseenCounted, act, there=there)
        self.watch_quorum(act, sat)

    def take_chair(self, act: Act, person: PersonId, how: str) -> None:
        """Put somebody in the chair of the session."""
        self.must_not_be_over()
        self.must_not_be_challenged()
        if person == self.chair:
            raise OutOfOrder("That person is in the chair already.")
        here = self.must_preside(person)
        self.record(self.ChairTaken, act, person=person, name=here.name, how=how)

    def declare_interest(self, act: Act, interest: Interest) -> None:
        """Record an interest in an item; whoever withdraws over it has no vote on it."""
        self.must_not_be_over()
        self.agenda.item(interest.item)
        if any(
            (one.person, one.item) == (interest.person, interest.item) for one in self.interests
        ):
            raise OutOfOrder("That interest has been declared already.")
        self.record(self.InterestDeclared, act, interest=interest)

    def fix_next_date(self, act: Act, on: date, orders: Orders) -> None:
        """Fix the day of the next meeting."""
        self.must_be_running()
        if on <= max(act.occurred_at, self.starts).astimezone(LONDON).date():
            raise BadInput(
                f"{on:%-d %B %Y} does not lie ahead. Name a later day.", rule=NEXT_WITHIN
            )
        rule = orders.find(NEXT_DATE)
        act = act if rule is None else act.under(rule.id)
        self.record(self.NextDateFixed, self._soon_enough(act, on, orders), on=on)

    def _soon_enough(self, act: Act, on: date, orders: Orders) -> Act:
        """By the rules on how far ahead it may be fixed, and on how often the body meets."""
        rule = orders.rule(NEXT_WITHIN)
        months = orders.rules.value(rule.id, Period).months
        last = months_after(act.occurred_at, months).date()
        far = f"{on:%-d %B %Y} is more than {months} months ahead. Name a day by {last:%-d %B %Y}."
        act = judged(act, rule, far if on > last else None)
        often = orders.find(QUARTERLY)
        if often is None or orders.rules.value(often.id, Count).count == 0:
            return act
        skipped = quarter_after(self.starts.astimezone(LONDON).date(), orders)
        ends = skipped.ends.astimezone(LONDON).date()
        gap = (
            f"{on:%-d %B %Y} leaves {skipped.name} without a meeting. Name a day by "
            f"{ends:%-d %B %Y}, or call another meeting before."
        )
        return judged(act, often, gap if on > ends else None)

    def ending(self, orders: Orders) -> tuple[datetime, Rule] | None:
        """By when it is closed, by which rule; none where nobody waits for that."""
        if not self.running or self.opened_at is None or self.unclosed:
            return None
        if not orders.rules.has(CLOSED_WITHIN):
            return None
        hours = orders.rules.value(CLOSED_WITHIN, Hours).count
        return self.opened_at + timedelta(hours=hours), orders.rule(CLOSED_WITHIN)

    def stay_unclosed(self, act: Act, orders: Orders) -> None:
        """Record at its moment that nobody had closed it; what it decided is owed no report yet."""
        ahead = self.ending(orders)
        if ahead is None:
            return
        at, rule = ahead
        if act.occurred_at < at:
            raise TooEarly(f"It can be closed in time until {in_words(at)}.", rule=rule.id)
        breach = "Nobody had closed it, so no report of it is due."
        at_due = as_fact(act.at(max(at, self.modified_on)), rule, breach)
        self.record(self.NotClosed, at_due, due=at)

    def close(self, act: Act, orders: Orders) -> None:
        """End the meeting; items that it did not come to are left to the next one."""
        self.must_be_running()
        self.must_not_be_challenged()
        rule = orders.find(NEXT_DATE)
        if rule is not None and orders.rules.value(rule.id, Flag).holds:
            open_end = "The meeting ended without the date of the next one."
            act = as_fact(act, rule, open_end if self.next_on is None else None)
        self._close(act, self._told(orders))

    def _told(self, orders: Orders) -> int | None:
        """That so many were there at once, where so many may be told of a sealed body.

        Told once, at the end, and never more than the least number: nobody learns from it who came.
        """
        least = None if orders.unseen is None else orders.unseen.least
        return least if least is not None and unless_erased(self.heads.most, 0) >= least else None

    def close_with_its_body(self, act: Act) -> None:
        """End a meeting whose body is no more: nobody can fix the day of another."""
        self.must_be_running()
        self._close(act)

    def _close(self, act: Act, at_least: int | None = None) -> None:
        self.record(
            self.Closed,
            act,
            left=tuple(
                item.number
                for item in self.agenda.not_come_to({one.item for one in self.decisions})
            ),
            next_on=self.next_on,
            was_quorate=self.was_quorate,
            at_least=at_least,
        )
