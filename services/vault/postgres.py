"""The vault in PostgreSQL: data keys in a schema of their own, wrapped by a master key elsewhere.

A key is on the disk before the act that it seals.  Whoever remembers keys asks once a second
whether any was destroyed, and then forgets them all; so a destroyed key opens nothing anywhere
after `FORGOTTEN_AFTER`, whichever process had used it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from threading import RLock
from time import monotonic
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import OperationalError
from psycopg import Connection

from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose
from services.store.group import Group, Turn
from services.store.port import StoreAway
from services.vault.master import MasterKey, MasterKeyRefused, MasterKeys, Renewable
from services.vault.port import SECRET_BYTES, DataKey, Owner
from services.vault.remembered import Remembered

FORGOTTEN_AFTER: Final = 1.0
"""Seconds for which a key is used without asking whether it still exists."""

_REWRAPPED_AT_ONCE: Final = 1_000
_MADE_AT_ONCE: Final = 5_000
T = TypeVar("T")
Row = tuple[Any, ...]

_OPENED: Final = (
    "SELECT key, person, purpose, master, wrapped FROM vault.keys"
    " WHERE key = ANY(%s) AND wrapped IS NOT NULL"
)
_CURRENT: Final = (
    "SELECT key, person, purpose, master, wrapped FROM vault.keys"
    " JOIN unnest(%s::uuid[], %s::text[]) AS asked (person, purpose) USING (person, purpose)"
    " WHERE destroyed_at IS NULL"
)
_MAKE: Final = (
    "INSERT INTO vault.keys (key, person, purpose, master, wrapped)"
    " SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::bytea[])"
    " ON CONFLICT (person, purpose) WHERE destroyed_at IS NULL DO NOTHING"
)
_HELD: Final = (
    "SELECT purpose, key FROM vault.keys WHERE person = %s AND destroyed_at IS NULL"
    " AND made_at < coalesce(%s, 'infinity'::timestamptz)"
)
_DESTROY: Final = (
    "UPDATE vault.keys SET wrapped = NULL, master = NULL, destroyed_at = clock_timestamp()"
    " WHERE key = ANY(%s) AND wrapped IS NOT NULL"
)
_BEGIN_WITH: Final = "UPDATE vault.state SET master = %s WHERE master IS NULL"
_HOLD_MASTER: Final = "SELECT master FROM vault.state FOR SHARE"
_OTHERS: Final = (
    "SELECT key, person, purpose, master, wrapped FROM vault.keys"
    " WHERE master <> %s ORDER BY key LIMIT %s FOR UPDATE"
)


class _Wanted(Turn):
    """Somebody who wants keys made, and then has them."""

    def __init__(self, owners: Collection[Owner]) -> None:
        super().__init__()
        self.owners = owners
        self.size = len(owners)
        self.made: dict[Owner, DataKey] = {}


class PostgresVault:
    """`Vault` in PostgreSQL.  The database must have been migrated."""

    def __init__(self, dsn: str, masters: MasterKeys) -> None:
        self.dsn = dsn
        self._masters = masters
        self._remembered = Remembered()
        self._asked_at = float("-inf")
        self._destructions = -1
        self._begun = False
        self._connection: Connection[Row] | None = None
        self._lock = RLock()
        self._making: Group[_Wanted] = Group(
            self._make_for_all, most=_MADE_AT_ONCE, lost=lambda error: StoreAway(repr(error))
        )

    def begin(self) -> None:
        """Give a new vault its master key, made if need be.

        Raises `MasterKeyRefused` if the key at hand is not that of a vault which had begun.
        """
        if self._named_master() is None:
            if isinstance(self._masters, Renewable):
                self._masters.make()
            newest = self._masters.newest().id
            self._run(lambda conn: conn.execute(_BEGIN_WITH, (newest,)))
        self._master(self._named_master() or "")
        self._begun = True

    def keys_for(self, owners: Collection[Owner]) -> Mapping[Owner, DataKey]:
        if not owners:
            return {}
        self._forget_if_destroyed()
        found = self._remembered.found_for(owners)
        missing = [owner for owner in owners if owner not in found]
        if missing:
            fresh = self._current(missing)
            self._remembered.add(fresh.values(), current=True)
            found |= fresh
        return found

    def opened(self, keys: Collection[UUID]) -> Mapping[UUID, DataKey]:
        if not keys:
            return {}
        self._forget_if_destroyed()
        found = self._remembered.found(keys)
        missing = [key for key in keys if key not in found]
        if missing:
            fresh = self._unwrapped(self._asked(_OPENED, (missing,)))
            self._remembered.add(fresh, current=False)
            found |= {key.id: key for key in fresh}
        return found

    def held(
        self, person: PersonId, *, made_before: datetime | None = None
    ) -> Mapping[Purpose, UUID]:
        return {Purpose(p): key for p, key in self._asked(_HELD, (person, made_before))}

    def destroy(self, keys: Collection[UUID]) -> int:
        def work(conn: Connection[Row]) -> int:
            with conn.transaction():
                gone = conn.execute(_DESTROY, (list(keys),)).rowcount
                conn.execute("UPDATE vault.state SET destructions = destructions + 1")
            return gone

        gone = self._run(work)
        self._remembered.forget()
        return gone

    def rotate(self, others: Callable[[], int] = lambda: 0) -> int:
        """Wrap every key by the newest master key; returns how many were wrapped by another.

        `others` does the same to keys that are kept elsewhere.  A place that can makes a new master
        key first and forgets the old ones last.  Killed in the middle, it is simply run again.
        """
        renewed = self._masters.renew() if isinstance(self._masters, Renewable) else None
        master = renewed or self._masters.newest()
        self._run(lambda conn: conn.execute("UPDATE vault.state SET master = %s", (master.id,)))
        count = 0
        while some := self._run(lambda conn: self._rewrap(conn, master)):
            count += some
        count += others()
        if isinstance(self._masters, Renewable):
            self._masters.forget_all_but(master.id)
        return count

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
        self._remembered.forget()

    def _forget_if_destroyed(self) -> None:
        if monotonic() - self._asked_at < FORGOTTEN_AFTER:
            return
        asked_at = monotonic()
        ((count,),) = self._asked("SELECT destructions FROM vault.state")
        if count != self._destructions:
            self._remembered.forget()
            self._destructions = count
        self._asked_at = asked_at

    def _current(self, owners: Collection[Owner]) -> dict[Owner, DataKey]:
        found = self._run(lambda conn: self._standing(conn, owners))
        missing = [owner for owner in owners if owner not in found]
        if missing:
            wanted = _Wanted(missing)
            self._making.submit(wanted)
            found |= wanted.made
        return found

    def _make_for_all(self, group: Sequence[_Wanted]) -> None:
        """One transaction for whoever wants keys at this moment."""
        if not self._begun:
            self.begin()
        # In an order of their own, so that two who make the same ones don't wait for each other.
        owners = sorted({owner for wanted in group for owner in wanted.owners})
        made = self._run(lambda conn: self._make(conn, owners))
        for wanted in group:
            wanted.made = {owner: made[owner] for owner in wanted.owners}
            wanted.succeed()

    def _make(self, conn: Connection[Row], owners: Collection[Owner]) -> dict[Owner, DataKey]:
        with conn.transaction():
            ((named,),) = conn.execute(_HOLD_MASTER).fetchall()
            rows = [_wrapped_key(self._master(named), owner) for owner in owners]
            conn.execute(_MAKE, [list(column) for column in zip(*rows, strict=True)])
            return self._standing(conn, owners)

    def _standing(self, conn: Connection[Row], owners: Collection[Owner]) -> dict[Owner, DataKey]:
        asked = [owner.person for owner in owners], [owner.purpose.value for owner in owners]
        return {key.owner: key for key in self._unwrapped(conn.execute(_CURRENT, asked))}

    def _rewrap(self, conn: Connection[Row], master: MasterKey) -> int:
        with conn.transaction():
            rows = conn.execute(_OTHERS, (master.id, _REWRAPPED_AT_ONCE)).fetchall()
            wrapped = [
                (master.wrap(self._secret(row), _bound(*row[:3])), master.id, row[0])
                for row in rows
            ]
            with conn.cursor() as cur:
                cur.executemany(
                    "UPDATE vault.keys SET wrapped = %s, master = %s WHERE key = %s", wrapped
                )
        return len(rows)

    def _unwrapped(self, rows: Iterable[Row]) -> list[DataKey]:
        return [
            DataKey(row[0], Owner(PersonId(row[1]), Purpose(row[2])), self._secret(row))
            for row in rows
        ]

    def _secret(self, row: Row) -> bytes:
        key, person, purpose, master, wrapped = row
        return self._master(master).unwrap(bytes(wrapped), _bound(key, person, purpose))

    def _master(self, identity: str) -> MasterKey:
        found = self._masters.named(identity)
        if found is None:
            raise MasterKeyRefused(
                f"The vault's keys are wrapped by the master key {identity}, which is not at hand. "
                "Restore its file from a backup, or set CONVENOR_VAULT_KEY to it."
            )
        return found

    def _named_master(self) -> str | None:
        ((master,),) = self._asked("SELECT master FROM vault.state")
        return None if master is None else str(master)

    def _asked(self, statement: str, words: tuple[Any, ...] = ()) -> list[Row]:
        return self._run(lambda conn: conn.execute(statement.encode(), words).fetchall())

    def _run(self, work: Callable[[Connection[Row]], T]) -> T:
        """Over the one connection; opened again once if it was lost meanwhile."""
        with self._lock:
            try:
                return work(self._open())
            except (psycopg.OperationalError, psycopg.InterfaceError):
                if self._connection is not None and not self._connection.closed:
                    raise
            try:
                return work(self._open())
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                raise OperationalError(f"The vault does not answer: {error}") from error

    def _open(self) -> Connection[Row]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self.dsn, autocommit=True, connect_timeout=5)
        return self._connection


def _wrapped_key(master: MasterKey, owner: Owner) -> Row:
    """A row with a fresh key."""
    key, secret = uuid4(), secrets.token_bytes(SECRET_BYTES)
    wrapped = master.wrap(secret, _bound(key, owner.person, owner.purpose))
    return key, owner.person, owner.purpose.value, master.id, wrapped


def _bound(key: UUID, person: UUID, purpose: str) -> bytes:
    """What a wrapped key is bound to: nobody can put one person's key in another's place."""
    return key.bytes + person.bytes + str(purpose).encode()
