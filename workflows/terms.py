"""The terms of one body's offices: it waits for the end of each."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import NUDGE, TERMS, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=TERMS)
class TermsWorkflow:
    """Waits for the end of each term in a body, as long as there is the body."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.through("end_terms", "End each term of office at its moment")

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
