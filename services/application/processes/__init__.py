"""Every kind of process, one module each: its steps, when it looks again, what lies before it.

A step is tried again and again until it is done.  It performs a command whose key follows from the
process, the step and the due moment, so that it happens once however often the engine asks; then
it looks, and says what is being waited for.  The store's clock alone decides whether a moment has
come.
A new kind is a module here, a workflow, and a line in `KINDS`.
"""

from __future__ import annotations

from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.of_accesses import ACCESSES
from services.application.processes.of_actions import ACTIONS
from services.application.processes.of_assemblies import ASSEMBLIES_OF_CYCLES
from services.application.processes.of_ballots import BALLOTS
from services.application.processes.of_bodies import TERMS_OF_OFFICE
from services.application.processes.of_complaints import CASES
from services.application.processes.of_cooptions import COOPTIONS
from services.application.processes.of_counts import COUNTS
from services.application.processes.of_cycles import CYCLES
from services.application.processes.of_data_access import DATA_ACCESSES
from services.application.processes.of_elections import ELECTIONS
from services.application.processes.of_endorsements import ENDORSEMENTS
from services.application.processes.of_formations import FORMATIONS
from services.application.processes.of_keeping import KEEPINGS
from services.application.processes.of_meetings import MEETINGS
from services.application.processes.of_objections import OBJECTIONS
from services.application.processes.of_primaries import PRIMARIES
from services.application.processes.of_reports import REPORTS
from services.application.processes.of_resolutions import RESOLUTIONS
from services.application.processes.of_support import SUPPORTS
from services.application.processes.of_suspensions import SUSPENSIONS
from services.application.processes.of_vacancies import VACANCIES
from services.application.processes.of_votings import VOTINGS
from services.application.processes.of_years import BODY_YEARS
from services.application.processes.step import StepOf, Steps, step_key

__all__ = ["KINDS", "STEPS", "Moment", "ProcessKind", "StepOf", "Steps", "step_key"]

KINDS: tuple[ProcessKind, ...] = (
    CYCLES,
    ASSEMBLIES_OF_CYCLES,
    BALLOTS,
    COUNTS,
    ELECTIONS,
    VOTINGS,
    OBJECTIONS,
    VACANCIES,
    TERMS_OF_OFFICE,
    COOPTIONS,
    FORMATIONS,
    MEETINGS,
    BODY_YEARS,
    RESOLUTIONS,
    REPORTS,
    ACTIONS,
    ACCESSES,
    KEEPINGS,
    CASES,
    SUSPENSIONS,
    SUPPORTS,
    DATA_ACCESSES,
    ENDORSEMENTS,
    PRIMARIES,
)
STEPS: dict[str, StepOf] = {step.__name__: step for kind in KINDS for step in kind.steps}
"""Every step by the name under which a workflow asks for it."""
