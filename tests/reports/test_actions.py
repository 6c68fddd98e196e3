"""What holds of one action, act by act."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.actions.action import DONE_IN_TIME, Action, Owner, Status, Task
from domain.kernel.act import Standing
from domain.kernel.ids import BodyId
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly
from tests.domain.acts import START, act, an_id, days, governing
from tests.meetings.group import STAFF

OFFICE = Owner(name="The office", person=STAFF)
SOMEBODY = Owner(name="The treasurer", body="ncg", post="treasurer")
DUE = (START + timedelta(days=10)).date()


def given(due: date | None = DUE, text: str = "Advertise the post") -> Action:
    task = Task(body=BodyId(an_id("body")), body_name="NCG", text=text, owner=OFFICE, due=due)
    return Action.give(an_id(text), act(), task, 1)


def test_an_action_is_open_until_it_is_done_or_dropped() -> None:
    done, dropped = given(), given()
    done.finish(act(days(2)), "It is out.")
    dropped.drop(act(days(2)), "No money.")
    assert (done.status, dropped.status) == (Status.DONE, Status.DROPPED)
    with pytest.raises(OutOfOrder, match="done already"):
        done.drop(act(days(3)), "?")


def test_an_action_says_what_is_to_be_done_and_by_a_day_that_lies_ahead() -> None:
    with pytest.raises(BadInput, match="Say what"):
        given(text=" ")
    with pytest.raises(BadInput, match="has passed"):
        given(due=START.date() - timedelta(days=1))


def test_one_that_is_passed_on_stays_open_with_its_new_owner() -> None:
    action = given()
    action.pass_on(act(days(1)), SOMEBODY, "It is about money.")
    assert (action.status, action.owner) == (Status.OPEN, SOMEBODY)
    with pytest.raises(OutOfOrder, match="has it already"):
        action.pass_on(act(days(1)), SOMEBODY, "again")


def test_what_comes_first_is_done_first() -> None:
    first, second = given(), given(text="Shortlist")
    with pytest.raises(OutOfOrder, match="comes first"):
        second.finish(act(days(1)), "Three people.", first)
    first.finish(act(days(1)), "It is out.")
    second.finish(act(days(2)), "Three people.", first)


def test_it_falls_overdue_once_at_the_end_of_its_day() -> None:
    rule = governing().rule(DONE_IN_TIME)
    action = given()
    with pytest.raises(TooEarly):
        action.fall_overdue(act(days(9)), rule)
    for _ in range(2):
        action.fall_overdue(act(days(12)), rule)
    overdue = [e for e in action.pending_events if isinstance(e, Action.FellOverdue)]
    assert [e.act.occurred_at for e in overdue] == [action.due_at]
    assert overdue[0].act.standing is Standing.IRREGULAR


def test_a_new_day_gives_a_new_reminder_and_a_new_end() -> None:
    rule = governing().rule(DONE_IN_TIME)
    action = given()
    action.remind(act(days(7.5)), 3)
    action.remind(act(days(8)), 3)
    action.fall_overdue(act(days(12)), rule)
    action.move_due(act(days(12)), DUE + timedelta(days=10), "The printer is late.")
    action.remind(act(days(18)), 3)
    action.fall_overdue(act(days(22)), rule)
    assert len(action.reminded) == len(action.overdue) == 2


def test_what_is_done_is_neither_reminded_of_nor_overdue() -> None:
    action = given()
    action.finish(act(days(1)), "It is out.")
    action.remind(act(days(8)), 3)
    action.fall_overdue(act(days(12)), governing().rule(DONE_IN_TIME))
    assert (action.reminded, action.overdue) == ((), ())


def test_an_action_without_a_day_is_never_overdue() -> None:
    action = given(due=None)
    action.fall_overdue(act(days(400)), governing().rule(DONE_IN_TIME))
    assert (action.due_at, action.overdue) == (None, ())
