"""Who takes part in a meeting, by which route, and who of them may vote.

Only those who are there count for the quorum: in person, or by telephone or video where a rule
lets them vote so.  Proxies and papers are recorded as such, and vote only where a rule says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

from pydantic import AwareDatetime

from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotFound, RuleBroken
from domain.kernel.value import Value
from domain.meetings.orders import (
    PAPER_VOTE,
    PROXIES_EACH,
    PROXY_VOTE,
    RECORD_KEPT_BY,
    REMOTE_VOTE,
    Orders,
)
from domain.meetings.sat import Sat
from domain.rules.values import Flag, Rule


class Route(StrEnum):
    """How somebody takes part."""

    IN_PERSON = "in person"
    PHONE = "by telephone"
    VIDEO = "by video"
    PROXY = "by proxy"
    PAPER = "on paper"

    @property
    def is_there(self) -> bool:
        return self in (Route.IN_PERSON, Route.PHONE, Route.VIDEO)

    @property
    def is_remote(self) -> bool:
        return self in (Route.PHONE, Route.VIDEO)


class Capacity(StrEnum):
    """As what somebody takes part."""

    MEMBER = "member"
    OBSERVER = "observer"
    STAFF = "staff"

    @property
    def in_words(self) -> str:
        return {Capacity.MEMBER: "a member", Capacity.OBSERVER: "an observer"}.get(self, "staff")


class Coming(Value):
    """Somebody as they are entered: `held_by` is who holds their proxy."""

    person: PersonId
    name: str
    capacity: Capacity = Capacity.MEMBER
    route: Route = Route.IN_PERSON
    held_by: PersonId | None = None


class Attendance(Value):
    """Somebody who takes part, since when, and whether their vote counts."""

    person: PersonId
    name: str
    capacity: Capacity
    route: Route
    votes: bool
    since: AwareDatetime
    held_by: PersonId | None = None


class Judged(NamedTuple):
    """A rule, and how taking part in that way breaks it, if it does."""

    rule: Rule
    breach: str | None


class Room(Value):
    """Everybody who takes part at a moment."""

    here: tuple[Attendance, ...] = ()

    def find(self, person: PersonId) -> Attendance | None:
        return next((one for one in self.here if one.person == person), None)

    def get(self, person: PersonId) -> Attendance:
        """Somebody who takes part; raises `NotFound`."""
        found = self.find(person)
        if found is None:
            raise NotFound("That person does not take part in the meeting now. Enter them first.")
        return found

    def present(self, electorate: Collection[PersonId]) -> int:
        """How many voting members are there: the number that the quorum is held against."""
        return sum(one.route.is_there for one in self.voters(electorate))

    def voters(self, electorate: Collection[PersonId]) -> tuple[Attendance, ...]:
        """Those whose vote counts: their route lets them, and they have a vote in the body still.

        A proxy counts only while whoever holds it is there with a vote of their own.
        """
        voting = [one for one in self.here if one.votes and one.person in electorate]
        holders = there(voting)
        return tuple(one for one in voting if one.held_by is None or one.held_by in holders)

    def proxies_of(self, holder: PersonId) -> tuple[Attendance, ...]:
        return tuple(one for one in self.here if one.held_by == holder)

    def with_one(self, attendance: Attendance) -> Room:
        """With somebody who came; whoever was represented until now speaks for themselves."""
        others = self.without(attendance.person).here
        return Room(here=(*others, attendance))

    def without(self, person: PersonId) -> Room:
        return Room(here=tuple(one for one in self.here if one.person != person))

    def without_proxies_of(self, holder: PersonId) -> Room:
        return Room(here=tuple(one for one in self.here if one.held_by != holder))


def there(people: Iterable[Attendance]) -> frozenset[PersonId]:
    """Who of them is there, and not only represented."""
    return frozenset(one.person for one in people if one.route.is_there)


def judged_by(coming: Coming, room: Room, orders: Orders) -> list[Judged]:
    """The rules on taking part in that way, each with how it is broken."""
    if coming.route.is_remote:
        rule = orders.remote_part
        allowed = orders.rules.value(rule.id, Flag).holds
        found = [Judged(rule, None if allowed else f"{coming.name} takes part {coming.route}.")]
        return [*found, Judged(orders.rule(REMOTE_VOTE), None)]
    if coming.route is Route.PROXY:
        return [Judged(orders.rule(PROXY_VOTE), None), _within_cap(coming, room, orders)]
    if coming.route is Route.PAPER:
        return [Judged(orders.rule(PAPER_VOTE), None)]
    return []


def _within_cap(coming: Coming, room: Room, orders: Orders) -> Judged:
    rule, most = orders.rule(PROXIES_EACH), orders.count(PROXIES_EACH)
    if coming.held_by is None or coming.held_by == coming.person:
        raise BadInput(f"Say who holds the proxy of {coming.name}: somebody else.", rule=rule.id)
    holder = room.get(coming.held_by)
    if not holder.route.is_there:
        raise BadInput(f"{holder.name} is not there, so can't hold a proxy.", rule=rule.id)
    if not holder.votes:
        raise BadInput(
            f"{holder.name} has no vote here, so can't hold a proxy. Name a voting member who is "
            "there.",
            rule=rule.id,
        )
    held = [one for one in room.proxies_of(holder.person) if one.person != coming.person]
    if len(held) >= most:
        raise RuleBroken(
            f"{holder.name} holds {len(held)} proxies already, and {most} is the most.",
            rule=rule.id,
            clause=rule.clause,
        )
    return Judged(rule, None)


def may_vote(coming: Coming, sat: Sat) -> bool:
    """Whether the vote of somebody who takes part in that way counts."""
    if coming.capacity is not Capacity.MEMBER or not sat.may_have_a_vote(coming.person):
        return False
    orders = sat.orders
    if coming.route.is_remote:
        taking_part = orders.rules.value(orders.remote_part.id, Flag).holds
        return taking_part and orders.holds(REMOTE_VOTE)
    by_rule = {Route.PROXY: PROXY_VOTE, Route.PAPER: PAPER_VOTE}.get(coming.route)
    return by_rule is None or orders.holds(by_rule)


def must_belong(coming: Coming, sat: Sat) -> None:
    """Refuse to enter somebody as a member who has no seat or place; raises `BadInput`."""
    if coming.capacity is Capacity.MEMBER and not sat.has_member(coming.person):
        accredit = "" if sat.floor is None else "Accredit them as a delegate first, or enter "
        raise BadInput(
            f"{coming.name} has no seat in {sat.body.name}. {accredit or 'Enter '}them as an "
            "observer or as staff.",
            rule=RECORD_KEPT_BY,
        )
    if coming.held_by is not None and coming.route is not Route.PROXY:
        raise BadInput(f"{coming.name} does not take part by proxy, so nobody holds one for them.")
