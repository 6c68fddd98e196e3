"""One report: draft and publication each in time or on record as missed, then its agreement."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import NUDGE, REPORT, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=REPORT)
class ReportWorkflow:
    """Waits through a report.  What it says never comes this way."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.through(
            "keep_report_deadline", "Draft in time, or on record as missed", "draft"
        )
        await self.steps.through(
            "keep_report_deadline", "Online in time, or on record as missed", "publication"
        )
        await self.steps.through("complete_report", "Wait until a meeting has agreed or noted it")

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
