"""Answers what ended in each year that is over, for figures that everybody may see.

It is read from the acts and kept in no table: a table that moves with each act would tell whoever
reads it beside the journal how one case ended.  A year is told once it is over by the log: with the
first act that took effect after it.  What is recorded from then on counts in a later year, though
it took effect before, so that no figure changes once it was told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from domain.kernel.aggregate import Recorded
from domain.kernel.ids import RuleId
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from domain.rules.values import Count
from services.reading.view import Reading
from services.store.port import RecordedAct, Store
from services.store.scanned import Scan

E = TypeVar("E")
_FIRST_AFTER: Final = "SELECT min(position) FROM journal WHERE occurred_at >= %(end)s"
_NEAR: Final = 1_000
"""Acts that are nearer to each other in the log than this many are read by one question."""


class Places(NamedTuple):
    """Acts of these topics, and where in the log they stand; what they say is not kept."""

    topics: tuple[str, ...]
    scan: Scan[int]


def places_of(*kinds: type[Recorded]) -> Places:
    """Where the acts of these kinds stand."""
    topics = tuple(kind.TOPIC for kind in kinds)
    return Places(topics, Scan(topics, lambda act: True, lambda act: act.position))


@dataclass(frozen=True)
class Acts(Generic[E]):
    """Which acts figures are made of, what they tell of each thing that is over, and the rule.

    `ended` gives what is told with the position of the end; `least` is how many make a figure.
    """

    places: Places
    ended: Callable[[Iterator[RecordedAct]], Iterator[tuple[int, E]]]
    least: RuleId


Told = tuple[Mapping[int, Sequence[E]], Callable[[int], int | None]]
"""What ended in each year that is over, and the rule's number at the end of a year, if any."""


def by_years(at: Reading, store: Store, zone: ZoneInfo, acts: Acts[E]) -> Told[E] | None:
    """What ended in every year that is over at the moment of the page; none while nothing began."""
    rulebook = store.find(Rulebook, RULEBOOK_ID)
    begun = next(_acts(store, acts.places), None)
    if rulebook is None or begun is None:
        return None
    first = _moment(begun).astimezone(zone).year
    ends = dict(_ends(at, first, zone))
    years: dict[int, list[E]] = {year: [] for year in ends}
    limits = [limit for limit, _ in ends.values()]
    for position, one in acts.ended(_acts(store, acts.places)):
        place = bisect_right(limits, position)
        if place < len(limits):
            years[first + place].append(one)
    return years, lambda year: _least(rulebook, acts.least, ends[year][1])


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


def _least(rulebook: Rulebook, rule: RuleId, moment: datetime) -> int | None:
    edition = rulebook.at(moment)
    return edition.value(rule, Count).count if edition.has(rule) else None


def _moment(recorded: RecordedAct) -> datetime:
    event: Any = recorded.event
    moment: datetime = event.act.occurred_at
    return moment


def _acts(store: Store, places: Places) -> Iterator[RecordedAct]:
    for run in _runs(places.scan.of(store, True)):
        yield from store.acts(after=run[0] - 1, topics=places.topics, limit=len(run))


def _runs(places: Sequence[int]) -> Iterator[Sequence[int]]:
    """The places in the order of the log, cut wherever much else stands between two of them."""
    begin = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] - places[end - 1] > _NEAR:
            yield places[begin:end]
            begin = end
