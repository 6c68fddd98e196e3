"""Bulk history, brought into the log as acts that were attested and not judged.

What is checked is form: that each act is one that the service knows, that its stream goes on
without a gap and not backwards in time, that a source is named.  Whether it was lawful is not
asked.  Everything goes in or nothing does, and nobody else writes meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from struct import Struct
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import Cursor

from domain.kernel.aggregate import Recorded
from domain.kernel.refusal import BadInput
from services.store.collecting import fewer_collections
from services.store.continuity import Standing, Streams, checked
from services.store.mapper import Form, form_of, read, stored_states
from services.store.port import Imported, StoreUnreachable
from services.store.statements import CHANNEL, Statements
from services.vault.port import NO_KEYS, Keys

_ROWS_AT_ONCE: Final = 1_000
_ACTS_IN_A_COPY: Final = 20_000

# The binary form of COPY: a header, for each row its number of fields and each field behind its
# length, an end (PostgreSQL documentation, “COPY”, “Binary Format”).
HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END: Final = b"\xff\xff"
_FIRST: Final = Struct("!hi16siqi")
_LENGTH: Final = Struct("!i")

Rows = Cursor[tuple[Any, ...]]


class AlreadyInTheLog(BadInput):
    """An act of an import stands in the log."""

    def __init__(self, which: str | None) -> None:
        super().__init__(
            f"An act of this import is in the log already: {which} "
            "Nothing was imported. Take out what was imported before."
        )


def import_acts(dsn: str, acts: Iterable[Recorded], keys: Keys = NO_KEYS) -> Imported:
    """Import acts in their order, all or none.  Raises `BadInput` or `StoreUnreachable`."""
    sql = Statements()
    with fewer_collections(), one_transaction(dsn) as cur:
        cur.execute(sql.lock)
        streams = Streams(lambda stream: _stands(cur, sql, stream))
        count = _copy_all(cur, sql, checked(acts, streams.check), keys)
        return imported(cur, sql, count, len(streams))


def imported(cur: Rows, sql: Statements, acts: int, streams: int) -> Imported:
    """What was brought in, once it is; readers are told with the commit."""
    row = cur.execute(sql.head).fetchone()
    last = int(row[0]) if row else 0
    cur.execute(f"NOTIFY {CHANNEL}")
    # Positions may begin after a gap, but under the lock there is none between them.
    return Imported(acts=acts, streams=streams, first=last - acts + 1, last=last)


def _copy_all(cur: Rows, sql: Statements, acts: Iterator[Recorded], keys: Keys) -> int:
    """COPY after COPY: between two of them the log can be asked where a stream leaves off."""
    count = 0
    while some := list(islice(acts, _ACTS_IN_A_COPY)):
        with cur.copy(sql.copy_events) as copy:
            copy.write(HEADER)
            for start in range(0, len(some), _ROWS_AT_ONCE):
                copy.write(packed(some[start : start + _ROWS_AT_ONCE], keys))
            copy.write(END)
        count += len(some)
    return count


def packed(acts: Sequence[Recorded], keys: Keys = NO_KEYS) -> bytes:
    """Acts as rows of a binary COPY."""
    parts: list[bytes] = []
    for act, state in zip(acts, stored_states(acts, keys), strict=True):
        form: Form = form_of(type(act))
        stream, version = act.originator_id.bytes, act.originator_version
        parts += (
            _FIRST.pack(4, 16, stream, 8, version, len(form.topic)),
            form.topic.encode(),
            _LENGTH.pack(len(state)),
            state,
        )
    return b"".join(parts)


@contextmanager
def one_transaction(dsn: str) -> Iterator[Rows]:
    try:
        with psycopg.connect(dsn, connect_timeout=5) as connection, connection.cursor() as cur:
            yield cur
    except psycopg.errors.UniqueViolation as error:
        raise AlreadyInTheLog(error.diag.message_detail) from error
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise StoreUnreachable(str(error).strip()) from error


def _stands(cur: Rows, sql: Statements, stream: UUID) -> Standing:
    row = cur.execute(sql.select_last, (stream,), binary=True).fetchone()
    if row is None:
        return 0, None
    newest, topic, state = row
    return newest, read(topic, stream, newest, state).act.occurred_at
