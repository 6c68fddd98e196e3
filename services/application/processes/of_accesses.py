"""The step of a request to see what is kept of somebody: its time passes at its moment."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.bodies.access import ACCESS_DAYS, AccessRequest
from services.application.accesses import FollowAccess
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import ACCESS, Progress, Step


def see_to_access(steps: Steps, step: Step) -> Progress:
    """Record at its moment that the time is over, until they are answered."""
    request = steps.store.load(AccessRequest, step.process_id)
    if not request.open:
        return DONE
    if not request.overdue:
        if steps.store.now() < request.due:
            return steps.until(request.due, "The answer is due", ACCESS_DAYS)
        steps.once(FollowAccess(access=request.id), step, request.due)
    return Progress(done=False, waiting_for="Overdue: waits for the answer.")


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    request = store.load(AccessRequest, process)
    if request.open and not request.overdue:
        yield Moment(request.due, process, "A request to see what is kept of somebody is due")


ACCESSES = ProcessKind(
    name=ACCESS,
    begins=AccessRequest.Asked,
    ends=(AccessRequest.Answered, AccessRequest.Withdrawn),
    steps=(see_to_access,),
    ahead=_ahead,
    reads=(AccessRequest,),
    moves=(AccessRequest.Extended, AccessRequest.Answered, AccessRequest.Withdrawn),
)
