"""A file of history on its way into the log: read, checked line by line, and copied meanwhile.

All of it goes in or nothing does, and while it runs nobody else writes.
"""

from __future__ import annotations

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
from services.store.importing_writing import packed, sealed
from services.store.port import Imported
from services.store.statements import Statements
from services.vault.port import NO_KEYS, Keys


def import_file(dsn: str, file: Path, order: ImportOrder, keys: Keys = NO_KEYS) -> Imported:
    """Import a file of JSON lines.  Raises `ImportRefused` naming every bad line, or `BadInput`.

    What it says of people stands open in the file, and is sealed on the way into the log.
    """
    with fewer_collections():
        try:
            with one_transaction(dsn) as cur:
                return _import(cur, file, order, keys)
        except AlreadyInTheLog as error:
            # What stands in the log stays there, so it can be looked at without the lock.
            with one_transaction(dsn) as cur:
                reading = Reading(file, order, _now(cur))
                raise imported_before(cur, file, reading, keys) from error


def _import(cur: Rows, file: Path, order: ImportOrder, keys: Keys) -> Imported:
    sql, acts = Statements(), 0
    cur.execute(sql.lock)
    reading = Reading(file, order, _now(cur))
    with cur.copy(sql.copy_events) as copy:
        copy.write(HEADER)
        for rows in reading.rows():
            acts += len(rows)
            copy.write(packed(sealed(rows, keys)))
        copy.write(END)
    if not acts:
        raise BadInput(f"{file} holds no act. Nothing was imported.")
    return imported(cur, sql, acts, len(reading.streams))


def _now(cur: Rows) -> datetime:
    """The organisation's present."""
    ((moment,),) = cur.execute(NOW).fetchall()
    return cast("datetime", moment).astimezone(UTC)
