"""Actions: given by a decision or by hand, done, dropped, passed on, moved; reminders."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.actions.action import DONE_IN_TIME, KEPT_BY, REMINDER_DAYS, Action, Owner, Task
from domain.bodies.body import Body, body_id
from domain.bodies.composition import speaks_of
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.refusal import BadInput, NotFound
from domain.kernel.sane import Line
from domain.powers import About, holders_of
from domain.rules.governing import Governing
from domain.rules.values import Days
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.deciding import taken_at
from services.application.hall import governing
from services.application.made_up import sitting_of


class GivenTo(Command):
    """Who gets an action: somebody, whoever holds a post, or a body; `name` as it is shown."""

    name: Line
    person: PersonId | None = None
    body: Line | None = None
    post: Line | None = None


class GiveAction(Command):
    """Give an action to somebody: by a decision, or by hand for a body.

    `meeting` is where it was decided: a meeting, or a written resolution, whose decision is 1.
    """

    text: Line
    owner: GivenTo
    due: date | None = None
    meeting: UUID | None = None
    decision: int | None = None
    body: Line | None = None
    after: UUID | None = None


class OfAction(Command):
    """Something that is asked for of an action."""

    action: UUID


class FinishAction(OfAction):
    """Record that an action was done, and what came of it."""

    how: Line


class DropAction(OfAction):
    """Record that an action is not to be done any more, with the reason."""

    reason: Line


class PassActionOn(OfAction):
    """Give an action to somebody else, with the reason."""

    owner: GivenTo
    reason: Line


class MoveActionDue(OfAction):
    """Make an action due on another day, with the reason."""

    due: date
    reason: Line


class RemindOwner(OfAction):
    """Record that the owner of an action is reminded of it."""


class MarkOverdue(OfAction):
    """Record that the day of an action has passed, and it had not been done."""


class Undertaking(NamedTuple):
    """An action with the rules that its acts are judged by."""

    case: Case
    action: Action
    body: Body
    rules: Governing

    @property
    def kept(self) -> Act:
        """The act of whoever may say what became of it: its owner is one of them."""
        person = _asker_as_owner(self.case, self.action.owner)
        about = About(body=self.body.slug, person=person)
        return self.case.act_by_power(KEPT_BY, governing=self.rules, about=about)


def _of(case: Case, action: UUID) -> Undertaking:
    found = case.load(Action, action)
    body = case.load(Body, found.task.body)
    return Undertaking(case, found, body, governing(case, found.id, found.edition))


def _asker_as_owner(case: Case, owner: Owner) -> PersonId | None:
    """The owner as a person: the one named, or the asker who holds the post or has the seat."""
    if owner.person is not None or owner.body is None:
        return owner.person
    power = f"{owner.body}.{owner.post}" if owner.post else owner.body
    return case.by.person if case.by.person in holders_of(power, case) else None


@VERBS.handles(GiveAction)
def give_action(case: Case, command: GiveAction) -> None:
    body, act = _given_by(case, command)
    if command.after is not None:
        case.load(Action, command.after)
    task = Task(
        body=BodyId(body.id),
        body_name=body.name,
        text=command.text,
        owner=_owner(case, command.owner),
        due=command.due,
        meeting=command.meeting,
        decision=command.decision,
        after=command.after,
    )
    case.add(Action.give(case.id_for("action"), act.under(KEPT_BY), task, case.edition.number))


def _given_by(case: Case, command: GiveAction) -> tuple[Body, Act]:
    """The body whose action it is, and the act: a decision's, or that of whoever keeps them."""
    if command.meeting is not None and command.decision is not None:
        decided = DecidedAt(meeting=command.meeting, number=command.decision)
        taken = taken_at(case, decided)
        return taken.body, taken.carried_out
    if command.meeting is not None or command.decision is not None:
        raise BadInput(
            "Name both, the meeting and the number of its decision, or neither: then it is given "
            "by hand.",
            rule=KEPT_BY,
        )
    if command.body is None:
        raise BadInput("Say which body's action it is, or by which decision it is given.")
    body = case.load(Body, body_id(command.body))
    body.must_live()
    return body, case.act_by_power(KEPT_BY, about=About(body=body.slug))


def _owner(case: Case, given: GivenTo) -> Owner:
    """Who gets it; raises `NotFound` for a body that there is none of, or `OutOfOrder` for one
    that has been dissolved."""
    if given.body is not None:
        body = case.body(given.body)
        if body is None:
            raise NotFound(f"There is no body with the short name '{given.body}'.")
        body.must_live()
        _must_be_a_post(case, body, given.post)
    if given.person is not None:
        case.must_not_have_died(given.person)
    if given.post is not None and given.body is None:
        raise BadInput("Say of which body the post is.")
    return Owner.model_validate(given.model_dump())


def _must_be_a_post(case: Case, body: Body, post: str | None) -> None:
    """Refuse a post that nobody ever held and no rule speaks of: nobody would be told."""
    if post is None or post in body.posts_ever:
        return
    if not speaks_of(sitting_of(case, body), post, case.edition):
        raise NotFound(f"{body.name} has no post '{post}'. Name one that it has, or a person.")


@VERBS.handles(FinishAction)
def finish_action(case: Case, command: FinishAction) -> None:
    it = _of(case, command.action)
    after = it.action.task.after
    before = None if after is None else case.load(Action, after)
    it.action.finish(it.kept, command.how, before)


@VERBS.handles(DropAction)
def drop_action(case: Case, command: DropAction) -> None:
    it = _of(case, command.action)
    it.action.drop(it.kept, command.reason)


@VERBS.handles(PassActionOn)
def pass_action_on(case: Case, command: PassActionOn) -> None:
    it = _of(case, command.action)
    it.action.pass_on(it.kept, _owner(case, command.owner), command.reason)


@VERBS.handles(MoveActionDue)
def move_action_due(case: Case, command: MoveActionDue) -> None:
    it = _of(case, command.action)
    it.action.move_due(it.kept, command.due, command.reason)


@VERBS.handles(RemindOwner)
def remind_owner(case: Case, command: RemindOwner) -> None:
    it = _of(case, command.action)
    days = reminder_days(it.rules)
    if days is not None:
        it.action.remind(case.act_by_service(), days)


@VERBS.handles(MarkOverdue)
def mark_overdue(case: Case, command: MarkOverdue) -> None:
    it = _of(case, command.action)
    it.action.fall_overdue(case.act_by_service(), it.rules.rule(DONE_IN_TIME))


def reminder_days(rules: Governing) -> int | None:
    """How many days ahead an owner is reminded; none where no rule says."""
    return rules.value(REMINDER_DAYS, Days).count if rules.has(REMINDER_DAYS) else None
