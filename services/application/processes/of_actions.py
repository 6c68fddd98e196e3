"""The step of an action: its owner is reminded, and its day passes, each at its own moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from domain.actions.action import DONE_IN_TIME, REMINDER_DAYS, Action, Status
from domain.rules.governing import Governing
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.application.actions import MarkOverdue, RemindOwner, reminder_days
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import ACTION, Progress, Step


def see_to_action(steps: Steps, step: Step) -> Progress:
    """Remind its owner and mark it overdue, each at its moment, until it is done or dropped."""
    action = steps.store.load(Action, step.process_id)
    if action.status is not Status.OPEN:
        return DONE
    due, at = action.due, action.due_at
    if due is None or at is None:
        return Progress(done=False, waiting_for=f"Waits for {action.owner.name}.")
    now, remind = steps.store.now(), reminder_at(steps.store, action)
    if remind is not None and due not in action.reminded:
        if now < remind:
            return steps.until(remind, f"{action.owner.name} is reminded", REMINDER_DAYS)
        steps.once(RemindOwner(action=action.id), step, f"reminder {due}")
    if due not in action.overdue:
        if now < at:
            return steps.until(at, "It is due", DONE_IN_TIME)
        steps.once(MarkOverdue(action=action.id), step, f"overdue {due}")
    return Progress(done=False, waiting_for=f"Overdue: waits for {action.owner.name}.")


def reminder_at(store: Store, action: Action) -> datetime | None:
    """When its owner is reminded by the rules, if it has a day."""
    rulebook = store.load(Rulebook, RULEBOOK_ID)
    now = store.now()
    opening = rulebook.pinned(action.id, action.edition, now)
    days = reminder_days(Governing(opening=opening, current=rulebook.at(now)))
    return None if days is None else action.reminder_at(days)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    action = store.load(Action, process)
    remind = reminder_at(store, action)
    if action.status is not Status.OPEN or action.due is None or action.due_at is None:
        return
    if remind is not None and action.due not in action.reminded:
        yield Moment(remind, process, f"{action.owner.name} is reminded")
    if action.due not in action.overdue:
        yield Moment(action.due_at, process, "An action is due")


ACTIONS = ProcessKind(
    name=ACTION,
    begins=Action.Given,
    ends=(Action.Done, Action.Dropped),
    steps=(see_to_action,),
    ahead=_ahead,
    reads=(Action,),
    moves=(Action.DueMoved, Action.Done, Action.Dropped),
)
