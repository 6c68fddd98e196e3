"""The vote of one election: ballots are called, counted, and who is elected is declared."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import VOTING, Process
    from workflows.stepping import Leg, Stepped


@workflow.defn(name=VOTING)
class VotingWorkflow(Stepped):
    """Calls the ballots of an election, and waits for their counts and for the declaration."""

    COURSE = (
        Leg("call_election_ballots", "Call a ballot for each section with a vote"),
        Leg("count_election", "Wait for the count of each section"),
        Leg("await_the_elected", "Wait until it is declared who is elected"),
    )

    @workflow.run
    async def run(self, process: Process) -> None:
        await self.steps.along(self.COURSE)
