"""Blind ballots in PostgreSQL: credentials drawn, papers put in, and the box closed.

Who drew a credential and which papers came are in two tables that share nothing but the ballot.  No
row has a time, a number in a row or an address.  What is left in the order of rows while voting is
open goes at the close; `docs/secrecy.md` says what that protects against and what it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor
from psycopg.rows import TupleRow

from domain.ballots.ballot import Ballot
from domain.ballots.blind.announcement import Announcement
from domain.ballots.blind.answers import room
from domain.ballots.blind.bundle import Bundle, Close, close_of
from domain.ballots.blind.listed import PaperReceipt, receipt_for, root_of
from domain.ballots.blind.paper import Paper, read_paper
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput
from services.application.citing import with_clause
from services.store.port import Store
from services.voting.blind.kept import Announced, Pool
from services.voting.blind.keys import Share, brought_together
from services.voting.blind.publishing import Box, Counted, opened_and_counted
from services.voting.blind.refusing import refusal
from services.voting.postgres import by_itself

_HAS_DRAWN: Final = """
    SELECT FROM blind.drawn WHERE ballot = %(ballot)s AND person = %(person)s
    UNION ALL SELECT FROM blind.drew WHERE ballot = %(ballot)s AND person = %(person)s
"""
_NOT_DRAWN: Final = """
    SELECT person FROM convenor.ballot_roll r
    WHERE ballot_id = %(ballot)s AND NOT EXISTS (
        SELECT FROM blind.drawn d WHERE d.ballot = %(ballot)s AND d.person = r.person
        UNION ALL
        SELECT FROM blind.drew d WHERE d.ballot = %(ballot)s AND d.person = r.person)
    ORDER BY person
"""
_DRAWN: Final = """
    SELECT (SELECT count(*) FROM blind.drawn WHERE ballot = %(ballot)s)
         + (SELECT count(*) FROM blind.drew WHERE ballot = %(ballot)s)
"""
_PAPERS: Final = """
    SELECT (SELECT count(*) FROM blind.box WHERE ballot = %(ballot)s)
         + (SELECT count(*) FROM blind.published WHERE ballot = %(ballot)s)
"""
_CLOSED: Final = """
    UPDATE blind.ballots SET credentials = %(credentials)s, papers = %(papers)s, root = %(root)s
    WHERE ballot = %(ballot)s AND root IS NULL
"""


class BlindBoxes:
    """The boxes of blind ballots that were announced."""

    def __init__(self, pool: Pool, store: Store, announced: Announced) -> None:
        self._pool = pool
        self._store = store
        self._announced = announced

    def draw(self, ballot: UUID, person: PersonId, blinded: bytes) -> bytes:
        """The blind signature for somebody on the roll: of one message, however often asked.

        Raises `NotAllowed` off the roll, `OutOfOrder` for another message than the first,
        `TooLate` after the close, and `BadInput` for what no client sends.
        """
        signer = self._announced.keys(ballot).signer
        signer.must_be_signable(blinded)
        message = sha256(blinded).digest()
        self._must(ballot, "drawn", "SELECT blind.draw(%s, %s, %s)", person, message)
        return signer.sign(blinded)

    def cast(self, ballot: UUID, data: bytes) -> PaperReceipt:
        """Take one paper from whoever sends it.

        Raises `BadInput` for one without valid signatures, `TooEarly` or `TooLate` outside the
        hours, and `OutOfOrder` when a newer one is there or none is replaced.
        """
        checker = self._announced.checker(ballot)
        paper = checker.accepted(data)
        self.put(ballot, paper)
        return receipt_for(ballot, checker.announced, paper)

    def put(self, ballot: UUID, paper: Paper) -> None:
        """Take a paper whose signatures have been checked."""
        key = paper.credential.key
        statement = "SELECT blind.put(%s, %s, %s, %s)"
        self._must(ballot, "taken", statement, key, paper.counter, paper.encoded)

    def close(self, ballot: UUID) -> Close:
        """Close the box at its moment and commit to what is in it; again, and it says the same.

        Raises `TooEarly` while voting is open, by the organisation's clock.
        """
        said = self._announced.announcement(ballot)
        with self._pool.connection() as connection, connection.cursor() as cursor:
            answer = str(_one(cursor, "SELECT blind.close(%s)", ballot))
            if answer not in ("emptied", "closed"):
                raise with_clause(refusal(answer, self._store.find(Ballot, ballot)), self._store)
            found = _closed(cursor, said)
            root = bytes.fromhex(found.root)
            cursor.execute(_CLOSED, {**found.model_dump(), "root": root, "ballot": ballot})
        return found

    def papers(self, ballot: UUID) -> tuple[Paper, ...]:
        """The papers of a closed box, in the order of their hashes; none while it is open."""
        said = self._announced.announcement(ballot)
        with self._pool.connection() as connection, connection.cursor() as cursor:
            return _papers(cursor, said)

    def bundle(
        self, ballot: UUID, shares: Sequence[Share] = (), value: str | None = None
    ) -> Bundle:
        """The bundle of a closed box; raises as `counted` does."""
        return self.counted(ballot, shares, value).bundle

    def counted(
        self, ballot: UUID, shares: Sequence[Share] = (), value: str | None = None
    ) -> Counted:
        """Open and count the papers of a closed box, by these shares if the key was shared out.

        Raises `TooEarly` before the close, `BadInput` for shares that give no key or a box that was
        altered since, and what a count raises.
        """
        said = self._announced.announcement(ballot)
        with self._pool.connection() as connection, connection.cursor() as cursor:
            root = _one(cursor, "SELECT root FROM blind.ballots WHERE ballot = %s", ballot)
            if root is None:
                raise with_clause(refusal("open", self._store.find(Ballot, ballot)), self._store)
            box = Box(_closed(cursor, said).credentials, _papers(cursor, said))
        if root_of(box.papers) != bytes(root).hex():
            raise BadInput(
                "What is in the box is not what it was closed with: papers were changed, added or "
                "taken out since. Nothing is published from it; restore the database."
            )
        opening = self._announced.opening(ballot)
        if opening is None:
            opening = brought_together(shares, bytes.fromhex(said.keys.sealing))
        return opened_and_counted(said, box, opening, value)

    def has_drawn(self, ballot: UUID, person: PersonId) -> bool:
        """Whether somebody has drawn their credential."""
        with self._pool.connection() as connection:
            found = connection.execute(_HAS_DRAWN, {"ballot": ballot, "person": person}).fetchone()
        return found is not None

    def keep(self, ballot: UUID, commitment: str, text: str) -> None:
        """Keep what is published, once."""
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO blind.bundles VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (ballot, commitment, text),
            )

    def kept(self, ballot: UUID) -> str | None:
        """The text of what was published; None before that."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT bundle FROM blind.bundles WHERE ballot = %s", (ballot,)
            ).fetchone()
        return None if row is None else str(row[0])

    def turnout(self, ballot: UUID) -> int:
        """How many papers there are; never what is in them, nor when they came."""
        return self._count(_PAPERS, ballot)

    def drawn(self, ballot: UUID) -> int:
        """How many have drawn their credential."""
        return self._count(_DRAWN, ballot)

    def not_drawn(self, ballot: UUID) -> tuple[PersonId, ...]:
        """Who is on the roll and has drawn no credential: whom a reminder is for."""
        with self._pool.connection() as connection:
            rows = connection.execute(_NOT_DRAWN, {"ballot": ballot}).fetchall()
        return tuple(PersonId(row[0]) for row in rows)

    def _count(self, statement: str, ballot: UUID) -> int:
        with self._pool.connection() as connection:
            row = connection.execute(statement.encode(), {"ballot": ballot}).fetchone()
        return int(row[0]) if row else 0

    def _must(self, ballot: UUID, wanted: str, statement: str, *given: object) -> None:
        with by_itself(self._pool) as connection, connection.cursor() as cursor:
            answer = str(_one(cursor, statement, ballot, *given))
        if answer != wanted:
            raise with_clause(refusal(answer, self._store.find(Ballot, ballot)), self._store)


def _closed(cursor: Cursor[TupleRow], said: Announcement) -> Close:
    credentials = _one(cursor, "SELECT count(*) FROM blind.drew WHERE ballot = %s", said.ballot)
    return close_of(int(credentials), _papers(cursor, said))


def _papers(cursor: Cursor[TupleRow], said: Announcement) -> tuple[Paper, ...]:
    length, text = said.keys.signing.length, room(said.questions)
    cursor.execute(
        "SELECT paper FROM blind.published WHERE ballot = %s ORDER BY hash", (said.ballot,)
    )
    return tuple(read_paper(bytes(row[0]), length, text) for row in cursor)


def _one(cursor: Cursor[TupleRow], statement: str, *given: object) -> Any:
    row = cursor.execute(statement.encode(), given).fetchone()
    return row[0] if row else None
