"""One complaint: every clock of it, one after the other, until its record was looked at again."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import CASE, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=CASE)
class CaseWorkflow(Stepped):
    """Waits through a case: its course is that of its acts, and its clocks are in the log."""

    COURSE = (
        Leg("see_case_answered", "See to it that the complaint is answered"),
        Leg("see_case_decided", "See to it that the case is heard and decided"),
        Leg("see_record_reviewed", "See to it that the record is looked at again"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
