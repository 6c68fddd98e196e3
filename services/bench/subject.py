"""The acts that are measured: as large as those of everyday life, one stream for each person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate, Recorded, event
from domain.kernel.ids import CommandId, PersonId, RuleId, derived
from domain.kernel.value import Value

MEASURED: Final = UUID("5a1f4c1e-54a2-5f0f-8f5e-64f1f52b6a0e")
START: Final = datetime(2022, 1, 17, 12, tzinfo=UTC)


class Place(Value):
    """Where somebody belongs."""

    region: str
    group: UUID


class Membership(Aggregate):
    """What is measured: joined once, moved some times."""

    TOPIC = "measured_membership"

    class Created(Aggregate.Created):
        """Not recorded; the library asks for it."""

        TOPIC = "measured_membership.created.v1"

    class Joined(Aggregate.Created):
        """Somebody joined."""

        TOPIC = "measured_membership.joined.v1"
        place: Place
        number: int

    class Moved(Aggregate.Event):
        """Somebody moved to another place."""

        TOPIC = "measured_membership.moved.v1"
        place: Place

    def __init__(self, place: Place, number: int) -> None:
        self.place = place
        self.number = number

    @classmethod
    def join(cls, act: Act, number: int) -> Membership:
        stream = derived(MEASURED, "membership", number)
        return cls._begin(cls.Joined, stream, act, place=place_of(number), number=number)

    def move(self, act: Act) -> None:
        self._moved(act=act, place=place_of(self.number + self.version))

    @event(Moved)
    def _moved(self, act: Act, place: Place) -> None:
        self.place = place


def place_of(number: int) -> Place:
    return Place(region=f"region {number % 11}", group=derived(MEASURED, "group", number % 170))


def act_of(number: int, step: int) -> Act:
    """The envelope of one person's n-th act."""
    person = PersonId(derived(MEASURED, "person", number))
    return Act(
        occurred_at=START + timedelta(seconds=number, days=step),
        actor=person,
        recorded_by=person,
        authority=Authority(kind="membership", name="Member of a local group", id=str(person)),
        command_id=CommandId(derived(MEASURED, "command", number, step)),
        rulebook_version=3,
        rules=(RuleId("membership.place"),),
    )


def acts(people: int, each: int, first: int = 0) -> Iterator[Recorded]:
    """The acts of that many people, everybody's first before anybody's second."""
    members = [
        Membership.join(act_of(number, 0), number) for number in range(first, first + people)
    ]
    for step in range(1, each):
        for member in members:
            member.move(act_of(member.number, step))
    histories = [member.collect_events() for member in members]
    for step in range(each):
        for history in histories:
            found = history[step]
            if isinstance(found, Recorded):
                yield found
