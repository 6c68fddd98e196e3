"""How a process waits: ask for a step, and if it is not due, wait for its moment or for a nudge.

The nudge may come before the wait begins, while the activity is still running.  So it is counted,
and the wait ends at once if the count has moved since the question was asked.
"""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from workflows.contract import Nudge, Process, Progress, Step

ACTIVITY_TIMEOUT = timedelta(seconds=20)
SILENCE = timedelta(seconds=5)
"""A worker that says nothing for so long in the middle of a step is taken for dead."""
RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=5)
)
LOOK_AT_LEAST = timedelta(days=30)
"""A process that only waits for people looks again this often, in case a nudge was lost."""


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

    async def through(self, activity: str, summary: str, stage: str = "") -> Progress:
        """Ask for this step again and again until it is done."""
        while True:
            seen = self.nudges
            progress = await self._ask(activity, summary, stage)
            if progress.done:
                return progress
            await self._wait(progress, seen)

    async def _ask(self, activity: str, summary: str, stage: str) -> Progress:
        self.doing = summary
        workflow.set_current_details(summary)
        progress: Progress = await workflow.execute_activity(
            activity,
            Step(process_id=self.process.process_id, stage=stage),
            result_type=Progress,
            start_to_close_timeout=ACTIVITY_TIMEOUT,
            heartbeat_timeout=SILENCE,
            retry_policy=RETRY,
            summary=summary,
        )
        return progress

    async def _wait(self, progress: Progress, seen: int) -> None:
        left = progress.seconds_left
        timeout = LOOK_AT_LEAST if left is None else timedelta(seconds=left)
        self.doing = progress.waiting_for
        workflow.set_current_details(progress.waiting_for)
        try:
            await workflow.wait_condition(
                lambda: self.nudges != seen, timeout=timeout, timeout_summary=progress.waiting_for
            )
        except TimeoutError:
            return
