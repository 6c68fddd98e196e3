"""One ballot of all members: roll, opening, reminders, close, count, declaration."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import BALLOT, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=BALLOT)
class BallotWorkflow(Stepped):
    """Waits through a ballot.  Papers never come this way, however many there are."""

    COURSE = (
        Leg("freeze_roll", "Freeze the roll of those who may vote"),
        Leg("open_ballot", "Open voting at its hour"),
        Leg("send_reminders", "Remind those who have not voted"),
        Leg("close_ballot", "Close voting at its hour and seal the box"),
        Leg("count_ballot", "Count the papers"),
        Leg("declare_ballot", "Declare the result"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
