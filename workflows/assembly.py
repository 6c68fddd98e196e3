"""One assembly: it waits for its end, and then has its texts passed on."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import ASSEMBLY, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=ASSEMBLY)
class AssemblyWorkflow(Stepped):
    """Waits for the end of an assembly."""

    COURSE = (
        Leg("pass_on_texts", "Pass on the texts when the assembly ends"),
        Leg("close_assembly", "Close the assembly"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
