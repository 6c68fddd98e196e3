"""One forming of groups: preferences, places, ratification, and the first meeting of each group."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import FORMATION, NUDGE, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=FORMATION)
class FormationWorkflow:
    """Waits while groups are formed.  Who wishes what never comes this way."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.through("close_preferences", "Close preferences at their moment")
        await self.steps.through("allocate_places", "Give places by preference; a lot may decide")
        await self.steps.through("await_ratification", "Wait until the places are ratified")
        await self.steps.through("await_first_meetings", "A convenor and a meeting for each group")
        await self.steps.through("complete_formation", "Record that all groups have begun")

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
