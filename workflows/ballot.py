"""One ballot of all members: roll, keys, opening, reminders, close, count, declaration."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.contract import BALLOT, Process
    from workflows.stepping import Leg, Stepped

BLIND_BALLOTS = "blind ballots"


@workflow.defn(name=BALLOT)
class BallotWorkflow(Stepped):
    """Waits through a ballot.  Papers never come this way, however many there are."""

    COURSE = (
        Leg("freeze_roll", "Freeze the roll of those who may vote"),
        Leg("announce_ballot", "Make the keys of a blind ballot and announce it"),
        Leg("open_ballot", "Open voting at its hour"),
        Leg("send_reminders", "Remind those who have not voted"),
        Leg("close_ballot", "Close voting at its hour and seal the box"),
        Leg("count_ballot", "Count the papers"),
        Leg("declare_ballot", "Declare the result"),
        Leg("destroy_ballot_keys", "Destroy the keys once the result can't be challenged"),
    )
    SEALED = tuple(
        leg for leg in COURSE if leg.activity not in ("announce_ballot", "destroy_ballot_keys")
    )
    """The course of ballots that began before there were blind ones."""

    @workflow.run
    async def run(self, process: Process) -> None:
        blind = workflow.patched(BLIND_BALLOTS)
        await self.steps.along(self.COURSE if blind else self.SEALED)
