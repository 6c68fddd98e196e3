"""Bulk import, from memory and from a file, against the library's own recorder and the ceiling.

From a file begins with JSON lines on the disk and does everything that `convenor import` does: it
reads, checks and places every line, writes its state, copies under the ordering lock and commits.
The library begins with rows that are ready, and so does the ceiling: psycopg's COPY of the same
bytes into the same indexed table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import orjson
import psycopg
from eventsourcing.persistence import StoredEvent

from domain.kernel.aggregate import Recorded
from services.bench.report import Measured, ratio, row
from services.bench.subject import acts
from services.bench.work import LIBRARY_SCHEMA, RUNS, empty_log, library_recorder, seconds
from services.store.import_lines import ImportOrder
from services.store.importing import END, HEADER, import_acts, packed
from services.store.importing_files import import_file
from services.store.mapper import ActMapper, form_of
from services.store.statements import Statements

ACTS_OF_EACH: Final = 4
SHARE_OF_LIBRARY: Final = 5
"""The library is given a fifth of the events, which takes it as long as all of them take us."""

IN_A_SAVE: Final = 1_000


def measure(dsn: str, events: int = 100_000) -> Measured:
    """Rows for import from memory and from a file, the library, the ceiling, and the targets."""
    history = list(acts(events // ACTS_OF_EACH, ACTS_OF_EACH))
    ready = [packed(history[start : start + 1_000]) for start in range(0, events, 1_000)]
    ours, from_file, ceiling = list[float](), list[float](), list[float]()
    with TemporaryDirectory(prefix="convenor-bench-") as folder:
        file = _written(Path(folder) / "history.jsonl", history)
        for _ in range(RUNS):
            ceiling.append(events / _emptied(dsn, lambda: _copy(dsn, ready)))
            ours.append(events / _emptied(dsn, lambda: import_acts(dsn, history)))
            from_file.append(events / _emptied(dsn, lambda: import_file(dsn, file, ImportOrder())))
    return Measured(
        bench="import",
        rows=(
            row("import of acts", ours),
            row("import of a file of JSON lines", from_file),
            row("library, rows ready, 1,000 in a save", _library(dsn, history)),
            row("ceiling: COPY of the same bytes, ready to be sent", ceiling),
        ),
        targets=(
            ratio("import of acts, to the ceiling", ours, ceiling, 0.5),
            ratio("import of a file, to the ceiling", from_file, ceiling, 0.5),
        ),
        notes=(f"{events:,} events of {_size(history[0])} bytes, {ACTS_OF_EACH} to a stream.",),
    )


def _library(dsn: str, history: Sequence[Recorded]) -> list[float]:
    mapper = ActMapper()
    stored = [mapper.to_stored_event(act) for act in history[: len(history) // SHARE_OF_LIBRARY]]
    return [len(stored) / _by_library(dsn, stored) for _ in range(RUNS)]


def _by_library(dsn: str, stored: Sequence[StoredEvent]) -> float:
    """Seconds for the library's recorder on an empty table."""

    def save() -> None:
        for start in range(0, len(stored), IN_A_SAVE):
            recorder.insert_events(stored[start : start + IN_A_SAVE])

    with library_recorder(dsn, 1) as recorder:
        with psycopg.connect(dsn) as connection:
            connection.execute(f"TRUNCATE {LIBRARY_SCHEMA}.stored_events")
        return seconds(save)


def _copy(dsn: str, ready: Sequence[bytes]) -> None:
    with psycopg.connect(dsn) as connection, connection.cursor() as cur:
        cur.execute(Statements().lock)
        with cur.copy(Statements().copy_events) as copy:
            copy.write(HEADER)
            for block in ready:
                copy.write(block)
            copy.write(END)


def _emptied(dsn: str, work: Callable[[], object]) -> float:
    """Seconds for the work on an empty log."""
    empty_log(dsn)
    return seconds(work)


def _written(file: Path, history: Sequence[Recorded]) -> Path:
    with file.open("wb") as lines:
        lines.writelines(_line(act) + b"\n" for act in history)
    return file


def _line(act: Recorded) -> bytes:
    form = form_of(type(act))
    line = {
        "topic": form.topic,
        "stream": act.originator_id,
        "version": act.originator_version,
        "occurred_at": act.act.occurred_at,
        "source": "Membership register, as handed over",
        "actor": act.act.actor,
        "data": orjson.loads(form.write(act))["data"],
    }
    return orjson.dumps(line)


def _size(act: Recorded) -> int:
    return len(form_of(type(act)).write(act))
