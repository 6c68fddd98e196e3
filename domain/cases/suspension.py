"""A suspension: by which power and why, until when, and what ends it.

It is in force from the moment at which it was decided to its end, not one moment longer: that
follows from the moments in its acts, whenever they are recorded.  Nothing renews it but a decision
before its end.  Whoever is suspended keeps the right to be heard, to see the case and to appeal.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from domain.cases.sides import CaseId
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.moments import days_after, in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooLate
from domain.kernel.sealed import Purpose, Seal, Sealed
from domain.rules.governing import Governing
from domain.rules.judging import as_fact
from domain.rules.values import Count, Days

POWER: Final = RuleId("suspension.power")
MOST_DAYS: Final = RuleId("suspension.most_days")
REVIEW_DAYS: Final = RuleId("suspension.review_days")
RENEWALS: Final = RuleId("suspension.renewals")
APPEAL_DAYS: Final = RuleId("suspension.appeal_days")
APPEAL_DECIDED_BY: Final = RuleId("suspension.appeal_decided_by")

Why = Annotated[Sealed[str], Seal(Purpose.CASE, whose=None)]
Pending = Annotated[Sealed[CaseId] | None, Seal(Purpose.CASE, whose=None)]
"""The case pending which somebody is suspended: sealed, as it would tell whom it is about."""


class Suspension(Aggregate):
    """One suspension of one person."""

    TOPIC = "suspension"

    class Created(Aggregate.Created):
        """Never recorded: a suspension begins by being imposed."""

        TOPIC = "suspension.created.v1"

    class Imposed(Aggregate.Created):
        """Somebody is suspended from now until a moment; it is looked at again before."""

        TOPIC = "suspension.imposed.v1"
        person: PersonId
        pending: Pending
        reasons: Why
        until: datetime
        review_at: datetime
        edition: int

    class Heard(Aggregate.Event):
        """Whoever is suspended said what they have to say to it."""

        TOPIC = "suspension.heard.v1"
        person: PersonId
        statement: Why

    class Read(Aggregate.Event):
        """Somebody looked into what was decided and said."""

        TOPIC = "suspension.read.v1"
        person: PersonId

    class ReviewFellDue(Aggregate.Event):
        """It was to be looked at again by this moment, and was not."""

        TOPIC = "suspension.review_fell_due.v1"
        person: PersonId

    class Reviewed(Aggregate.Event):
        """It was looked at again, and stays for these reasons."""

        TOPIC = "suspension.reviewed.v1"
        person: PersonId
        reasons: Why
        review_at: datetime

    class Renewed(Aggregate.Event):
        """It lasts longer, by a decision before its end."""

        TOPIC = "suspension.renewed.v1"
        person: PersonId
        reasons: Why
        until: datetime
        review_at: datetime

    class Appealed(Aggregate.Event):
        """Whoever is suspended appealed against it; it goes on until that is decided."""

        TOPIC = "suspension.appealed.v1"
        person: PersonId
        grounds: Why

    class AppealDismissed(Aggregate.Event):
        """Somebody who had not decided on it before looked at it, and it stays."""

        TOPIC = "suspension.appeal_dismissed.v1"
        person: PersonId
        reasons: Why

    class Lifted(Aggregate.Event):
        """It is over from this moment, and with it all that it did."""

        TOPIC = "suspension.lifted.v1"
        person: PersonId
        reasons: Why

    class Ended(Aggregate.Event):
        """Its time was over, and nobody had renewed it."""

        TOPIC = "suspension.ended.v1"
        person: PersonId

    def __init__(
        self,
        person: PersonId,
        pending: Sealed[CaseId] | None,
        reasons: Sealed[str],
        until: datetime,
        review_at: datetime,
        edition: int,
        act: Act,
    ) -> None:
        self.person = person
        self.pending = pending
        self.until = until
        self.review_at = review_at
        self.edition = edition
        self.deciders: tuple[PersonId, ...] = (act.actor,)
        self.review_missed = False
        self.renewals = 0
        self.appealable_from = act.occurred_at
        self.appeal_open = False
        self.over: datetime | None = None

    @classmethod
    def impose(
        cls,
        suspension: UUID,
        act: Act,
        person: PersonId,
        reasons: str,
        until: datetime,
        rules: Governing,
        *,
        pending: CaseId | None = None,
    ) -> Suspension:
        """Suspend somebody; not longer than the rule allows, and never oneself's own judge."""
        _must_give(reasons)
        _must_be_within(act, until, rules)
        if act.actor == person:
            raise NotAllowed("Nobody suspends themselves.", rule=POWER)
        return cls._begin(
            cls.Imposed,
            suspension,
            act.under(MOST_DAYS, REVIEW_DAYS).within(suspension, rules.current.number),
            person=person,
            pending=pending,
            reasons=reasons,
            until=until,
            review_at=_review(act, rules, until),
            edition=rules.current.number,
        )

    def in_force_at(self, moment: datetime) -> bool:
        """Whether somebody is suspended at a moment, by what is on record of it now."""
        end = self.until if self.over is None else min(self.over, self.until)
        return self.created_on <= moment < end

    def hear(self, act: Act, statement: str) -> None:
        """Record what whoever is suspended says to it."""
        self._must_run(act)
        self._heard(act=act, person=self.person, statement=statement)

    def review(self, act: Act, reasons: str, rules: Governing) -> None:
        """Look at it again, and let it stay for reasons; its end is as it was."""
        self._must_run(act)
        _must_give(reasons)
        late = act.occurred_at > self.review_at
        breach = f"It was to be looked at again by {in_words(self.review_at)}." if late else None
        self._reviewed(
            act=as_fact(act, rules.rule(REVIEW_DAYS), breach),
            person=self.person,
            reasons=reasons,
            review_at=_review(act, rules, self.until),
        )

    def renew(self, act: Act, reasons: str, until: datetime, rules: Governing) -> None:
        """Let it last longer: before its end, as often and as long as the rules allow."""
        self._must_run(act)
        _must_give(reasons)
        most = rules.value(RENEWALS, Count).count
        if self.renewals >= most:
            raise RuleBroken(f"It is renewed {most} times at the most.", rule=RENEWALS)
        if until <= self.until:
            raise BadInput(f"It lasts until {in_words(self.until)} already; say a later moment.")
        _must_be_within(act, until, rules)
        self._renewed(
            act=act.under(RENEWALS, MOST_DAYS),
            person=self.person,
            reasons=reasons,
            until=until,
            review_at=_review(act, rules, until),
        )

    def appeal(self, act: Act, grounds: str, rules: Governing) -> None:
        """Record an appeal, in its time after the suspension or its renewal."""
        self._must_run(act)
        period = rules.value(APPEAL_DAYS, Days)
        last = days_after(self.appealable_from, period.count, clear=period.clear)
        if act.occurred_at >= last:
            raise TooLate(f"An appeal was possible until {in_words(last)}.", rule=APPEAL_DAYS)
        if self.appeal_open:
            raise OutOfOrder("There is an appeal already.", rule=APPEAL_DAYS)
        self._appealed(act=act.under(APPEAL_DAYS), person=self.person, grounds=grounds)

    def dismiss_appeal(self, act: Act, reasons: str) -> None:
        """Let it stay; somebody who had not decided on it before says so."""
        self._must_be_for_others(act)
        _must_give(reasons)
        self._appeal_dismissed(act=act, person=self.person, reasons=reasons)

    def uphold_appeal(self, act: Act, reasons: str) -> None:
        """Lift it, because the appeal is right."""
        self._must_be_for_others(act)
        _must_give(reasons)
        self._lifted(act=act, person=self.person, reasons=reasons)

    def lift(self, act: Act, reasons: str) -> None:
        """End it now."""
        self._must_run(act)
        _must_give(reasons)
        self._lifted(act=act, person=self.person, reasons=reasons)

    def follow(self, act: Act, rules: Governing) -> None:
        """Record what has come of it by now: a review that was missed, and its end."""
        if self.over is not None:
            return
        now = act.occurred_at
        if self.review_at < self.until and self.review_at <= now and not self.review_missed:
            breach = f"It was to be looked at again by {in_words(self.review_at)}."
            missed = as_fact(self._at(act, self.review_at), rules.rule(REVIEW_DAYS), breach)
            self._review_fell_due(act=missed, person=self.person)
        if self.until <= now:
            self._ended(act=self._at(act, self.until).under(MOST_DAYS), person=self.person)

    @property
    def next_due(self) -> tuple[datetime, RuleId] | None:
        """What falls due next, and by which rule."""
        if self.over is not None:
            return None
        if self.review_missed or self.review_at >= self.until:
            return self.until, MOST_DAYS
        return self.review_at, REVIEW_DAYS

    def _at(self, act: Act, moment: datetime) -> Act:
        return act.at(max(moment, self.modified_on))

    def _must_run(self, act: Act) -> None:
        if self.over is not None:
            raise OutOfOrder("This suspension is over.", rule=MOST_DAYS)
        if act.occurred_at >= self.until:
            raise TooLate(
                f"This suspension ended by itself on {in_words(self.until)}.", rule=MOST_DAYS
            )

    def _must_be_for_others(self, act: Act) -> None:
        self._must_run(act)
        if not self.appeal_open:
            raise OutOfOrder("No appeal is open.", rule=APPEAL_DAYS)
        if act.actor in (*self.deciders, self.person):
            raise NotAllowed(
                "Somebody who has not decided on this before decides on the appeal.",
                rule=APPEAL_DECIDED_BY,
            )

    def read(self, act: Act) -> None:
        """Record that somebody looked into it: who may, is judged by whoever asks."""
        self._read(act=act, person=self.person)

    @event(Read)
    def _read(self, act: Act, person: PersonId) -> None:
        """It changes nothing by itself."""

    @event(Heard)
    def _heard(self, act: Act, person: PersonId, statement: Sealed[str]) -> None:
        """It changes nothing by itself."""

    @event(ReviewFellDue)
    def _review_fell_due(self, act: Act, person: PersonId) -> None:
        self.review_missed = True

    @event(Reviewed)
    def _reviewed(
        self, act: Act, person: PersonId, reasons: Sealed[str], review_at: datetime
    ) -> None:
        self.deciders = (*self.deciders, act.actor)
        self.review_at, self.review_missed = review_at, False

    @event(Renewed)
    def _renewed(
        self,
        act: Act,
        person: PersonId,
        reasons: Sealed[str],
        until: datetime,
        review_at: datetime,
    ) -> None:
        self.deciders = (*self.deciders, act.actor)
        self.renewals += 1
        self.appealable_from = act.occurred_at
        self.until, self.review_at, self.review_missed = until, review_at, False

    @event(Appealed)
    def _appealed(self, act: Act, person: PersonId, grounds: Sealed[str]) -> None:
        self.appeal_open = True

    @event(AppealDismissed)
    def _appeal_dismissed(self, act: Act, person: PersonId, reasons: Sealed[str]) -> None:
        self.deciders = (*self.deciders, act.actor)
        self.appeal_open = False

    @event(Lifted)
    def _lifted(self, act: Act, person: PersonId, reasons: Sealed[str]) -> None:
        self.over = act.occurred_at

    @event(Ended)
    def _ended(self, act: Act, person: PersonId) -> None:
        self.over = self.until


def _must_give(reasons: str) -> None:
    if not reasons.strip():
        raise BadInput("Give the reasons: whoever is suspended is told them.")


def _must_be_within(act: Act, until: datetime, rules: Governing) -> None:
    longest = days_after(act.occurred_at, rules.value(MOST_DAYS, Days).count, clear=False)
    if not act.occurred_at < until <= longest:
        raise RuleBroken(
            f"A suspension that is decided now ends by {in_words(longest)} at the latest.",
            rule=MOST_DAYS,
        )


def _review(act: Act, rules: Governing, until: datetime) -> datetime:
    """When it is looked at again; at its end, where that comes first."""
    period = rules.value(REVIEW_DAYS, Days)
    return min(until, days_after(act.occurred_at, period.count, clear=period.clear))
