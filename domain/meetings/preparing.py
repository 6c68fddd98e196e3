"""Before a meeting: notice, items, agenda, papers, apologies, and what was not done in time.

A duty is in time if it is done by its stored moment.  What was late is recorded and marked, as it
has happened; an item that comes too late is refused, and only the meeting itself can let it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.moments import LONDON, in_words, on_or_at
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooEarly, TooLate
from domain.meetings.agenda import Fate, Item, Purpose
from domain.meetings.calendar import Duty, planned
from domain.meetings.emergency import (
    Agreement,
    agreement_rule,
    is_enough,
    must_be_one_of,
    power_rule,
)
from domain.meetings.orders import (
    CONVENED_BY,
    ITEMS_BY,
    NOTICE,
    OPENED_WITHIN,
    RECORD_KEPT_BY,
    REMINDER,
    Orders,
)
from domain.meetings.state import MeetingState
from domain.notices.reminders import falls_due
from domain.rules.judging import as_fact
from domain.rules.values import Hours, Rule, Share


class Preparing(MeetingState):
    """What is done before a meeting is opened."""

    def give_notice(self, act: Act, to: tuple[PersonId, ...], orders: Orders) -> None:
        """Record that notice went out, and whether it was in time."""
        self.must_be_ahead()
        self.must_be_agreed_to(orders)
        if self.notified:
            raise OutOfOrder("Notice has been given already.", rule=CONVENED_BY)
        self.record(self.NoticeGiven, self._in_time(act, Duty.NOTICE, orders), to=to)

    def agree_to_emergency(
        self, act: Act, agreement: Agreement, officers: Mapping[PersonId, str], orders: Orders
    ) -> None:
        """Record that an officer agrees to it, and once enough do that it may be held so."""
        self.must_be_ahead()
        power, rule = power_rule(orders), agreement_rule(orders)
        if not self.is_emergency:
            raise OutOfOrder("This is no emergency meeting.", rule=power.id)
        must_be_one_of(agreement.person, officers, orders)
        since = self.moved_on or self.created_on
        if agreement.said_at < since:
            raise BadInput(
                f"What was said before {in_words(since)} was no agreement to this meeting: it was "
                f"{'moved' if self.moved_on else 'called'} then. Ask the officer again.",
                rule=power.id,
            )
        if agreement.said_at > act.occurred_at:
            raise BadInput(
                f"The moment that you named, {in_words(agreement.said_at)}, has not come yet. "
                "Enter what has been said.",
                rule=power.id,
            )
        agreed = [one.person for one in self.agreements]
        if agreement.person in agreed:
            raise OutOfOrder(f"{agreement.name} has agreed already.", rule=power.id)
        self.record(self.EmergencyAgreedTo, act.under(power.id), agreement=agreement)
        agreed = [one for one in (*agreed, agreement.person) if one in officers]
        if not self.confirmed and is_enough(agreed, officers, orders.rules.value(rule.id, Share)):
            facts = {"agreed": len(agreed), "officers": len(officers)}
            self.record(self.EmergencyConfirmed, act.under(power.id, rule.id), **facts)

    def put_emergency(self, act: Act) -> None:
        """Put the emergency on the agenda of an emergency meeting that has just been called."""
        if self.is_emergency and self.emergency:
            item = Item(number=1, title=self.emergency, purpose=Purpose.DECISION, emergency=True)
            self.record(self.ItemHandedIn, act, item=item)

    def must_take_items(self, orders: Orders) -> None:
        """Refuse items for an emergency meeting, which is held about its emergency."""
        if self.is_emergency:
            rule = power_rule(orders)
            raise RuleBroken(
                "An emergency meeting is held about its emergency alone. Ask the meeting itself to "
                "let this item in, or bring it to an ordinary one.",
                rule=rule.id,
                clause=rule.clause,
            )

    def hand_in_item(self, act: Act, item: Item) -> None:
        """Take an item for the agenda, until the list closes; raises `TooLate`."""
        self.must_be_ahead()
        due = self.due(Duty.ITEMS)
        if due is not None and act.occurred_at >= due.at:
            raise TooLate(
                f"Items came in until {in_words(due.at)}. Ask the meeting itself to let this one "
                "in when it has been opened.",
                rule=due.rule,
            )
        cited = act if due is None else act.under(due.rule)
        numbered = item.model_copy(update={"number": self.agenda.next_number})
        self.record(self.ItemHandedIn, cited, item=numbered)

    def bring_back(self, act: Act, item: Item) -> None:
        """Put an item on the agenda that was before the body already, however late it is."""
        self.must_be_ahead()
        numbered = item.model_copy(update={"number": self.agenda.next_number})
        self.record(self.ItemHandedIn, act, item=numbered)

    def withdraw_item(self, act: Act, number: int, reason: str) -> None:
        """Take an item back, before the meeting or while it waits.

        Once the meeting is open only whoever brought it does; others ask the meeting to leave it.
        """
        self.must_not_be_over()
        item = self.agenda.still_open(number, ITEMS_BY)
        if self.opened and item.by != act.actor:
            raise NotAllowed(
                f"Item {item.heading} is before the meeting: only whoever brought it takes it "
                "back. Ask the meeting to put it off, or to go on to the next business.",
                rule=ITEMS_BY,
            )
        self.record(
            self.ItemLeft,
            act,
            item=number,
            fate=Fate.WITHDRAWN,
            reason=reason,
            votes=None,
            remitted_to=None,
        )

    def close_items(self, act: Act) -> None:
        """Record at its moment that the list of items is closed; once."""
        due = self.due(Duty.ITEMS)
        if self.items_closed or due is None:
            return
        if act.occurred_at < due.at:
            raise TooEarly(f"Items come in until {in_words(due.at)}.", rule=due.rule)
        at_due = act.under(due.rule).at(max(due.at, self.modified_on))
        self.record(self.ItemsClosed, at_due, items=len(self.agenda.items))

    def draft_agenda(self, act: Act, order: tuple[int, ...]) -> None:
        """Put the items in the order in which they are to be taken."""
        self.must_not_be_over()
        ordered = self.agenda.ordered(order, CONVENED_BY)
        self.record(self.AgendaDrafted, act, order=tuple(item.number for item in ordered.items))

    def circulate_papers(self, act: Act, papers: tuple[str, ...], orders: Orders) -> None:
        """Record that the draft agenda and papers went out, and whether in time."""
        self.must_be_ahead()
        if not self.agenda.items:
            raise OutOfOrder("There is no agenda to circulate. Enter items first.", rule=ITEMS_BY)
        self.record(self.PapersCirculated, self._in_time(act, Duty.PAPERS, orders), papers=papers)

    def send_apologies(self, act: Act, person: PersonId, name: str, note: str) -> None:
        """Record somebody's apologies, once."""
        self.must_not_be_over()
        if person in self.apologies:
            raise OutOfOrder(f"{name} has sent apologies already.")
        if self.room.find(person) is not None:
            raise OutOfOrder(
                f"{name} takes part. Enter that they leave, if they do.", rule=RECORD_KEPT_BY
            )
        self.record(self.ApologiesSent, act, person=person, name=name, note=note)

    def move(
        self, act: Act, starts: datetime, place: str | None, reason: str, orders: Orders
    ) -> None:
        """Put the meeting to another moment; what is not done yet is due before the new one.

        Items come in again until the new moment, and an emergency is agreed to anew.  Whether the
        body has the notice that it is due before the new day is judged as well.
        """
        self.must_be_ahead()
        orders.must_lie_ahead(starts, act.occurred_at)
        period = orders.days(NOTICE)
        if period is not None:
            rule, days = period
            today, then = (moment.astimezone(LONDON).date() for moment in (act.occurred_at, starts))
            short = days.short(today, then)
            if not self.is_emergency:
                act = as_fact(act, rule, short)
            elif short is None:
                raise RuleBroken(
                    "What can wait for the notice of an ordinary meeting is no emergency. Call "
                    "this meeting off and call an ordinary one.",
                    rule=rule.id,
                    clause=rule.clause,
                )
        self.record(
            self.Moved,
            act,
            starts=starts,
            place=place or self.place,
            calendar=() if self.is_emergency else planned(starts, orders),
            reason=reason,
        )

    def cancel(self, act: Act, reason: str) -> None:
        """Call the meeting off."""
        self.must_be_ahead()
        self.record(self.Cancelled, act, reason=reason)

    def miss(self, act: Act, duty: Duty, orders: Orders) -> None:
        """Record, at its last moment, that something due was not done; once for each duty."""
        due = self.due(duty)
        if due is None or duty in self.missed or self.is_done(duty):
            return
        if act.occurred_at < due.at:
            raise TooEarly(f"{duty.words} is due until {in_words(due.at)}.", rule=due.rule)
        breach = f"{duty.words} was due by {in_words(due.at)} and had not been done."
        at_due = act.at(max(due.at, self.modified_on))
        marked = as_fact(at_due, orders.rule(due.rule), breach)
        self.record(self.DeadlineMissed, marked, duty=duty, due=due.at)

    def reminder(self, orders: Orders) -> tuple[datetime, RuleId] | None:
        """When the body is reminded that it meets, by which rule; none if it was, or needs not be.

        Whoever hears of the meeting later than that is not reminded besides.
        """
        period = orders.days(REMINDER)
        if self.is_emergency and not self.confirmed:
            return None
        if period is None or self.opened or self.cancelled or self.starts in self.reminded:
            return None
        rule, days = period
        at = falls_due(self.starts, days)
        return (at, rule.id) if at > (self.moved_on or self.created_on) else None

    def remind(self, act: Act, orders: Orders) -> None:
        """Record at its moment that the body is reminded; once for each beginning of it."""
        ahead = self.reminder(orders)
        if ahead is None:
            return
        at, rule = ahead
        if act.occurred_at < at:
            raise TooEarly(f"The reminder is due {on_or_at(at)}.", rule=rule)
        at_due = act.under(rule).at(max(at, self.modified_on))
        self.record(self.MembersReminded, at_due, starts=self.starts)

    def opening(self, orders: Orders) -> tuple[datetime, Rule] | None:
        """By when it is opened, moved or called off, by which rule; none where nobody waits."""
        if self.opened or self.cancelled or self.starts in self.unopened:
            return None
        if not orders.rules.has(OPENED_WITHIN):
            return None
        hours = orders.rules.value(OPENED_WITHIN, Hours).count
        return self.starts + timedelta(hours=hours), orders.rule(OPENED_WITHIN)

    def stay_unopened(self, act: Act, orders: Orders) -> None:
        """Record at its moment that nobody had opened it; once for each beginning of it."""
        ahead = self.opening(orders)
        if ahead is None:
            return
        at, rule = ahead
        if act.occurred_at < at:
            raise TooEarly(f"It can be opened in time until {in_words(at)}.", rule=rule.id)
        breach = f"It was to start {on_or_at(self.starts)}, and nobody had opened it since."
        at_due = as_fact(act.at(max(at, self.modified_on)), rule, breach)
        self.record(self.NotOpened, at_due, starts=self.starts, due=at)

    def is_done(self, duty: Duty) -> bool:
        """Whether it was done, in time or late."""
        return {
            Duty.NOTICE: self.notified,
            Duty.ITEMS: self.items_closed,
            Duty.PAPERS: self.circulated,
        }[duty]

    def _in_time(self, act: Act, duty: Duty, orders: Orders) -> Act:
        """The act by which a duty is done, marked if its moment had passed."""
        due = self.due(duty)
        if due is None:
            return act
        late = f"{duty.words} was due by {in_words(due.at)}."
        return as_fact(act, orders.rule(due.rule), late if act.occurred_at >= due.at else None)
