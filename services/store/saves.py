"""What one caller wants recorded, what it rests on, and what the caller is told in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from services.store.application import Intent
from services.store.group import Turn
from services.store.port import CommandResult, CommandRow, VersionConflict


class Save(Turn):
    """One caller's acts, the command that they answer, and what they rest on."""

    def __init__(
        self,
        events: Sequence[StoredEvent],
        command: CommandRow | None,
        reads: Mapping[UUID, int],
        intent: Intent,
    ) -> None:
        super().__init__()
        self.events = events
        self.command = command
        self.reads = reads
        self.intent = intent
        self.size = len(events)
        self.positions: Sequence[int] = ()

    @property
    def writes(self) -> set[UUID]:
        return {cast("UUID", event.originator_id) for event in self.events}

    def recorded(self, positions: Sequence[int], *, before: bool = False) -> None:
        self.positions = positions
        self.intent.was_recorded_before = before
        self.succeed()


def may_go_together(saves: Sequence[Save]) -> bool:
    """Whether no save rests on what an earlier one in the group changes."""
    written: set[UUID] = set()
    for save in saves:
        if not written.isdisjoint(save.reads):
            return False
        written |= save.writes
    return True


def check_reads(saves: Sequence[Save], newest: Mapping[UUID, int]) -> None:
    """Raise `VersionConflict` if a save rests on a version that is not the newest."""
    for save in saves:
        for stream, seen in save.reads.items():
            if newest[stream] != seen:
                raise VersionConflict(stream, seen)


def share_out(saves: Sequence[Save], positions: Sequence[int]) -> None:
    """Tell each save where its own events stand."""
    start = 0
    for save in saves:
        save.recorded(positions[start : start + save.size])
        start += save.size


def fail_all(saves: Sequence[Save], failure: Exception) -> None:
    """Tell every save of a group the same."""
    for save in saves:
        save.fail(failure)


def command_row(row: tuple[Any, ...]) -> CommandRow:
    """A row of the command log."""
    command_id, verb, request_hash, actor, result = row
    return CommandRow(
        command_id=command_id,
        verb=verb,
        request_hash=request_hash,
        actor=actor,
        result=CommandResult.model_validate(result),
    )
