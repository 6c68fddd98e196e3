"""What to say of a file whose acts stand in the log: that it was imported before, or which do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from domain.kernel.refusal import BadInput
from services.store.import_lines import MOST_LINES_NAMED, Named
from services.store.importing import Rows
from services.store.importing_reading import Reading
from services.store.importing_writing import Row
from services.store.statements import Statements
from services.vault.port import NO_KEYS, Keys
from services.vault.sealing import MARK, keys_in, opened_state


class Met(NamedTuple):
    """A line whose place in the log is taken."""

    line: int
    row: Row
    position: int
    recorded_at: datetime
    is_the_same: bool


def imported_before(cur: Rows, file: Path, reading: Reading, keys: Keys = NO_KEYS) -> BadInput:
    """The refusal of a file of which at least one act stands in the log."""
    acts, met = 0, list[Met]()
    for block in reading.rows():
        acts += len(block)
        met += _met(cur, block, keys)
    if acts == len(met) and all(one.is_the_same for one in met):
        return BadInput(
            f"{file} was imported before: each of its {acts:,} acts stands in the log, between "
            f"positions {met[0].position} and {met[-1].position}. Nothing was imported now."
        )
    return _named(file, met)


def _named(file: Path, met: Sequence[Met]) -> BadInput:
    named = Named(file)
    for one in met[: MOST_LINES_NAMED - 1]:
        named.add(one.line, *_said_of(one))
    return named.refusal(more=len(met) >= MOST_LINES_NAMED)


def _said_of(met: Met) -> tuple[str, str]:
    content = "the same content" if met.is_the_same else "other content"
    stream, version, _, _ = met.row
    return (
        f"version {version} of {UUID(bytes=stream)}",
        "a stream that is not in the log was expected. This version stands there with "
        f"{content}, at position {met.position}, since {met.recorded_at.isoformat()}. Take this "
        "stream out of the file.",
    )


def _met(cur: Rows, rows: Sequence[tuple[int, Row]], keys: Keys) -> Iterator[Met]:
    places = [UUID(bytes=row[0]) for _, row in rows], [row[1] for _, row in rows]
    found = cur.execute(Statements().select_standing, places).fetchall()
    opening = keys.opened(keys_in([state for *_, state in found]))
    for place, position, recorded_at, state in found:
        number, row = rows[place - 1]
        if MARK in state:
            state = opened_state(UUID(bytes=row[0]), row[1], state, opening)
        same = _without_importer(row[3]) == _without_importer(state)
        yield Met(number, row, position, recorded_at, same)


def _without_importer(state: bytes) -> dict[str, Any]:
    """An act without what depends on who brought it in and when."""
    plain: dict[str, Any] = orjson.loads(state)
    for name in ("recorded_by", "rulebook_version"):
        plain["act"].pop(name)
    return plain
