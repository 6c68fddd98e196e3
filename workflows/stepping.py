"""How a process waits: ask for a step, and if it is not due, wait for its moment or for a nudge.

Every process is a `Stepped` one: a course of steps, one after the other, and what all have in
common.
The nudge may come before the wait begins, while the activity is still running.  So it is counted,
and the wait ends at once if the count has moved since the question was asked.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, NamedTuple

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from workflows.contract import NUDGE, Nudge, Process, Progress, Step

ACTIVITY_TIMEOUT = timedelta(seconds=20)
SILENCE = timedelta(seconds=5)
"""A worker that says nothing for so long in the middle of a step is taken for dead."""
RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=5)
)
SHORTEST = timedelta(seconds=1)
LOOK_AT_LEAST = timedelta(days=180)
"""A process that only waits for people looks again this often, should a nudge ever be lost."""


class Leg(NamedTuple):
    """One step of a course: the activity to ask, what it is about in words, and a stage if any."""

    activity: str
    summary: str
    stage: str = ""


class Stepping:
    """The state of one process in the engine: how far it has been nudged, and nothing else."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.nudges = 0
        self.position = 0
        self.doing = "Starting."

    def nudged(self, nudge: Nudge) -> None:
        """Take note that something happened."""
        self.nudges += 1
        self.position = max(self.position, nudge.position)

    async def along(self, course: tuple[Leg, ...]) -> None:
        """Take one step after the other."""
        for leg in course:
            await self.through(leg)

    async def through(self, leg: Leg) -> Progress:
        """Ask for this step again and again until it is done."""
        while True:
            seen, asked = self.nudges, workflow.now()
            progress = await self._ask(leg)
            if progress.done:
                return progress
            await self._wait(progress, seen, workflow.now() - asked)

    async def _ask(self, leg: Leg) -> Progress:
        self.doing = leg.summary
        workflow.set_current_details(leg.summary)
        progress: Progress = await workflow.execute_activity(
            leg.activity,
            Step(process_id=self.process.process_id, stage=leg.stage),
            result_type=Progress,
            start_to_close_timeout=ACTIVITY_TIMEOUT,
            heartbeat_timeout=SILENCE,
            retry_policy=RETRY,
            summary=leg.summary,
        )
        return progress

    async def _wait(self, progress: Progress, seen: int, since: timedelta) -> None:
        """Wait for the moment or a nudge, or a little less: `since` it was asked time has passed.

        How long the answer was on its way is not known where many are asked at once.  Whoever comes
        too early asks again; whoever came too late would have let a moment go by.
        """
        left = progress.seconds_left
        timeout = LOOK_AT_LEAST if left is None else _no_later(timedelta(seconds=left), since)
        self.doing = progress.waiting_for
        workflow.set_current_details(progress.waiting_for)
        try:
            await workflow.wait_condition(
                lambda: self.nudges != seen, timeout=timeout, timeout_summary=progress.waiting_for
            )
        except TimeoutError:
            return


def _no_later(left: timedelta, since: timedelta) -> timedelta:
    """What is left, without the time since it was asked for; never nothing where some was left."""
    return max(left - since, min(left, SHORTEST))


class Stepped:
    """What every process has: a course, an ear for nudges, and words for what it waits for.

    A process itself only says its course and, because the engine wants it there, runs along it.
    """

    COURSE: ClassVar[tuple[Leg, ...]]

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
