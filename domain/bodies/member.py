"""A membership: since when, in which group, until when.

It holds no name and no address: those are personal data and live apart from the acts.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, BodyId, PersonId, derived
from domain.kernel.refusal import OutOfOrder


def person_id(number: str) -> PersonId:
    """The id that always belongs to the member of that membership number."""
    return PersonId(derived(CONVENOR, "member", number))


class Ending(StrEnum):
    """How a membership ends."""

    RESIGNED = "resigned"
    LAPSED = "lapsed"
    DIED = "died"


class Member(Aggregate):
    """One person's membership."""

    TOPIC = "member"

    class Created(Aggregate.Created):
        """Never recorded: a membership begins by joining."""

        TOPIC = "member.created.v1"

    class Joined(Aggregate.Created):
        """A person joined."""

        TOPIC = "member.joined.v1"
        number: str
        joined_on: date
        group: BodyId | None
        region: str | None

    class Moved(Aggregate.Event):
        """A member moved to another local group."""

        TOPIC = "member.moved.v1"
        group: BodyId | None
        region: str | None

    class Left(Aggregate.Event):
        """A membership ended."""

        TOPIC = "member.left.v1"
        ending: Ending
        reason: str

    def __init__(
        self, number: str, joined_on: date, group: BodyId | None, region: str | None
    ) -> None:
        self.number = number
        self.joined_on = joined_on
        self.group = group
        self.region = region
        self.ended: datetime | None = None
        self.ending: Ending | None = None

    @property
    def has_died(self) -> bool:
        return self.ending is Ending.DIED

    @property
    def present(self) -> bool:
        return self.ended is None

    def belonged(self, moment: datetime) -> bool:
        """Whether the membership had not ended by a moment."""
        return self.ended is None or moment < self.ended

    @classmethod
    def join(
        cls,
        act: Act,
        *,
        number: str,
        joined_on: date,
        group: BodyId | None = None,
        region: str | None = None,
    ) -> Member:
        """Record that a person joined."""
        return cls._begin(
            cls.Joined,
            person_id(number),
            act,
            number=number,
            joined_on=joined_on,
            group=group,
            region=region,
        )

    def move(self, act: Act, group: UUID | None, region: str | None) -> None:
        """Record that a member now belongs to another group."""
        self._must_be_present()
        self._moved(act=act, group=None if group is None else BodyId(group), region=region)

    def end_membership(self, act: Act, ending: Ending, reason: str) -> None:
        """Record that a membership ended."""
        self._must_be_present()
        self._left(act=act, ending=ending, reason=reason)

    def must_not_have_died(self) -> None:
        """Refuse to give anything to somebody who has died; they may have left and still serve."""
        if self.has_died:
            raise OutOfOrder(
                f"The member of the number {self.number} has died: no seat, post or co-option can "
                "be theirs any more. Choose somebody else."
            )

    def _must_be_present(self) -> None:
        if not self.present:
            raise OutOfOrder(f"Membership {self.number} has ended.")

    @event(Moved)
    def _moved(self, act: Act, group: BodyId | None, region: str | None) -> None:
        self.group = group
        self.region = region

    @event(Left)
    def _left(self, act: Act, ending: Ending, reason: str) -> None:
        self.ended = act.occurred_at
        self.ending = ending
