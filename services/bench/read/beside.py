"""What stands beside the log of the large organisation: rolls, files of papers, and the outbox.

None of it can be made from acts.  It is written as the service writes it, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from services.counting.postgres import PostgresBundles

_ROLLS: Final = """
    INSERT INTO convenor.ballot_roll (ballot_id, person, voted_in)
    SELECT b.ballot, m.person, CASE WHEN m.place % 2 = 0 THEN b.opens END
    FROM views.ballots b
    CROSS JOIN (
        SELECT person, row_number() OVER (ORDER BY number) AS place FROM views.members
        WHERE upper_inf(valid)
    ) AS m
    WHERE upper_inf(b.valid) AND m.place <= b.roll_count
"""
_OCCASIONS: Final = """
    INSERT INTO convenor.mail_occasions (occasion, kind, about, subject, words, page, written_at)
    SELECT notice, 'notice', notice, subject, text, '/notices/' || notice, called
    FROM views.notices WHERE upper_inf(valid)
"""
_LETTERS: Final = """
    INSERT INTO convenor.outbox
        (occasion, addressee, channel, state, attempts, sent_at, answer, served_told)
    SELECT n.notice, s.person, 'email', 'sent', 1, n.called, '250 accepted', true
    FROM views.notices n JOIN views.seats s ON s.body = n.body AND s.valid @> n.called
    WHERE upper_inf(n.valid)
"""


def keep(pool: ConnectionPool[Connection[TupleRow]], papers: Iterable[bytes]) -> None:
    """Write all of it, once the projections are there."""
    bundles = PostgresBundles(pool)
    for content in papers:
        bundles.deposit(content)
    with pool.connection() as connection:
        for statement in (_ROLLS, _OCCASIONS, _LETTERS):
            connection.execute(statement)
