"""The base of whatever the organisation keeps a life of.

A public method decides and then records; a private method under `@event` only assigns.  Rules are
amended here, and old history must load under new rules, so an apply body refuses nothing.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar
from uuid import UUID

from eventsourcing.domain import Aggregate as LibraryAggregate
from eventsourcing.domain import AggregateCreated, AggregateEvent, CanInitAggregate, event

from domain.kernel.act import Act
from domain.kernel.ids import act_id
from domain.kernel.moments import in_words, on_or_at
from domain.kernel.refusal import Overtaken

__all__ = ["Aggregate", "Recorded", "event"]

Founding = TypeVar("Founding", bound="Aggregate")


class Recorded(AggregateEvent):
    """An act as it stands in a stream: the envelope and, in subclasses, what was decided."""

    TOPIC: ClassVar[str]
    event_id: UUID
    act: Act


class Aggregate(LibraryAggregate):
    """A stream of acts and the state that follows from them."""

    class Event(Recorded):
        """Any act of this stream."""

    class Created(Event, AggregateCreated):
        """The act that begins this stream."""

    @classmethod
    def _begin(
        cls: type[Founding],
        event_class: type[CanInitAggregate[UUID]],
        stream: UUID,
        act: Act,
        **facts: Any,
    ) -> Founding:
        """Begin a stream with its first act."""
        return cls._create(
            event_class,
            id=stream,
            timestamp=act.occurred_at,
            event_id=act_id(act.occurred_at, act.command_id, stream, cls.INITIAL_VERSION),
            act=act,
            **facts,
        )

    @property
    def newest_act(self) -> UUID:
        """The id of the act that was recorded last and is not committed yet."""
        newest = self.pending_events[-1]
        assert isinstance(newest, Recorded)
        return newest.event_id

    def trigger_event(self, event_class: Any, **facts: Any) -> None:
        """Stamp the envelope on the act and apply it.

        Raises `Overtaken` if it would have occurred before the stream's newest act: a later
        discovery is a correcting act, not an insertion into the past.
        """
        act: Act = facts["act"]
        if act.occurred_at < self.modified_on:
            raise Overtaken(
                f"This would have taken effect {on_or_at(act.occurred_at)}, before the newest "
                f"act on record here ({in_words(self.modified_on)}). Record it as a correction.",
                newest=self.modified_on,
            )
        identity = act_id(act.occurred_at, act.command_id, self.id, self.version + 1)
        super().trigger_event(event_class, timestamp=act.occurred_at, event_id=identity, **facts)
