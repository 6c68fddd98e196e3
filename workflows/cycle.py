"""The constitutional cycle: ten months of waiting, in the order of the constitution."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import CYCLE, NUDGE, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=CYCLE)
class CycleWorkflow:
    """Waits through each stage; assemblies and the ballot are linked processes of their own."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.close("drafting", "Close drafting when its deadline takes effect")
        await self.hold("first_assembly", "Hold the first assembly and take its texts")
        await self.close("amendments", "Close the window for amendments")
        await self.hold("second_assembly", "Hold the second assembly and take its texts")
        await self.call_ballot()
        await self.close("preparation", "Wait until the ballot opens")
        await self.hold("ballot", "Hold the ballot of all members")
        await self.enact()

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing

    async def close(self, stage: str, summary: str) -> None:
        await self.steps.through("close_stage", summary, stage)

    async def hold(self, stage: str, summary: str) -> None:
        """Open the linked process of a stage, and wait until it reports that it is over."""
        await self.steps.through("hold_stage", summary, stage)

    async def call_ballot(self) -> None:
        await self.steps.through("call_ballot", "Make the paper and call the ballot")

    async def enact(self) -> None:
        await self.steps.through("enact_results", "Enact what was carried")
