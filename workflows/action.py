"""One action: its owner is reminded, its day passes, and at last it is done or dropped."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import ACTION, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=ACTION)
class ActionWorkflow(Stepped):
    """Waits for the day of an action, and until somebody says what became of it."""

    COURSE = (Leg("see_to_action", "Remind its owner, and see whether it is done"),)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
