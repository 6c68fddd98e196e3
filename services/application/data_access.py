"""Data of a group's members for its officers: trained, signed for, asked, granted, taken away."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.body import Body, body_id
from domain.data_access.agreement import AGREEMENT_ID, DataAgreement
from domain.data_access.grant import DataGrant
from domain.data_access.grant_acts import Scope
from domain.data_access.looked import ListLooks, looks_id
from domain.data_access.readiness import DataReadiness, must_be_ready, readiness_id
from domain.data_access.rules import DECIDED_DAYS, GRANTED_DAYS, HELD_BY, KEPT_BY, SIGNED
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.refusal import NotAllowed, OutOfOrder
from domain.kernel.sane import Line
from domain.kernel.sealed import Purpose, Seal
from domain.powers import About
from domain.rules.governing import Governing
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.granted import OF_PERSON, GrantAtHand, at_hand


class IssueAgreement(Command):
    """Issue the text that officers sign before they see data, or another version of it."""

    text: str


class RecordTraining(Command):
    """Record that somebody was trained in the protection of data."""

    person: PersonId
    day: date
    course: Line


class SignAgreement(Command):
    """Sign, as an officer of a group, the agreement in the version that you have read."""

    body: Line
    number: int


class AskDataAccess(Command):
    """Ask, as an officer of a group, to see the list of its members, and say for what."""

    body: Line
    scope: Scope
    aim: Line


class OfAccess(Command):
    """A command on an access."""

    access: UUID


Reasons = Annotated[str, Seal(Purpose.CASE, whose="access")]


class GrantDataAccess(OfAccess):
    """Let an officer see the list until a moment: names alone at first."""

    until: AwareDatetime


class RefuseDataAccess(OfAccess):
    """Do not let an officer see the list."""

    reasons: Reasons


class WidenDataAccess(OfAccess):
    """Let an officer who sees names see also how members are reached."""


class RenewDataAccess(OfAccess):
    """Let an officer see the list longer, before that ends."""

    until: AwareDatetime


class WithdrawDataAccess(OfAccess):
    """Let an officer see the list no longer, from now on."""

    reasons: Reasons


class ReadMemberList(OfAccess):
    """Look at the list of a group's members; this is recorded."""


class FollowDataAccess(OfAccess):
    """Record what has fallen due in an access by now."""


@VERBS.handles(IssueAgreement)
def issue_agreement(case: Case, command: IssueAgreement) -> None:
    act = case.act_by_power(KEPT_BY)
    found = case.find(DataAgreement, AGREEMENT_ID)
    if found is None:
        case.add(DataAgreement.issue(act, command.text))
    else:
        found.reissue(act, command.text)


@VERBS.handles(RecordTraining)
def record_training(case: Case, command: RecordTraining) -> None:
    act = case.act_by_power(KEPT_BY)
    if case.by.person == command.person:
        raise NotAllowed("That you were trained is entered by others.", rule=KEPT_BY)
    case.must_not_have_died(command.person)
    _readiness(case, command.person, act).train(act, command.day, command.course)


@VERBS.handles(SignAgreement)
def sign_agreement(case: Case, command: SignAgreement) -> None:
    body = case.load(Body, body_id(command.body))
    act = case.act_by_power(HELD_BY, about=About(body=body.slug))
    agreement = case.find(DataAgreement, AGREEMENT_ID)
    if agreement is None:
        raise OutOfOrder("No agreement has been issued yet.", rule=SIGNED)
    _readiness(case, case.by.person, act).sign(act, command.number, agreement.number)


@VERBS.handles(AskDataAccess)
def ask_data_access(case: Case, command: AskDataAccess) -> None:
    body, person = case.load(Body, body_id(command.body)), case.by.person
    act = case.act_by_power(HELD_BY, about=About(body=body.slug))
    if not case.kind_of(body).recognised:
        raise NotAllowed("Members belong to local groups, and are listed there.", rule=HELD_BY)
    _must_not_be_suspended(case, person)
    _must_be_ready(case, person)
    every = (case.load(DataGrant, one) for one in case.every(OF_PERSON, person))
    if any(one.body == body.id and not at_hand(case, one.id).grant.is_over for one in every):
        raise OutOfOrder("You have asked for this, or have it already.", rule=DECIDED_DAYS)
    access, rules = case.id_for("access"), Governing(opening=case.edition, current=case.edition)
    of = BodyId(body.id)
    case.add(DataGrant.ask(access, act, person, of, command.scope, command.aim, rules))
    case.add(ListLooks.open(act, access, person, of))


@VERBS.handles(GrantDataAccess)
def grant_data_access(case: Case, command: GrantDataAccess) -> None:
    at, act = _given(case, command)
    at.grant.grant(act, command.until, at.rules)


@VERBS.handles(RefuseDataAccess)
def refuse_data_access(case: Case, command: RefuseDataAccess) -> None:
    at = at_hand(case, command.access)
    at.grant.refuse(at.by_keeper(), command.reasons, at.rules)


@VERBS.handles(WidenDataAccess)
def widen_data_access(case: Case, command: WidenDataAccess) -> None:
    at, act = _given(case, command)
    at.grant.widen(act, at.rules)


@VERBS.handles(RenewDataAccess)
def renew_data_access(case: Case, command: RenewDataAccess) -> None:
    at, act = _given(case, command)
    at.grant.renew(act, command.until, at.rules)


@VERBS.handles(WithdrawDataAccess)
def withdraw_data_access(case: Case, command: WithdrawDataAccess) -> None:
    at = at_hand(case, command.access)
    at.grant.withdraw(at.by_keeper(), command.reasons)


@VERBS.handles(ReadMemberList)
def read_member_list(case: Case, command: ReadMemberList) -> None:
    at = at_hand(case, command.access)
    act = at.by_holder()
    if not at.grant.is_live_at(case.now) or at.grant.scope is None:
        raise NotAllowed("This access opens nothing now.", rule=GRANTED_DAYS)
    case.load(ListLooks, looks_id(at.grant.id)).read(act.under(GRANTED_DAYS), at.grant.scope)


@VERBS.handles(FollowDataAccess)
def follow_data_access(case: Case, command: FollowDataAccess) -> None:
    case.act_by_service()
    at_hand(case, command.access)


def _given(case: Case, command: OfAccess) -> tuple[GrantAtHand, Act]:
    """An access that somebody is given more of: they are an officer, trained, and have signed."""
    at = at_hand(case, command.access)
    act = at.by_keeper()
    if not at.grant.is_over:
        at.must_be_held()
        _must_be_ready(case, at.grant.person)
    return at, act


def _must_not_be_suspended(case: Case, person: PersonId) -> None:
    if case.suspension_of(person) is not None:
        raise NotAllowed("Nobody sees data of members while they are suspended.", rule=HELD_BY)


def _must_be_ready(case: Case, person: PersonId) -> None:
    agreement = case.find(DataAgreement, AGREEMENT_ID)
    found = case.find(DataReadiness, readiness_id(person))
    number = None if agreement is None else agreement.number
    must_be_ready(found, number, case.now, case.edition)


def _readiness(case: Case, person: PersonId, act: Act) -> DataReadiness:
    found = case.find(DataReadiness, readiness_id(person))
    return found or case.add(DataReadiness.open(act, person))
