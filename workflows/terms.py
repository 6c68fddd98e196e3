"""The terms of one body's offices: it waits for the end of each."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import TERMS, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=TERMS)
class TermsWorkflow(Stepped):
    """Waits for the end of each term in a body, as long as there is the body."""

    COURSE = (Leg("end_terms", "End each term of office at its moment"),)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
