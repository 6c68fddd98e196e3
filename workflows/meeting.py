"""One meeting: notice, items and papers each at its moment, then its opening and its end."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import MEETING, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=MEETING)
class MeetingWorkflow(Stepped):
    """Waits through a meeting.  Who comes and what is decided never comes this way."""

    COURSE = (
        Leg("keep_deadline", "Notice in time, or on record as missed", "notice"),
        Leg("keep_deadline", "Close the list of items", "items"),
        Leg("keep_deadline", "Papers in time, or on record as missed", "papers"),
        Leg("await_opening", "Wait until the meeting is opened"),
        Leg("await_end", "Wait until the meeting is over"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
