"""One endorsement: requests are taken, it is decided, and then looked at again and again."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import ENDORSEMENT, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=ENDORSEMENT)
class EndorsementWorkflow(Stepped):
    """Waits for requests, for the decision, and for each look at it until nobody is endorsed."""

    COURSE = (
        Leg("take_requests_to_endorse", "Take requests until their time is over"),
        Leg("await_endorsement", "Wait until it is decided who is endorsed"),
        Leg("keep_in_touch", "See that the endorsement is looked at"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
