"""One decision in writing: it waits until the time to reply is over."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import RESOLUTION, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=RESOLUTION)
class ResolutionWorkflow(Stepped):
    """Waits for the end of the time to reply.  Replies never come this way."""

    COURSE = (Leg("close_resolution", "Count the replies when the time is over"),)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
