"""One count: the papers are counted, a tie may wait for a decision, the result is declared."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import COUNT, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=COUNT)
class CountWorkflow(Stepped):
    """Waits through a count.  Papers and figures never come this way."""

    COURSE = (
        Leg("count_papers", "Count the papers; a tie may need a decision"),
        Leg("await_declaration", "Wait until the result is declared"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
