"""One objection to an election: the returning officer rules on it, in time or late."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import OBJECTION, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=OBJECTION)
class ObjectionWorkflow(Stepped):
    """Waits for the ruling, and has it recorded if there is none in time."""

    COURSE = (Leg("await_ruling", "Wait for the ruling of the returning officer"),)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
