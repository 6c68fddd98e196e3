"""The steps of a body's year: a warning before each quarter's end, and how the quarter ended."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.meetings.year import BodyYear
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.application.years import LookAtQuarter
from services.store.port import Store
from workflows.contract import BODY_YEAR, Progress, Step

OVER = Progress(done=True, over=True)


def watch_quarter(steps: Steps, step: Step) -> Progress:
    """Record whatever is due next; done once for each thing that was recorded."""
    year = steps.store.load(BodyYear, step.process_id)
    if year.ended:
        return OVER
    due = year.next_due
    if steps.store.now() < due:
        what = "The quarter ends" if year.warned else "A quarter that lacks a meeting is warned of"
        return steps.until(due, what, year.rule or "of the body")
    # Without days for a warning both fall due at one moment, and are two things all the same.
    occurrence = f"end {due.isoformat()}" if year.warned else due
    steps.once(LookAtQuarter(year=year.id), step, occurrence)
    return OVER if steps.store.load(BodyYear, step.process_id).ended else DONE


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    year = store.load(BodyYear, process)
    what = "It is seen whether a quarter has its meetings"
    yield Moment(year.next_due, process, what)


BODY_YEARS = ProcessKind(
    name=BODY_YEAR,
    begins=BodyYear.Begun,
    ends=(BodyYear.Ended,),
    steps=(watch_quarter,),
    ahead=_ahead,
    reads=(BodyYear,),
)
