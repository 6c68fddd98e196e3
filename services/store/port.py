"""What the service asks of a log of acts, whatever keeps it.

The store decides the order of acts and whether a decision was made on what is still true.  It knows
nothing of rules: an act that reaches it has been judged.

    StoreFault
    ├── VersionConflict     what the decision was based on has changed: load again and decide again
    ├── CommandRepeated     this command was recorded before; the stored row says with what result
    ├── StoreRefused        the database could not take it, and nothing was recorded
    ├── StoreUnreachable    the database did not answer, so whether it was recorded is not known
    └── StoreAway           the database does not answer a question
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol, TypeVar
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import ActId, CommandId, PersonId
from domain.kernel.value import Value
from projections.projection import RecordedAct

if TYPE_CHECKING:
    from services.vault.port import Keys

__all__ = [
    "MOST_ACTS_AT_ONCE",
    "ActRef",
    "Clock",
    "CommandRepeated",
    "CommandResult",
    "CommandRow",
    "Imported",
    "Receipt",
    "RecordedAct",
    "Store",
    "StoreAway",
    "StoreFault",
    "StoreRefused",
    "StoreUnreachable",
    "VersionConflict",
]

MOST_ACTS_AT_ONCE: Final = 5_000
"""Larger saves have hung and kept all other writers waiting; bulk goes by import."""

A = TypeVar("A", bound=Aggregate)


class ActRef(Value):
    """Where one act of a command came to stand."""

    stream: UUID
    version: int
    act: ActId


class CommandResult(Value):
    """What a command recorded, by ids alone: no personal data."""

    acts: tuple[ActRef, ...] = ()


class CommandRow(Value):
    """A command that recorded something.

    `request_hash` is over verb and arguments, so that the same key with another request is seen.
    The store fills in `result` when it commits.
    """

    command_id: CommandId
    verb: str
    request_hash: str
    actor: PersonId
    result: CommandResult = CommandResult()


class Receipt(Value):
    """Proof of a commit.  `positions` stand in the order of the acts in `result`.

    `repeated`: the same request under the same command id had been recorded before, by an attempt
    whose answer was lost, and nothing was recorded now.
    """

    positions: tuple[int, ...]
    result: CommandResult
    repeated: bool = False


class Imported(Value):
    """What an import brought in; its positions have no gap between `first` and `last`."""

    acts: int
    streams: int
    first: int
    last: int


class StoreFault(Exception):
    """The log did not take a commit.  `sentence` is for people."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class VersionConflict(StoreFault):
    """Somebody recorded first; `stream` is where, if it is known."""

    def __init__(self, stream: UUID | None, seen: int | None = None) -> None:
        about = f"version {seen} of {stream}" if stream else "what was seen"
        super().__init__(
            f"This was decided on {about}, and something has been recorded there since. "
            "Look at it again and repeat the request."
        )
        self.stream = stream


class CommandRepeated(StoreFault):
    """The command id is in the log already; `row` is the command that was recorded under it."""

    def __init__(self, row: CommandRow) -> None:
        super().__init__(
            f"The command {row.command_id} was recorded before, as “{row.verb}”. "
            "A new request needs a new command id."
        )
        self.row = row


class StoreRefused(StoreFault):
    """The database could not take it."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The database could not take this, and nothing was recorded: {reason} "
            "Whoever runs the service must look at it."
        )


class StoreAway(StoreFault):
    """The database does not answer a question."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The database does not answer at the moment. Try again in a minute. ({reason})"
        )


class StoreUnreachable(StoreFault):
    """The database did not answer in time."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "The database did not answer, so it is not known whether this was recorded. Repeat the "
            f"request under the same command id: it is recorded once at most. ({reason})"
        )


class Clock(Protocol):
    """The organisation's clock: the database's time plus an offset, or held at one moment."""

    def now(self) -> datetime: ...

    def hold(self, moment: datetime) -> None:
        """Stop the clock at a moment.  Refused if the clock is held at a later one."""
        ...

    def release(self) -> None:
        """Let the clock run again with the offset that it had."""
        ...

    def shift(self, delta: timedelta) -> None:
        """Move the clock.  Refused if that moves a held clock backwards."""
        ...


class Store(Protocol):
    """A log of acts."""

    @property
    def clock(self) -> Clock: ...

    @property
    def keys(self) -> Keys:
        """What seals and opens what acts say of people."""
        ...

    def load(self, kind: type[A], stream: UUID) -> A:
        """The aggregate of that stream.  Raises `domain.kernel.refusal.NotFound`."""
        ...

    def find(self, kind: type[A], stream: UUID) -> A | None:
        """The aggregate of that stream, or None if nothing was ever recorded there."""
        ...

    def commit(
        self,
        aggregates: Sequence[Aggregate],
        *,
        command: CommandRow | None,
        reads: Mapping[UUID, int],
    ) -> Receipt:
        """Record the pending acts of all these aggregates together, or none of them.

        `reads` are the streams that the decision rests on and that it does not write, with the
        version seen (0: must not exist).  Raises `VersionConflict`, `CommandRepeated` or
        `StoreUnreachable`; the aggregates have then lost their pending acts and must be loaded
        again.  Without pending acts nothing is recorded or checked, not even the command.
        """
        ...

    def import_acts(self, acts: Iterable[Recorded]) -> Imported:
        """Bring in history as it is, all or none: checked in form, not judged, of any number.

        Raises `domain.kernel.refusal.BadInput` for an act that does not go on with its stream.
        """
        ...

    def answered(self, command_id: CommandId) -> CommandRow | None:
        """The command recorded under this id, if there is one."""
        ...

    def request_key(self) -> bytes:
        """The secret under which requests are hashed: drawn at the first start, then the same."""
        ...

    def now(self) -> datetime:
        """The moment by the organisation's clock."""
        ...

    def acts(
        self,
        *,
        after: int = 0,
        topics: Collection[str] = (),
        stream: UUID | None = None,
        limit: int,
    ) -> Sequence[RecordedAct]:
        """Recorded acts in the order of their positions, which may have gaps."""
        ...

    def look(self) -> Store:
        """The log at this moment, for many questions: what is known of it is not asked again."""
        ...

    def head(self) -> int:
        """The position of the newest act, 0 in an empty log."""
        ...
