"""The library's application, sealed: our mapper, our recorder, and no word from the environment.

It loads aggregates and hands their pending acts to the recorder.  What the recorder does with them
is the business of `memory` and `postgres`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import Environment, EnvType

from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import ActId
from domain.kernel.refusal import BadInput, NotFound
from services.store.keeping import Keeper, Kept, copy_of
from services.store.mapper import ActMapper, form_of
from services.store.port import (
    MOST_ACTS_AT_ONCE,
    ActRef,
    CommandResult,
    CommandRow,
    Receipt,
)
from services.vault.port import NO_KEYS, Keys

A = TypeVar("A", bound=Aggregate)


class Acts(Application[UUID]):
    """The log as the library sees it.  Without a name, so that its table is `stored_events`."""

    name = ""
    mapper: ActMapper
    env: ClassVar[dict[str, str]] = {}

    def __init__(self, env: EnvType | None = None, *, keys: Keys = NO_KEYS) -> None:
        self._keys = keys
        self._keeper = Keeper()
        super().__init__(env)

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Only what is given: a stray variable of the library's would open other ways to write."""
        return Environment(name, dict(env or {}))

    def construct_mapper(self) -> Mapper[UUID]:
        return ActMapper(self._keys)

    def find(self, kind: type[A], stream: UUID, looked: int = 0) -> A | None:
        """The aggregate of a stream, or None.  A stream of another kind is not found either.

        What is kept and was read as far as `looked` is given out without asking again.
        """
        found = self._newest(stream, looked)
        return found if isinstance(found, kind) else None

    def load(self, kind: type[A], stream: UUID) -> A:
        """The aggregate of a stream.  Raises `NotFound`."""
        return there(self.find(kind, stream), kind, stream)

    def forget(self) -> None:
        """Keep nothing in memory: the log is not what it was."""
        self._keeper.forget()

    def _newest(self, stream: UUID, looked: int) -> Aggregate | None:
        """The aggregate of a stream, from what is kept of it and what was recorded since."""
        kept = self._keeper.get(stream)
        if kept is None:
            return self._retold(stream, None, self.recorder.select_events(stream), looked)
        if looked and kept.upto >= looked:
            return None if kept.aggregate is None else copy_of(kept.aggregate)
        if kept.aggregate is None or kept.last is None:
            return self._retold(stream, None, self.recorder.select_events(stream), looked)
        last = kept.last.originator_version
        stored = self.recorder.select_events(stream, gt=last - 1)
        if not stored or stored[0] != kept.last:  # the log was put back to an earlier state
            return self._retold(stream, None, self.recorder.select_events(stream), looked)
        if len(stored) == 1 and looked:
            self._keeper.put(stream, kept._replace(upto=looked))
        return self._retold(stream, copy_of(kept.aggregate), stored[1:], looked)

    def _retold(
        self, stream: UUID, thing: Aggregate | None, stored: Sequence[StoredEvent], looked: int
    ) -> Aggregate | None:
        """The aggregate after these acts, which is kept unless something in them is sealed.

        The library's own function also asks of every act whether it has the form of one, which
        takes longer than to apply it.
        """
        if not stored:
            if thing is None and looked:
                self._keeper.put(stream, Kept(None, None, looked))
            return thing
        acts = cast("Sequence[Recorded]", self.mapper.to_acts(stored))
        for act in acts:
            thing = cast("Aggregate | None", act.mutate(thing))
        if thing is not None and not any(form_of(type(act)).seals for act in acts):
            self._keeper.put(stream, Kept(copy_of(thing), stored[-1], looked))
        return thing

    def commit(
        self,
        aggregates: Sequence[Aggregate],
        command: CommandRow | None,
        reads: Mapping[UUID, int],
    ) -> Receipt:
        """Give the pending acts to the recorder as one save."""
        result = pending_result(aggregates)
        if not result.acts:
            return Receipt(positions=(), result=result)
        check_size(len(result.acts))
        if command is not None:
            command = command.model_copy(update={"result": result})
        intent = Intent()
        recordings = self.save(*aggregates, command=command, reads=dict(reads), intent=intent)
        positions = tuple(recording.notification.id for recording in recordings)
        return Receipt(positions=positions, result=result, repeated=intent.was_recorded_before)


def there(found: A | None, kind: type[A], stream: UUID) -> A:
    """What was found; raises `NotFound` if nothing was."""
    if found is None:
        raise NotFound(
            f"There is no {_in_words(kind)} with the id {stream}. "
            "Check the id; nothing is ever taken out of the log.",
            about=str(stream),
        )
    return found


class Intent:
    """Goes with one save, so that the recorder can say that an earlier attempt had succeeded."""

    was_recorded_before = False


def pending_result(aggregates: Sequence[Aggregate]) -> CommandResult:
    """What the pending acts will have recorded, in the order in which they are saved."""
    pending = [cast("Recorded", act) for kind in aggregates for act in kind.pending_events]
    return CommandResult(
        acts=tuple(
            ActRef(
                stream=act.originator_id, version=act.originator_version, act=ActId(act.event_id)
            )
            for act in pending
        )
    )


def check_size(acts: int) -> None:
    """Refuse a save that would keep all other writers waiting."""
    if acts > MOST_ACTS_AT_ONCE:
        raise BadInput(
            f"This would record {acts:,} acts in one go, and {MOST_ACTS_AT_ONCE:,} is the most. "
            "Give it in several commands, or bring bulk history in with “convenor import FILE”."
        )


def _in_words(kind: type[Aggregate]) -> str:
    return str(getattr(kind, "TOPIC", kind.__name__)).replace("_", " ").lower()
