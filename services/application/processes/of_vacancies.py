"""The step of a vacancy: the papers counted, somebody asked, and asked again whoever is next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from domain.counting.filling import Basis, FilledBy
from domain.counting.ties import TieUndecided
from domain.elections.vacancy import ANSWER_DAYS, State, Vacancy
from domain.kernel.moments import seconds_left
from domain.kernel.refusal import BadInput, RuleBroken
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.application.vacancies import (
    EndVacancy,
    LapseOffer,
    LeaveToMembers,
    OfferPlace,
    basis_of,
    comes_after,
)
from services.application.vacated import OF_THE_ELECTION
from services.store.port import Store
from services.voting.recounting import Opened, opened_box, opened_bundle
from workflows.contract import VACANCY, Progress, Step

ANSWER: Final = "Whoever is asked to take an empty place has to answer before"
OVER: Final = "The term of an empty place is over"
NOBODY: Final = "Nobody is left who stood and could take the place."
QUOTAS: Final = "With none of those who are left can the quotas of the election be kept."
TIED: Final = "Those who come next are tied, and no lot of this election says who it is."
NO_VOTE: Final = "Nobody voted in this section, so no papers say who comes next."
NO_TIME: Final = "No rule says how long whoever is asked has to answer."
NO_PAPERS: Final = "The papers of this election are not to be had here."
WAITS: Final = {
    State.BY_ELECTION: "Waits for a by-election.",
    State.CO_OPTION: "Waits for a co-option.",
}


def fill_place(steps: Steps, step: Step) -> Progress:
    """Done once the place is filled, or there is nothing left to fill."""
    vacancy = steps.store.load(Vacancy, step.process_id)
    if not vacancy.is_open:
        return DONE
    ends, now = vacancy.term_ends, steps.store.now()
    if ends is not None and now >= ends:
        steps.once(EndVacancy(vacancy=vacancy.id), step, ends)
        return DONE
    if vacancy.state in WAITS:
        left = None if ends is None else seconds_left(now, ends)
        return Progress(done=False, seconds_left=left, waiting_for=WAITS[vacancy.state])
    if vacancy.state is State.SEEKING:
        if comes_after(steps.store, vacancy, OF_THE_ELECTION.of(steps.store, vacancy.election)):
            waits = "Waits for the papers to be counted for another place of the section."
            return Progress(done=False, seconds_left=1, waiting_for=waits)
        _seek(steps, step, vacancy)
        return fill_place(steps, step)
    assert vacancy.due is not None
    if now < vacancy.due:
        return steps.until(vacancy.due, ANSWER, vacancy.place.rule_of(ANSWER_DAYS))
    steps.once(LapseOffer(vacancy=vacancy.id), step, _turn(vacancy, "lapse"))
    return fill_place(steps, step)


def _seek(steps: Steps, step: Step, vacancy: Vacancy) -> None:
    """Ask whoever is next; where nobody is, members vote."""
    by, missing = vacancy.by_papers, _missing(vacancy)
    opened = None if missing else _opened(steps, vacancy)
    if by is None or opened is None:
        _leave(steps, step, vacancy, missing or NO_PAPERS)
        return
    others = OF_THE_ELECTION.of(steps.store, vacancy.election)
    _ask(steps, step, vacancy, opened, basis_of(steps.store, vacancy, others), by)


def _ask(
    steps: Steps, step: Step, vacancy: Vacancy, opened: Opened, basis: Basis, by: FilledBy
) -> None:
    try:
        found = opened.filling(basis, by)
    except TieUndecided:
        _leave(steps, step, vacancy, TIED, basis)
        return
    except RuleBroken:
        _leave(steps, step, vacancy, QUOTAS, basis)
        return
    except BadInput as why_not:
        _leave(steps, step, vacancy, str(why_not), basis)
        return
    if found.name is None:
        told = LeaveToMembers(vacancy=vacancy.id, reason=NOBODY, basis=basis, count=found.result)
        steps.once(told, step, _turn(vacancy, "leave"))
        return
    offer = OfferPlace(vacancy=vacancy.id, basis=basis, count=found.result, name=found.name)
    steps.once(offer, step, _turn(vacancy, "offer"))


def _leave(
    steps: Steps, step: Step, vacancy: Vacancy, reason: str, basis: Basis | None = None
) -> None:
    told = LeaveToMembers(vacancy=vacancy.id, reason=reason, basis=basis)
    steps.once(told, step, _turn(vacancy, "leave"))


def _missing(vacancy: Vacancy) -> str | None:
    """Why no papers can be asked, as a sentence; None if they can."""
    if vacancy.place.ballot is None:
        return NO_VOTE
    return NO_TIME if vacancy.place.answer is None else None


def _opened(steps: Steps, vacancy: Vacancy) -> Opened | None:
    assert vacancy.place.ballot is not None
    ballot = steps.store.load(Ballot, vacancy.place.ballot)
    if not ballot.is_blind:
        choices = steps.store.load(Choices, choices_id(ballot.id))
        return opened_box(steps.boxes, ballot, choices)
    text = None if steps.blind is None else steps.blind.published(ballot.id)
    return None if text is None else opened_bundle(text, "what was published")


def _turn(vacancy: Vacancy, what: str) -> str:
    """What tells asking the next one from asking the same one twice."""
    return f"{what} {len(vacancy.passed_over)}"


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    vacancy = store.load(Vacancy, process)
    if vacancy.state is State.OFFERED and vacancy.due is not None:
        yield Moment(vacancy.due, process, ANSWER)
    if vacancy.is_open and vacancy.term_ends is not None:
        yield Moment(vacancy.term_ends, process, OVER)


VACANCIES = ProcessKind(
    name=VACANCY,
    begins=Vacancy.Arose,
    ends=(Vacancy.Filled, Vacancy.Overtaken),
    steps=(fill_place,),
    ahead=_ahead,
    reads=(Vacancy,),
    moves=(Vacancy.Declined, Vacancy.Filled, Vacancy.Overtaken),
)
