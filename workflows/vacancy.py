"""One place that fell empty: offered to whom the papers name, or filled in another way."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import VACANCY, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=VACANCY)
class VacancyWorkflow(Stepped):
    """Has the papers counted and somebody asked for as long as the place is empty."""

    COURSE = (Leg("fill_place", "See to it that the place is filled"),)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
