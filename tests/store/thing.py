"""A stream to try the log with, and short ways to write in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate, Recorded, event
from domain.kernel.ids import CONVENOR, SERVICE, CommandId, PersonId, derived
from domain.kernel.value import Value
from services.store.port import CommandRow

START = datetime(2022, 5, 17, 9, 30, tzinfo=UTC)


class Clause(Value):
    """Something with an inside."""

    number: int
    text: str
    due: datetime | None = None


class Thing(Aggregate):
    """A thing with a name."""

    TOPIC = "thing"

    class Created(Aggregate.Created):
        """Not recorded; the library asks for it."""

        TOPIC = "thing.created.v1"

    class Opened(Aggregate.Created):
        """The thing was opened."""

        TOPIC = "thing.opened.v1"
        name: str
        clauses: tuple[Clause, ...]

    class Renamed(Aggregate.Event):
        """The thing got another name."""

        TOPIC = "thing.renamed.v1"
        name: str

    class Closed(Aggregate.Event):
        """The thing was closed."""

        TOPIC = "thing.closed.v1"

    def __init__(self, name: str, clauses: tuple[Clause, ...]) -> None:
        self.name = name
        self.clauses = clauses
        self.is_closed = False

    @classmethod
    def open(cls, number: int, name: str = "first") -> Thing:
        clauses = (Clause(number=1, text="Whereas “ä”", due=START), Clause(number=2, text=""))
        return cls._begin(cls.Opened, thing_id(number), act(number, 1), name=name, clauses=clauses)

    def rename(self, name: str) -> Thing:
        self._renamed(act=act(self.id, self.version + 1), name=name)
        return self

    def close(self) -> Thing:
        self._closed(act=act(self.id, self.version + 1))
        return self

    @event(Renamed)
    def _renamed(self, act: Act, name: str) -> None:
        self.name = name

    @event(Closed)
    def _closed(self, act: Act) -> None:
        self.is_closed = True


def thing_id(number: int) -> UUID:
    return derived(CONVENOR, "thing", number)


def act(of: object, step: int) -> Act:
    person = PersonId(derived(CONVENOR, "person", of))
    return Act(
        occurred_at=START + timedelta(minutes=step),
        actor=person,
        recorded_by=SERVICE,
        authority=Authority(kind="rule", name="Anybody may open a thing"),
        command_id=CommandId(derived(CONVENOR, "command", of, step)),
    )


def command(number: int, request: str = "a") -> CommandRow:
    return CommandRow(
        command_id=CommandId(derived(CONVENOR, "test command", number)),
        verb="open_thing",
        request_hash=request,
        actor=SERVICE,
    )


def history(things: int, each: int = 3, first: int = 0) -> Iterator[Recorded]:
    """The acts of some things, thing by thing."""
    for number in range(first, first + things):
        thing = Thing.open(number)
        for step in range(each - 1):
            thing.rename(f"name {step}")
        yield from (found for found in thing.collect_events() if isinstance(found, Recorded))
