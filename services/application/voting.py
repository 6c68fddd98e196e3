"""Votes of elections: ballots called, counted, and who is elected declared and seated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from domain.ballots.choices import Choices, choices_id
from domain.bodies.body import Body
from domain.bodies.mandate import Mandate, MandateEnding, Origin
from domain.elections.count import RETURNING_OFFICER
from domain.elections.election import Election
from domain.elections.mattering import Error
from domain.elections.terms import VacancyRule
from domain.elections.vacancy import Vacancy
from domain.elections.voting import Voting, voting_id, without_a_vote
from domain.elections.voting_acts import Elected
from domain.elections.voting_terms import annulled_for, has_voting_terms, voting_terms
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.kernel.refusal import OutOfOrder
from domain.kernel.sane import Line
from domain.rules.governing import Governing
from services.application.candidates import stood_in
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.elections import election_at
from services.application.made_up import holds_over, term_end
from services.application.mandates import Ended, begin, end_seat, mandate_id
from services.application.vacated import (
    empty_again,
    filled_by,
    overtake_sections,
    undo_vacancies,
)

SUCCEEDED: Final = Ended(MandateEnding.TERM, "Their successors were elected.")
ANNULLED: Final = Ended(
    MandateEnding.LOSS_OF_QUALIFICATION, "The vote that elected them was annulled."
)
ANOTHER_SEAT: Final = Ended(MandateEnding.TERM, "They were elected to a seat, which they take.")


class CallElectionBallots(Command):
    """Call a ballot for each section of an election in which members vote."""

    election: UUID


class CountElection(Command):
    """Record who is elected, now that the ballot of each section is over."""

    election: UUID


class AnnulSection(Command):
    """Annul the vote of a section over an error, so that members vote on it again.

    `missing` papers should have been counted and were not, `wrong` ones were and should not have
    been; a paper that was counted for somebody else is one of each.
    """

    election: UUID
    section: Line
    missing: Annotated[int, Field(ge=0)]
    wrong: Annotated[int, Field(ge=0)]
    reasons: Line


class OrderRecount(Command):
    """Have the papers of a section counted again."""

    election: UUID
    section: Line
    reasons: Line


class RecordRecount(Command):
    """Record what came of counting the papers of a ballot again."""

    election: UUID
    ballot: UUID
    amiss: tuple[str, ...]


class DeclareElection(Command):
    """Declare who is elected; they take their places at once."""

    election: UUID


@VERBS.handles(CallElectionBallots)
def call_election_ballots(case: Case, command: CallElectionBallots) -> None:
    act, (election, _) = case.act_by_service(), election_at(case, command.election)
    voting = case.load(Voting, voting_id(election.id))
    if voting.waits_to_be_called:
        ballots, choices = voting.call(act, election, rules_of(case, election))
        for added in (*ballots, *choices):
            case.add(added)


@VERBS.handles(CountElection)
def count_election(case: Case, command: CountElection) -> None:
    act, election = case.act_by_service(), case.load(Election, command.election)
    voting = case.load(Voting, voting_id(election.id))
    voting.count(act, tuple(_elected(case, election, voting)))


@VERBS.handles(AnnulSection)
def annul_section(case: Case, command: AnnulSection) -> None:
    election, body = election_at(case, command.election)
    act = case.act_by_power(RETURNING_OFFICER)
    voting = case.load(Voting, voting_id(election.id))
    error = Error(missing=command.missing, wrong=command.wrong)
    annul(case, act, body, election, voting, command.section, error, command.reasons)


@VERBS.handles(OrderRecount)
def order_recount(case: Case, command: OrderRecount) -> None:
    act = case.act_by_power(RETURNING_OFFICER)
    voting = case.load(Voting, voting_id(command.election))
    voting.order_recount(act, command.section, command.reasons)


@VERBS.handles(RecordRecount)
def record_recount(case: Case, command: RecordRecount) -> None:
    act = case.act_by_service()
    case.load(Voting, voting_id(command.election)).recount(act, command.ballot, command.amiss)


@VERBS.handles(DeclareElection)
def declare_election(case: Case, command: DeclareElection) -> None:
    election, body = election_at(case, command.election)
    act = case.act_by_power(RETURNING_OFFICER)
    voting = case.load(Voting, voting_id(election.id))
    filling = filled_by(case, body, election)
    elected = tuple(_of_now(case, body, election, len(filling), voting.to_declare))
    sections = {one.section for one in election.terms.sections} - voting.standing
    voting.declare(act, elected)
    following = act.caused_by(voting.newest_act)
    taking = [(one, one.person) for one in elected if one.person and one.why_not is None]
    if not election.fills:
        _make_room(case, body, sections, following)
    for one, person in taking:
        if body.has_member(person):
            end_seat(case, body, person, ANOTHER_SEAT, following)
        _seat(case, body, one, person, filling.pop(0) if filling else None, following)


def annul(
    case: Case,
    act: Act,
    body: Body,
    election: Election,
    voting: Voting,
    section: str,
    error: Error,
    reasons: str,
    objection: UUID | None = None,
) -> UUID:
    """Annul the vote of a section; those whom it elected lose their places.  Returns its ballot."""
    ballot = voting.ballot_of(section)
    why = annulled_for(body.slug, rules_of(case, election))
    choices = case.load(Choices, choices_id(ballot))
    if not choices.chosen:
        raise OutOfOrder("This section has not been counted.", rule=RETURNING_OFFICER)
    seated = section in voting.standing
    voting.annul(act, section, error, choices.chosen[0].result, reasons, why, objection)
    following = act.caused_by(voting.newest_act)
    for seat in _seated_by(case, body, election, section) if seated else ():
        end_seat(case, body, seat.person, ANNULLED, following)
        empty_again(case, election, seat, following)
    undo_vacancies(case, election, section, ANNULLED.reason, following)
    return ballot


def _seated_by(case: Case, body: Body, election: Election, section: str) -> list[Mandate]:
    """The seats that the vote of a section gave: all of them, or those that a by-election filled.

    Whoever came in for somebody whom it elected sits by it too.
    """
    seats = [one for one in body.seats if one.origin is Origin.ELECTION]
    here = [one for one in seats if one.category == section]
    if not election.fills:
        return here
    filled = {case.load(Vacancy, one).filled_by for one in election.fills}
    return [one for one in here if one.person in filled]


def begin_vote(case: Case, election: Election, act: Act) -> None:
    """The vote falls due, once; not under rules of a time before they said how members vote."""
    slug, rules = case.load(Body, election.body).slug, rules_of(case, election)
    if has_voting_terms(slug, rules) and case.find(Voting, voting_id(election.id)) is None:
        terms = voting_terms(slug, rules, election.terms)
        case.add(Voting.fall_due(act, election, terms))


def rules_of(case: Case, election: Election) -> Governing:
    """The rules that an election is judged by: those it was called under, and those of now."""
    called_under = case.rulebook.edition(election.terms.edition)
    return Governing(opening=called_under, current=case.edition)


def _elected(case: Case, election: Election, voting: Voting) -> Iterator[Elected]:
    """By the count of each section's ballot, and where nobody votes by standing alone."""
    ballots = {one.section: one.ballot for one in voting.ballots}
    for standing in election.standing:
        names = without_a_vote(standing)
        people = {one.name: one.person for one in stood_in(case, election.id, standing.section)}
        if standing.section in ballots:
            choices = case.load(Choices, choices_id(ballots[standing.section]))
            names = choices.chosen[0].result.elected
        for name in names:
            yield Elected(section=standing.section, name=name, person=people.get(name))


def _as_of_now(case: Case, body: Body, one: Elected) -> Elected:
    """Somebody who left since the count, or sits there by a post, takes no place of their own."""
    member = None if one.person is None else case.member(one.person)
    if member is not None and not member.present:
        return one.model_copy(update={"why_not": "They are no member any more."})
    seat = None if one.person is None else body.seat_of(one.person)
    if seat is not None and seat.origin is Origin.EX_OFFICIO:
        return one.model_copy(update={"why_not": "They sit there by virtue of a post."})
    return one


def _of_now(
    case: Case, body: Body, election: Election, filling: int, elected: tuple[Elected, ...]
) -> Iterator[Elected]:
    """Who takes a place; in a by-election, of so many places that are still empty."""
    for one in elected:
        now = _as_of_now(case, body, one)
        if election.fills and now.person is not None and now.why_not is None:
            if not filling:
                now = now.model_copy(update={"why_not": "The place is not empty any more."})
            filling -= 1 if filling else 0
        yield now


def _make_room(case: Case, body: Body, sections: set[str], act: Act) -> None:
    """End the seats of those who were elected before them, to the same sections or to none."""
    for seat in body.seats:
        if seat.origin is Origin.ELECTION and seat.category in (None, *sections):
            end_seat(case, body, seat.person, SUCCEEDED, act)
    overtake_sections(case, body, sections, "All places of its section were elected.", act)


def _seat(
    case: Case, body: Body, one: Elected, person: PersonId, filling: Vacancy | None, act: Act
) -> None:
    """Give somebody a seat; one that fills a vacancy has the rest of the term."""
    rest = None if filling is None else filling.place
    mandate = Mandate(
        id=mandate_id(act, body, person, None),
        person=person,
        name=one.name,
        how="elected by the members",
        origin=Origin.ELECTION,
        category=one.section,
        until=term_end(case, body, Origin.ELECTION) if rest is None else rest.until,
        holds_over=holds_over(case, body, Origin.ELECTION) if rest is None else rest.holds_over,
    )
    begin(case, body, mandate, act)
    if filling is not None:
        following = act.caused_by(body.newest_act).no_earlier(filling.modified_on)
        filling.fill(following, person, one.name, VacancyRule.BY_ELECTION)
