"""One co-option: the decision, the answer, the review before it ends, the end."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import COOPTION, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=COOPTION)
class CoOptionWorkflow(Stepped):
    """Waits through a co-option, as long as the seat lasts that comes of it."""

    COURSE = (
        Leg("await_co_option", "Wait until the body decides"),
        Leg("await_answer", "Wait for the answer of whoever is co-opted"),
        Leg("follow_co_option", "See to the review, and to the end"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
