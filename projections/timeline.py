"""Tables with a past: one row for each thing and stretch of time, and no two that overlap.

`WITHOUT OVERLAPS` is a tripwire and decides nothing: it stops a projector that would make one thing
be two things at once.  A moment earlier than the newest stretch runs into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from psycopg.sql import SQL, Composable, Composed, Identifier, Placeholder

from projections.projection import Rows

AS_OF: Final = "valid @> %(as_of)s::timestamptz"
"""The condition that picks the rows which held at the moment `as_of`."""

NOW: Final = "upper_inf(valid)"
"""The condition that picks the rows which hold until further notice."""

_PUT = SQL(
    "WITH same AS ("
    " UPDATE {table} SET {changes} WHERE {key} AND upper_inf(valid) AND lower(valid) = %(moment)s"
    " RETURNING true"
    "), ended AS ("
    " UPDATE {table} SET valid = tstzrange(lower(valid), %(moment)s)"
    " WHERE {key} AND upper_inf(valid) AND lower(valid) < %(moment)s RETURNING true"
    ") INSERT INTO {table} ({columns}, valid) SELECT {values}, tstzrange(%(moment)s, NULL)"
    # Asking for both makes the ended stretch end before the new one begins.
    " WHERE NOT EXISTS (SELECT FROM same) AND (SELECT count(*) FROM ended) >= 0"
)
_END = SQL(
    "WITH empty AS ("
    " DELETE FROM {table} WHERE {key} AND upper_inf(valid) AND lower(valid) = %(moment)s"
    ") UPDATE {table} SET valid = tstzrange(lower(valid), %(moment)s)"
    " WHERE {key} AND upper_inf(valid) AND lower(valid) < %(moment)s"
)


@dataclass(frozen=True, eq=False)
class Timeline:
    """A table of what held when.

    `key` and `columns` give each column's name and SQL type; the key says what a row is about.
    Its statements are put together once: a log of years runs each a hundred thousand times.
    """

    table: str
    key: Mapping[str, str]
    columns: Mapping[str, str]
    _put: bytes = field(init=False, repr=False)
    _end: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_put", self._filled(_PUT))
        object.__setattr__(self, "_end", self._filled(_END))

    @property
    def ddl(self) -> str:
        """The table, its tripwire included."""
        columns = [f"    {name} {kind} NOT NULL," for name, kind in self.key.items()]
        columns += [f"    {name} {kind}," for name, kind in self.columns.items()]
        lines = [
            f"CREATE TABLE {self.table} (",
            *columns,
            "    valid tstzrange NOT NULL,",
            f"    PRIMARY KEY ({', '.join(self.key)}, valid WITHOUT OVERLAPS)",
            ");",
        ]
        return "\n".join(lines) + "\n"

    def put(
        self, cur: Rows, key: Mapping[str, object], values: Mapping[str, object], moment: datetime
    ) -> None:
        """From this moment on the thing is so.  A second word about one moment replaces the first.

        Every column must be named, so that nothing is carried over by mistake.
        """
        self._check(key, values)
        cur.execute(self._put, {**key, **values, "moment": moment})

    def end(self, cur: Rows, key: Mapping[str, object], moment: datetime) -> None:
        """From this moment on the thing is no more; what began at this moment never was."""
        cur.execute(self._end, {**key, "moment": moment})

    def _check(self, key: Mapping[str, object], values: Mapping[str, object]) -> None:
        given, wanted = {*key, *values}, {*self.key, *self.columns}
        if given != wanted:
            raise KeyError(
                f"A row of {self.table} needs {', '.join(sorted(wanted))}; "
                f"given were {', '.join(sorted(given))}."
            )

    def _filled(self, template: SQL) -> bytes:
        names = [*self.key, *self.columns]
        changed = list(self.columns) or list(self.key)
        filled = template.format(
            table=Identifier(self.table),
            key=SQL(" AND ").join(self._equals(name) for name in self.key),
            changes=SQL(", ").join(self._equals(name) for name in changed),
            columns=SQL(", ").join(Identifier(name) for name in names),
            values=SQL(", ").join(self._typed(name) for name in names),
        )
        return filled.as_bytes()

    def _equals(self, name: str) -> Composed:
        return SQL("{} = {}").format(Identifier(name), Placeholder(name))

    def _typed(self, name: str) -> Composable:
        """A placeholder with its column's type, which SELECT can't infer."""
        kind = {**self.key, **self.columns}[name].split(" NOT NULL")[0].split(" DEFAULT")[0]
        return SQL("{}::" + kind).format(Placeholder(name))
