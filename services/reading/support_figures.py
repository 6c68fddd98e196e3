"""Answers how many requests for support of past years ended in which way, where they are enough.

How a year is told, and when, is said in `closed_years`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.cases.figures import taken_in
from domain.kernel.sealed import Erased
from domain.support.figures import LEAST_SHOWN, Ended, Ending, Span, spans
from domain.support.request import SupportRequest
from domain.support.request_acts import Outcome
from services.reading.closed_years import Acts, by_years, places_of
from services.reading.view import Answer, Reading, View
from services.store.port import RecordedAct, Store

_ACTS: Final = places_of(
    SupportRequest.Asked,
    SupportRequest.OutcomeRecorded,
    SupportRequest.Lapsed,
    SupportRequest.Withdrawn,
    SupportRequest.Declined,
    SupportRequest.FollowedUp,
)


class SupportFigures(Answer):
    """What is told of requests that are over, by spans of whole years."""

    view: View
    spans: tuple[Span, ...]


def support_figures(at: Reading, store: Store, zone: ZoneInfo) -> SupportFigures:
    """The figures of every year that is over at the moment of the page."""
    found = by_years(at, store, zone, Acts(_ACTS, _ended, LEAST_SHOWN))
    return SupportFigures(view=at.view, spans=() if found is None else spans(*found))


def _ended(acts: Iterator[RecordedAct]) -> Iterator[tuple[int, Ended]]:
    """What is told of every request that is over, with the position of its end."""
    asked: dict[UUID, datetime] = {}
    outcomes: dict[UUID, Outcome | Erased] = {}
    for recorded in acts:
        event: Any = recorded.event
        if isinstance(event, SupportRequest.Asked):
            asked[event.case] = event.act.occurred_at
        elif isinstance(event, SupportRequest.OutcomeRecorded):
            outcomes[event.case] = event.outcome
        else:
            taken = taken_in(event.act.occurred_at - asked[event.case])
            ending = _ending(event, outcomes.get(event.case))
            yield recorded.position, Ended(ending=ending, taken=taken)


def _ending(event: Any, outcome: Outcome | Erased | None) -> Ending | None:
    """How a request ended; none where what said it was erased."""
    match event:
        case SupportRequest.Lapsed():
            return Ending.LAPSED
        case SupportRequest.Withdrawn():
            return Ending.WITHDRAWN
        case SupportRequest.Declined():
            return Ending.DECLINED
    return None if outcome is None or isinstance(outcome, Erased) else Ending(outcome.value)
