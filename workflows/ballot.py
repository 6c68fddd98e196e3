"""One ballot of all members: roll, opening, reminders, close, count, declaration."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import BALLOT, NUDGE, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=BALLOT)
class BallotWorkflow:
    """Waits through a ballot.  Papers never come this way, however many there are."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.through("freeze_roll", "Freeze the roll of those who may vote")
        await self.steps.through("open_ballot", "Open voting at its hour")
        await self.steps.through("send_reminders", "Remind those who have not voted")
        await self.steps.through("close_ballot", "Close voting at its hour and seal the box")
        await self.steps.through("count_ballot", "Count the papers")
        await self.steps.through("declare_ballot", "Declare the result")

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
