"""Every process that the engine runs, by the kind under which the log records it."""

from __future__ import annotations

from workflows.assembly import AssemblyWorkflow
from workflows.ballot import BallotWorkflow
from workflows.contract import ASSEMBLY, BALLOT, COOPTION, COUNT, CYCLE, MEETING, TERMS
from workflows.cooption import CoOptionWorkflow
from workflows.count import CountWorkflow
from workflows.cycle import CycleWorkflow
from workflows.meeting import MeetingWorkflow
from workflows.terms import TermsWorkflow

WORKFLOWS: dict[str, type] = {
    CYCLE: CycleWorkflow,
    ASSEMBLY: AssemblyWorkflow,
    BALLOT: BallotWorkflow,
    COUNT: CountWorkflow,
    MEETING: MeetingWorkflow,
    TERMS: TermsWorkflow,
    COOPTION: CoOptionWorkflow,
}
