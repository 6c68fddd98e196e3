"""The quarters of a body: watched from its beginning on, counted, warned of and judged."""

from __future__ import annotations

from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.kernel.act import Act
from domain.kernel.moments import LONDON
from domain.kernel.refusal import OutOfOrder
from domain.kernel.sane import Line
from domain.meetings.orders import QUARTERLY, Orders
from domain.meetings.year import BodyYear, Held, year_id
from domain.rules.governing import Governing
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.hall import Hall
from services.application.registers import KEPT_BY, by_keeper


class LookAtQuarter(Command):
    """Record the warning before a quarter's end, or how it ended."""

    year: UUID


class KeepMeetingsElsewhere(Command):
    """Record that a body's meetings are not kept here, so that no quarter without one is told."""

    body: Line
    reason: Line


class WatchQuartersAgain(Command):
    """Record that a body's meetings are kept here again: its quarters are watched from now on."""

    body: Line
    reason: Line


@VERBS.handles(KeepMeetingsElsewhere)
def keep_meetings_elsewhere(case: Case, command: KeepMeetingsElsewhere) -> None:
    body = case.load(Body, body_id(command.body))
    year = watched(case, body.id)
    if year is None:
        raise OutOfOrder(f"The quarters of {body.name} are not watched.", rule=KEPT_BY)
    year.keep_elsewhere(by_keeper(case), command.reason)


@VERBS.handles(WatchQuartersAgain)
def watch_quarters_again(case: Case, command: WatchQuartersAgain) -> None:
    body = case.load(Body, body_id(command.body))
    act = by_keeper(case)
    year, orders = watched(case, body.id), orders_now(case, body)
    body.must_live()
    rule = orders.find(QUARTERLY)
    if rule is None:
        raise OutOfOrder(f"No rule asks that {body.name} meets in each quarter.", rule=KEPT_BY)
    if year is not None and not year.ended:
        raise OutOfOrder(f"The quarters of {body.name} are watched already.", rule=rule.id)
    watch = 1 if year is None else year.watch + 1
    case.add(BodyYear.begin(act.noting(command.reason), body, orders, watch))


@VERBS.handles(LookAtQuarter)
def look_at_quarter(case: Case, command: LookAtQuarter) -> None:
    act = case.act_by_service()
    year = case.load(BodyYear, command.year)
    body = case.load(Body, year.body)
    year.look(act, body, orders_now(case, body))


def watch_quarters(case: Case, body: Body, orders: Orders, act: Act) -> None:
    """Begin to watch a body's quarters, once, if a rule asks for meetings.

    That is when it is established; or when it first calls a meeting, where the rule came later.
    """
    if orders.find(QUARTERLY) is None or case.find(BodyYear, year_id(body.id)) is not None:
        return
    case.add(BodyYear.begin(act, body, orders))


def watched(case: Case, body: UUID) -> BodyYear | None:
    """The newest watch over a body's quarters, which may be over; None if there never was one."""
    newest = case.find(BodyYear, year_id(body))
    while newest is not None and newest.ended:
        again = case.find(BodyYear, year_id(body, newest.watch + 1))
        if again is None:
            break
        newest = again
    return newest


def count_meeting(it: Hall, act: Act) -> None:
    """Count a meeting once it has a quorum, by the day of its opening, where quarters are watched.

    So one that is closed only after the quarter's end was not missed.
    """
    if not (it.meeting.opened and it.meeting.was_quorate):
        return
    year = watched(it.case, it.body.id)
    if year is None or year.ended:
        return
    opened = it.meeting.opened_at or it.meeting.starts
    held = Held(meeting=it.meeting.id, on=opened.astimezone(LONDON).date())
    year.count(act, held)


def orders_now(case: Case, body: Body) -> Orders:
    """The standing orders of a body as they are now."""
    rules = Governing(opening=case.edition, current=case.edition)
    return Orders.of(body, rules, case.parent_of(body))
