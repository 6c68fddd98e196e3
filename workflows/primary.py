"""One policy primary: motions gathered and settled, members asked, and what they adopted."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import PRIMARY, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=PRIMARY)
class PrimaryWorkflow(Stepped):
    """Gathers motions stage by stage, and has the members rank them."""

    COURSE = (
        Leg("gather_motions", "Gather, back, check and merge motions"),
        Leg("settle_primary_paper", "Settle what members rank"),
        Leg("ask_members_to_rank", "Ask the members"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
