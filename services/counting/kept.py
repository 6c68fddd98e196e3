"""Outcomes that were worked out before, kept in PostgreSQL by what was counted and by which rule.

Whoever drops them loses time and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

from domain.counting.explaining import Outcome
from domain.counting.rules.catalogue import rule

_FOUND: Final = """
    SELECT matter, rule, rule_version, outcome FROM convenor.outcomes WHERE matter = ANY(%s)
"""
_KEEP: Final = """
    INSERT INTO convenor.outcomes (matter, rule, rule_version, outcome) VALUES (%s, %s, %s, %s)
    ON CONFLICT DO NOTHING
"""

Kept = Mapping[tuple[str, str], Outcome]


class Outcomes:
    """Outcomes over a pool of connections."""

    def __init__(self, pool: ConnectionPool[Connection[TupleRow]]) -> None:
        self._pool = pool

    def of(self, matters: Iterable[str]) -> Kept:
        """Those of these matters by matter and rule, as the rules are today."""
        with self._pool.connection() as connection:
            rows = connection.execute(_FOUND, (list(matters),)).fetchall()
        return {
            (matter, name): Outcome.model_validate(outcome)
            for matter, name, version, outcome in rows
            if version == rule(name).manifest.version
        }

    def keep(self, matter: str, outcome: Outcome) -> None:
        """Keep one."""
        version = rule(outcome.rule).manifest.version
        told = Jsonb(outcome.model_dump(mode="json"))
        with self._pool.connection() as connection:
            connection.execute(_KEEP, (matter, outcome.rule, version, told))
