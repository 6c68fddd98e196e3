"""Answers how many cases of past years ended in which way, where they are enough to be told.

How a year is told, and when, is said in `closed_years`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.cases.complaint import Complaint
from domain.cases.complaint_acts import Outcome
from domain.cases.figures import LEAST_SHOWN, Ended, Ending, Span, spans, taken_in
from domain.kernel.sealed import Erased
from services.reading.closed_years import Acts, by_years, places_of
from services.reading.view import Answer, Reading, View
from services.store.port import RecordedAct, Store

_ACTS: Final = places_of(
    Complaint.Received,
    Complaint.TakenUp,
    Complaint.Found,
    Complaint.Settled,
    Complaint.Merged,
    Complaint.RefusalUpheld,
    Complaint.Closed,
    Complaint.AppealDecided,
)


class CaseFigures(Answer):
    """What is told of cases that are over, by spans of whole years."""

    view: View
    spans: tuple[Span, ...]


class _Course:
    """What a figure needs to know of one case."""

    def __init__(self, received: datetime) -> None:
        self.received = received
        self.taken_up = False
        self.found: Outcome | Erased | None = None


def case_figures(at: Reading, store: Store, zone: ZoneInfo) -> CaseFigures:
    """The figures of every year that is over at the moment of the page."""
    found = by_years(at, store, zone, Acts(_ACTS, _ended, LEAST_SHOWN))
    return CaseFigures(view=at.view, spans=() if found is None else spans(*found))


def _ended(acts: Iterator[RecordedAct]) -> Iterator[tuple[int, Ended]]:
    """What is told of every case that is over, with the position of its end."""
    courses: dict[UUID, _Course] = {}
    for recorded in acts:
        event: Any = recorded.event
        if isinstance(event, Complaint.Received):
            courses[event.case] = _Course(event.act.occurred_at)
            continue
        course = courses[event.case]
        if isinstance(event, Complaint.TakenUp):
            course.taken_up = True
        elif isinstance(event, Complaint.Found):
            course.found = event.outcome
        else:
            taken = taken_in(event.act.occurred_at - course.received)
            yield recorded.position, Ended(ending=_ending(event, course), taken=taken)


def _ending(event: Any, course: _Course) -> Ending | None:
    """How a case ended; none where what said it was erased."""
    match event:
        case Complaint.Merged():
            return Ending.MERGED
        case Complaint.Settled():
            return Ending.SETTLED_LATER if course.taken_up else Ending.SETTLED_AT_ONCE
        case Complaint.RefusalUpheld():
            return Ending.REFUSED
        case Complaint.AppealDecided():
            return _decided(event.outcome, Ending.UPHELD_ON_APPEAL, Ending.NOT_UPHELD_ON_APPEAL)
    if course.found is None:
        return Ending.REFUSED
    return _decided(course.found, Ending.UPHELD, Ending.NOT_UPHELD)


def _decided(outcome: Outcome | Erased, upheld: Ending, other: Ending) -> Ending | None:
    if isinstance(outcome, Erased):
        return None
    return upheld if outcome is Outcome.UPHELD else other
