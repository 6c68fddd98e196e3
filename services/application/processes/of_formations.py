"""The steps of a formation: preferences close, places are given, ratified, and the groups begin.

A refusal by the parent opens preferences anew.  The process is then waiting for the ratification,
and that step closes them and gives places again by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.formation.formation import Formation
from domain.formation.groups import Duty
from services.application.beginnings import CompleteFormation
from services.application.formations import AllocatePlaces, ClosePreferences, MissFormationDeadline
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import FORMATION, Progress, Step


def close_preferences(steps: Steps, step: Step) -> Progress:
    """Close preferences at the moment that was announced."""
    formation = _formation(steps, step)
    if formation.is_over or formation.closed:
        return DONE
    closes = formation.plan.closes
    if steps.store.now() < closes:
        return steps.until(closes, "Preferences close", formation.plan.rule)
    steps.once(ClosePreferences(formation=formation.id), step, closes)
    return DONE


def allocate_places(steps: Steps, step: Step) -> Progress:
    """Give places by preference, at once or when a lot has been drawn."""
    formation = _formation(steps, step)
    if formation.is_over or formation.settled:
        return DONE
    if formation.needs_lot():
        lot = f"{formation.plan.lot.source}, known from {formation.plan.lot.when} on"
        what = f"Waits for the value from which places are drawn: {lot}."
        return _in_time(steps, step, Duty.RATIFICATION, what)
    occurrence = f"places asked for until {formation.plan.closes.isoformat()}"
    steps.once(AllocatePlaces(formation=formation.id), step, occurrence)
    return DONE


def await_ratification(steps: Steps, step: Step) -> Progress:
    """See that the parent ratifies in time, or record at its moment that it has not."""
    for before in (close_preferences, allocate_places):
        progress = before(steps, step)
        if not progress.done:
            return progress
    formation = _formation(steps, step)
    if formation.is_over or formation.places is not None:
        return DONE
    what = f"Waits until {formation.parent_name} ratifies who sits in which group."
    return _in_time(steps, step, Duty.RATIFICATION, what)


def await_first_meetings(steps: Steps, step: Step) -> Progress:
    """See that each group gets a convenor and is called to meet, or record that it was not."""
    formation = _formation(steps, step)
    waiting = formation.waits_for(_dissolved(steps, formation))
    if formation.is_over or not waiting:
        return DONE
    names = ", ".join(one.name for one in waiting)
    return _in_time(
        steps, step, Duty.FIRST_MEETINGS, f"Waits for a convenor and a first meeting of {names}."
    )


def complete_formation(steps: Steps, step: Step) -> Progress:
    """Record that all groups have begun."""
    if not _formation(steps, step).is_over:
        steps.once(CompleteFormation(formation=step.process_id), step, "complete")
    return DONE


def _in_time(steps: Steps, step: Step, duty: Duty, waiting_for: str) -> Progress:
    """Wait for people; if they come too late for a duty, that is recorded at its moment."""
    formation = _formation(steps, step)
    due = formation.due(duty)
    assert due is not None
    if duty in formation.missed:
        return Progress(done=False, waiting_for=waiting_for)
    if steps.store.now() < due.at:
        ahead = steps.until(due.at, f"{duty.words} is due", due.rule)
        return ahead.model_copy(update={"waiting_for": f"{waiting_for} {ahead.waiting_for}"})
    steps.once(MissFormationDeadline(formation=formation.id, duty=duty), step, due.at)
    return Progress(done=False, waiting_for=waiting_for)


def _dissolved(steps: Steps, formation: Formation) -> list[str]:
    """The groups that are no more."""
    found = ((one.slug, steps.store.find(Body, body_id(one.slug))) for one in formation.groups)
    return [slug for slug, body in found if body is not None and body.dissolved]


def _formation(steps: Steps, step: Step) -> Formation:
    return steps.store.load(Formation, step.process_id)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    """When preferences close, and what is due then; a value for the lot comes at no moment."""
    formation = store.load(Formation, process)
    if not formation.settled and not (formation.closed and formation.needs_lot()):
        yield Moment(formation.plan.closes, process, "Preferences close and places are given")
    for duty in Duty:
        due = formation.due(duty)
        if due is not None and duty not in formation.missed and not formation.is_done(duty):
            yield Moment(due.at, process, f"{duty.words} is due")


FORMATIONS = ProcessKind(
    name=FORMATION,
    begins=Formation.Opened,
    ends=(Formation.Completed, Formation.GivenUp),
    steps=(
        close_preferences,
        allocate_places,
        await_ratification,
        await_first_meetings,
        complete_formation,
    ),
    ahead=_ahead,
    reads=(Formation,),
    moves=(
        Formation.PreferencesClosed,
        Formation.LotValueRecorded,
        Formation.Ratified,
        Formation.Refused,
        Formation.ConvenorNamed,
        Formation.FirstMeetingConvened,
        Formation.GivenUp,
    ),
)
