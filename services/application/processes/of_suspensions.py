"""The step of a suspension: its reviews and its end are recorded at their moments."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.cases.suspension import Suspension
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.application.suspensions import FollowSuspension
from services.store.port import Store
from workflows.contract import SUSPENSION, Progress, Step


def see_suspension_end(steps: Steps, step: Step) -> Progress:
    """Record what falls due; done once the suspension is over."""
    found = steps.store.load(Suspension, step.process_id)
    due = found.next_due
    if due is None:
        return DONE
    moment, rule = due
    if steps.store.now() < moment:
        return steps.until(moment, "A suspension is looked at again, or ends", rule)
    steps.once(FollowSuspension(suspension=found.id), step, moment)
    return see_suspension_end(steps, step)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    due = store.load(Suspension, process).next_due
    if due is not None:
        yield Moment(due[0], process, "A suspension is looked at again, or ends")


SUSPENSIONS = ProcessKind(
    name=SUSPENSION,
    begins=Suspension.Imposed,
    ends=(Suspension.Lifted, Suspension.Ended),
    steps=(see_suspension_end,),
    ahead=_ahead,
    reads=(Suspension,),
    moves=(
        Suspension.Reviewed,
        Suspension.Renewed,
        Suspension.Lifted,
        Suspension.Ended,
    ),
)
