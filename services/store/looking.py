"""One look at the log, for a page that asks of many things: what is in memory is asked for once.

The look says how far the log goes.  Whatever is kept in memory and was read as far as that is given
out without another question to the database; what was not is read, and kept for the next look.
Once for each look, and not once for each thing, it is asked whether the log was put back to an
earlier state: then nothing that is in memory counts.  What is given out may be newer than the look
and is never older.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import CommandId
from services.store.application import there
from services.store.port import Clock, CommandRow, Imported, Receipt, RecordedAct
from services.vault.port import Keys

if TYPE_CHECKING:
    from services.store.postgres import PostgresStore

A = TypeVar("A", bound=Aggregate)


@dataclass(frozen=True)
class Look:
    """A `Store` whose moment and newest act are those of the look.

    `times_put_back` is how often the store had found its log put back by then.
    """

    store: PostgresStore
    moment: datetime
    newest: int
    times_put_back: int

    @property
    def clock(self) -> Clock:
        return self.store.clock

    @property
    def keys(self) -> Keys:
        return self.store.keys

    def load(self, kind: type[A], stream: UUID) -> A:
        return there(self.find(kind, stream), kind, stream)

    def find(self, kind: type[A], stream: UUID) -> A | None:
        return self.store.find(kind, stream, self.newest)

    def look(self) -> Look:
        return self.store.look()

    def now(self) -> datetime:
        return self.moment

    def head(self) -> int:
        return self.newest

    def acts(
        self,
        *,
        after: int = 0,
        topics: Collection[str] = (),
        stream: UUID | None = None,
        limit: int,
    ) -> Sequence[RecordedAct]:
        return self.store.acts(after=after, topics=topics, stream=stream, limit=limit)

    def answered(self, command_id: CommandId) -> CommandRow | None:
        return self.store.answered(command_id)

    def request_key(self) -> bytes:
        return self.store.request_key()

    def commit(
        self,
        aggregates: Sequence[Aggregate],
        *,
        command: CommandRow | None,
        reads: Mapping[UUID, int],
    ) -> Receipt:
        return self.store.commit(aggregates, command=command, reads=reads)

    def import_acts(self, acts: Iterable[Recorded]) -> Imported:
        return self.store.import_acts(acts)
