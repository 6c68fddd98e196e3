"""What a seat leaves that ends early and was given by members: a place to be filled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.mandate import Mandate, MandateEnding, Origin
from domain.elections.election import Election
from domain.elections.terms import VacancyRule, election_rule
from domain.elections.vacancy import ANSWER_DAYS, Place, State, Vacancy, vacancy_id
from domain.elections.voting import Voting
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, ElectionId
from domain.rules.governing import Governing
from domain.rules.values import Days
from services.application.candidates import stood_in
from services.application.case import Case
from services.store.scanned import Scan

IN_THE_BODY: Final[Scan[UUID]] = Scan(
    (Vacancy.Arose.TOPIC,), lambda act: act.event.body, lambda act: act.event.originator_id
)
"""The vacancies of each body."""
OF_THE_ELECTION: Final[Scan[UUID]] = Scan(
    (Vacancy.Arose.TOPIC,), lambda act: act.event.election, lambda act: act.event.originator_id
)
"""The vacancies left by whom each election elected."""
_VOTES: Final = Scan(
    (Voting.FellDue.TOPIC,), lambda act: act.event.body, lambda act: act.event.originator_id
)
NO_VACANCY: Final = (MandateEnding.TERM, MandateEnding.DISSOLUTION)


def leave_vacancy(case: Case, body: Body, seat: Mandate, ending: MandateEnding, act: Act) -> None:
    """A vacancy arises where members elected whoever had the seat, and its term was not over."""
    if seat.origin is not Origin.ELECTION or ending in NO_VACANCY or body.dissolved:
        return
    for election, place in _left_by(case, body, seat):
        found = case.find(Vacancy, vacancy_id(seat.id))
        if found is None:
            at = (ElectionId(election.id), BodyId(body.id), election.title)
            number = election.terms.edition
            case.add(Vacancy.arise(vacancy_id(seat.id), act, *at, place, number))
        return


def open_of(case: Case, vacancies: Iterable[UUID]) -> Iterator[Vacancy]:
    """Those of them that are still to be filled, in this order."""
    for one in vacancies:
        found = case.load(Vacancy, one)
        if found.is_open:
            yield found


def overtake(case: Case, vacancies: Iterable[UUID], reason: str, act: Act) -> None:
    """Record of those which are still to be filled that there is nothing left to fill."""
    for one in open_of(case, vacancies):
        one.overtake(act.no_earlier(one.modified_on), reason)


def overtake_sections(
    case: Case, body: Body, sections: Collection[str], reason: str, act: Act
) -> None:
    """Record it of all places of these sections."""
    here = case.every(IN_THE_BODY, body.id)
    in_them = (one for one in here if case.load(Vacancy, one).place.section in sections)
    overtake(case, in_them, reason, act)


def filled_by(case: Case, body: Body, election: Election) -> list[Vacancy]:
    """The places that a by-election is to fill; none if the election is none."""
    here = open_of(case, case.every(IN_THE_BODY, body.id)) if election.fills else iter(())
    return [one for one in here if election.id in one.by_elections]


def undo_vacancies(case: Case, election: Election, section: str, reason: str, act: Act) -> None:
    """The vote of a section was annulled: what those left whom it elected is not to be filled."""
    left = (case.load(Vacancy, one) for one in case.every(OF_THE_ELECTION, election.id))
    overtake(case, (one.id for one in left if one.place.section == section), reason, act)


def empty_again(case: Case, election: Election, seat: Mandate, act: Act) -> None:
    """Whoever came in by a by-election lost the place: the same by-election fills it."""
    for one in election.fills:
        before = case.load(Vacancy, one)
        if before.filled_by == seat.person:
            at = (before.election, before.body, before.title)
            place = before.place.model_copy(update={"rule": VacancyRule.BY_ELECTION})
            vacancy = Vacancy.arise(vacancy_id(seat.id), act, *at, place, before.edition)
            case.add(vacancy).call_by_election(act, ElectionId(election.id))


def fill_by_co_option(case: Case, body: Body, mandate: Mandate, act: Act) -> None:
    """A co-option fills the place that has waited longest for one, if any does."""
    if mandate.origin is not Origin.CO_OPTION:
        return
    for one in open_of(case, case.every(IN_THE_BODY, body.id)):
        if one.state is State.CO_OPTION:
            filling = act.no_earlier(one.modified_on)
            one.fill(filling, mandate.person, mandate.name, VacancyRule.CO_OPTION)
            return


def _left_by(case: Case, body: Body, seat: Mandate) -> Iterator[tuple[Election, Place]]:
    """The newest election that gave the seat, and the place that is empty by its terms."""
    section = seat.category
    for vote in reversed(case.every(_VOTES, body.id)):
        voting = case.load(Voting, vote)
        if section is None or section not in voting.standing:
            continue
        election = case.load(Election, voting.election)
        stood = stood_in(case, election.id, section)
        left = next((one for one in stood if one.person == seat.person), None)
        if left is None or election.terms.vacancy_rule not in list(VacancyRule):
            continue
        ballots = {one.section: one.ballot for one in voting.ballots}
        yield (
            election,
            Place(
                body=body.slug,
                section=section,
                left=left,
                rule=VacancyRule(election.terms.vacancy_rule),
                answer=_time_to_answer(case, body, election),
                stood=stood,
                ballot=ballots.get(section),
                until=seat.until,
                holds_over=seat.holds_over,
            ),
        )


def _time_to_answer(case: Case, body: Body, election: Election) -> Days | None:
    rule = election_rule(body.slug, ANSWER_DAYS)
    called_under = case.rulebook.edition(election.terms.edition)
    rules = Governing(opening=called_under, current=case.edition)
    return rules.value(rule, Days) if rules.has(rule) else None
