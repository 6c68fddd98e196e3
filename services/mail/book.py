"""The address book in PostgreSQL."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from typing import Final
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput
from domain.kernel.sane import check_sane
from domain.notices.contact import Channel

LONGEST: Final = 254
"""The longest address that mail can carry (RFC 5321, 4.5.3.1.3, less the brackets)."""
LONGEST_BY_POST: Final = 500
_DOMAIN: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


class PostgresAddressBook:
    """Addresses over a pool of connections."""

    def __init__(self, pool: ConnectionPool[Connection[TupleRow]]) -> None:
        self._pool = pool

    def put_in(
        self, person: PersonId, channel: Channel, address: str, entry: UUID | None = None
    ) -> UUID:
        """Keep an address, once under one entry, and name that."""
        kept, named = checked(channel, address), entry or uuid4()
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO mail.address_book (entry, person, channel, address)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (named, person, channel, kept),
            )
        return named

    def address(self, entry: UUID) -> str | None:
        """The address of an entry."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT address FROM mail.address_book WHERE entry = %s", (entry,)
            ).fetchone()
        return None if row is None else str(row[0])

    def destroy(self, entry: UUID) -> None:
        """Forget it for good."""
        with self._pool.connection() as connection:
            connection.execute("DELETE FROM mail.address_book WHERE entry = %s", (entry,))


def checked(channel: Channel, address: str) -> str:
    """The address without needless spaces; raises `BadInput` for what can't be written to."""
    try:
        check_sane(address)
    except ValueError as unfit:
        raise BadInput(f"This address can't be kept: {unfit}.") from None
    if channel is Channel.POST:
        return _by_post(address)
    return _by_mail(address.strip())


def _by_post(address: str) -> str:
    lines = [" ".join(line.split()) for line in address.splitlines()]
    kept = "\n".join(line for line in lines if line)
    if kept.count("\n") < 1 or len(kept) > LONGEST_BY_POST:
        raise BadInput(
            "Write the postal address in lines as it stands on an envelope: a name or a street, "
            f"then the town and its postcode, in {LONGEST_BY_POST} characters or fewer."
        )
    return kept


def _by_mail(address: str) -> str:
    """One mailbox without a display name: `name@domain`, in ASCII, as any server takes it."""
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, MessageError, IndexError):
        raise _no_mailbox(address) from None
    fits = parsed.username and _DOMAIN.fullmatch(parsed.domain) and "." in parsed.domain
    fits = fits and parsed.addr_spec == address  # no space, quote or comment in it
    if not fits or not address.isascii() or len(address) > LONGEST or ".." in parsed.domain:
        raise _no_mailbox(address)
    return address


def _no_mailbox(address: str) -> BadInput:
    return BadInput(
        f"“{address[:80]}” is no e-mail address. Write it like name@example.org, without a name "
        "before it."
    )
