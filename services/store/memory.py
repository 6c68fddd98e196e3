"""A log in memory, for tests and rehearsals: it answers as PostgreSQL does and keeps nothing."""

from __future__ import annotations

import secrets
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from eventsourcing.popo import POPOApplicationRecorder

from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import CommandId
from domain.kernel.refusal import BadInput
from services.store import upcast
from services.store.application import Acts
from services.store.clock import backwards
from services.store.continuity import Standing, Streams, checked
from services.store.mapper import ActMapper, form_of, stored_states
from services.store.port import (
    CommandRepeated,
    CommandRow,
    Imported,
    Receipt,
    RecordedAct,
    VersionConflict,
)
from services.vault.memory import MemoryVault
from services.vault.port import Keys

A = TypeVar("A", bound=Aggregate)


class MemoryRecorder(POPOApplicationRecorder):
    """The library's recorder in memory, with the command log and the check of what was read."""

    def __init__(self) -> None:
        super().__init__()
        self.commands: dict[UUID, CommandRow] = {}
        self.recorded_at: list[datetime] = []

    def _insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        command: CommandRow | None = kwargs["command"]
        with self._database_lock:
            self._check_command(command)
            self._check_reads(kwargs["reads"])
            self._check_versions(stored_events)
            positions = super()._insert_events(stored_events)
            self.recorded_at += [datetime.now(UTC)] * len(stored_events)
            if command is not None:
                self.commands[command.command_id] = command
        return positions

    def newest(self, stream: UUID) -> int:
        """The newest version of a stream, 0 if there is none."""
        return max(self._stored_events_index.get(str(stream), {}), default=0)

    def stored(self, position: int) -> StoredEvent:
        """The stored act at a position."""
        return self._stored_events[position - 1]

    def positions_of(self, stream: UUID) -> list[int]:
        """Where the acts of one stream stand."""
        index = self._stored_events_index.get(str(stream), {})
        return sorted(place + 1 for place in index.values())

    def _check_command(self, command: CommandRow | None) -> None:
        if command is not None and command.command_id in self.commands:
            raise CommandRepeated(self.commands[command.command_id])

    def _check_reads(self, reads: Mapping[UUID, int]) -> None:
        for stream, seen in reads.items():
            if self.newest(stream) != seen:
                raise VersionConflict(stream, seen)

    def _check_versions(self, stored_events: Sequence[StoredEvent]) -> None:
        for stored in stored_events:
            stream = cast("UUID", stored.originator_id)
            if stored.originator_version <= self.newest(stream):
                raise VersionConflict(stream, stored.originator_version - 1)


class MemoryClock:
    """The organisation's clock without a database: this machine's time plus an offset."""

    def __init__(self) -> None:
        self._held: datetime | None = None
        self._shift = timedelta()

    def now(self) -> datetime:
        return self._held or datetime.now(UTC) + self._shift

    def hold(self, moment: datetime) -> None:
        if self._held is not None and moment < self._held:
            raise backwards(self._held, moment)
        self._held = moment.astimezone(UTC)

    def release(self) -> None:
        self._held = None

    def shift(self, delta: timedelta) -> None:
        if self._held is None:
            self._shift += delta
        else:
            self.hold(self._held + delta)


class _ActsInMemory(Acts):
    name = ""
    mapper: ActMapper

    def construct_recorder(self) -> MemoryRecorder:
        return MemoryRecorder()

    def bring_in(self, acts: Sequence[Recorded]) -> Sequence[int]:
        """Record acts that no aggregate holds pending."""
        stored = [
            StoredEvent(act.originator_id, act.originator_version, form_of(type(act)).topic, state)
            for act, state in zip(acts, stored_states(acts, self._keys), strict=True)
        ]
        return self.recorder.insert_events(stored, command=None, reads={}) or ()


class MemoryStore:
    """`Store` in memory.  `keys` seal and open; by default they are kept in memory too."""

    def __init__(self, keys: Keys | None = None) -> None:
        self.clock = MemoryClock()
        self.keys: Keys = MemoryVault() if keys is None else keys
        self._acts = _ActsInMemory(keys=self.keys)
        self._recorder = cast("MemoryRecorder", self._acts.recorder)
        self._request_key = secrets.token_bytes(32)

    def load(self, kind: type[A], stream: UUID) -> A:
        return self._acts.load(kind, stream)

    def find(self, kind: type[A], stream: UUID) -> A | None:
        return self._acts.find(kind, stream)

    def commit(
        self,
        aggregates: Sequence[Aggregate],
        *,
        command: CommandRow | None,
        reads: Mapping[UUID, int],
    ) -> Receipt:
        return self._acts.commit(aggregates, command, reads)

    def import_acts(self, acts: Iterable[Recorded]) -> Imported:
        streams = Streams(self._stands)
        whole = list(checked(acts, streams.check))
        try:
            positions = self._acts.bring_in(whole)
        except VersionConflict as conflict:
            raise BadInput(
                f"An act of this import is in the log already, in the stream {conflict.stream}. "
                "Nothing was imported. Take out what was imported before."
            ) from conflict
        last = self.head()
        count = len(positions)
        return Imported(acts=count, streams=len(streams), first=last - count + 1, last=last)

    def answered(self, command_id: CommandId) -> CommandRow | None:
        return self._recorder.commands.get(command_id)

    def request_key(self) -> bytes:
        return self._request_key

    def now(self) -> datetime:
        return self.clock.now()

    def acts(
        self,
        *,
        after: int = 0,
        topics: Collection[str] = (),
        stream: UUID | None = None,
        limit: int,
    ) -> Sequence[RecordedAct]:
        wanted = upcast.with_old_forms(topics)
        found: list[RecordedAct] = []
        for position in self._positions(after, stream):
            stored = self._recorder.stored(position)
            if len(found) == limit:
                break
            if not wanted or stored.topic in wanted:
                found.append(self._read(position, stored))
        return found

    def look(self) -> MemoryStore:
        return self

    def head(self) -> int:
        return self._recorder.max_notification_id() or 0

    def _stands(self, stream: UUID) -> Standing:
        positions = self._recorder.positions_of(stream)
        if not positions:
            return 0, None
        newest = self._read(positions[-1], self._recorder.stored(positions[-1])).event
        return newest.originator_version, newest.act.occurred_at

    def _positions(self, after: int, stream: UUID | None) -> Sequence[int]:
        if stream is None:
            return range(after + 1, self.head() + 1)
        positions = self._recorder.positions_of(stream)
        return positions[bisect_right(positions, after) :]

    def _read(self, position: int, stored: StoredEvent) -> RecordedAct:
        (event,) = self._acts.mapper.to_acts([stored])
        return RecordedAct(position, self._recorder.recorded_at[position - 1], event)
