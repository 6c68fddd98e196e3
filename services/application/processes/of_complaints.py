"""The steps of a case: what falls due is recorded at its moment, and nothing else happens by it.

A clock is said in words that name nobody and no stage that is not on everybody's board.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.cases.clocks import next_of
from domain.cases.complaint import Complaint
from domain.cases.complaint_state import KEPT_BY, Stage
from domain.cases.panel import DECLARE_DAYS, Instance, Panel, panel_id
from domain.cases.sides import reference_of
from domain.kernel.ids import RuleId
from services.application.complaints import FollowComplaint
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import CASE, Progress, Step

ANSWERING = (Stage.RECEIVED, Stage.REFUSED, Stage.UNDER_REVIEW)
DUE = "Something falls due in a case"


def see_case_answered(steps: Steps, step: Step) -> Progress:
    """Done once the complaint is taken up, or is over without that."""
    return _through(steps, step, lambda found: found.stage not in ANSWERING)


def see_case_decided(steps: Steps, step: Step) -> Progress:
    """Done once the case is closed."""
    return _through(steps, step, lambda found: not found.is_open)


def see_record_reviewed(steps: Steps, step: Step) -> Progress:
    """Done once the record of the case was looked at again."""
    return _through(steps, step, lambda found: found.stage is Stage.REVIEWED)


def _through(steps: Steps, step: Step, over: Callable[[Complaint], bool]) -> Progress:
    found = steps.store.load(Complaint, step.process_id)
    if over(found):
        return DONE
    due = _next(steps.store, found)
    if due is None:
        return Progress(done=False, waiting_for="Late: waits for those to whom it was put.")
    moment, _ = due
    if steps.store.now() < moment:
        return steps.until(moment, DUE, KEPT_BY)
    steps.once(FollowComplaint(case=found.id), step, moment)
    return _through(steps, step, over)


def _next(store: Store, found: Complaint) -> tuple[datetime, RuleId] | None:
    """What falls due next in a case, in its panels as well."""
    clock = next_of(found.clocks)
    due = [] if clock is None else [(clock.due, clock.rule)]
    for panel in _panels(store, found):
        moment = panel.next_declaration
        due += [] if moment is None else [(moment, DECLARE_DAYS)]
    return min(due, default=None)


def _panels(store: Store, found: Complaint) -> Iterator[Panel]:
    for instance in Instance:
        panel = store.find(Panel, panel_id(found.id, instance))
        if panel is not None and found.is_open:
            yield panel


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    found = store.load(Complaint, process)
    due = _next(store, found)
    if due is not None:
        yield Moment(due[0], process, f"{DUE}, {reference_of(found.id)}")


def _case_of(event: Any) -> UUID:
    """Every act of a panel names its case."""
    case: UUID = event.case
    return case


CASES = ProcessKind(
    name=CASE,
    begins=Complaint.Received,
    ends=(Complaint.RecordReviewed,),
    steps=(see_case_answered, see_case_decided, see_record_reviewed),
    ahead=_ahead,
    reads=(Complaint, Panel),
    moves=(
        Complaint.Acknowledged,
        Complaint.TakenUp,
        Complaint.Settled,
        Complaint.Merged,
        Complaint.Refused,
        Complaint.ReviewAsked,
        Complaint.RefusalUpheld,
        Complaint.PanelFormed,
        Complaint.RespondentTold,
        Complaint.EvidenceExtended,
        Complaint.HearingFixed,
        Complaint.HearingHeld,
        Complaint.Found,
        Complaint.DecisionTold,
        Complaint.Appealed,
        Complaint.AppealHeard,
        Complaint.AppealDecided,
        Complaint.Closed,
        Complaint.RecordReviewed,
    ),
    moved_by={
        Panel.Appointed: _case_of,
        Panel.InterestDeclared: _case_of,
        Panel.Recused: _case_of,
        Panel.Replaced: _case_of,
        Panel.Decided: _case_of,
    },
)
