"""The one step of a written resolution: count the replies when the time is over."""

from __future__ import annotations

from domain.meetings.resolution import REPLY, Resolution, State
from services.application.resolutions import CloseResolution
from services.application.steps.step import DONE, Steps
from workflows.contract import Progress, Step


def close_resolution(steps: Steps, step: Step) -> Progress:
    """Count the replies, unless enough members have asked for a meeting instead."""
    found = steps.store.load(Resolution, step.process_id)
    if found.state is not State.OPEN:
        return DONE
    if steps.store.now() < found.put.closes:
        return steps.until(found.put.closes, "The time to reply is over", REPLY)
    steps.once(CloseResolution(resolution=found.id), step, found.put.closes)
    return DONE
