"""Every process that the engine runs, by the kind under which the log records it."""

from __future__ import annotations

from workflows.assembly import AssemblyWorkflow
from workflows.ballot import BallotWorkflow
from workflows.body_year import BodyYearWorkflow
from workflows.contract import ASSEMBLY, BALLOT, BODY_YEAR, COUNT, CYCLE, MEETING, RESOLUTION
from workflows.count import CountWorkflow
from workflows.cycle import CycleWorkflow
from workflows.meeting import MeetingWorkflow
from workflows.resolution import ResolutionWorkflow

WORKFLOWS: dict[str, type] = {
    CYCLE: CycleWorkflow,
    ASSEMBLY: AssemblyWorkflow,
    BALLOT: BallotWorkflow,
    COUNT: CountWorkflow,
    MEETING: MeetingWorkflow,
    BODY_YEAR: BodyYearWorkflow,
    RESOLUTION: ResolutionWorkflow,
}
