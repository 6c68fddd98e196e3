"""The steps of an officer's access: decided in time, reminded of its end, ended at its moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from domain.data_access.grant import DataGrant, State
from domain.data_access.rules import DECIDED_DAYS, GRANTED_DAYS
from services.application.data_access import FollowDataAccess
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import DATA_ACCESS, Progress, Step

DECISION: Final = "An officer's access to the list of a group is to be decided"
END: Final = "An officer's access to the list of a group ends, or is about to"


def see_access_decided(steps: Steps, step: Step) -> Progress:
    """Done once it is granted, or is over without that."""
    return _through(steps, step, lambda found: found.state is not State.ASKED)


def see_access_ended(steps: Steps, step: Step) -> Progress:
    """Done once it is over."""
    return _through(steps, step, lambda found: found.is_over)


def _through(steps: Steps, step: Step, over: Callable[[DataGrant], bool]) -> Progress:
    found = steps.store.load(DataGrant, step.process_id)
    if over(found):
        return DONE
    due = found.next_due
    if due is None:
        return Progress(done=False, waiting_for="Overdue: waits for the decision.")
    if steps.store.now() < due:
        return steps.until(due, *_waits_for(found))
    steps.once(FollowDataAccess(access=found.id), step, due)
    return _through(steps, step, over)


def _waits_for(found: DataGrant) -> tuple[str, str]:
    asked = found.state is State.ASKED
    return (DECISION, DECIDED_DAYS) if asked else (END, GRANTED_DAYS)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    found = store.load(DataGrant, process)
    due = found.next_due
    if due is not None:
        what, _ = _waits_for(found)
        yield Moment(due, process, what)


DATA_ACCESSES = ProcessKind(
    name=DATA_ACCESS,
    begins=DataGrant.Asked,
    ends=(DataGrant.Refused, DataGrant.Withdrawn, DataGrant.Ended),
    steps=(see_access_decided, see_access_ended),
    ahead=_ahead,
    reads=(DataGrant,),
    moves=(
        DataGrant.Refused,
        DataGrant.Granted,
        DataGrant.Renewed,
        DataGrant.Withdrawn,
        DataGrant.Ended,
    ),
)
