"""The step of an objection to an election: a ruling in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from domain.elections.objection import RULING_HOURS, Objection
from services.application.objections import MissRuling
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import OBJECTION, Progress, Step

DUE: Final = "A ruling on an objection to an election is due"


def await_ruling(steps: Steps, step: Step) -> Progress:
    """Done once it is ruled on or taken back; a ruling that is late is on record as such."""
    found = steps.store.load(Objection, step.process_id)
    if not found.is_open:
        return DONE
    if found.missed:
        return Progress(done=False, waiting_for="Overdue: waits for the returning officer to rule.")
    if steps.store.now() < found.due:
        return steps.until(found.due, DUE, RULING_HOURS)
    steps.once(MissRuling(objection=found.id), step, found.due)
    return await_ruling(steps, step)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    found = store.load(Objection, process)
    if found.is_open and not found.missed:
        yield Moment(found.due, process, DUE)


OBJECTIONS = ProcessKind(
    name=OBJECTION,
    begins=Objection.Raised,
    ends=(Objection.Ruled, Objection.Withdrawn),
    steps=(await_ruling,),
    ahead=_ahead,
    reads=(Objection,),
    moves=(Objection.Ruled, Objection.Withdrawn),
)
