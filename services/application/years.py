"""The quarters of a body: watched from its beginning on, counted, warned of and judged."""

from __future__ import annotations

from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.kernel.act import Act
from domain.kernel.moments import LONDON
from domain.kernel.sane import Line
from domain.meetings.orders import QUARTERLY, Orders
from domain.meetings.year import BodyYear, Held, year_id
from domain.rules.governing import Governing
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.hall import Hall
from services.application.registers import by_keeper


class LookAtQuarter(Command):
    """Record the warning before a quarter's end, or how it ended."""

    year: UUID


class KeepMeetingsElsewhere(Command):
    """Record that a body's meetings are not kept here, so that no quarter without one is told."""

    body: Line
    reason: Line


@VERBS.handles(KeepMeetingsElsewhere)
def keep_meetings_elsewhere(case: Case, command: KeepMeetingsElsewhere) -> None:
    body = case.load(Body, body_id(command.body))
    case.load(BodyYear, year_id(body.id)).keep_elsewhere(by_keeper(case), command.reason)


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


def count_meeting(it: Hall, act: Act) -> None:
    """Count a meeting that had a quorum, on the day of its opening, where quarters are watched."""
    year = it.case.find(BodyYear, year_id(it.body.id))
    if year is None or year.ended or not it.meeting.was_quorate:
        return
    opened = it.meeting.opened_at or it.meeting.starts
    held = Held(meeting=it.meeting.id, on=opened.astimezone(LONDON).date())
    year.count(act, held)


def orders_now(case: Case, body: Body) -> Orders:
    """The standing orders of a body as they are now."""
    rules = Governing(opening=case.edition, current=case.edition)
    return Orders.of(body, rules, case.parent_of(body))
