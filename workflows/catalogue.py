"""Every process that the engine runs, by the kind under which the log records it."""

from __future__ import annotations

from workflows.assembly import AssemblyWorkflow
from workflows.ballot import BallotWorkflow
from workflows.contract import ASSEMBLY, BALLOT, COUNT, CYCLE
from workflows.count import CountWorkflow
from workflows.cycle import CycleWorkflow

WORKFLOWS: dict[str, type] = {
    CYCLE: CycleWorkflow,
    ASSEMBLY: AssemblyWorkflow,
    BALLOT: BallotWorkflow,
    COUNT: CountWorkflow,
}
