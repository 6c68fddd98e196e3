"""Blind ballots as they are announced and kept: the announcement, the roll, and the wrapped keys.

A ballot is announced once.  What is asked for with every paper is remembered; the key that opens
papers never is, so that once it has been shared out no process still has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from uuid import UUID

from psycopg import Connection, Cursor
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.ballots.ballot import Ballot
from domain.ballots.blind.announcement import Announcement, Asked
from domain.ballots.blind.roll import RollReceipt, RollTree
from domain.elections.lot import LotSource
from domain.kernel.ids import PersonId
from domain.kernel.refusal import OutOfOrder
from services.vault.master import MasterKey, MasterKeyRefused, MasterKeys
from services.voting.blind.checking import Checker
from services.voting.blind.keys import BallotKeys, Share, shared_out, unwrapped, wrapped
from services.voting.blind.refusing import refusal

Pool = ConnectionPool[Connection[TupleRow]]


class Announced:
    """The blind ballots of an organisation; their keys are wrapped by these master keys."""

    def __init__(self, pool: Pool, masters: MasterKeys) -> None:
        self._pool = pool
        self._masters = masters
        self._checkers: dict[UUID, Checker] = {}
        self._keys: dict[UUID, BallotKeys] = {}
        self._loading = Lock()

    def announce(
        self,
        ballot: Ballot,
        questions: Sequence[Asked],
        *,
        replaceable: bool,
        keys: BallotKeys,
        lot: LotSource | None = None,
    ) -> Announcement:
        """Announce a ballot whose roll is frozen; who asks again is given what was announced.

        Raises `OutOfOrder` before the roll is frozen.
        """
        if ballot.roll is None:
            raise OutOfOrder(
                "A ballot is announced when its roll is frozen.", rule=ballot.terms.cites.roll
            )
        told = Announcement(
            ballot=ballot.id,
            title=ballot.title,
            questions=tuple(questions),
            opens=ballot.hours.opens,
            closes=ballot.hours.closes,
            edition=ballot.terms.edition,
            replaceable=replaceable,
            lot=lot,
            roll=RollTree(keys.roll, self._roll(ballot.id)).said(ballot.roll.position),
            keys=keys.public,
        )
        with self._pool.connection() as connection, connection.cursor() as cursor:
            master, secret = wrapped(keys, ballot.id, self._master(cursor))
            cursor.execute(
                "SELECT blind.announce(%s, %s, %s, %s, %s)",
                (ballot.id, told.model_dump_json(), replaceable, master, secret),
            )
        return self.announcement(ballot.id)

    def announcement(self, ballot: UUID) -> Announcement:
        """What was announced; raises `NotFound`."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT announcement FROM blind.ballots WHERE ballot = %s", (ballot,)
            ).fetchone()
        if row is None:
            raise refusal("unknown")
        return Announcement.model_validate_json(row[0])

    def checker(self, ballot: UUID) -> Checker:
        """What checks papers of a ballot; raises `NotFound`."""
        with self._loading:
            found = self._checkers.get(ballot)
        if found is None:
            found = Checker(self.announcement(ballot))
            with self._loading:
                self._checkers[ballot] = found
        return found

    def keys(self, ballot: UUID) -> BallotKeys:
        """The keys but the one that opens papers, unwrapped once; raises `NotFound`.

        Whoever comes meanwhile waits: to unwrap a key takes as long as to sign many times.
        """
        with self._loading:
            found = self._keys.get(ballot)
            if found is None:
                with self._pool.connection() as connection, connection.cursor() as cursor:
                    found = self._unwrapped(cursor, ballot).without_opening()
                self._keys[ballot] = found
        return found

    def opening(self, ballot: UUID) -> bytes | None:
        """The key that opens papers; None where it has been shared out."""
        with self._pool.connection() as connection, connection.cursor() as cursor:
            return self._unwrapped(cursor, ballot).opening

    def share_out(self, ballot: UUID, needed: int, scrutineers: int) -> tuple[Share, ...]:
        """Share out the key that opens papers and keep it no more; raises `OutOfOrder` again."""
        with self._pool.connection() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT FROM blind.ballots WHERE ballot = %s FOR UPDATE", (ballot,))
            keys = self._unwrapped(cursor, ballot)
            if keys.opening is None:
                raise OutOfOrder("The key of this ballot has been shared out already.")
            shares = shared_out(keys.opening, needed, scrutineers)
            self._keep(cursor, ballot, keys.without_opening())
        return shares

    def wrap_anew(self) -> int:
        """Wrap the keys of every ballot by the vault's master key of now; how many that were."""
        with self._pool.connection() as connection, connection.cursor() as cursor:
            newest = self._master(cursor).id
            cursor.execute(
                "SELECT ballot FROM blind.ballots WHERE master <> %s ORDER BY ballot FOR UPDATE",
                (newest,),
            )
            ballots = [row[0] for row in cursor]
            for ballot in ballots:
                self._keep(cursor, ballot, self._unwrapped(cursor, ballot))
        return len(ballots)

    def roll_receipt(self, ballot: UUID, person: PersonId) -> RollReceipt | None:
        """What shows a member that they are on the roll; None if they are not."""
        return RollTree(self.keys(ballot).roll, self._roll(ballot)).receipt(person)

    def _roll(self, ballot: UUID) -> list[UUID]:
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT person FROM convenor.ballot_roll WHERE ballot_id = %s", (ballot,)
            ).fetchall()
        return [row[0] for row in rows]

    def _keep(self, cursor: Cursor[TupleRow], ballot: UUID, keys: BallotKeys) -> None:
        cursor.execute(
            "UPDATE blind.ballots SET master = %s, keys = %s WHERE ballot = %s",
            (*wrapped(keys, ballot, self._master(cursor)), ballot),
        )

    def _master(self, cursor: Cursor[TupleRow]) -> MasterKey:
        """The vault's master key, held so that none is wrapped by one that a rotation retires."""
        cursor.execute("SELECT master FROM vault.state FOR SHARE")
        ((named,),) = cursor.fetchall()
        found = self._masters.newest() if named is None else self._masters.named(named)
        if found is None:
            raise MasterKeyRefused(
                f"The vault's master key is {named}, which is not at hand. Restore its file from a "
                "backup, or set CONVENOR_VAULT_KEY to it."
            )
        return found

    def destroy(self, ballot: UUID) -> None:
        """Destroy what is left of the keys of a ballot, here and in the database."""
        self.forget(ballot)
        with self._pool.connection() as connection:
            connection.execute("SELECT blind.destroy_keys(%s)", (ballot,))

    def forget(self, ballot: UUID) -> None:
        """Keep the keys of a ballot in memory no longer."""
        with self._loading:
            self._keys.pop(ballot, None)

    def _unwrapped(self, cursor: Cursor[TupleRow], ballot: UUID) -> BallotKeys:
        cursor.execute("SELECT master, keys FROM blind.ballots WHERE ballot = %s", (ballot,))
        row = cursor.fetchone()
        if row is None:
            raise refusal("unknown")
        if row[1] is None:
            raise refusal("destroyed")
        return unwrapped(row[0], bytes(row[1]), ballot, self._masters)
