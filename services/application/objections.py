"""Objections to elections: raised, ruled on in time, and what an upheld one annuls."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.bodies.body import Body
from domain.elections.count import RETURNING_OFFICER
from domain.elections.election import Election
from domain.elections.mattering import Error
from domain.elections.objection import OBJECTIONS_BY, RULING_HOURS, Objection, Subject
from domain.elections.voting import Voting, voting_id
from domain.kernel.act import Act
from domain.kernel.ids import ElectionId
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly
from domain.kernel.sane import Line
from domain.rules.governing import Governing
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.elections import election_at
from services.application.voting import annul
from services.store.scanned import Scan

OBJECTED: Final = Scan(
    (Objection.Raised.TOPIC,),
    lambda act: act.event.election,
    lambda act: UUID(str(act.event.originator_id)),
)
"""The objections to each election."""


class RaiseObjection(Command):
    """Object to an election: to campaigning, to how it is held, or to its result.

    `section` is needed for the result, and otherwise if it is about one of them.
    """

    election: UUID
    subject: Subject
    grounds: Line
    section: Line | None = None


class OfObjection(Command):
    """A command on an objection."""

    objection: UUID


class RuleOnObjection(OfObjection):
    """Uphold or dismiss an objection, with reasons.

    `error`: over how many papers the vote of its section is annulled, where an upheld objection
    has that for its consequence.
    """

    upheld: bool
    reasons: Line
    error: Error | None = None


class WithdrawObjection(OfObjection):
    """Take back an objection of your own."""


class MissRuling(OfObjection):
    """Record that the time for a ruling is over and there is none."""


class ConfirmElection(Command):
    """Record that what was declared stands: nobody can object any more, and nobody did."""

    election: UUID


@VERBS.handles(RaiseObjection)
def raise_objection(case: Case, command: RaiseObjection) -> None:
    election, _ = election_at(case, command.election)
    act = case.act_by_power(OBJECTIONS_BY)
    _must_take_objections(case, election, command)
    raised = Objection.raise_(
        case.id_for("objection"),
        act,
        ElectionId(election.id),
        election.title,
        command.subject,
        command.section,
        command.grounds,
        _rules(case),
    )
    case.add(raised)


@VERBS.handles(RuleOnObjection)
def rule_on_objection(case: Case, command: RuleOnObjection) -> None:
    objection = case.load(Objection, command.objection)
    election = case.load(Election, objection.election)
    body = case.load(Body, election.body)
    act = case.act_by_power(RETURNING_OFFICER)
    annulled = _annulled(case, act, election, body, objection, command)
    objection.rule(
        act, _rules(case), upheld=command.upheld, reasons=command.reasons, annuls=annulled
    )


@VERBS.handles(WithdrawObjection)
def withdraw_objection(case: Case, command: WithdrawObjection) -> None:
    objection = case.load(Objection, command.objection)
    objection.withdraw(case.act_by_power(OBJECTIONS_BY))


@VERBS.handles(MissRuling)
def miss_ruling(case: Case, command: MissRuling) -> None:
    act = case.act_by_service()
    case.load(Objection, command.objection).miss(act, _rules(case))


@VERBS.handles(ConfirmElection)
def confirm_election(case: Case, command: ConfirmElection) -> None:
    act = case.act_by_service()
    voting = case.load(Voting, voting_id(command.election))
    every = [case.load(Objection, one) for one in case.every(OBJECTED, command.election)]
    if any(one.is_open for one in every):
        raise OutOfOrder("An objection waits for its ruling.", rule=RULING_HOURS)
    until = voting.objections_until
    if until is not None and act.occurred_at >= until:
        settled = (one.modified_on for one in every)
        act = act.at(max(until, voting.modified_on, *settled))
    voting.confirm(act)


def _annulled(
    case: Case,
    act: Act,
    election: Election,
    body: Body,
    objection: Objection,
    command: RuleOnObjection,
) -> UUID | None:
    """Annul the vote of its section, if the ruling does; returns the ballot."""
    if command.error is None:
        return None
    if not command.upheld or objection.section is None:
        raise BadInput(
            "A vote is annulled by upholding an objection that names its section, and in no other "
            "way."
        )
    voting = case.load(Voting, voting_id(election.id))
    return annul(
        case,
        act,
        body,
        election,
        voting,
        objection.section,
        command.error,
        command.reasons,
        objection.id,
    )


def _must_take_objections(case: Case, election: Election, command: RaiseObjection) -> None:
    """Refuse what is about no section of it, or comes before or after its time."""
    if command.section is not None:
        election.terms.section(command.section)
    to_result = command.subject is Subject.RESULT
    if to_result and command.section is None:
        raise BadInput("Say to the result of which section you object.")
    if election.called_off:
        raise OutOfOrder("This election was called off.", rule=OBJECTIONS_BY)
    if election.noticed_at is None and not election.standing:
        raise TooEarly("Notice of this election has not been given yet.", rule=OBJECTIONS_BY)
    voting = case.find(Voting, voting_id(election.id))
    if voting is not None:
        voting.must_take_objections(case.now, to_result=to_result)
    elif to_result or election.counts:
        raise OutOfOrder(
            "Objections to a result are for elections in which members vote here.",
            rule=OBJECTIONS_BY,
        )


def _rules(case: Case) -> Governing:
    return Governing(opening=case.edition, current=case.edition)
