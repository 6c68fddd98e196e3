"""Who is next: the order of the waiting list with the reason for each place, and who is free.

Nobody picks anybody.  First come those who have waited too long, then those who soon have to answer
elsewhere, then all others as they came; so nobody urgent waits behind others, and nobody waits for
ever behind those who are urgent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.cases.sides import CaseId
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.moments import LONDON, days_after
from domain.kernel.value import Value
from domain.rules.edition import Edition
from domain.rules.values import Days

URGENT: Final = RuleId("support.urgent_days")
LONGEST: Final = RuleId("support.longest_wait_days")


class Why(StrEnum):
    """Why somebody stands where they stand; in the order in which they are taken."""

    WAITED_LONG = "waited_long"
    URGENT = "urgent"
    AS_THEY_CAME = "as_they_came"

    @property
    def rule(self) -> RuleId:
        return URGENT if self is Why.URGENT else LONGEST


class Waiting(Value):
    """One who waits: since they asked, however often an adviser handed it back."""

    case: CaseId
    since: datetime
    answer_by: date | None = None
    never_by: tuple[PersonId, ...] = ()


class Turn(Value):
    """A place on the list, from 1, and why it is this one."""

    place: int
    why: Why
    waiting: Waiting


class Adviser(Value):
    """Somebody who advises: their places, and how many of them are taken."""

    person: PersonId
    places: int
    taken: int

    @property
    def free(self) -> int:
        return max(0, self.places - self.taken)


def in_turn(waiting: Iterable[Waiting], now: datetime, edition: Edition) -> tuple[Turn, ...]:
    """Everybody who waits, in the order in which they are taken at that moment.

    Of those who asked at one moment, whoever is given first goes first.
    """
    longest = edition.value(LONGEST, Days)
    urgent = timedelta(days=edition.value(URGENT, Days).count)
    today = now.astimezone(LONDON).date()

    def why(one: Waiting) -> Why:
        if days_after(one.since, longest.count, clear=longest.clear) <= now:
            return Why.WAITED_LONG
        if one.answer_by is not None and today <= one.answer_by <= today + urgent:
            return Why.URGENT
        return Why.AS_THEY_CAME

    def order(pair: tuple[Why, Waiting]) -> tuple[int, date, datetime]:
        reason, one = pair
        soonest = one.answer_by if reason is Why.URGENT and one.answer_by else date.max
        return tuple(Why).index(reason), soonest, one.since

    ordered = sorted(((why(one), one) for one in waiting), key=order)
    return tuple(
        Turn(place=place, why=reason, waiting=one)
        for place, (reason, one) in enumerate(ordered, start=1)
    )


def next_turn(turns: Sequence[Turn], advisers: Sequence[Adviser]) -> tuple[Turn, Adviser] | None:
    """The first for whom there is an adviser with a free place, and that adviser.

    Of those who are free it is whoever has the fewest, then the most free places, then whoever was
    named first.  Somebody whom every free adviser has handed back is passed over until there is
    another.
    """
    for turn in turns:
        free = [one for one in advisers if one.free and one.person not in turn.waiting.never_by]
        if free:
            return turn, min(free, key=lambda one: (one.taken, -one.free))
    return None
