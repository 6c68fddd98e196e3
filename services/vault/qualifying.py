"""Who qualifies for a caucus or towards a quota, and nothing more: never why, nor for what else.

Whoever asks names the purpose when they are given this, so that what was declared for caucuses
can't be used to count a quota.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from psycopg import Connection

from domain.bodies.details import Person, details_id
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose

Kind = TypeVar("Kind", bound=Aggregate)

_ASKED: Final = (
    "SELECT DISTINCT person FROM private.person_categories"
    " WHERE purpose = %s AND category = %s AND person = ANY(%s)"
)


class Qualifying(Protocol):
    """Says who of some people qualifies for a category."""

    def qualified(self, category: str, people: Collection[PersonId]) -> frozenset[PersonId]: ...


class Finder(Protocol):
    """Finds what was recorded: a case, which then rests on what it found, or a store."""

    def find(self, kind: type[Kind], stream: UUID) -> Kind | None: ...


class FromActs:
    """By the acts themselves: for a decision, which must rest on the newest of them."""

    def __init__(self, acts: Finder, purpose: Purpose) -> None:
        self._acts = acts
        self._purpose = purpose

    def qualified(self, category: str, people: Collection[PersonId]) -> frozenset[PersonId]:
        return frozenset(person for person in people if self._does(person, category))

    def _does(self, person: PersonId, category: str) -> bool:
        found = self._acts.find(Person, details_id(person))
        return found is not None and found.qualifies(self._purpose, category)


class FromTables:
    """By the tables that are made from the acts: for many people at once, a moment behind."""

    def __init__(
        self, connections: Callable[[], AbstractContextManager[Connection[Any]]], purpose: Purpose
    ) -> None:
        self._connections = connections
        self._purpose = purpose

    def qualified(self, category: str, people: Collection[PersonId]) -> frozenset[PersonId]:
        with self._connections() as connection, connection.cursor() as cur:
            asked = (self._purpose.value, category, list(people))
            return frozenset(PersonId(row[0]) for row in cur.execute(_ASKED, asked).fetchall())
