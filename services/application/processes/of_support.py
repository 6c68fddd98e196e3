"""The steps of a request for support: what falls due is recorded at its moment, and no more.

A clock is said in words that tell neither who asked nor how far it has come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from domain.support.clocks import next_of
from domain.support.request import SupportRequest
from domain.support.request_state import Stage
from domain.support.requester import reference_of
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.application.support import OPEN_TO_ALL, FollowSupport
from services.store.port import Store
from workflows.contract import SUPPORT, Progress, Step

ANSWERING = (Stage.ASKED, Stage.TRIAGE)
DUE = "Something falls due in a request for support"


def see_support_answered(steps: Steps, step: Step) -> Progress:
    """Done once it is on the waiting list, or is over without that."""
    return _through(steps, step, lambda found: found.stage not in ANSWERING)


def see_support_ended(steps: Steps, step: Step) -> Progress:
    """Done once it is closed."""
    return _through(steps, step, lambda found: not found.is_open)


def _through(steps: Steps, step: Step, over: Callable[[SupportRequest], bool]) -> Progress:
    found = steps.store.load(SupportRequest, step.process_id)
    if over(found):
        return DONE
    due = next_of(found.clocks)
    if due is None:
        return Progress(done=False, waiting_for="Late: waits for those to whom it was put.")
    if steps.store.now() < due.due:
        return steps.until(due.due, DUE, OPEN_TO_ALL)
    steps.once(FollowSupport(case=found.id), step, due.due)
    return _through(steps, step, over)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    found = store.load(SupportRequest, process)
    due = next_of(found.clocks)
    if due is not None:
        yield Moment(due.due, process, f"{DUE}, {reference_of(found.id)}")


SUPPORTS = ProcessKind(
    name=SUPPORT,
    begins=SupportRequest.Asked,
    ends=(
        SupportRequest.Withdrawn,
        SupportRequest.Lapsed,
        SupportRequest.Declined,
        SupportRequest.FollowedUp,
    ),
    steps=(see_support_answered, see_support_ended),
    ahead=_ahead,
    reads=(SupportRequest,),
    moves=(
        SupportRequest.Consented,
        SupportRequest.Withdrawn,
        SupportRequest.Lapsed,
        SupportRequest.Accepted,
        SupportRequest.Declined,
        SupportRequest.AdviserGiven,
        SupportRequest.HandedBack,
        SupportRequest.Advised,
        SupportRequest.OutcomeRecorded,
        SupportRequest.FollowedUp,
    ),
)
