"""Nominations in an election: opened, made, supported, accepted, ruled on, and settled in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.elections.count import RETURNING_OFFICER
from domain.elections.election import Election
from domain.elections.nominating import Breach, Due
from domain.elections.nomination import Nomination, Ruling
from domain.elections.voting_terms import voting_terms
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId, derived
from domain.kernel.refusal import OutOfOrder, RuleBroken
from domain.kernel.sane import Line
from domain.powers import About
from domain.rules.governing import Governing
from services.application.candidates import nominations_of, on_the_paper
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.elections import CALLED_BY, election_at
from services.application.voting import begin_vote

NOMINATED_BY: Final = RuleId("elections.nominated_by")
ANSWERED_BY: Final = RuleId("elections.answered_by")


class OpenNominations(Command):
    """Give notice of an election: nominations are open, as long as the rules say."""

    election: UUID


class Nominate(Command):
    """Nominate somebody for a section, by the name that will stand on the paper; or yourself."""

    election: UUID
    section: Line
    person: PersonId
    name: Line


class SupportNomination(Command):
    """Nominate somebody who has been nominated by others too."""

    nomination: UUID


class AcceptNomination(Command):
    """Accept a nomination; say to which groups you belong and what the voters should read."""

    nomination: UUID
    groups: tuple[Line, ...] = ()
    statement: str = ""


class WithdrawNomination(Command):
    """Decline a nomination, or withdraw before it is settled who stands."""

    nomination: UUID


class RuleOnNomination(Command):
    """Rule whether a nomination is valid, with reasons."""

    nomination: UUID
    valid: bool
    reasons: str


class CallOffElection(Command):
    """Call an election off while its nominations are open."""

    election: UUID
    reason: Line


class FollowNominations(Command):
    """Record what has come of nominations by now: they closed, or it is settled who stands."""

    election: UUID


@VERBS.handles(OpenNominations)
def open_nominations(case: Case, command: OpenNominations) -> None:
    election, body = election_at(case, command.election)
    act = case.act_by_power(RETURNING_OFFICER)
    called_under = case.rulebook.edition(election.terms.edition)
    rules = Governing(opening=called_under, current=case.edition)
    voting_terms(body.slug, rules, election.terms)  # refused here, while a rule can still be made
    election.open_nominations(act, body, rules)


@VERBS.handles(Nominate)
def nominate(case: Case, command: Nominate) -> None:
    election, _ = election_at(case, command.election)
    act = case.act_by_power(NOMINATED_BY)
    before = nominations_of(case, election.id)
    _must_be_new(before, command)
    _must_be_eligible(case, election, command.section, command.person)
    if case.by.person != command.person:
        _must_be_eligible(case, election, command.section, case.by.person)
    nomination = _next_id(before, command)
    who = (command.person, command.name)
    case.add(Nomination.make(nomination, act, election, command.section, who))


@VERBS.handles(SupportNomination)
def support_nomination(case: Case, command: SupportNomination) -> None:
    found, election = _nomination(case, command.nomination)
    act = case.act_by_power(NOMINATED_BY)
    _must_be_eligible(case, election, found.section, case.by.person)
    found.support(act, election)


@VERBS.handles(AcceptNomination)
def accept_nomination(case: Case, command: AcceptNomination) -> None:
    found, election = _nomination(case, command.nomination)
    found.accept(_by_the_candidate(case, found), election, command.groups, command.statement)


@VERBS.handles(WithdrawNomination)
def withdraw_nomination(case: Case, command: WithdrawNomination) -> None:
    found, election = _nomination(case, command.nomination)
    found.withdraw(_by_the_candidate(case, found), election)


@VERBS.handles(RuleOnNomination)
def rule_on_nomination(case: Case, command: RuleOnNomination) -> None:
    found, election = _nomination(case, command.nomination)
    act = case.act_by_power(RETURNING_OFFICER)
    found.rule_on(act, election, Ruling(valid=command.valid, reasons=command.reasons))


@VERBS.handles(CallOffElection)
def call_off_election(case: Case, command: CallOffElection) -> None:
    election, _ = election_at(case, command.election)
    election.call_off(case.act_by_power(CALLED_BY), command.reason)


@VERBS.handles(FollowNominations)
def follow_nominations(case: Case, command: FollowNominations) -> None:
    election = case.load(Election, command.election)
    act = case.act_by_service()
    while (due := election.next_due) is not None and due.moment <= case.now:
        _take(case, election, due, act)
    if election.is_settled:
        begin_vote(case, election, act.at(election.modified_on))


def _take(case: Case, election: Election, due: Due, act: Act) -> None:
    """Nominations of a section close, or it is settled who stands there; at its own moment."""
    at_due, section = act.at(due.moment), due.window.section
    made = [one for one in nominations_of(case, election.id) if one.section == section]
    if section not in election.checked:
        defective = sum(one.find_defects(at_due, election) for one in made)
        election.check(at_due, section, len(made), defective)
        return
    why_not = {one.id: _why_not(case, election, one, due.moment) for one in made}
    standing = on_the_paper(case, [one for one in made if why_not[one.id] is None])
    election.settle(at_due, section, standing, case.now)
    if election.of_section(section) is not None:
        for one in made:
            one.settle(at_due, election, why_not[one.id])


def _why_not(case: Case, election: Election, found: Nomination, moment: datetime) -> str | None:
    """Why somebody does not stand; who is no member by then does not, whatever was ruled."""
    terms, _ = election.nominating_in(found.section)
    why = found.why_not(terms)
    if why is not None:
        return why
    breach = _breach(case, election, found.section, found.person, moment)
    return None if breach is None else breach[0]


def _breach(
    case: Case, election: Election, section: str, person: PersonId, moment: datetime
) -> Breach | None:
    terms, _ = election.nominating_in(section)
    suspended = case.powerless(person, moment)
    if suspended is not None:
        return "Whoever is suspended neither stands in an election nor nominates.", suspended
    return terms.breach_by(case.member(person), section, moment)


def _must_be_eligible(case: Case, election: Election, section: str, person: PersonId) -> None:
    breach = _breach(case, election, section, person, case.now)
    if breach is not None:
        raise RuleBroken(breach[0], rule=breach[1])


def _next_id(before: Sequence[Nomination], command: Nominate) -> UUID:
    """The id of somebody's next nomination: two who nominate them at once can't both begin it."""
    earlier = sum(one.person == command.person for one in before)
    return derived(command.election, "nomination", command.person, earlier)


def _must_be_new(before: Sequence[Nomination], command: Nominate) -> None:
    """Somebody stands in one section, and no two on one paper have the same name."""
    for one in before:
        if one.withdrawn:
            continue
        if one.person == command.person:
            raise OutOfOrder(f"{one.name} has been nominated already. Support that nomination.")
        if one.section == command.section and one.name == command.name:
            raise OutOfOrder(
                f"Somebody named {one.name} has been nominated here already. Add something that "
                "tells them apart."
            )


def _nomination(case: Case, nomination: UUID) -> tuple[Nomination, Election]:
    found = case.load(Nomination, nomination)
    election, _ = election_at(case, found.election)
    return found, election


def _by_the_candidate(case: Case, found: Nomination) -> Act:
    return case.act_by_power(ANSWERED_BY, about=About(person=found.person))
