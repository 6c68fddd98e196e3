"""Who has undertaken what by which day, over all bodies, and what became of it.

Whether one is overdue is not in here: it follows from the moment at which one looks.
"""

from __future__ import annotations

from typing import Any

from domain.actions.action import Action, Owner, Status, last_moment
from projections.changing import ACT, change, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

ACTIONS = Timeline(
    table="actions",
    key={"action": "uuid"},
    columns={
        "text": "text NOT NULL",
        "body": "uuid NOT NULL",
        "owner": "text NOT NULL",
        "owner_person": "uuid",
        "owner_body": "text",
        "owner_post": "text",
        "due": "date",
        "due_before": "timestamptz",
        "status": "text NOT NULL",
        "came_of_it": "text",
        "meeting": "uuid",
        "decision": "integer",
        "after_action": "uuid",
        "reminded": "timestamptz",
        "given": "timestamptz NOT NULL",
        "ended": "timestamptz",
        **ACT,
    },
)


class Actions(Projection):
    """Actions over time."""

    name = "actions"
    ddl = ACTIONS.ddl + (
        "CREATE INDEX actions_by_body ON actions (body);\n"
        "CREATE INDEX actions_by_owner ON actions (owner_person);\n"
        "CREATE INDEX actions_by_owning_body ON actions (owner_body) WHERE owner_post IS NULL;\n"
        "CREATE INDEX actions_by_owning_post ON actions ((owner_body || '.' || owner_post));\n"
        "CREATE INDEX actions_after ON actions (after_action) WHERE after_action IS NOT NULL;\n"
        "CREATE INDEX actions_by_id ON actions (action);\n"
        "CREATE INDEX actions_open ON actions USING gist (valid) WHERE status = 'open';\n"
        "CREATE INDEX actions_by_status ON actions USING gist (status, valid);\n"
        "CREATE INDEX actions_late ON actions"
        " USING gist (tstzrange(greatest(due_before, lower(valid)), upper(valid)))"
        " WHERE status = 'open' AND due_before IS NOT NULL"
        " AND (upper_inf(valid) OR due_before < upper(valid));\n"
    )

    @on(Action.Given)
    def given(self, cur: Rows, act: RecordedAct[Action.Given]) -> None:
        task = act.event.task
        values = {
            "text": task.text,
            "body": task.body,
            **_owner(task.owner),
            "due": task.due,
            "due_before": None if task.due is None else last_moment(task.due),
            "status": Status.OPEN,
            "came_of_it": None,
            "meeting": task.meeting,
            "decision": task.decision,
            "after_action": task.after,
            "reminded": None,
            "given": moment_of(act),
            "ended": None,
        }
        put(cur, ACTIONS, act, {"action": act.event.originator_id}, values)

    @on(Action.Done)
    def done(self, cur: Rows, act: RecordedAct[Action.Done]) -> None:
        _end(cur, act, Status.DONE, act.event.how)

    @on(Action.Dropped)
    def dropped(self, cur: Rows, act: RecordedAct[Action.Dropped]) -> None:
        _end(cur, act, Status.DROPPED, act.event.reason)

    @on(Action.PassedOn)
    def passed_on(self, cur: Rows, act: RecordedAct[Action.PassedOn]) -> None:
        _change(cur, act, **_owner(act.event.owner))

    @on(Action.DueMoved)
    def due_moved(self, cur: Rows, act: RecordedAct[Action.DueMoved]) -> None:
        due = act.event.due
        _change(cur, act, due=due, due_before=last_moment(due), reminded=None)

    @on(Action.Reminded)
    def reminded(self, cur: Rows, act: RecordedAct[Action.Reminded]) -> None:
        _change(cur, act, reminded=moment_of(act))


def _owner(owner: Owner) -> dict[str, object]:
    return {
        "owner": owner.name,
        "owner_person": owner.person,
        "owner_body": owner.body,
        "owner_post": owner.post,
    }


def _end(cur: Rows, act: RecordedAct, status: Status, words: str) -> None:
    _change(cur, act, status=status, came_of_it=words, ended=moment_of(act))


def _change(cur: Rows, act: RecordedAct, **changes: Any) -> None:
    change(cur, ACTIONS, act, {"action": act.event.originator_id}, changes)
