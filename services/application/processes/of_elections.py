"""The step of an election: nominations close and who stands is settled, each at its moment."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.elections.election import Election
from services.application.nominations import FollowNominations
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import ELECTION, Progress, Step


def settle_nominations(steps: Steps, step: Step) -> Progress:
    """Record what falls due in the nominations; done once it is settled everywhere who stands."""
    found = steps.store.load(Election, step.process_id)
    due = found.next_due
    if due is None:
        return DONE
    if steps.store.now() < due.moment:
        return steps.until(due.moment, due.what, due.rule)
    steps.once(FollowNominations(election=found.id), step, f"{due.what} {due.moment.isoformat()}")
    return settle_nominations(steps, step)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    due = store.load(Election, process).next_due
    if due is not None:
        yield Moment(due.moment, process, due.what)


ELECTIONS = ProcessKind(
    name=ELECTION,
    begins=Election.NominationsOpened,
    ends=(Election.CandidatesPublished, Election.CalledOff),
    steps=(settle_nominations,),
    ahead=_ahead,
    reads=(Election,),
    moves=(Election.CalledOff,),
)
