"""The one step of a written resolution: count the replies when the time is over."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.meetings.resolution import REPLY, Resolution, State
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.application.resolutions import CloseResolution
from services.store.port import Store
from workflows.contract import RESOLUTION, Progress, Step


def close_resolution(steps: Steps, step: Step) -> Progress:
    """Count the replies, unless enough members have asked for a meeting, or the body ended."""
    found = steps.store.load(Resolution, step.process_id)
    if found.state is not State.OPEN:
        return DONE
    if steps.store.now() < found.put.closes:
        return steps.until(found.put.closes, "The time to reply is over", REPLY)
    steps.once(CloseResolution(resolution=found.id), step, found.put.closes)
    return DONE


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    yield Moment(store.load(Resolution, process).put.closes, process, "The replies are counted")


RESOLUTIONS = ProcessKind(
    name=RESOLUTION,
    begins=Resolution.Put,
    ends=(Resolution.Decided, Resolution.LeftToMeeting, Resolution.Lapsed),
    steps=(close_resolution,),
    ahead=_ahead,
    reads=(Resolution,),
    moves=(Resolution.LeftToMeeting, Resolution.Lapsed),
)
