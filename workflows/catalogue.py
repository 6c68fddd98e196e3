"""Every process that the engine runs, by the kind under which the log records it."""

from __future__ import annotations

from workflows.access import AccessWorkflow
from workflows.action import ActionWorkflow
from workflows.assembly import AssemblyWorkflow
from workflows.ballot import BallotWorkflow
from workflows.body_year import BodyYearWorkflow
from workflows.case import CaseWorkflow
from workflows.contract import (
    ACCESS,
    ACTION,
    ASSEMBLY,
    BALLOT,
    BODY_YEAR,
    CASE,
    COOPTION,
    COUNT,
    CYCLE,
    DATA_ACCESS,
    ELECTION,
    ENDORSEMENT,
    FORMATION,
    KEEPING,
    MEETING,
    OBJECTION,
    PRIMARY,
    REPORT,
    RESOLUTION,
    SUPPORT,
    SUSPENSION,
    TERMS,
    VACANCY,
    VOTING,
)
from workflows.cooption import CoOptionWorkflow
from workflows.count import CountWorkflow
from workflows.cycle import CycleWorkflow
from workflows.data_access import DataAccessWorkflow
from workflows.election import ElectionWorkflow
from workflows.endorsement import EndorsementWorkflow
from workflows.formation import FormationWorkflow
from workflows.keeping import KeepingWorkflow
from workflows.meeting import MeetingWorkflow
from workflows.objection import ObjectionWorkflow
from workflows.primary import PrimaryWorkflow
from workflows.report import ReportWorkflow
from workflows.resolution import ResolutionWorkflow
from workflows.stepping import Stepped
from workflows.support import SupportWorkflow
from workflows.suspension import SuspensionWorkflow
from workflows.terms import TermsWorkflow
from workflows.vacancy import VacancyWorkflow
from workflows.voting import VotingWorkflow

WORKFLOWS: dict[str, type[Stepped]] = {
    CYCLE: CycleWorkflow,
    ASSEMBLY: AssemblyWorkflow,
    BALLOT: BallotWorkflow,
    COUNT: CountWorkflow,
    ELECTION: ElectionWorkflow,
    VOTING: VotingWorkflow,
    OBJECTION: ObjectionWorkflow,
    VACANCY: VacancyWorkflow,
    MEETING: MeetingWorkflow,
    TERMS: TermsWorkflow,
    COOPTION: CoOptionWorkflow,
    BODY_YEAR: BodyYearWorkflow,
    RESOLUTION: ResolutionWorkflow,
    FORMATION: FormationWorkflow,
    REPORT: ReportWorkflow,
    ACTION: ActionWorkflow,
    ACCESS: AccessWorkflow,
    KEEPING: KeepingWorkflow,
    CASE: CaseWorkflow,
    SUSPENSION: SuspensionWorkflow,
    SUPPORT: SupportWorkflow,
    DATA_ACCESS: DataAccessWorkflow,
    ENDORSEMENT: EndorsementWorkflow,
    PRIMARY: PrimaryWorkflow,
}
