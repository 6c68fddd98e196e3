"""Every process that the engine runs, by the kind under which the log records it."""

from __future__ import annotations

from workflows.action import ActionWorkflow
from workflows.assembly import AssemblyWorkflow
from workflows.ballot import BallotWorkflow
from workflows.contract import (
    ACTION,
    ASSEMBLY,
    BALLOT,
    COUNT,
    CYCLE,
    MEETING,
    REPORT,
    TERMS,
)
from workflows.count import CountWorkflow
from workflows.cycle import CycleWorkflow
from workflows.meeting import MeetingWorkflow
from workflows.report import ReportWorkflow
from workflows.terms import TermsWorkflow

WORKFLOWS: dict[str, type] = {
    CYCLE: CycleWorkflow,
    ASSEMBLY: AssemblyWorkflow,
    BALLOT: BallotWorkflow,
    COUNT: CountWorkflow,
    MEETING: MeetingWorkflow,
    TERMS: TermsWorkflow,
    REPORT: ReportWorkflow,
    ACTION: ActionWorkflow,
}
