"""The constitutional cycle: ten months of waiting, in the order of the constitution."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import CYCLE, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=CYCLE)
class CycleWorkflow(Stepped):
    """Waits through each stage; assemblies and the ballot are linked processes of their own."""

    COURSE = (
        Leg("close_stage", "Close drafting when its deadline takes effect", "drafting"),
        Leg("hold_stage", "Hold the first assembly and take its texts", "first_assembly"),
        Leg("close_stage", "Close the window for amendments", "amendments"),
        Leg("hold_stage", "Hold the second assembly and take its texts", "second_assembly"),
        Leg("call_ballot", "Make the paper and call the ballot"),
        Leg("close_stage", "Wait until the ballot opens", "preparation"),
        Leg("hold_stage", "Hold the ballot of all members", "ballot"),
        Leg("enact_results", "Enact what was carried"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
