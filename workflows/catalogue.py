"""Every process that the engine runs, by the kind under which the log records it."""

from __future__ import annotations

from workflows.assembly import AssemblyWorkflow
from workflows.ballot import BallotWorkflow
from workflows.contract import ASSEMBLY, BALLOT, COUNT, CYCLE, FORMATION, MEETING, TERMS
from workflows.count import CountWorkflow
from workflows.cycle import CycleWorkflow
from workflows.formation import FormationWorkflow
from workflows.meeting import MeetingWorkflow
from workflows.terms import TermsWorkflow

WORKFLOWS: dict[str, type] = {
    CYCLE: CycleWorkflow,
    ASSEMBLY: AssemblyWorkflow,
    BALLOT: BallotWorkflow,
    COUNT: CountWorkflow,
    MEETING: MeetingWorkflow,
    TERMS: TermsWorkflow,
    FORMATION: FormationWorkflow,
}
