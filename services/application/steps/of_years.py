"""The steps of a body's year: a warning before each quarter's end, and how the quarter ended."""

from __future__ import annotations

from domain.meetings.year import BodyYear
from services.application.steps.step import DONE, Steps
from services.application.years import LookAtQuarter
from workflows.contract import Progress, Step

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
    steps.once(LookAtQuarter(year=year.id), step, due)
    return OVER if steps.store.load(BodyYear, step.process_id).ended else DONE
