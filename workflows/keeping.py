"""What is kept of one person who left: each part goes when its period is over."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import KEEPING, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=KEEPING)
class KeepingWorkflow(Stepped):
    """Waits for the end of each period, and until nothing is kept any more."""

    COURSE = (Leg("see_to_keeping", "See what of it may be kept no longer"),)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
