"""What an answer stands for: a position of the log, and the moment at which one looks.

One page is read in one transaction that changes nothing, so that all of its answers stand for the
same position.  A moment in the past is a condition on rows, not another set of tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, tuple_row
from psycopg.sql import SQL, Identifier
from pydantic import BaseModel, ConfigDict

from domain.kernel.ids import SERVICE, PersonId

VIEWS: Final = "views"

_POSITION: Final = (
    "SELECT coalesce(min(coalesce(notification_id, 0)), 0) FROM projection_books"
    " LEFT JOIN notification_tracking ON application_name = name"
)
# After a few askings PostgreSQL would take one plan for any moment and for all that may be left
# out, and read whole tables with it.
_AS_ONE: Final = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;"
    " SET LOCAL plan_cache_mode = force_custom_plan"
)
_NOW: Final = (
    "SELECT greatest(convenor.organisation_now(),"
    " (SELECT occurred_at FROM journal ORDER BY occurred_at DESC LIMIT 1))"
)


class Answer(BaseModel):
    """A frozen answer, which writes itself as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class View(Answer):
    """What a page stands for; `past`: a moment was asked for."""

    position: int
    moment: datetime
    past: bool = False


A = TypeVar("A", bound=Answer)
Line = TypeVar("Line")


class Part(NamedTuple):
    """Part of a long list: so many lines at most, after so many others."""

    skip: int = 0
    most: int | None = None

    def of(self, lines: Sequence[Line]) -> Sequence[Line]:
        """The part of these lines, all of which are there."""
        return lines[self.skip : None if self.most is None else self.skip + self.most]


ALL: Final = Part()


@dataclass(frozen=True)
class Reading:
    """A connection inside a transaction, what the answers read over it stand for, and for whom.

    `asker` is whoever looks; nobody is told less than somebody whom more concerns.
    """

    connection: Connection[Any]
    view: View
    asker: PersonId | None = None

    def all(self, kind: type[A], asked: str, /, **words: object) -> tuple[A, ...]:
        """Every row as that kind of answer; `as_of` is filled in."""
        with self.connection.cursor(row_factory=class_row(kind)) as cur:
            return tuple(cur.execute(asked.encode(), self._words(words)))

    def first(self, kind: type[A], asked: str, /, **words: object) -> A | None:
        """The first row, if there is one."""
        with self.connection.cursor(row_factory=class_row(kind)) as cur:
            return cur.execute(asked.encode(), self._words(words)).fetchone()

    def rows(self, asked: str, /, **words: object) -> Sequence[tuple[Any, ...]]:
        """Plain rows."""
        with self.connection.cursor(row_factory=tuple_row) as cur:
            return cur.execute(asked.encode(), self._words(words)).fetchall()

    def _words(self, words: dict[str, object]) -> dict[str, object]:
        return {"as_of": self.view.moment, "service": SERVICE, **words}


@contextmanager
def reading(
    connection: Connection[Any],
    as_of: datetime | None = None,
    *,
    schema: str = VIEWS,
    asker: PersonId | None = None,
) -> Iterator[Reading]:
    """Read as of a moment, or of now, as it is told to somebody, or to anybody.

    The connection must not be in a transaction.
    """
    with connection.transaction():
        connection.execute(_AS_ONE)
        look_into(connection, schema)
        yield Reading(connection, _view(connection, as_of), asker)


def look_into(connection: Connection[Any], schema: str) -> None:
    """Until the transaction ends, the tables of that schema are meant."""
    connection.execute(SQL("SET LOCAL search_path TO {}, public").format(Identifier(schema)))


def _view(connection: Connection[Any], as_of: datetime | None) -> View:
    with connection.cursor(row_factory=tuple_row) as cur:
        position = _only(cur.execute(_POSITION).fetchone())
        moment = as_of or _only(cur.execute(_NOW).fetchone())
    return View(position=position, moment=moment, past=as_of is not None)


def _only(row: tuple[Any, ...] | None) -> Any:
    return row[0] if row else None


def name_of(column: str) -> str:
    """SQL for what the person in a column is called: the newest name, else the member's number.

    A column that is itself called `person` must be given with its table.
    """
    return (
        f"CASE WHEN {column} = %(service)s THEN 'The service' ELSE coalesce("
        f"(SELECT name FROM people WHERE person = {column} AND since <= %(as_of)s"
        " ORDER BY since DESC, position DESC LIMIT 1),"
        f" (SELECT 'Member ' || number FROM members WHERE person = {column}"
        " AND lower(valid) <= %(as_of)s LIMIT 1), 'Somebody') END"
    )


def body_name_of(column: str) -> str:
    """SQL for what the body in a column is called."""
    return f"(SELECT name FROM bodies WHERE body = {column} AND valid @> %(as_of)s::timestamptz)"


class Person(Answer):
    """Somebody by the name that they are known by."""

    person: UUID
    name: str
