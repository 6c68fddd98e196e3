"""The year of a body that must meet each quarter: it has no end, so its history is cut yearly."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import BODY_YEAR, Process
    from workflows.stepping import Leg, Stepped

LOOKS_A_YEAR = 8
"""Each of four quarters is warned of once and ends once."""


@workflow.defn(name=BODY_YEAR)
class BodyYearWorkflow(Stepped):
    """Waits for each quarter's warning and end; after a year it goes on with an empty history."""

    COURSE = (Leg("watch_quarter", "See whether the body has met in this quarter"),)

    @workflow.run
    async def run(self, process: Process) -> None:
        for _ in range(LOOKS_A_YEAR):
            if (await self.steps.through(self.COURSE[0])).over:
                return
        # A nudge that comes in between is lost, and need not be kept: the new run asks at once.
        workflow.continue_as_new(process)
