"""What may be told in public of cases that are over: numbers of enough of them, and nothing else.

All figures of a span of years come from one division of its cases into parts, none of which is
smaller than the rule's least number.  Whatever else can be reckoned from them is a sum of such
parts.  A span is whole years, over and told once: a case belongs to one of them alone, so no figure
ever changes, and none can be taken from another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final, Generic, NamedTuple, TypeVar

from domain.kernel.ids import RuleId
from domain.kernel.value import Value

E = TypeVar("E")
LEAST_SHOWN: Final = RuleId("complaints.least_shown")


class Ending(StrEnum):
    """How a case ended, and how far it had come by then; alike ones stand beside each other."""

    MERGED = "merged"
    REFUSED = "refused"
    SETTLED_AT_ONCE = "settled_at_once"
    SETTLED_LATER = "settled_later"
    NOT_UPHELD = "not_upheld"
    NOT_UPHELD_ON_APPEAL = "not_upheld_on_appeal"
    UPHELD = "upheld"
    UPHELD_ON_APPEAL = "upheld_on_appeal"


class Taken(StrEnum):
    """How long a case took from its receipt to its close."""

    FOUR_WEEKS = "four_weeks"
    THREE_MONTHS = "three_months"
    HALF_A_YEAR = "half_a_year"
    LONGER = "longer"


_UP_TO: Final = {
    Taken.FOUR_WEEKS: timedelta(days=28),
    Taken.THREE_MONTHS: timedelta(days=91),
    Taken.HALF_A_YEAR: timedelta(days=182),
}


def taken_in(time: timedelta) -> Taken:
    """The class of so long a time."""
    return next((one for one, most in _UP_TO.items() if time <= most), Taken.LONGER)


class Ended(Value):
    """One case that is over; `ending` is none where what said it was erased."""

    ending: Ending | None
    taken: Taken


class Figure(Value):
    """So many cases that ended in one of these ways, and took one of these times."""

    endings: tuple[Ending, ...]
    taken: tuple[Taken, ...]
    cases: int


class Span(Value):
    """Whole years that are told together; without figures where something of it was erased."""

    first: int
    last: int
    figures: tuple[Figure, ...]


def spans(
    years: Mapping[int, Sequence[Ended]], least: Callable[[int], int | None]
) -> tuple[Span, ...]:
    """The figures of years that are over, in their order, each with all that ended in it.

    `least` gives the rule's number at the end of a year; none while there is no such rule.  Years
    with too few cases are told together with those that follow, once these make it enough.
    """
    return tuple(
        Span(first=one.first, last=one.last, figures=_figures(one.ended, one.least))
        for one in gathered(years, least)
    )


class Gathered(NamedTuple, Generic[E]):
    """Whole years that are told together, with all that ended in them, and the rule's number."""

    first: int
    last: int
    ended: Sequence[E]
    least: int


def gathered(
    years: Mapping[int, Sequence[E]], least: Callable[[int], int | None]
) -> Iterator[Gathered[E]]:
    """Years in their order, put together until each span has enough."""
    waiting: list[E] = []
    first: int | None = None
    for year in sorted(years):
        first = year if first is None else first
        waiting += years[year]
        number = least(year)
        if number is not None and waiting and len(waiting) >= number:
            yield Gathered(first, year, waiting, number)
            waiting, first = [], None


def _figures(cases: Sequence[Ended], least: int) -> tuple[Figure, ...]:
    endings = [one.ending for one in cases]
    if None in endings:
        return ()
    return tuple(
        Figure(endings=ways, taken=times, cases=sum(one.taken in times for one in part))
        for ways in parts(tuple(Ending), endings, least)
        for part in ([one for one in cases if one.ending in ways],)
        for times in parts(tuple(Taken), [one.taken for one in part], least)
    )


def parts(kinds: Sequence[E], found: Sequence[E | None], least: int) -> list[tuple[E, ...]]:
    """The kinds in their order, put together until each part has enough; the rest joins the last.

    All of `found` must make at least one part.
    """
    parts: list[tuple[E, ...]] = []
    part: tuple[E, ...] = ()
    for kind in kinds:
        part = (*part, kind)
        if sum(one in part for one in found) >= max(least, 1):
            parts.append(part)
            part = ()
    return [*parts[:-1], (*parts[-1], *part)]
