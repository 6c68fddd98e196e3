"""Places that fell empty: offered to whom the papers name, answered, or put to members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Mandate, Origin
from domain.bodies.member import Member
from domain.counting.filling import Basis
from domain.counting.result import CountResult
from domain.elections.election import Election
from domain.elections.terms import VACANCY, WOMEN, election_rule, terms_of
from domain.elections.vacancy import ANSWER_DAYS, State, Stood, Vacancy
from domain.elections.voting import Voting, voting_id
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import ElectionId
from domain.kernel.refusal import NotAllowed, OutOfOrder
from domain.kernel.sane import Line
from domain.powers import About
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.elections import CALLED_BY
from services.application.mandates import begin, mandate_id
from services.application.nominations import ANSWERED_BY
from services.application.vacated import IN_THE_BODY, OF_THE_ELECTION

Kind = TypeVar("Kind", bound=Aggregate)


class OfVacancy(Command):
    """A command on a vacancy."""

    vacancy: UUID


class OfferPlace(OfVacancy):
    """Ask whom the papers name whether they take the place."""

    basis: Basis
    count: CountResult
    name: str


class LeaveToMembers(OfVacancy):
    """Record that the papers fill a place with nobody, so that members vote."""

    reason: str
    basis: Basis | None = None
    count: CountResult | None = None


class LapseOffer(OfVacancy):
    """Record that whoever was asked did not answer in time."""


class EndVacancy(OfVacancy):
    """Record that the term of a place is over, so that there is nothing left to fill."""


class AcceptPlace(OfVacancy):
    """Take the place that you are offered."""


class DeclinePlace(OfVacancy):
    """Do not take the place that you are offered."""


class CallByElection(Command):
    """Call a by-election for the places of a section that wait for one."""

    body: Line
    section: Line
    title: Line


@VERBS.handles(OfferPlace)
def offer_place(case: Case, command: OfferPlace) -> None:
    act, vacancy = case.act_by_service(), case.load(Vacancy, command.vacancy)
    if command.basis != basis_of(case, vacancy, case.every(OF_THE_ELECTION, vacancy.election)):
        raise OutOfOrder(
            "Who sits has changed since the papers were counted: count them again.",
            rule=vacancy.place.rule_of(VACANCY),
        )
    vacancy.offer(act, command.basis, command.count, command.name)


@VERBS.handles(LeaveToMembers)
def leave_to_members(case: Case, command: LeaveToMembers) -> None:
    act, vacancy = case.act_by_service(), case.load(Vacancy, command.vacancy)
    vacancy.leave_to_members(act, command.reason, command.basis, command.count)


@VERBS.handles(LapseOffer)
def lapse_offer(case: Case, command: LapseOffer) -> None:
    act = case.act_by_service()
    case.load(Vacancy, command.vacancy).lapse(act)


@VERBS.handles(EndVacancy)
def end_vacancy(case: Case, command: EndVacancy) -> None:
    act, vacancy = case.act_by_service(), case.load(Vacancy, command.vacancy)
    ends = vacancy.term_ends
    if ends is not None and act.occurred_at >= ends:
        at = act.at(max(ends, vacancy.modified_on))
        vacancy.overtake(at, "The term of whoever left it is over.")


@VERBS.handles(AcceptPlace)
def accept_place(case: Case, command: AcceptPlace) -> None:
    vacancy = case.load(Vacancy, command.vacancy)
    act = case.act_by_power(ANSWERED_BY, about=About(person=vacancy.offered_to))
    body = case.load(Body, vacancy.body)
    member = case.member(case.by.person)
    if member is None or not member.present:
        raise NotAllowed("Only a member takes the place.", rule=vacancy.place.rule_of(ANSWER_DAYS))
    vacancy.accept(act)
    person = case.by.person
    mandate = Mandate(
        id=mandate_id(act, body, person, None),
        person=person,
        name=next(one.name for one in vacancy.place.stood if one.person == person),
        how="by the papers of the election, in place of somebody who left",
        origin=Origin.ELECTION,
        category=vacancy.place.section,
        until=vacancy.place.until,
        holds_over=vacancy.place.holds_over,
    )
    begin(case, body, mandate, act.caused_by(vacancy.newest_act))


@VERBS.handles(DeclinePlace)
def decline_place(case: Case, command: DeclinePlace) -> None:
    vacancy = case.load(Vacancy, command.vacancy)
    vacancy.decline(case.act_by_power(ANSWERED_BY, about=About(person=vacancy.offered_to)))


@VERBS.handles(CallByElection)
def call_by_election(case: Case, command: CallByElection) -> None:
    body = case.load(Body, body_id(command.body))
    act = case.act_by_power(CALLED_BY)
    body.must_live()
    terms = terms_of(body.slug, case.edition)
    places = terms.section(command.section).section
    waiting = tuple(_waiting(case, body, places))
    if not waiting:
        raise OutOfOrder(
            f"No place of {places.replace('_', ' ')} waits for a by-election.",
            rule=election_rule(body.slug, VACANCY),
        )
    women = sum(WOMEN in one.groups for one in _sitting(body, waiting[-1]))
    here = terms.for_vacancies(places, len(waiting), women)
    fills = tuple(one.id for one in waiting)
    election = case.id_for("election")
    called = case.add(Election.call(election, act, body, command.title, here, fills))
    for one in waiting:
        one.call_by_election(act.caused_by(called.newest_act), ElectionId(election))


class Found(Protocol):
    """Where things are found: a case, or the store."""

    def load(self, kind: type[Kind], stream: UUID) -> Kind: ...

    def find(self, kind: type[Kind], stream: UUID) -> Kind | None: ...


def basis_of(at: Found, vacancy: Vacancy, vacancies: Sequence[UUID]) -> Basis:
    """Who left, who sits, and who else can't come in; `vacancies`: all of that election.

    Whoever is asked to take another place of the section counts as sitting.
    """
    body = at.load(Body, vacancy.body)
    every = [at.load(Vacancy, one) for one in vacancies]
    asked = {one.offered_to for one in every if one.id != vacancy.id}
    left = vacancy.place.left.name
    sitting = {one.name for one in _sitting(body, vacancy)}
    sitting |= {one.name for one in vacancy.place.stood if one.person in asked}
    gone = {one.place.left.person for one in every}
    empty = {one.place.left.name for one in every if _is_empty(one, vacancy)}
    others = [one for one in vacancy.place.stood if one.name not in (left, *sitting)]
    out = {one.name for one in others if one.person in gone or not _able(at, body, vacancy, one)}
    names = {"empty": empty - {left} - sitting, "sitting": sitting, "out": out}
    return Basis(left=left, **{which: tuple(sorted(these)) for which, these in names.items()})


def comes_after(at: Found, vacancy: Vacancy, vacancies: Sequence[UUID]) -> bool:
    """Whether the papers are to be counted for an earlier vacancy of the same section first."""
    before = (at.load(Vacancy, one) for one in vacancies[: vacancies.index(vacancy.id)])
    same = (one for one in before if one.place.section == vacancy.place.section)
    return any(one.state is State.SEEKING for one in same)


def _sitting(body: Body, vacancy: Vacancy) -> Iterator[Stood]:
    """Who stood with whoever left, and has a seat of that section now."""
    for one in vacancy.place.stood:
        seat = body.seat_of(one.person)
        elected = seat is not None and seat.origin is Origin.ELECTION
        if elected and seat is not None and seat.category == vacancy.place.section:
            yield one


def _is_empty(one: Vacancy, vacancy: Vacancy) -> bool:
    """Whether it is another place of the section for which nobody is asked yet."""
    same = one.place.section == vacancy.place.section and one.id != vacancy.id
    return same and one.is_open and one.state is not State.OFFERED


def _able(at: Found, body: Body, vacancy: Vacancy, one: Stood) -> bool:
    member = at.find(Member, one.person)
    present = member is not None and member.present
    return present and one.person not in vacancy.passed_over and not body.has_member(one.person)


def _waiting(case: Case, body: Body, section: str) -> Iterator[Vacancy]:
    """The places of a section that wait for a by-election and have none under way."""
    for one in case.every(IN_THE_BODY, body.id):
        vacancy = case.load(Vacancy, one)
        here = vacancy.place.section == section and vacancy.state is State.BY_ELECTION
        if here and not any(_under_way(case, called) for called in vacancy.by_elections):
            yield vacancy


def _under_way(case: Case, election: ElectionId) -> bool:
    if case.load(Election, election).called_off:
        return False
    voting = case.find(Voting, voting_id(election))
    return voting is None or not voting.declared
