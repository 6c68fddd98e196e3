"""Forgets where somebody was reached: their addresses, and what mail servers said of them.

That a letter was sent, when, and under which Message-ID stays: it proves that notice was served.
An address that was given after the decision to erase was recorded is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose

_ADDRESSES: Final = (
    "DELETE FROM mail.address_book WHERE person = %(person)s AND put_in_at < %(moment)s"
)
_ANSWERS: Final = """
    UPDATE convenor.outbox SET answer = NULL
    WHERE addressee = %(person)s AND answer IS NOT NULL AND not_before < %(moment)s
"""


def forgets_addresses(
    pool: ConnectionPool[Connection[TupleRow]],
) -> Callable[[PersonId, tuple[Purpose, ...], datetime], None]:
    """Takes a person's addresses out of the address book and the outbox; safe to repeat."""

    def forget(person: PersonId, purposes: tuple[Purpose, ...], moment: datetime) -> None:
        if Purpose.CONTACT in purposes:
            which = {"person": person, "moment": moment}
            with pool.connection() as connection:
                connection.execute(_ADDRESSES, which)
                connection.execute(_ANSWERS, which)

    return forget
