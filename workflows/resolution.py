"""One decision in writing: it waits until the time to reply is over."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import NUDGE, RESOLUTION, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=RESOLUTION)
class ResolutionWorkflow:
    """Waits for the end of the time to reply.  Replies never come this way."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.through("close_resolution", "Count the replies when the time is over")

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
