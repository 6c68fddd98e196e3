"""What has fallen due and is not on record yet, what falls due next, and what waits for a ruling.

It is read from the log itself.  The board shows it as late; a rehearsal waits until there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from domain.actions.action import Action, Status
from domain.ballots.ballot import Ballot
from domain.bodies.body import Body
from domain.bodies.cooption import CoOption, State
from domain.bodies.office import TermsOfOffice
from domain.cycle.assembly import Assembly, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.formation.formation import Formation
from domain.formation.groups import Duty as FormationDuty
from domain.meetings.calendar import Duty
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.meetings.year import BodyYear
from domain.reports.report import Report
from domain.rules.collisions import Collision
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.application.consistency import at_odds
from services.application.cycles import ASSEMBLIES, cycle_ballot
from services.application.processes import open_processes
from services.application.steps.of_actions import reminder_at
from services.application.steps.of_meetings import REMINDED, reminder_of
from services.store.port import Store
from workflows.contract import (
    ACTION,
    ASSEMBLY,
    BALLOT,
    BODY_YEAR,
    COOPTION,
    COUNT,
    CYCLE,
    FORMATION,
    MEETING,
    REPORT,
    RESOLUTION,
    TERMS,
)


class Moment(NamedTuple):
    """Something that a process does at a moment."""

    due: datetime
    process: UUID
    what: str


class Wanted(NamedTuple):
    """A ruling that is wanted: on a collision on record, or on one to come (no number yet)."""

    process: UUID | None
    collision: int | None
    what: str


def rulings_wanted(store: Store) -> list[Wanted]:
    """What carried proposals left in dispute, and what proposals on their way would."""
    rulebook = store.find(Rulebook, RULEBOOK_ID)
    if rulebook is None:
        return []
    on_record = [
        Wanted(found.process, found.number, found.collision.sentence)
        for found in rulebook.collisions
        if found.is_open
    ]
    return on_record + [
        Wanted(one.process, None, collision.sentence)
        for one in open_processes(store)
        if one.kind == CYCLE
        for collision in _foreseen(store, rulebook, one.process)
    ]


def _foreseen(store: Store, rulebook: Rulebook, process: UUID) -> tuple[Collision, ...]:
    cycle = store.load(Cycle, process)
    return at_odds(cycle, rulebook, store.now(), partial(store.load, Proposal))


def moments(store: Store) -> list[Moment]:
    """Everything that open processes still have before them, soonest first."""
    found = [
        moment for one in open_processes(store) for moment in _READ[one.kind](store, one.process)
    ]
    return sorted(found)


def overdue(store: Store) -> list[Moment]:
    """What has fallen due and is not on record."""
    now = store.now()
    return [moment for moment in moments(store) if moment.due <= now]


def next_moment(store: Store) -> datetime | None:
    """When something falls due next."""
    ahead = [moment.due for moment in moments(store)]
    return ahead[0] if ahead else None


def _of_cycle(store: Store, process: UUID) -> Iterator[Moment]:
    cycle = store.load(Cycle, process)
    for stage in cycle.calendar.stages:
        if stage.name not in cycle.closed:
            yield Moment(stage.due, process, f"{stage.name.heading} ends")
        if (
            stage.name in ASSEMBLIES
            and store.find(Assembly, assembly_id(process, stage.name)) is None
        ):
            yield Moment(stage.opens, process, f"{stage.name.heading} is convened")
    ballot = store.find(Ballot, cycle_ballot(process))
    if ballot is None and cycle.standing_entries:
        opens = cycle.calendar.stage(StageName.PREPARATION).opens
        yield Moment(opens, process, "The ballot is called")
    yield Moment(cycle.calendar.stage(StageName.BALLOT).due, process, "The results are enacted")


def _of_assembly(store: Store, process: UUID) -> Iterator[Moment]:
    assembly = store.load(Assembly, process)
    yield Moment(assembly.due, process, f"{assembly.title} passes its texts on")


def _of_ballot(store: Store, process: UUID) -> Iterator[Moment]:
    ballot = store.load(Ballot, process)
    if ballot.roll is None:
        yield Moment(ballot.terms.joined_by, process, "The roll is frozen")
    if not ballot.opened:
        yield Moment(ballot.hours.opens, process, "Voting opens")
    for planned in ballot.terms.remind_at:
        if planned not in ballot.reminded and planned < ballot.hours.closes:
            yield Moment(planned, process, "Reminders go out")
    yield Moment(ballot.hours.closes, process, "Voting closes and is counted")


def _of_count(store: Store, process: UUID) -> Iterator[Moment]:
    """A count waits for people and for no moment."""
    return iter(())


def _of_meeting(store: Store, process: UUID) -> Iterator[Moment]:
    """What is due before a meeting; its opening and its end are for people, at no moment."""
    meeting = store.load(Meeting, process)
    for due in meeting.calendar:
        if due.duty not in meeting.missed and not meeting.is_done(Duty(due.duty)):
            yield Moment(due.at, process, f"{due.duty.words} is due")
    ahead = reminder_of(store, meeting)
    if ahead is not None:
        yield Moment(ahead[0], process, REMINDED)


def _of_terms(store: Store, process: UUID) -> Iterator[Moment]:
    body = store.load(Body, store.load(TermsOfOffice, process).body)
    ahead = body.next_term_end()
    if ahead is not None:
        yield Moment(ahead, process, f"A term in {body.name} ends")


def _of_cooption(store: Store, process: UUID) -> Iterator[Moment]:
    found = store.load(CoOption, process)
    if found.state is State.OFFERED and found.offer is not None and found.offer.answer_by:
        yield Moment(found.offer.answer_by, process, f"{found.asked.name} answers")
    if found.state is State.HELD and found.review_at is not None and not found.reviewed:
        what = f"The co-option of {found.asked.name} is looked at again"
        yield Moment(found.review_at, process, what)


def _of_year(store: Store, process: UUID) -> Iterator[Moment]:
    year = store.load(BodyYear, process)
    what = "It is seen whether a quarter has its meetings"
    yield Moment(year.next_due, process, what)


def _of_resolution(store: Store, process: UUID) -> Iterator[Moment]:
    yield Moment(store.load(Resolution, process).put.closes, process, "The replies are counted")


def _of_formation(store: Store, process: UUID) -> Iterator[Moment]:
    """When preferences close, and what is due then; a value for the lot comes at no moment."""
    formation = store.load(Formation, process)
    if not formation.settled and not (formation.closed and formation.needs_lot()):
        yield Moment(formation.plan.closes, process, "Preferences close and places are given")
    for duty in FormationDuty:
        due = formation.due(duty)
        if due is not None and duty not in formation.missed and not formation.is_done(duty):
            yield Moment(due.at, process, f"{duty.words} is due")


def _of_report(store: Store, process: UUID) -> Iterator[Moment]:
    report = store.load(Report, process)
    for due in report.plan:
        if due.task not in report.missed and not report.is_kept(due.task):
            yield Moment(due.at, process, f"{due.task.words} is due")


def _of_action(store: Store, process: UUID) -> Iterator[Moment]:
    action = store.load(Action, process)
    remind = reminder_at(store, action)
    if action.status is not Status.OPEN or action.due is None or action.due_at is None:
        return
    if remind is not None and action.due not in action.reminded:
        yield Moment(remind, process, f"{action.owner.name} is reminded")
    if action.due not in action.overdue:
        yield Moment(action.due_at, process, "An action is due")


_READ = {
    CYCLE: _of_cycle,
    ASSEMBLY: _of_assembly,
    BALLOT: _of_ballot,
    COUNT: _of_count,
    MEETING: _of_meeting,
    TERMS: _of_terms,
    COOPTION: _of_cooption,
    BODY_YEAR: _of_year,
    RESOLUTION: _of_resolution,
    FORMATION: _of_formation,
    REPORT: _of_report,
    ACTION: _of_action,
}
