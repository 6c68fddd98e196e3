"""The outbox: which letters wait, who has taken them for how long, and what became of each.

A letter is taken for a while and not for good: whoever dies with it loses it when the while is
over, and another sends it.  The machine's own clock measures that, for the organisation's may be
held; what is proved (`sent_at`) goes by the organisation's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow, class_row
from psycopg_pool import ConnectionPool

Pool = ConnectionPool[Connection[TupleRow]]


class Letter(NamedTuple):
    """One letter that is to be sent now: to whom, in what form, and its place in the outbox."""

    occasion: UUID
    addressee: UUID
    kind: str
    subject: str
    words: str
    page: str
    message_id: str
    address: str | None
    language: str
    format: str
    attempts: int


# Whoever has given another address since is written to at that one.
_TAKE: Final = """
    WITH mine AS (
        UPDATE convenor.outbox o
        SET state = 'taken', taken_by = %(me)s, attempts = attempts + 1,
            taken_until = clock_timestamp() + %(lease)s
        FROM (
            SELECT w.occasion, w.addressee
            FROM convenor.outbox w JOIN convenor.mail_occasions a USING (occasion)
            WHERE w.channel = 'email'
              AND (w.state = 'waiting' AND w.not_before <= clock_timestamp()
                   OR w.state = 'taken' AND w.taken_until < clock_timestamp())
              AND (a.useful_until IS NULL OR a.useful_until > convenor.organisation_now())
            ORDER BY w.not_before, w.occasion, w.addressee LIMIT %(most)s
            FOR UPDATE OF w SKIP LOCKED
        ) AS due
        WHERE o.occasion = due.occasion AND o.addressee = due.addressee
        RETURNING o.*
    )
    SELECT m.occasion, m.addressee, a.kind, a.subject, a.words, a.page, m.message_id, b.address,
           coalesce(c.language, 'en') AS language, coalesce(c.format, 'standard') AS format,
           m.attempts
    FROM mine m JOIN convenor.mail_occasions a USING (occasion)
    LEFT JOIN views.contacts c
        ON c.person = m.addressee AND c.channel = m.channel AND upper_inf(c.valid)
    LEFT JOIN mail.address_book b
        ON b.entry = coalesce(c.entry, m.entry) AND b.person = m.addressee
    ORDER BY m.occasion, m.addressee
"""
_KEEP: Final = """
    UPDATE convenor.outbox SET taken_until = clock_timestamp() + %(lease)s
    WHERE state = 'taken' AND taken_by = %(me)s RETURNING occasion, addressee
"""
_ONE: Final = (
    " WHERE occasion = %(occasion)s AND addressee = %(addressee)s"
    " AND state = 'taken' AND taken_by = %(me)s"
)
_SENT: Final = (
    "UPDATE convenor.outbox SET state = 'sent', sent_at = convenor.organisation_now(),"
    " answer = %(answer)s, taken_by = NULL" + _ONE
)
_LATER: Final = (
    "UPDATE convenor.outbox SET state = 'waiting', taken_by = NULL, answer = %(answer)s,"
    " not_before = clock_timestamp() + %(pause)s" + _ONE
)
_FAILED: Final = (
    "UPDATE convenor.outbox SET state = %(state)s, taken_by = NULL, answer = %(answer)s,"
    " came_back_at = convenor.organisation_now()" + _ONE
)
_PUT_BACK: Final = """
    UPDATE convenor.outbox
    SET state = 'waiting', taken_by = NULL, attempts = attempts - 1, answer = %(answer)s,
        not_before = clock_timestamp() + %(pause)s
    WHERE state = 'taken' AND taken_by = %(me)s
"""


class Outbox:
    """The outbox as one sender sees it; `me` names the sender, `lease` is how long it may hold."""

    def __init__(self, pool: Pool, me: UUID, lease: timedelta) -> None:
        self._pool = pool
        self._words: dict[str, object] = {"me": me, "lease": lease}

    def take(self, most: int) -> Sequence[Letter]:
        """Take letters that are due, and those that somebody took and let go of."""
        with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(Letter)) as cur,
        ):
            return cur.execute(_TAKE, {**self._words, "most": most}).fetchall()

    def keep(self) -> set[tuple[UUID, UUID]]:
        """Hold on for another while; the letters that are still ours, by occasion and addressee."""
        with self._pool.connection() as connection:
            rows = connection.execute(_KEEP, self._words).fetchall()
        return {(row[0], row[1]) for row in rows}

    def sent(self, letter: Letter, answer: str) -> None:
        """The mail server has taken it."""
        self._do(_SENT, letter, answer=answer)

    def later(self, letter: Letter, answer: str, pause: timedelta) -> None:
        """The mail server asks to come again."""
        self._do(_LATER, letter, answer=answer, pause=pause)

    def refused(self, letter: Letter, answer: str) -> None:
        """The mail server will never take it."""
        self._do(_FAILED, letter, answer=answer, state="bounced")

    def give_up(self, letter: Letter, answer: str) -> None:
        """It was tried often enough."""
        self._do(_FAILED, letter, answer=answer, state="given_up")

    def put_back(self, answer: str, pause: timedelta) -> None:
        """The server itself is away: whatever we hold waits, and was not tried."""
        with self._pool.connection() as connection:
            connection.execute(_PUT_BACK, {**self._words, "answer": answer, "pause": pause})

    def _do(self, statement: str, letter: Letter, *, answer: str, **words: object) -> None:
        """The address itself is taken out of the server's words: it lies in the book alone."""
        if letter.address:
            answer = answer.replace(letter.address, "the address")
        which = {
            "occasion": letter.occasion,
            "addressee": letter.addressee,
            "answer": answer,
        }
        with self._pool.connection() as connection:
            connection.execute(statement.encode(), {**self._words, **which, **words})
