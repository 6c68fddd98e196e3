"""One report: draft and publication each in time or on record as missed, then its agreement."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import REPORT, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=REPORT)
class ReportWorkflow(Stepped):
    """Waits through a report.  What it says never comes this way."""

    COURSE = (
        Leg("keep_report_deadline", "Draft in time, or on record as missed", "draft"),
        Leg("keep_report_deadline", "Online in time, or on record as missed", "publication"),
        Leg("complete_report", "Wait until a meeting has agreed or noted it"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
