"""What may be told in public of requests for support that are over: figures for the campaign.

As of cases (`domain.cases.figures`): all figures of a span come from one division of its requests
into parts, none of which is smaller than the rule's least number, and no figure ever changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from domain.cases.figures import Taken, gathered, parts
from domain.kernel.ids import RuleId
from domain.kernel.value import Value

LEAST_SHOWN: Final = RuleId("support.least_shown")


class Ending(StrEnum):
    """How a request ended; alike ones stand beside each other."""

    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    LIFTED = "lifted"
    LESSER = "lesser"
    NOT_KNOWN = "not_known"
    LEFT = "left"
    EXPELLED = "expelled"


class Ended(Value):
    """One request that is over; `ending` is none where what said it was erased."""

    ending: Ending | None
    taken: Taken


class Figure(Value):
    """So many requests that ended in one of these ways, and took one of these times."""

    endings: tuple[Ending, ...]
    taken: tuple[Taken, ...]
    requests: int


class Span(Value):
    """Whole years that are told together; without figures where something of it was erased."""

    first: int
    last: int
    figures: tuple[Figure, ...]


def spans(
    years: Mapping[int, Sequence[Ended]], least: Callable[[int], int | None]
) -> tuple[Span, ...]:
    """The figures of years that are over, in their order, each with all that ended in it."""
    return tuple(
        Span(first=one.first, last=one.last, figures=_figures(one.ended, one.least))
        for one in gathered(years, least)
    )


def _figures(requests: Sequence[Ended], least: int) -> tuple[Figure, ...]:
    endings = [one.ending for one in requests]
    if None in endings:
        return ()
    return tuple(
        Figure(endings=ways, taken=times, requests=sum(one.taken in times for one in part))
        for ways in parts(tuple(Ending), endings, least)
        for part in ([one for one in requests if one.ending in ways],)
        for times in parts(tuple(Taken), [one.taken for one in part], least)
    )
