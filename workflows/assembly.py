"""One assembly: it waits for its end, and then has its texts passed on."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import ASSEMBLY, NUDGE, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=ASSEMBLY)
class AssemblyWorkflow:
    """Waits for the end of an assembly."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.through("pass_on_texts", "Pass on the texts when the assembly ends")
        await self.steps.through("close_assembly", "Close the assembly")

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
