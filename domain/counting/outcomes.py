"""What becomes of an election: contested, unopposed, short or impossible; and who was declared.

`before_voting` is asked when nominations close and `declared` after the count.  Whether an
unopposed candidate takes the place without a vote, and what happens to places that stay open, are
rules of the organisation; here it is only said which case it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from domain.counting.contest import Contest
from domain.counting.quotas import QuotaGroup, conflict, greatest
from domain.counting.sheet import Sheet
from domain.kernel.value import Value


class Contested(Value):
    """There is something to vote on.

    `unfilled`: so many places stay open whatever the vote, because of a maximum for a group or
    because too few stand.
    """

    outcome: Literal["contested"] = "contested"
    unfilled: int = 0


class Unopposed(Value):
    """Just as many stand as there are places, and the quotas are kept: they are elected."""

    outcome: Literal["unopposed"] = "unopposed"
    elected: tuple[str, ...]


class Short(Value):
    """Fewer stand than there are places: all of them are elected, and places stay open."""

    outcome: Literal["short"] = "short"
    elected: tuple[str, ...]
    unfilled: int


class Impossible(Value):
    """The quotas can't be kept by those who stand; `reason` is a sentence."""

    outcome: Literal["impossible"] = "impossible"
    reason: str


Outcome = Contested | Unopposed | Short | Impossible


def before_voting(contest: Contest, quotas: Sequence[QuotaGroup] = ()) -> Outcome:
    """Which case it is when nominations close.

    Where voters may reopen nominations, nobody is unopposed.
    """
    reason = conflict(contest, quotas)
    if reason is not None:
        return Impossible(reason=reason)
    places = greatest(contest, quotas) or 0
    unfilled = contest.seats - places
    if contest.reopen or len(contest.people) > places:
        return Contested(unfilled=unfilled)
    names = tuple(sorted(contest.candidates[candidate].name for candidate in contest.people))
    if unfilled:
        return Short(elected=names, unfilled=unfilled)
    return Unopposed(elected=names)


class Declared(Value):
    """Who is elected, in order of election, and what stays open.

    `reopened` of the places were won by reopened nominations; `unfilled` had nobody to take them.
    """

    elected: tuple[str, ...]
    reopened: int = 0
    unfilled: int = 0


def declared(sheet: Sheet) -> Declared:
    """What a count comes to.

    Where crosses were added up, reopened nominations win all places left (see `reopening`).
    """
    nobody = set(sheet.contest.reopen)
    people = tuple(sheet.name(c) for c in sheet.elected if c not in nobody)
    open_ = sheet.contest.seats - len(people)
    won = sum(candidate in nobody for candidate in sheet.elected)
    reopened = open_ if won and len(nobody) == 1 else won
    return Declared(elected=people, reopened=reopened, unfilled=open_ - reopened)
