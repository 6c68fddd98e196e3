"""Scrutineers of ballots: somebody is named, and reports before anything is counted."""

from __future__ import annotations

from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.scrutiny import Findings, Scrutiny, scrutiny_id
from domain.ballots.terms import NAMED_BY, SCRUTINEER
from domain.bodies.body import Body
from domain.elections.election import Election
from domain.endorsements.endorsement import Endorsement
from domain.kernel.act import Authority
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed
from domain.kernel.sane import Line
from services.application.candidates import nominations_of
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.primary_motions import motions_of


class NameScrutineer(Command):
    """Name who reports on a ballot before it is counted; with a reason if somebody was named."""

    ballot: UUID
    person: PersonId
    name: Line
    reason: str = ""


class ReportOnBallot(Command):
    """Report on a ballot as its scrutineer, after the close and before anything is counted."""

    ballot: UUID
    findings: Findings


@VERBS.handles(NameScrutineer)
def name_scrutineer(case: Case, command: NameScrutineer) -> None:
    ballot = case.load(Ballot, command.ballot)
    act = case.act_by_power(NAMED_BY)
    case.must_not_have_died(command.person)
    _must_not_be_concerned(case, ballot, command)
    found = case.find(Scrutiny, scrutiny_id(ballot.id))
    if found is None:
        case.add(Scrutiny.begin(act, ballot, command.person, command.name))
    else:
        found.replace(act, ballot, command.person, command.name, command.reason.strip())


@VERBS.handles(ReportOnBallot)
def report_on_ballot(case: Case, command: ReportOnBallot) -> None:
    ballot = case.load(Ballot, command.ballot)
    found = case.load(Scrutiny, scrutiny_id(ballot.id))
    found.must_be_by(case.by.person)
    barred = case.powerless(case.by.person)
    if barred is not None:
        raise NotAllowed("You are suspended, so somebody else has to be named.", rule=barred)
    held = Authority(kind="post", name="the scrutineer of a ballot", id=str(found.id))
    found.report(case.act(held), ballot, command.findings)


def _must_not_be_concerned(case: Case, ballot: Ballot, named: NameScrutineer) -> None:
    """Refuse whoever stands in the election, or sits in what is elected, or asked for support."""
    if ballot.terms.endorsement is not None:
        asked = case.load(Endorsement, ballot.terms.endorsement).standing
        if any(one.person == named.person for one in asked):
            raise NotAllowed(
                f"{named.name} asked to be endorsed, and can't watch over it.", rule=SCRUTINEER
            )
    if ballot.terms.policy_primary is not None:
        put = motions_of(case, ballot.terms.policy_primary)
        if any(one.person == named.person and not one.withdrawn for one in put):
            raise NotAllowed(
                f"{named.name} put a motion to this primary, and can't watch over it.",
                rule=SCRUTINEER,
            )
    if ballot.terms.election is None:
        return
    election = case.load(Election, ballot.terms.election)
    stand = (one.person for one in nominations_of(case, election.id) if one.stands)
    if named.person in stand:
        raise NotAllowed(
            f"{named.name} stands in this election, and can't watch over it.", rule=SCRUTINEER
        )
    if case.load(Body, election.body).has_member(named.person):
        raise NotAllowed(
            f"{named.name} sits in what is elected, and can't watch over it.", rule=SCRUTINEER
        )
