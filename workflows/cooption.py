"""One co-option: the decision, the answer, the review before it ends, the end."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import COOPTION, NUDGE, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=COOPTION)
class CoOptionWorkflow:
    """Waits through a co-option, as long as the seat lasts that comes of it."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.through("await_co_option", "Wait until the body decides")
        await self.steps.through("await_answer", "Wait for the answer of whoever is co-opted")
        await self.steps.through("follow_co_option", "See to the review, and to the end")

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
