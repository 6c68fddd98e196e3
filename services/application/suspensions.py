"""Suspensions: imposed, heard, looked at again, renewed, appealed against, lifted, ended."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime

from domain.cases.complaint import Complaint
from domain.cases.suspension import APPEAL_DECIDED_BY, POWER, Suspension
from domain.kernel.act import Act, Authority
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder
from domain.kernel.sealed import Purpose, Seal
from domain.rules.governing import Governing
from services.application.case import Case
from services.application.casework import by_itself, governing
from services.application.command import VERBS, Command


class Suspend(Command):
    """Suspend somebody until a moment, with reasons; `pending` is the case it is about, if any."""

    person: PersonId
    reasons: Annotated[str, Seal(Purpose.CASE, whose="person")]
    until: AwareDatetime
    pending: Annotated[UUID | None, Seal(Purpose.CASE, whose="person")] = None


class OfSuspension(Command):
    """A command on a suspension."""

    suspension: UUID


Reasons = Annotated[str, Seal(Purpose.CASE, whose="suspension")]


class AnswerSuspension(OfSuspension):
    """Say, as the one who is suspended, what you have to say to it."""

    statement: Reasons


class ReviewSuspension(OfSuspension):
    """Look at a suspension again, and let it stay until its end for reasons."""

    reasons: Reasons


class RenewSuspension(OfSuspension):
    """Let a suspension last longer, before it ends by itself."""

    reasons: Reasons
    until: AwareDatetime


class LiftSuspension(OfSuspension):
    """End a suspension now."""

    reasons: Reasons


class AppealSuspension(OfSuspension):
    """Appeal, as the one who is suspended."""

    grounds: Reasons


class DecideSuspensionAppeal(OfSuspension):
    """Decide on an appeal against a suspension that others decided on."""

    upheld: bool
    reasons: Reasons


class ReadSuspension(OfSuspension):
    """Look into what was decided and said; this is recorded."""


class FollowSuspension(OfSuspension):
    """Record what has fallen due in a suspension by now."""


@VERBS.handles(Suspend)
def suspend(case: Case, command: Suspend) -> None:
    act = case.act_by_power(POWER)
    if case.suspension_of(command.person) is not None:
        raise OutOfOrder("They are suspended already; that can be renewed.", rule=POWER)
    pending = None if command.pending is None else case.load(Complaint, command.pending).case
    rules = Governing(opening=case.edition, current=case.edition)
    case.add(
        Suspension.impose(
            case.id_for("suspension"),
            act,
            command.person,
            command.reasons,
            command.until,
            rules,
            pending=pending,
        )
    )


@VERBS.handles(AnswerSuspension)
def answer_suspension(case: Case, command: AnswerSuspension) -> None:
    found, _ = _at_hand(case, command.suspension)
    found.hear(_by_the_person(case, found), command.statement)


@VERBS.handles(ReviewSuspension)
def review_suspension(case: Case, command: ReviewSuspension) -> None:
    found, rules = _at_hand(case, command.suspension)
    found.review(_by_power(case, found, rules), command.reasons, rules)


@VERBS.handles(RenewSuspension)
def renew_suspension(case: Case, command: RenewSuspension) -> None:
    found, rules = _at_hand(case, command.suspension)
    found.renew(_by_power(case, found, rules), command.reasons, command.until, rules)


@VERBS.handles(LiftSuspension)
def lift_suspension(case: Case, command: LiftSuspension) -> None:
    found, rules = _at_hand(case, command.suspension)
    found.lift(_by_power(case, found, rules), command.reasons)


@VERBS.handles(AppealSuspension)
def appeal_suspension(case: Case, command: AppealSuspension) -> None:
    found, rules = _at_hand(case, command.suspension)
    found.appeal(_by_the_person(case, found), command.grounds, rules)


@VERBS.handles(DecideSuspensionAppeal)
def decide_suspension_appeal(case: Case, command: DecideSuspensionAppeal) -> None:
    found, rules = _at_hand(case, command.suspension)
    act = _by_power(case, found, rules, APPEAL_DECIDED_BY)
    if command.upheld:
        found.uphold_appeal(act, command.reasons)
    else:
        found.dismiss_appeal(act, command.reasons)


@VERBS.handles(ReadSuspension)
def read_suspension(case: Case, command: ReadSuspension) -> None:
    found, act = _looking(case, command.suspension)
    found.read(act)


@VERBS.handles(FollowSuspension)
def follow_suspension(case: Case, command: FollowSuspension) -> None:
    case.act_by_service()
    _at_hand(case, command.suspension)


def looked_into(case: Case, of: UUID) -> Suspension:
    """A suspension as it stands now, for whoever is suspended and for those who decide on it.

    Raises `NotFound` for all others, as if there were none.
    """
    return _looking(case, of)[0]


def _looking(case: Case, of: UUID) -> tuple[Suspension, Act]:
    """A suspension, and the act of one who may look into it; raises as `looked_into` does."""
    with suppress(NotFound, NotAllowed):
        found, rules = _at_hand(case, of)
        if case.by.person == found.person:
            return found, _by_the_person(case, found)
        for rule in (POWER, APPEAL_DECIDED_BY) if found.appeal_open else (POWER,):
            with suppress(NotAllowed):
                return found, _by_power(case, found, rules, rule)
    raise NotFound("No suspension that you may look into has this address.")


def _at_hand(case: Case, of: UUID) -> tuple[Suspension, Governing]:
    """A suspension with everything on record that has fallen due."""
    found = case.load(Suspension, of)
    rules = governing(case, found.id, found.edition)
    found.follow(by_itself(case).within(found.id, found.edition), rules)
    return found, rules


def _by_power(case: Case, found: Suspension, rules: Governing, rule: RuleId = POWER) -> Act:
    act = case.act_by_power(rule, governing=rules)
    if case.by.person == found.person:
        raise NotAllowed("Others decide on your suspension.", rule=rule)
    return act.within(found.id, found.edition)


def _by_the_person(case: Case, found: Suspension) -> Act:
    """The act of whoever is suspended: this right no suspension takes from them."""
    if case.by.person != found.person:
        raise NotAllowed("Whoever is suspended does this for themselves.", rule=POWER)
    held = Authority(kind="membership", name="the person whom it is about", id=str(found.person))
    return case.act(held).under(POWER).within(found.id, found.edition)
