"""Requests to see everything that is kept of somebody: from the asking to the answer."""

from __future__ import annotations

from uuid import UUID

from domain.bodies.access import ACCESS_DAYS, EXTENSION_DAYS, AccessRequest, access_id
from domain.bodies.details import DECIDED_BY
from domain.kernel.ids import PersonId
from domain.kernel.refusal import OutOfOrder
from domain.kernel.sane import Line
from domain.powers import About
from domain.rules.governing import Governing
from domain.rules.values import Days
from services.application.case import ASKED_ACCESS, Case
from services.application.command import VERBS, Command
from services.application.details import ENTERED_BY, must_be_known


class RequestAccess(Command):
    """Record that a person asked to see everything that is kept of them."""

    person: PersonId


class ExtendAccess(Command):
    """Take more time to answer, as much as the rules give, for a reason that the person is told."""

    person: PersonId
    reason: Line


class AnswerAccess(Command):
    """Record that a person was given everything that is kept of them."""

    person: PersonId


class WithdrawAccess(Command):
    """Record that a person does not wish to see what is kept of them any more."""

    person: PersonId
    reason: Line


class FollowAccess(Command):
    """Record that the time to answer a request is over."""

    access: UUID


@VERBS.handles(RequestAccess)
def request_access(case: Case, command: RequestAccess) -> None:
    act = case.act_by_power(ENTERED_BY, about=About(person=command.person))
    must_be_known(case, command.person)
    before = case.every(ASKED_ACCESS, command.person)
    if open_request(case, command.person) is not None:
        raise OutOfOrder("They have asked already, and are still to be answered.", rule=ACCESS_DAYS)
    days, number = case.edition.value(ACCESS_DAYS, Days).count, case.edition.number
    request = access_id(command.person, len(before) + 1)
    case.add(AccessRequest.ask(request, act, command.person, days, number))


@VERBS.handles(ExtendAccess)
def extend_access(case: Case, command: ExtendAccess) -> None:
    act = case.act_by_power(DECIDED_BY, about=About(person=command.person))
    request = _open(case, command.person)
    days = _rules(case, request).value(EXTENSION_DAYS, Days).count
    request.extend(act, days, command.reason)


@VERBS.handles(AnswerAccess)
def answer_access(case: Case, command: AnswerAccess) -> None:
    act = case.act_by_power(DECIDED_BY, about=About(person=command.person))
    request = _open(case, command.person)
    request.answer(act, _rules(case, request).rule(ACCESS_DAYS))


@VERBS.handles(WithdrawAccess)
def withdraw_access(case: Case, command: WithdrawAccess) -> None:
    act = case.act_by_power(ENTERED_BY, about=About(person=command.person))
    _open(case, command.person).withdraw(act, command.reason)


@VERBS.handles(FollowAccess)
def follow_access(case: Case, command: FollowAccess) -> None:
    act = case.act_by_service()
    request = case.load(AccessRequest, command.access)
    request.fall_overdue(act, _rules(case, request).rule(ACCESS_DAYS))


def open_request(case: Case, person: PersonId) -> AccessRequest | None:
    """The request of somebody that is still to be answered, if there is one."""
    every = (case.load(AccessRequest, one) for one in case.every(ASKED_ACCESS, person))
    return next((one for one in every if one.open), None)


def _open(case: Case, person: PersonId) -> AccessRequest:
    found = open_request(case, person)
    if found is None:
        raise OutOfOrder("They have not asked what is kept of them.", rule=ACCESS_DAYS)
    return found


def _rules(case: Case, request: AccessRequest) -> Governing:
    opening = case.rulebook.pinned(request.id, request.edition, case.now)
    return Governing(opening=opening, current=case.edition)
