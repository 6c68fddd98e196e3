"""Decisions claimed to have been taken outside the service: recorded, objected to, settled."""

from __future__ import annotations

from uuid import UUID

from domain.decisions.claim import POWER, Claim, Claimed, Outcome
from domain.kernel.ids import RuleId
from services.application.case import Case
from services.application.command import VERBS, Command

RECORDED_BY = RuleId("decisions.recorded_by")
OBJECTIONS_BY = RuleId("decisions.objections_by")


class RecordClaim(Command):
    """Record a decision that somebody claims was taken."""

    claimed: Claimed


class ObjectToClaim(Command):
    """Object to a decision that is claimed to have been taken."""

    claim: UUID
    reason: str


class SettleClaim(Command):
    """Ratify or annul a decision that is claimed to have been taken."""

    claim: UUID
    outcome: Outcome
    reason: str


@VERBS.handles(RecordClaim)
def record_claim(case: Case, command: RecordClaim) -> None:
    act = case.act_by_power(RECORDED_BY)
    in_force_then = case.rulebook.at(command.claimed.decided_at)
    claim = case.id_for("claim")
    body = case.body(command.claimed.body)
    members = None if body is None else len(case.electorate(body))
    case.add(Claim.record(claim, act, command.claimed, in_force_then, members))


@VERBS.handles(ObjectToClaim)
def object_to_claim(case: Case, command: ObjectToClaim) -> None:
    act = case.act_by_power(OBJECTIONS_BY)
    claim = case.load(Claim, command.claim)
    claim.object(act, case.by.person, command.reason)


@VERBS.handles(SettleClaim)
def settle_claim(case: Case, command: SettleClaim) -> None:
    claim = case.load(Claim, command.claim)
    claim.settle(case.act_by_power(POWER), command.outcome, command.reason)
