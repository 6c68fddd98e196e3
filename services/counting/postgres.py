"""Bundles of papers in PostgreSQL."""

from __future__ import annotations

import hashlib

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.counting.formats.election import Election
from domain.kernel.refusal import NotFound
from services.counting.reading import as_read


class PostgresBundles:
    """Bundles over a pool of connections."""

    def __init__(self, pool: ConnectionPool[Connection[TupleRow]]) -> None:
        self._pool = pool

    def deposit(self, content: bytes) -> str:
        """Keep a file of papers; the same file is kept once."""
        sha256 = hashlib.sha256(content).hexdigest()
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO convenor.paper_bundles (sha256, content) VALUES (%s, %s)"
                " ON CONFLICT DO NOTHING",
                (sha256, content),
            )
        return sha256

    def content(self, sha256: str) -> bytes:
        """The file as it was handed in."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT content FROM convenor.paper_bundles WHERE sha256 = %s", (sha256,)
            ).fetchone()
        if row is None:
            raise NotFound(f"No papers with the hash {sha256} have been handed in.")
        return bytes(row[0])

    def election(self, sha256: str) -> Election:
        """What it says."""
        return as_read(self.content(sha256))
