"""The access of one officer to the list of a group's members, from the asking to the end.

It decides until when it is, what of the members it opens and when it can be renewed.  Who decides
on it, and whether whoever has it is an officer still, is judged by whoever asks.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.data_access.grant_acts import Cause, GrantActs, Scope
from domain.data_access.rules import (
    DECIDED_DAYS,
    FIRST_STAGE_DAYS,
    GRANTED_DAYS,
    HELD_BY,
    KEPT_BY,
    RENEWED_DAYS,
)
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.moments import days_after, in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooEarly
from domain.kernel.sealed import Sealed
from domain.rules.governing import Governing
from domain.rules.judging import as_fact
from domain.rules.values import Days


class State(StrEnum):
    """How far an access has come."""

    ASKED = "asked"
    GRANTED = "granted"
    OVER = "over"


class DataGrant(Aggregate, GrantActs):
    """One access of one officer."""

    TOPIC = "data_access"

    class Created(Aggregate.Created):
        """Never recorded: an access begins by being asked for."""

        TOPIC = "data_access.created.v1"

    class Asked(Aggregate.Created):
        """An officer asked to see the list of a group's members, and said for what."""

        TOPIC = "data_access.asked.v1"
        person: PersonId
        body: BodyId
        scope: Scope
        aim: str
        due: datetime
        edition: int

    def __init__(
        self, person: PersonId, body: BodyId, scope: Scope, aim: str, due: datetime, edition: int
    ) -> None:
        self.person = person
        self.body = body
        self.asked_scope = scope
        self.aim = aim
        self.due = due
        self.edition = edition
        self.state = State.ASKED
        self.overdue = False
        self.scope: Scope | None = None
        self.granted_at: datetime | None = None
        self.until: datetime | None = None
        self.remind_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.state is State.OVER

    def is_live_at(self, moment: datetime) -> bool:
        """Whether it opens anything then, whether or not its end has been recorded."""
        return self.state is State.GRANTED and self.until is not None and moment < self.until

    @property
    def next_due(self) -> datetime | None:
        """When something happens to it by itself."""
        if self.state is State.ASKED:
            return None if self.overdue else self.due
        if self.state is State.GRANTED:
            return self.remind_at or self.until
        return None

    @classmethod
    def ask(
        cls,
        access: UUID,
        act: Act,
        person: PersonId,
        body: BodyId,
        scope: Scope,
        aim: str,
        rules: Governing,
    ) -> DataGrant:
        """Record that an officer asked, for what, and by when it is decided."""
        if not aim.strip():
            raise BadInput("Say for what the list is needed: that is what it may be used for.")
        period = rules.value(DECIDED_DAYS, Days)
        number = rules.current.number
        return cls._begin(
            cls.Asked,
            access,
            act.under(DECIDED_DAYS).within(access, number),
            person=person,
            body=body,
            scope=scope,
            aim=aim,
            due=days_after(act.occurred_at, period.count, clear=period.clear),
            edition=number,
        )

    def refuse(self, act: Act, reasons: str, rules: Governing) -> None:
        """Do not give it to them; they are told why."""
        self._must_be(State.ASKED)
        _must_say(reasons)
        self._refused(act=self._decided(act, rules), person=self.person, reasons=reasons)

    def grant(self, act: Act, until: datetime, rules: Governing) -> None:
        """Give it to them until a moment: names alone at first, where the rules have two stages."""
        self._must_be(State.ASKED)
        _must_be_within(until, act.occurred_at, rules)
        staged = rules.value(FIRST_STAGE_DAYS, Days).count > 0
        self._granted(
            act=self._decided(act, rules).under(GRANTED_DAYS, FIRST_STAGE_DAYS),
            person=self.person,
            scope=Scope.NAMES if staged else self.asked_scope,
            until=until,
            remind_at=_reminder(until, act.occurred_at, rules),
        )

    def widen(self, act: Act, rules: Governing) -> None:
        """Let them see also how members are reached, once they have seen names for long enough."""
        self._must_be(State.GRANTED)
        if self.asked_scope is Scope.NAMES:
            raise NotAllowed("They asked for names alone.", rule=FIRST_STAGE_DAYS)
        if self.scope is Scope.CONTACTS:
            raise OutOfOrder("They see that already.", rule=FIRST_STAGE_DAYS)
        assert self.granted_at is not None
        period = rules.value(FIRST_STAGE_DAYS, Days)
        first = days_after(self.granted_at, period.count, clear=period.clear)
        if act.occurred_at < first:
            raise TooEarly(f"They see names alone until {in_words(first)}.", rule=FIRST_STAGE_DAYS)
        self._widened(
            act=self._stamped(act.under(FIRST_STAGE_DAYS)),
            person=self.person,
            scope=Scope.CONTACTS,
        )

    def renew(self, act: Act, until: datetime, rules: Governing) -> None:
        """Let them see it longer, in the last days before its end."""
        self._must_be(State.GRANTED)
        assert self.until is not None
        opens = _days_before(self.until, rules)
        if act.occurred_at < opens:
            raise TooEarly(f"This can be renewed from {in_words(opens)} on.", rule=RENEWED_DAYS)
        _must_be_within(until, act.occurred_at, rules)
        if until <= self.until:
            raise BadInput("A renewal ends later than what it renews.")
        self._renewed(
            act=self._stamped(act.under(RENEWED_DAYS, GRANTED_DAYS)),
            person=self.person,
            until=until,
            remind_at=_reminder(until, act.occurred_at, rules),
        )

    def withdraw(self, act: Act, reasons: str) -> None:
        """Take it from them at once."""
        self._must_be(State.GRANTED)
        _must_say(reasons)
        self._withdrawn(act=self._stamped(act), person=self.person, reasons=reasons)

    def end(self, act: Act, cause: Cause) -> None:
        """Record that it ended with that for which they had it; once."""
        if not self.is_over:
            at = act.at(max(act.occurred_at, self.modified_on)).under(HELD_BY)
            self._ended(act=self._stamped(at), person=self.person, cause=cause)

    def follow(self, act: Act, rules: Governing) -> None:
        """Record whatever has fallen due by now, each at its own moment and in order."""
        while (due := self.next_due) is not None and due <= act.occurred_at:
            at = self._stamped(act.at(max(due, self.modified_on)))
            if self.state is State.ASKED:
                fact = as_fact(at, rules.rule(DECIDED_DAYS), self._late)
                self._fell_overdue(act=fact, person=self.person, due=self.due)
            elif self.remind_at is not None and self.until is not None:
                told = at.under(RENEWED_DAYS)
                self._reminded(act=told, person=self.person, until=self.until)
            else:
                over = at.under(GRANTED_DAYS)
                self._ended(act=over, person=self.person, cause=Cause.END)

    @property
    def _late(self) -> str:
        return f"It was to be decided by {in_words(self.due)}."

    def _decided(self, act: Act, rules: Governing) -> Act:
        late = self._late if act.occurred_at > self.due else None
        return self._stamped(as_fact(act, rules.rule(DECIDED_DAYS), late))

    def _stamped(self, act: Act) -> Act:
        return act.within(self.id, self.edition)

    def _must_be(self, state: State) -> None:
        if self.state is not state:
            raise OutOfOrder(f"This access is {self.state}, and not {state}.", rule=KEPT_BY)

    @event(GrantActs.FellOverdue)
    def _fell_overdue(self, act: Act, person: PersonId, due: datetime) -> None:
        self.overdue = True

    @event(GrantActs.Refused)
    def _refused(self, act: Act, person: PersonId, reasons: Sealed[str]) -> None:
        self.state = State.OVER

    @event(GrantActs.Granted)
    def _granted(
        self, act: Act, person: PersonId, scope: Scope, until: datetime, remind_at: datetime
    ) -> None:
        self.state, self.scope = State.GRANTED, scope
        self.granted_at = act.occurred_at
        self.until, self.remind_at = until, remind_at

    @event(GrantActs.Widened)
    def _widened(self, act: Act, person: PersonId, scope: Scope) -> None:
        self.scope = scope

    @event(GrantActs.Reminded)
    def _reminded(self, act: Act, person: PersonId, until: datetime) -> None:
        self.remind_at = None

    @event(GrantActs.Renewed)
    def _renewed(self, act: Act, person: PersonId, until: datetime, remind_at: datetime) -> None:
        self.until, self.remind_at = until, remind_at

    @event(GrantActs.Withdrawn)
    def _withdrawn(self, act: Act, person: PersonId, reasons: Sealed[str]) -> None:
        self.state = State.OVER

    @event(GrantActs.Ended)
    def _ended(self, act: Act, person: PersonId, cause: Cause) -> None:
        self.state = State.OVER


def _must_be_within(until: datetime, now: datetime, rules: Governing) -> None:
    if until <= now:
        raise BadInput("The end of an access lies ahead.")
    period = rules.value(GRANTED_DAYS, Days)
    longest = days_after(now, period.count, clear=period.clear)
    if until > longest:
        raise RuleBroken(f"It ends by {in_words(longest)} at the latest.", rule=GRANTED_DAYS)


def _reminder(until: datetime, now: datetime, rules: Governing) -> datetime:
    """When they are reminded: as soon as it can be renewed, or at once if that is so already."""
    return max(now, _days_before(until, rules))


def _days_before(until: datetime, rules: Governing) -> datetime:
    return until - timedelta(days=rules.value(RENEWED_DAYS, Days).count)


def _must_say(reasons: str) -> None:
    if not reasons.strip():
        raise BadInput("Give the reasons: whoever it is about is told them.")
