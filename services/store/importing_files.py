"""A file of history on its way into the log: read, checked line by line, and copied meanwhile.

All of it goes in or nothing does, and while it runs nobody else writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from domain.kernel.refusal import BadInput
from services.store.clock import NOW
from services.store.collecting import fewer_collections
from services.store.import_lines import ImportOrder
from services.store.importing import (
    END,
    HEADER,
    AlreadyInTheLog,
    Rows,
    imported,
    one_transaction,
)
from services.store.importing_before import imported_before
from services.store.importing_reading import Reading
from services.store.importing_streams import FileStreams
from services.store.importing_workers import Doubtful, how_many, in_order, readers
from services.store.port import Imported
from services.store.statements import Statements


def import_file(dsn: str, file: Path, order: ImportOrder) -> Imported:
    """Import a file of JSON lines.  Raises `ImportRefused` naming every bad line, or `BadInput`."""
    with fewer_collections():
        try:
            with suppress(Doubtful):
                return _by_several(dsn, file, order)
            return _by_one(dsn, file, order)
        except AlreadyInTheLog as error:
            # What stands in the log stays there, so it can be looked at without the lock.
            with one_transaction(dsn) as cur:
                raise imported_before(cur, file, Reading(file, order, _now(cur))) from error


def _by_several(dsn: str, file: Path, order: ImportOrder) -> Imported:
    """Raises `Doubtful` if the file has to be read by one process."""
    count = how_many(file)
    if not count:
        raise Doubtful
    # They begin before there is a connection, which they must not share.
    with readers(file, order, count) as receiving, one_transaction(dsn) as cur:
        streams = FileStreams(_alone(cur))
        return _copied(cur, file, in_order(receiving, streams), streams)


def _by_one(dsn: str, file: Path, order: ImportOrder) -> Imported:
    with one_transaction(dsn) as cur:
        reading = Reading(file, order, _alone(cur))
        return _copied(cur, file, reading.packed(), reading.streams)


def _copied(
    cur: Rows, file: Path, packed: Iterator[tuple[int, bytes]], streams: FileStreams
) -> Imported:
    sql, acts = Statements(), 0
    with cur.copy(sql.copy_events) as copy:
        copy.write(HEADER)
        for count, rows in packed:
            acts += count
            copy.write(rows)
        copy.write(END)
    if not acts:
        raise BadInput(f"{file} holds no act. Nothing was imported.")
    return imported(cur, sql, acts, len(streams))


def _alone(cur: Rows) -> datetime:
    """Take the ordering lock, under which nobody else writes, and say what the time is."""
    cur.execute(Statements().lock)
    return _now(cur)


def _now(cur: Rows) -> datetime:
    """The organisation's present."""
    ((moment,),) = cur.execute(NOW).fetchall()
    return cast("datetime", moment).astimezone(UTC)
