"""One suspension: its reviews, and its end unless it is renewed before."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import SUSPENSION, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=SUSPENSION)
class SuspensionWorkflow(Stepped):
    """Waits through a suspension, however often it is renewed."""

    COURSE = (Leg("see_suspension_end", "See to the reviews of a suspension, and to its end"),)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
