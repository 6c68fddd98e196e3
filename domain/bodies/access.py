"""A request to see everything that is kept of somebody, and the time within which it is answered.

It decides until when, how often and how far that time can be extended, and when the answer is late.
It refuses to know what is kept.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from domain.bodies.kept import access_due, extended_due
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, PersonId, RuleId, derived
from domain.kernel.moments import in_words
from domain.kernel.refusal import OutOfOrder, RuleBroken, TooEarly, TooLate
from domain.rules.judging import as_fact
from domain.rules.values import Rule

ACCESS_DAYS: Final = RuleId("people.access_days")
EXTENSION_DAYS: Final = RuleId("people.access_extension_days")


def access_id(person: PersonId, number: int) -> UUID:
    """The id of somebody's request of that number; two that are made at once are one."""
    return derived(CONVENOR, "access", person, number)


class AccessRequest(Aggregate):
    """One request of one person."""

    TOPIC = "access"

    class Created(Aggregate.Created):
        """Never recorded: a request begins by being made."""

        TOPIC = "access.created.v1"

    class Asked(Aggregate.Created):
        """A person asked what is kept of them; they are to be answered by a moment."""

        TOPIC = "access.asked.v1"
        person: PersonId
        due: datetime
        edition: int

    class Extended(Aggregate.Event):
        """There is more time to answer, for a reason that the person is told."""

        TOPIC = "access.extended.v1"
        person: PersonId
        due_before: datetime
        due: datetime
        reason: str

    class FellOverdue(Aggregate.Event):
        """The time was over, and the person had not been answered."""

        TOPIC = "access.overdue.v1"
        person: PersonId
        due: datetime

    class Answered(Aggregate.Event):
        """The person was given everything that is kept of them."""

        TOPIC = "access.answered.v1"
        person: PersonId

    class Withdrawn(Aggregate.Event):
        """The person does not wish to be answered any more."""

        TOPIC = "access.withdrawn.v1"
        person: PersonId
        reason: str

    def __init__(self, person: PersonId, due: datetime, edition: int) -> None:
        self.person = person
        self.due = due
        self.edition = edition
        self.extended = False
        self.overdue = False
        self.open = True

    @classmethod
    def ask(
        cls, request: UUID, act: Act, person: PersonId, days: int, edition: int
    ) -> AccessRequest:
        """Record that somebody asked, and by when they are answered."""
        return cls._begin(
            cls.Asked,
            request,
            act.under(ACCESS_DAYS).within(request, edition),
            person=person,
            due=access_due(act.occurred_at, days),
            edition=edition,
        )

    def extend(self, act: Act, days: int, reason: str) -> None:
        """Take more time, once and before the first is over; never beyond what the law allows."""
        self._must_be_open()
        if self.extended:
            raise OutOfOrder("The time was extended once already.", rule=EXTENSION_DAYS)
        if act.occurred_at >= self.due:
            raise TooLate(
                f"They were to be answered by {in_words(self.due)}, and only before that can the "
                "time be extended. Answer them now.",
                rule=EXTENSION_DAYS,
            )
        due = extended_due(self.created_on, self.due, days)
        if due <= self.due:
            raise RuleBroken("The rules give no more time than there is.", rule=EXTENSION_DAYS)
        self._extended(
            act=self._stamped(act.under(EXTENSION_DAYS)),
            person=self.person,
            due_before=self.due,
            due=due,
            reason=reason,
        )

    def fall_overdue(self, act: Act, rule: Rule) -> None:
        """Record at its moment that the time was over; once, and not if they were answered."""
        if not self.open or self.overdue:
            return
        if act.occurred_at < self.due:
            raise TooEarly(f"They are answered by {in_words(self.due)}.", rule=rule.id)
        at_due = as_fact(act.at(max(self.due, self.modified_on)), rule, self._late)
        self._fell_overdue(act=self._stamped(at_due), person=self.person, due=self.due)

    def answer(self, act: Act, rule: Rule) -> None:
        """Record that they were given everything; an answer that is late is marked so."""
        self._must_be_open()
        breach = self._late if act.occurred_at > self.due else None
        self._answered(act=self._stamped(as_fact(act, rule, breach)), person=self.person)

    def withdraw(self, act: Act, reason: str) -> None:
        """Record that they do not wish to be answered any more."""
        self._must_be_open()
        self._withdrawn(act=self._stamped(act), person=self.person, reason=reason)

    @property
    def _late(self) -> str:
        return f"They were to be answered by {in_words(self.due)}."

    def _stamped(self, act: Act) -> Act:
        return act.within(self.id, self.edition)

    def _must_be_open(self) -> None:
        if not self.open:
            raise OutOfOrder("This request was answered or taken back.", rule=ACCESS_DAYS)

    @event(Extended)
    def _extended(
        self, act: Act, person: PersonId, due_before: datetime, due: datetime, reason: str
    ) -> None:
        self.due = due
        self.extended = True

    @event(FellOverdue)
    def _fell_overdue(self, act: Act, person: PersonId, due: datetime) -> None:
        self.overdue = True

    @event(Answered)
    def _answered(self, act: Act, person: PersonId) -> None:
        self.open = False

    @event(Withdrawn)
    def _withdrawn(self, act: Act, person: PersonId, reason: str) -> None:
        self.open = False
