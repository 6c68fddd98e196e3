"""One request to see what is kept of somebody: its time passes, and at last it is answered."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import ACCESS, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=ACCESS)
class AccessWorkflow(Stepped):
    """Waits until a request is answered, and says when its time is over."""

    COURSE = (Leg("see_to_access", "See whether they were given what is kept of them"),)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
