"""One forming of groups: preferences, places, ratification, and the first meeting of each group."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import FORMATION, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=FORMATION)
class FormationWorkflow(Stepped):
    """Waits while groups are formed.  Who wishes what never comes this way."""

    COURSE = (
        Leg("close_preferences", "Close preferences at their moment"),
        Leg("allocate_places", "Give places by preference; a lot may decide"),
        Leg("await_ratification", "Wait until the places are ratified"),
        Leg("await_first_meetings", "A convenor and a meeting for each group"),
        Leg("complete_formation", "Record that all groups have begun"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
