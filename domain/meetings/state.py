"""How a meeting stands: what its other files ask before they decide.

It changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.moments import LONDON, on_or_at
from domain.kernel.refusal import NotFound, OutOfOrder, QuorumNotMet, RuleBroken, TooLate
from domain.meetings.agenda import Agenda
from domain.meetings.attendance import Attendance, Room
from domain.meetings.calendar import Due, Duty
from domain.meetings.decisions import Decision
from domain.meetings.emergency import Agreement, agreement_rule, wanted
from domain.meetings.meeting_acts import MeetingActs
from domain.meetings.motions import Motion
from domain.meetings.order import Challenge, ForParent, Interest, Ruling, Statement
from domain.meetings.orders import CHALLENGE, CONVENED_BY, QUORUM, RECORD_KEPT_BY, Orders
from domain.meetings.sat import Sat
from domain.meetings.strength import UNTOLD, Heads, Strength, strength
from domain.rules.values import Share


class MeetingState(MeetingActs):
    """What is so at a moment."""

    if TYPE_CHECKING:  # what it has of `Aggregate`, which is the other base of a meeting
        trigger_event: Callable[..., None]

        @property
        def id(self) -> UUID: ...

        @property
        def version(self) -> int: ...

        @property
        def created_on(self) -> datetime: ...

        @property
        def modified_on(self) -> datetime: ...

    body: BodyId
    body_name: str
    emergency: str | None
    is_emergency: bool
    agreements: tuple[Agreement, ...]
    confirmed: bool
    starts: datetime
    place: str
    remote: bool
    calendar: tuple[Due, ...]
    edition: int
    notified: bool
    items_closed: bool
    circulated: bool
    missed: tuple[Duty, ...]
    reminded: tuple[datetime, ...]
    unopened: tuple[datetime, ...]
    unclosed: bool
    moved_on: datetime | None
    apologies: tuple[PersonId, ...]
    agenda: Agenda
    cancelled: bool
    opened: bool
    opened_at: datetime | None
    closed: bool
    closed_at: datetime | None
    chair: PersonId | None
    room: Room
    heads: Heads
    quorate: bool
    was_quorate: bool
    motions: tuple[Motion, ...]
    decisions: tuple[Decision, ...]
    cast: tuple[int, ...]
    interests: tuple[Interest, ...]
    rulings: tuple[Ruling, ...]
    challenge: Challenge | None
    statements: tuple[Statement, ...]
    for_parent: tuple[ForParent, ...]
    next_on: date | None

    @property
    def title(self) -> str:
        return title_of(self.body_name, self.starts, is_emergency=self.is_emergency)

    @property
    def running(self) -> bool:
        return self.opened and not self.closed

    @property
    def passed_by(self) -> bool:
        """Whether it was called off, or its day went by and nobody had opened it."""
        return self.cancelled or (not self.opened and self.starts in self.unopened)

    @property
    def is_ahead(self) -> bool:
        """Whether what waits for a meeting can come before it."""
        return not (self.opened or self.passed_by)

    def due(self, duty: Duty) -> Due | None:
        """The last moment of a duty, if the rules set one."""
        return next((due for due in self.calendar if due.duty is duty), None)

    def decision(self, number: int) -> Decision:
        """The decision of that number; raises `NotFound`."""
        found = next((one for one in self.decisions if one.number == number), None)
        if found is None:
            raise NotFound(f"There is no decision {number} of the {_lower(self.title)}.")
        return found

    def motion(self, number: int) -> Motion:
        """The motion of that number; raises `NotFound`."""
        found = next((one for one in self.motions if one.number == number), None)
        if found is None:
            raise NotFound(f"There is no motion {number} at this meeting.")
        return found

    def voters(self, sat: Sat, item: int) -> tuple[Attendance, ...]:
        """Whose vote counts on an item; not of those who withdrew from it over an interest."""
        gone = {one.person for one in self.interests if one.item == item and one.withdraws}
        return tuple(one for one in self.room.voters(sat.electorate) if one.person not in gone)

    def strength(self, sat: Sat) -> Strength:
        """How many voting members are there now, and how many must be."""
        return strength(self.room, self.heads, sat)

    def record(self, kind: type[Recorded], act: Act, **facts: Any) -> None:
        """Put an act on record, inside this meeting."""
        self.trigger_event(kind, act=act.within(self.id, self.edition), **facts)

    def must_be_ahead(self) -> None:
        """Refuse what can be done only before the meeting is opened."""
        self.must_not_be_over()
        if self.opened:
            raise OutOfOrder("The meeting has been opened already.", rule=CONVENED_BY)

    def must_be_running(self) -> None:
        """Refuse what can be done only while the meeting lasts."""
        self.must_not_be_over()
        if not self.opened:
            raise OutOfOrder(
                f"The meeting has not been opened; it starts {on_or_at(self.starts)}.",
                rule=RECORD_KEPT_BY,
            )

    def must_not_be_over(self) -> None:
        """Refuse what can't be done any more once the meeting is over."""
        if self.closed:
            raise TooLate("The meeting is over.", rule=RECORD_KEPT_BY)
        if self.cancelled:
            raise OutOfOrder("The meeting has been called off.", rule=CONVENED_BY)

    def must_not_be_challenged(self) -> None:
        """Refuse to go on while a challenge to the chair is before the meeting."""
        if self.challenge is not None:
            raise OutOfOrder(
                "A challenge to the chair is before the meeting. Vote on it first.",
                rule=CHALLENGE,
            )

    def must_be_quorate(self, sat: Sat) -> None:
        """Refuse what needs a quorum there and then; raises `QuorumNotMet`."""
        there = self.strength(sat)
        if not there.enough:
            rule = sat.orders.find(QUORUM)
            raise QuorumNotMet(
                there.short or UNTOLD,
                rule=None if rule is None else rule.id,
                clause=None if rule is None else rule.clause,
            )

    def must_preside(self, person: PersonId) -> Attendance:
        """Somebody who can be in the chair: whoever is there; raises `RuleBroken`."""
        here = self.room.get(person)
        if not here.route.is_there:
            raise RuleBroken(
                f"{here.name} takes part {here.route} and is not there to preside.",
                rule=RECORD_KEPT_BY,
            )
        return here

    def must_be_agreed_to(self, orders: Orders) -> None:
        """Refuse what an emergency meeting does without the usual notice until enough agreed."""
        if not self.is_emergency or self.confirmed:
            return
        rule = agreement_rule(orders)
        needed = wanted(orders.rules.value(rule.id, Share))
        raise RuleBroken(
            f"An emergency meeting needs the agreement of {needed} of the officers; "
            f"{len(self.agreements)} have agreed so far. Enter who agrees, or call the meeting off "
            "and call an ordinary one.",
            rule=rule.id,
            clause=rule.clause,
        )

    def watch_quorum(self, act: Act, sat: Sat) -> None:
        """Put on record that the quorum was lost or regained by what has just happened."""
        if not self.running:
            return
        there = self.strength(sat)
        if there.enough == self.quorate:
            return
        kind = self.QuorumRegained if there.enough else self.QuorumLost
        rule = sat.orders.find(QUORUM)
        cited = act if rule is None else act.under(rule.id)
        self.record(kind, cited, **there.figures)


def title_of(body: str, starts: datetime, *, is_emergency: bool) -> str:
    """What a meeting is called."""
    kind = "Emergency meeting" if is_emergency else "Meeting"
    return f"{kind} of {body}, {starts.astimezone(LONDON):%-d %B %Y}"


def title_moved(title: str, starts: datetime) -> str:
    """The title of a meeting once it was put to another moment: it ends with the day."""
    return f"{title.rpartition(', ')[0]}, {starts.astimezone(LONDON):%-d %B %Y}"


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]
