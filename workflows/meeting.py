"""One meeting: notice, items and papers each at its moment, then its opening and its end."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import MEETING, NUDGE, Nudge, Process
    from workflows.stepping import Stepping


@workflow.defn(name=MEETING)
class MeetingWorkflow:
    """Waits through a meeting.  Who comes and what is decided never comes this way."""

    @workflow.init
    def __init__(self, process: Process) -> None:
        self.steps = Stepping(process)

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.through(
            "keep_deadline", "Notice in time, or on record as missed", "notice"
        )
        await self.steps.through("keep_deadline", "Close the list of items", "items")
        await self.steps.through(
            "keep_deadline", "Papers in time, or on record as missed", "papers"
        )
        await self.steps.through("await_opening", "Wait until the meeting is opened")
        await self.steps.through("await_end", "Wait until the meeting is over")

    @workflow.signal(name=NUDGE)
    def look_again(self, nudge: Nudge) -> None:
        self.steps.nudged(nudge)

    @workflow.query
    def doing(self) -> str:
        """What this process is doing or waiting for, in plain words."""
        return self.steps.doing
