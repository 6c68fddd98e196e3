"""The step of what is kept of somebody who left: each part goes at its moment, or is held back."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.bodies.keeping import Keeping
from services.application.keeping import EndKeeping
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import KEEPING, Progress, Step


def see_to_keeping(steps: Steps, step: Step) -> Progress:
    """Destroy what may be kept no longer, again and again until nothing is left."""
    keeping = steps.store.load(Keeping, step.process_id)
    due = keeping.next
    while due is not None:
        if steps.store.now() < due.until:
            return steps.until(due.until, f"What is kept for {due.purpose} goes", due.rule)
        steps.once(EndKeeping(keeping=keeping.id), step, due.until)
        keeping = steps.store.load(Keeping, step.process_id)
        due = keeping.next
    return DONE


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    for one in store.load(Keeping, process).kept:
        yield Moment(one.until, process, f"What is kept for {one.purpose} of somebody who left")


KEEPINGS = ProcessKind(
    name=KEEPING,
    begins=Keeping.Begun,
    ends=(Keeping.Ended,),
    steps=(see_to_keeping,),
    ahead=_ahead,
    reads=(Keeping,),
)
