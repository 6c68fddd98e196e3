"""One action: its owner is reminded, its day passes, and at last it is done or dropped."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import ACTION, NUDGE, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=ACTION)
class ActionWorkflow:
    """Waits for the day of an action, and until somebody says what became of it."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.through("see_to_action", "Remind its owner, and see whether it is done")

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
