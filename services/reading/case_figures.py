"""Answers how many cases of past years ended in which way, where they are enough to be told.

It is read from the acts and kept in no table: a table that moves with each act would tell whoever
reads it beside the journal how one case ended.  A year is told once it is over by the log: with the
first act that took effect after it.  What is recorded from then on counts in a later year, though
it took effect before, so that no figure changes once it was told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.cases.complaint import Complaint
from domain.cases.complaint_acts import Outcome
from domain.cases.figures import LEAST_SHOWN, Ended, Ending, Span, spans, taken_in
from domain.kernel.sealed import Erased
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from domain.rules.values import Count
from services.reading.view import Answer, Reading, View
from services.store.port import RecordedAct, Store
from services.store.scanned import Scan

_FIRST_AFTER: Final = "SELECT min(position) FROM journal WHERE occurred_at >= %(end)s"
_TOPICS: Final = tuple(
    kind.TOPIC
    for kind in (
        Complaint.Received,
        Complaint.TakenUp,
        Complaint.Found,
        Complaint.Settled,
        Complaint.Merged,
        Complaint.RefusalUpheld,
        Complaint.Closed,
        Complaint.AppealDecided,
    )
)

_PLACES: Final = Scan(_TOPICS, lambda act: True, lambda act: act.position)
"""Where in the log the acts stand that figures are made of; what they say is not kept."""
_NEAR: Final = 1_000
"""Acts that are nearer to each other in the log than this many are read by one question."""


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
    rulebook = store.find(Rulebook, RULEBOOK_ID)
    begun = next(_acts(store), None)
    if rulebook is None or begun is None:
        return CaseFigures(view=at.view, spans=())
    first = _moment(begun).astimezone(zone).year
    ends = dict(_ends(at, first, zone))
    years: dict[int, list[Ended]] = {year: [] for year in ends}
    limits = [limit for limit, _ in ends.values()]
    for position, one in _ended(store):
        place = bisect_right(limits, position)
        if place < len(limits):
            years[first + place].append(one)
    told = spans(years, lambda year: _least(rulebook, ends[year][1]))
    return CaseFigures(view=at.view, spans=told)


def _ends(at: Reading, first: int, zone: ZoneInfo) -> Iterator[tuple[int, tuple[int, datetime]]]:
    """Each year that is over: the position of the first act after it, and the moment of its end.

    An act that took effect later may stand before one that took effect earlier: so the positions
    are made to ascend.
    """
    limit = 0
    for year in range(first, at.view.moment.astimezone(zone).year):
        end = datetime(year + 1, 1, 1, tzinfo=zone)
        ((position,),) = at.rows(_FIRST_AFTER, end=end)
        if position is None:
            return
        limit = max(limit, position)
        yield year, (limit, end)


def _least(rulebook: Rulebook, moment: datetime) -> int | None:
    edition = rulebook.at(moment)
    return edition.value(LEAST_SHOWN, Count).count if edition.has(LEAST_SHOWN) else None


def _moment(recorded: RecordedAct) -> datetime:
    event: Any = recorded.event
    moment: datetime = event.act.occurred_at
    return moment


def _ended(store: Store) -> Iterator[tuple[int, Ended]]:
    """What is told of every case that is over, with the position of its end."""
    courses: dict[UUID, _Course] = {}
    for recorded in _acts(store):
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


def _acts(store: Store) -> Iterator[RecordedAct]:
    for run in _runs(_PLACES.of(store, True)):
        yield from store.acts(after=run[0] - 1, topics=_TOPICS, limit=len(run))


def _runs(places: Sequence[int]) -> Iterator[Sequence[int]]:
    """The places in the order of the log, cut wherever much else stands between two of them."""
    begin = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] - places[end - 1] > _NEAR:
            yield places[begin:end]
            begin = end


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
