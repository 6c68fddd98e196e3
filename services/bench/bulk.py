"""Bulk import, against the ceiling: psycopg's COPY of the same bytes into the same indexed table.

Our side begins with acts and does everything that an import does: the check of every stream, the
writing of every state, the ordering lock.  The ceiling begins with rows that are ready to be sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import orjson
import psycopg

from domain.kernel.aggregate import Recorded
from services.bench.report import Measured, ratio, row
from services.bench.subject import acts
from services.bench.work import RUNS, empty_log, seconds
from services.store.import_lines import ImportOrder
from services.store.importing import END, HEADER, import_acts, import_file, packed
from services.store.mapper import form_of
from services.store.statements import Statements

ACTS_OF_EACH: Final = 4


def measure(dsn: str, events: int = 100_000) -> Measured:
    """Rows for import from memory and from a file, the ceiling, and the target."""
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
            row("ceiling: COPY of the same bytes, ready to be sent", ceiling),
        ),
        targets=(ratio("import of acts, to the ceiling", ours, ceiling, 0.5),),
        notes=(f"{events:,} events of {_size(history[0])} bytes, {ACTS_OF_EACH} to a stream.",),
    )


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
