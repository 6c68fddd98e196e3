"""One officer's access to the list of a group: until it is decided, and then until it is over."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import DATA_ACCESS, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=DATA_ACCESS)
class DataAccessWorkflow(Stepped):
    """Waits through an access, however often it is renewed."""

    COURSE = (
        Leg("see_access_decided", "See to it that an access is decided on"),
        Leg("see_access_ended", "See to it that whoever has it is reminded, and that it ends"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
