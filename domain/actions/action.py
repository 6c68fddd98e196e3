"""One action: who has undertaken what by which day, and what became of it.

Who may say so has been judged by whoever asks.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, Recorded, event
from domain.kernel.ids import BodyId, PersonId, RuleId, StreamId
from domain.kernel.moments import LONDON, end_of_day, in_words, on_or_at
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly
from domain.kernel.value import Value
from domain.rules.judging import as_fact
from domain.rules.values import Rule

KEPT_BY = RuleId("actions.kept_by")
REMINDER_DAYS = RuleId("actions.reminder_days")
DONE_IN_TIME = RuleId("actions.done_in_time")


class Status(StrEnum):
    """How an action stands; one that was passed on is open with its new owner."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Owner(Value):
    """Who has it: a person, or whoever holds a post of a body, or a body; `name` says it."""

    name: str
    person: PersonId | None = None
    body: str | None = None
    post: str | None = None


class Task(Value):
    """What is to be done.  `due` is the last day of it, `after` the action that comes before it.

    `meeting` and `decision` are those by which it was given.
    """

    body: BodyId
    body_name: str
    text: str
    owner: Owner
    due: date | None = None
    meeting: UUID | None = None
    decision: int | None = None
    after: UUID | None = None


class ActionActs:
    """The acts by name; `Action` says what each leaves behind."""

    class Done(Aggregate.Event):
        """It was done; `how` says what came of it."""

        TOPIC = "action.done.v1"
        how: str

    class Dropped(Aggregate.Event):
        """It is not to be done any more."""

        TOPIC = "action.dropped.v1"
        reason: str

    class PassedOn(Aggregate.Event):
        """Somebody else has it now."""

        TOPIC = "action.passed_on.v1"
        owner: Owner
        reason: str

    class DueMoved(Aggregate.Event):
        """It is due on another day."""

        TOPIC = "action.due_moved.v1"
        due: date
        reason: str

    class Reminded(Aggregate.Event):
        """Its owner was to be reminded that it is due soon."""

        TOPIC = "action.reminded.v1"
        due: date

    class FellOverdue(Aggregate.Event):
        """Its day passed, and it had not been done."""

        TOPIC = "action.fell_overdue.v1"
        due: date


class Action(Aggregate, ActionActs):
    """One action."""

    TOPIC = "action"

    class Created(Aggregate.Created):
        """Never recorded: an action begins by being given."""

        TOPIC = "action.created.v1"

    class Given(Aggregate.Created):
        """Somebody undertook something, or was given it."""

        TOPIC = "action.given.v1"
        task: Task
        edition: int

    def __init__(self, task: Task, edition: int) -> None:
        self.task = task
        self.edition = edition
        self.owner = task.owner
        self.due = task.due
        self.status = Status.OPEN
        self.reminded: tuple[date, ...] = ()
        self.overdue: tuple[date, ...] = ()

    @classmethod
    def give(cls, action: StreamId, act: Act, task: Task, edition: int) -> Action:
        """Give an action to somebody."""
        if not task.text.strip():
            raise BadInput("Say what is to be done.", rule=KEPT_BY)
        _must_lie_ahead(task.due, act)
        return cls._begin(
            cls.Given, action, act.within(action, edition), task=task, edition=edition
        )

    @property
    def due_at(self) -> datetime | None:
        """The last moment of it."""
        return None if self.due is None else last_moment(self.due)

    def finish(self, act: Act, how: str, before: Action | None = None) -> None:
        """Record that it was done; `before` is the action that has to be done first, if any."""
        self._must_be_open()
        if before is not None and before.status is Status.OPEN:
            raise OutOfOrder(f"“{before.task.text}” comes first and is not done.", rule=KEPT_BY)
        self._record(self.Done, act, how=how)

    def drop(self, act: Act, reason: str) -> None:
        """Record that it is not to be done any more."""
        self._must_be_open()
        self._record(self.Dropped, act, reason=reason)

    def pass_on(self, act: Act, owner: Owner, reason: str) -> None:
        """Give it to somebody else."""
        self._must_be_open()
        if owner == self.owner:
            raise OutOfOrder(f"{owner.name} has it already.", rule=KEPT_BY)
        self._record(self.PassedOn, act, owner=owner, reason=reason)

    def move_due(self, act: Act, due: date, reason: str) -> None:
        """Make it due on another day."""
        self._must_be_open()
        _must_lie_ahead(due, act)
        self._record(self.DueMoved, act, due=due, reason=reason)

    def remind(self, act: Act, days: int) -> None:
        """Record at its moment that its owner is reminded; once for each day on which it is due."""
        at = self.reminder_at(days)
        if at is None or self.due in self.reminded or self.status is not Status.OPEN:
            return
        if act.occurred_at < at:
            raise TooEarly(f"The reminder is due {on_or_at(at)}.", rule=REMINDER_DAYS)
        at_due = act.under(REMINDER_DAYS).at(max(at, self.modified_on))
        self._record(self.Reminded, at_due, due=self.due)

    def fall_overdue(self, act: Act, rule: Rule) -> None:
        """Record at its moment that it had not been done; once for each day."""
        due, at = self.due, self.due_at
        if due is None or at is None or due in self.overdue or self.status is not Status.OPEN:
            return
        if act.occurred_at < at:
            raise TooEarly(f"It is due until {in_words(at)}.", rule=rule.id)
        late = f"It was due by {in_words(at)} and had not been done."
        at_due = as_fact(act.at(max(at, self.modified_on)), rule, late)
        self._record(self.FellOverdue, at_due, due=due)

    def reminder_at(self, days: int) -> datetime | None:
        """When its owner is reminded, if it has a day."""
        return None if self.due_at is None else self.due_at - timedelta(days=days)

    def _must_be_open(self) -> None:
        if self.status is not Status.OPEN:
            raise OutOfOrder(f"The action was {self.status} already.", rule=KEPT_BY)

    def _record(self, kind: type[Recorded], act: Act, **facts: object) -> None:
        self.trigger_event(kind, act=act.within(self.id, self.edition), **facts)

    @event(ActionActs.Done)
    def _done(self, act: Act, how: str) -> None:
        self.status = Status.DONE

    @event(ActionActs.Dropped)
    def _dropped(self, act: Act, reason: str) -> None:
        self.status = Status.DROPPED

    @event(ActionActs.PassedOn)
    def _passed_on(self, act: Act, owner: Owner, reason: str) -> None:
        self.owner = owner

    @event(ActionActs.DueMoved)
    def _due_moved(self, act: Act, due: date, reason: str) -> None:
        self.due = due

    @event(ActionActs.Reminded)
    def _reminded(self, act: Act, due: date) -> None:
        self.reminded += (due,)

    @event(ActionActs.FellOverdue)
    def _fell_overdue(self, act: Act, due: date) -> None:
        self.overdue += (due,)


def last_moment(due: date) -> datetime:
    """The end of the day on which something is due."""
    return end_of_day(datetime(due.year, due.month, due.day, tzinfo=LONDON))


def _must_lie_ahead(due: date | None, act: Act) -> None:
    if due is not None and last_moment(due) <= act.occurred_at:
        raise BadInput(f"{due:%-d %B %Y} has passed. Name a day that lies ahead.", rule=KEPT_BY)
