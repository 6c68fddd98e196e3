"""What every projection is: a few tables, and what each act means for them.

A projection answers and never decides: it reads no clock, refuses no act, and can be dropped and
made again to the same rows.  Where its tables stand is not its business: they are named without
a schema, so that a replay can fill another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic

from psycopg import Cursor
from typing_extensions import TypeVar

from domain.kernel.aggregate import Recorded

__all__ = ["Apply", "Projection", "RecordedAct", "Rows", "on"]

E_co = TypeVar("E_co", bound=Recorded, default=Recorded, covariant=True)
E = TypeVar("E", bound=Recorded)
P = TypeVar("P", bound="Projection")

Rows = Cursor[tuple[Any, ...]]
"""A cursor inside the transaction that also moves the projection's position."""


@dataclass(frozen=True, slots=True)
class RecordedAct(Generic[E_co]):
    """An act as the log gives it: its place in the order of recording, and when it was recorded."""

    position: int
    recorded_at: datetime
    event: E_co


Apply = Callable[[P, Rows, RecordedAct[E]], None]


def on(*events: type[E]) -> Callable[[Apply[P, E]], Apply[P, E]]:
    """Mark a method as what these acts mean for the projection."""

    def mark(method: Apply[P, E]) -> Apply[P, E]:
        vars(method)["_projects"] = events
        return method

    return mark


class Projection:
    """Tables and what acts do to them.  `ddl` names its tables without a schema.

    A changed `ddl` makes the tables anew from the first act on; change `edition` when only the
    meaning of an act has changed.
    """

    name: ClassVar[str]
    ddl: ClassVar[str]
    edition: ClassVar[int] = 1

    _methods: ClassVar[dict[type[Recorded], str]] = {}

    def __init_subclass__(cls) -> None:
        cls._methods = dict(cls._methods)
        for name, method in vars(cls).items():
            for event in getattr(method, "_projects", ()):
                cls._methods[event] = name

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of the acts that mean something here."""
        return tuple(sorted(_topic(event) for event in self._methods))

    def apply(self, cur: Rows, acts: Sequence[RecordedAct]) -> None:
        """Bring the tables forward by these acts, which come in the order of their positions."""
        for act in acts:
            self.apply_one(cur, act)

    def apply_one(self, cur: Rows, act: RecordedAct) -> None:
        """Bring the tables forward by one act; an act that means nothing here is passed over."""
        method = self._methods.get(type(act.event))
        if method is not None:
            getattr(self, method)(cur, act)


def topics_of(projections: Iterable[Projection]) -> tuple[str, ...]:
    """The topics that at least one of these projections reads."""
    return tuple(sorted({topic for projection in projections for topic in projection.topics}))


def _topic(event: type[Recorded]) -> str:
    return str(getattr(event, "TOPIC", event.__qualname__))
