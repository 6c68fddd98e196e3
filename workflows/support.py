"""One request for support: every clock of it, until it was followed up or is over before."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import SUPPORT, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=SUPPORT)
class SupportWorkflow(Stepped):
    """Waits through a request, however often an adviser hands it back."""

    COURSE = (
        Leg("see_support_answered", "See to it that a request for support is answered"),
        Leg("see_support_ended", "See to it that whoever asked is advised and asked after"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
