"""The year of a body that must meet each quarter: it has no end, so its history is cut yearly."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import BODY_YEAR, NUDGE, Nudge, Process
    from workflows.stepping import Stepping

LOOKS_A_YEAR = 8
"""Each of four quarters is warned of once and ends once."""


@workflow.defn(name=BODY_YEAR)
class BodyYearWorkflow:
    """Waits for each quarter's warning and end; after a year it goes on with an empty history."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        for _ in range(LOOKS_A_YEAR):
            summary = "See whether the body has met in this quarter"
            if (await self.steps.through("watch_quarter", summary)).over:
                return
        # A nudge that comes in between is lost, and need not be kept: the new run asks at once.
        workflow.continue_as_new(process)

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
