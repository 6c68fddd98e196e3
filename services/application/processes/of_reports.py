"""The steps of a report: what is due of it is done or missed, and then it waits to be agreed."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.reports.report import Report
from domain.reports.reporting import Kind, Task
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.application.reports import CompleteReport, MissReport
from services.store.port import Store
from workflows.contract import REPORT, Progress, Step


def keep_report_deadline(steps: Steps, step: Step) -> Progress:
    """See that something due of a report is done, or record at its moment that it is not."""
    task, report = Task(step.stage), _report(steps, step)
    due = report.due(task)
    if due is None or task in report.missed or report.is_kept(task):
        return DONE
    if steps.store.now() < due.at:
        return steps.until(due.at, f"{task.words} of {report.subject.title} is due", due.rule)
    steps.once(MissReport(report=report.id, task=task), step, due.at)
    return DONE


def complete_report(steps: Steps, step: Step) -> Progress:
    """See whether anything more is waited for, and record it once nothing is."""
    report = _report(steps, step)
    if report.completed:
        return DONE
    if report.is_done:
        steps.once(CompleteReport(report=report.id), step, "done")
        return DONE
    return Progress(done=False, waiting_for=_waits_for(report))


def _waits_for(report: Report) -> str:
    if not report.versions:
        return "Waits for the draft."
    if not report.published and report.subject.kind is not Kind.GROUP_REPORT:
        return "Waits until the report is put online."
    if report.subject.kind.is_agreed:
        return "Waits for the next meeting to agree it."
    return "Waits until a meeting has had it."


def _report(steps: Steps, step: Step) -> Report:
    return steps.store.load(Report, step.process_id)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    report = store.load(Report, process)
    for due in report.plan:
        if due.task not in report.missed and not report.is_kept(due.task):
            yield Moment(due.at, process, f"{due.task.words} is due")


REPORTS = ProcessKind(
    name=REPORT,
    begins=Report.Opened,
    ends=(Report.Completed,),
    steps=(keep_report_deadline, complete_report),
    ahead=_ahead,
    reads=(Report,),
    moves=(
        Report.Drafted,
        Report.Published,
        Report.Presented,
        Report.Agreed,
        Report.Noted,
        Report.Referred,
    ),
)
