"""Rolls and paper boxes in PostgreSQL: one statement for one paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from psycopg import Connection, Cursor
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.ballots.ballot import Ballot
from domain.ballots.terms import Roll
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed
from services.application.citing import with_clause
from services.store.port import Store
from services.voting.port import Sealed, Turnout
from services.voting.refusing import refusal
from services.voting.root import commitment, paper_id, root
from services.voting.suspended import must_not_be_suspended

_FREEZE = """
    INSERT INTO convenor.ballot_roll (ballot_id, person)
    SELECT %(ballot)s, person FROM views.members
    WHERE valid @> %(moment)s AND joined_on <= %(joined_by)s
          AND (%(region)s::text IS NULL OR region = %(region)s)
"""


Pool = ConnectionPool[Connection[TupleRow]]


class PostgresBoxes:
    """Rolls and boxes over a pool of connections; the store says which clause a refusal cites."""

    def __init__(self, pool: Pool, store: Store) -> None:
        self._pool = pool
        self._store = store

    def freeze(self, ballot: Ballot, position: int) -> Roll:
        """Write the roll; once it is on record in the log, it is only read again."""
        with self._pool.connection() as connection, connection.cursor() as cursor:
            _lock(cursor, ballot.id)
            if ballot.roll is None:
                self._write_roll(cursor, ballot)
            cursor.execute(
                "SELECT person FROM convenor.ballot_roll WHERE ballot_id = %s ORDER BY person",
                (ballot.id,),
            )
            people = [row[0] for row in cursor]
        return Roll(count=len(people), position=position, commitment=commitment(people))

    def _write_roll(self, cursor: Cursor[TupleRow], ballot: Ballot) -> None:
        cursor.execute("DELETE FROM convenor.ballot_roll WHERE ballot_id = %s", (ballot.id,))
        cursor.execute(
            _FREEZE,
            {
                "ballot": ballot.id,
                "moment": ballot.terms.joined_by,
                "joined_by": ballot.terms.joined_by.date(),
                "region": ballot.terms.region,
            },
        )

    def cast(self, ballot: UUID, person: PersonId, paper: str, look: Store | None = None) -> None:
        """Take one paper; raises a `Refusal` in words and takes nothing."""
        try:
            must_not_be_suspended(look or self._store.look(), person)
        except NotAllowed as suspended:
            raise with_clause(suspended, self._store) from None
        with by_itself(self._pool) as connection:
            row = connection.execute(
                "SELECT convenor.cast_paper(%s, %s, %s, %s)",
                (ballot, person, paper_id(paper), paper),
            ).fetchone()
        assert row is not None
        if row[0] != "taken":
            held = self._store.find(Ballot, ballot)
            raise with_clause(refusal(row[0], held), self._store)

    def voted(self, ballot: UUID) -> int:
        """How many have voted."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT count(*) FROM convenor.ballot_roll "
                "WHERE ballot_id = %s AND voted_in IS NOT NULL",
                (ballot,),
            ).fetchone()
        return int(row[0]) if row else 0

    def seal(self, ballot: UUID) -> Sealed:
        """Close the box for good and commit to what is in it."""
        with self._pool.connection() as connection, connection.cursor() as cursor:
            _lock(cursor, ballot)
            cursor.execute(
                "SELECT paper_id, paper FROM convenor.ballot_box "
                "WHERE ballot_id = %s ORDER BY paper_id",
                (ballot,),
            )
            papers = [(bytes(row[0]), str(row[1])) for row in cursor]
        return Sealed(papers=len(papers), root=root(papers))

    def papers(self, ballot: UUID) -> Iterator[str]:
        """The papers of a sealed box, sorted by their hash."""
        with self._pool.connection() as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT paper FROM convenor.ballot_box WHERE ballot_id = %s ORDER BY paper_id",
                (ballot,),
            )
            for row in cursor:
                yield str(row[0])

    def turnout(self, ballot: UUID) -> Sequence[Turnout]:
        """How many had voted, hour by hour."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT voted_in, sum(count(*)) OVER (ORDER BY voted_in) "
                "FROM convenor.ballot_roll WHERE ballot_id = %s AND voted_in IS NOT NULL "
                "GROUP BY voted_in ORDER BY voted_in",
                (ballot,),
            ).fetchall()
        return [Turnout(hour=row[0], papers=int(row[1])) for row in rows]


@contextmanager
def by_itself(pool: Pool) -> Iterator[Connection[TupleRow]]:
    """A connection for one statement that is a transaction by itself: asked and answered once."""
    with pool.connection() as connection:
        connection.autocommit = True
        try:
            yield connection
        finally:
            if not connection.closed:
                connection.autocommit = False


def _lock(cursor: Cursor[TupleRow], ballot: UUID) -> None:
    """Wait for papers that are being put in, and keep further ones out until the commit."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (str(ballot),))
