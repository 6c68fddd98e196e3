"""One election: its nominations close, defects are cured, and it is settled who stands."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import ELECTION, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=ELECTION)
class ElectionWorkflow(Stepped):
    """Waits through the nominations of an election, section by section, however often reopened."""

    COURSE = (Leg("settle_nominations", "See nominations close, and who stands settled"),)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
