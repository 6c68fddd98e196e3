"""A database from which whatever the template of the tests holds is taken again."""

from __future__ import annotations

import psycopg
from psycopg import sql

_OURS = """
    SELECT nspname FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
"""


def empty(url: str) -> None:
    """Drop every schema that migrations or views have made, and what they brought along."""
    with psycopg.connect(url) as connection:
        for (name,) in connection.execute(_OURS).fetchall():
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        connection.execute("DROP EXTENSION IF EXISTS btree_gist CASCADE")
