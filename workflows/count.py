"""One count: the papers are counted, a tie may wait for a decision, the result is declared."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import COUNT, NUDGE, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=COUNT)
class CountWorkflow:
    """Waits through a count.  Papers and figures never come this way."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.through("count_papers", "Count the papers; a tie may need a decision")
        await self.steps.through("await_declaration", "Wait until the result is declared")

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
