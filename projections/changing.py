"""How acts move rows: a fact is added once, and what has a past gets a new stretch of it.

A fact holds from its moment on and is never altered, so `since` is all that its past needs.  What
can change stands in a `Timeline`; a change names only what has become different.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final

from psycopg.sql import SQL, Composable, Composed, Identifier, Placeholder
from pydantic import BaseModel

from domain.kernel.act import Act
from projections.projection import RecordedAct, Rows
from projections.timeline import Timeline

ACT: Final = {"act": "uuid NOT NULL"}
"""The column that names the act by which a row is as it is."""

_CHANGE = SQL(
    "WITH same AS ("
    " UPDATE {table} SET {changes} WHERE {which} AND upper_inf(valid) AND lower(valid) = %(_at)s"
    "), ended AS ("
    " UPDATE {table} SET valid = tstzrange(lower(valid), %(_at)s)"
    " WHERE {which} AND upper_inf(valid) AND lower(valid) < %(_at)s RETURNING *"
    ") INSERT INTO {table} ({columns}, valid)"
    " SELECT {values}, tstzrange(%(_at)s, NULL) FROM ended"
)

_END = SQL(
    "WITH empty AS ("
    " DELETE FROM {table} WHERE {which} AND upper_inf(valid) AND lower(valid) = %(_at)s"
    ") UPDATE {table} SET valid = tstzrange(lower(valid), %(_at)s)"
    " WHERE {which} AND upper_inf(valid) AND lower(valid) < %(_at)s"
)


Picks = tuple[tuple[str, bool], ...]
"""The columns by which rows are picked, each with whether any of several values will do."""


@dataclass(frozen=True, eq=False)
class Facts:
    """A table of what is so once and for all; `key` is what may stand in it only once."""

    table: str
    key: Mapping[str, str]
    columns: Mapping[str, str]
    _insert: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_insert", self._filled())

    @property
    def ddl(self) -> str:
        """The table; `since` is when the fact came about, `act` is what made it so."""
        columns = [f"    {name} {kind} NOT NULL," for name, kind in self.key.items()]
        columns += [f"    {name} {kind}," for name, kind in self.columns.items()]
        lines = [
            f"CREATE TABLE {self.table} (",
            *columns,
            "    since timestamptz NOT NULL,",
            "    act uuid NOT NULL,",
            f"    PRIMARY KEY ({', '.join(self.key)})",
            ");",
        ]
        return "\n".join(lines) + "\n"

    def add(self, cur: Rows, act: RecordedAct, *rows: Mapping[str, object]) -> None:
        """Add what an act made so; every column must be named."""
        stamp = {"since": moment_of(act), "act": act.event.event_id}
        if rows:
            cur.executemany(self._insert, [{**row, **stamp} for row in rows])

    def _filled(self) -> bytes:
        names = [*self.key, *self.columns, "since", "act"]
        insert = SQL("INSERT INTO {} ({}) VALUES ({})").format(
            Identifier(self.table),
            _listed(map(Identifier, names)),
            _listed(map(Placeholder, names)),
        )
        return insert.as_bytes()


def moment_of(act: RecordedAct) -> datetime:
    """When the act took effect."""
    return envelope(act).occurred_at


def envelope(act: RecordedAct) -> Act:
    """Who did it, when and by what power."""
    return act.event.act


def put(
    cur: Rows,
    timeline: Timeline,
    act: RecordedAct,
    key: Mapping[str, object],
    values: Mapping[str, object],
) -> None:
    """From this act on the thing is so; its `act` column is filled in."""
    timeline.put(cur, key, {**values, "act": act.event.event_id}, moment_of(act))


def change(
    cur: Rows,
    timeline: Timeline,
    act: RecordedAct,
    which: Mapping[str, object],
    changes: Mapping[str, object],
) -> None:
    """From this act on all these rows differ in what `changes` names, and only in that.

    `which` picks rows by equal columns; a list picks any of its values.
    """
    told = {**changes, "act": act.event.event_id}
    words = {f"_{name}": value for name, value in which.items()} | told | {"_at": moment_of(act)}
    cur.execute(_changing(timeline, _picks_of(which), tuple(told)), words)


def end(cur: Rows, timeline: Timeline, act: RecordedAct, which: Mapping[str, object]) -> None:
    """From this act on all these rows are no more."""
    words = {f"_{name}": value for name, value in which.items()} | {"_at": moment_of(act)}
    cur.execute(_ending(timeline, _picks_of(which)), words)


def newest(cur: Rows, timeline: Timeline, column: str, which: Mapping[str, object]) -> Any:
    """What stands in a column of the one row of now that has these values."""
    picks = SQL(" AND ").join(SQL("{} = {}").format(Identifier(n), Placeholder(n)) for n in which)
    asked = SQL("SELECT {} FROM {} WHERE {} AND upper_inf(valid)").format(
        Identifier(column), Identifier(timeline.table), picks
    )
    row = cur.execute(asked, which).fetchone()
    assert row is not None, f"{timeline.table} has no row of now for {dict(which)}"
    return row[0]


def as_json(value: BaseModel | Iterable[BaseModel]) -> str:
    """A value as JSON text, for a `jsonb` column."""
    if isinstance(value, BaseModel):
        return value.model_dump_json()
    return f"[{','.join(one.model_dump_json() for one in value)}]"


@cache
def _changing(timeline: Timeline, picks: Picks, told: tuple[str, ...]) -> bytes:
    names = [*timeline.key, *timeline.columns]
    filled = _CHANGE.format(
        table=Identifier(timeline.table),
        which=_all_of(picks),
        changes=_listed(SQL("{} = {}").format(Identifier(n), Placeholder(n)) for n in told),
        columns=_listed(map(Identifier, names)),
        values=_listed(_typed(timeline, n) if n in told else Identifier(n) for n in names),
    )
    return filled.as_bytes()


@cache
def _ending(timeline: Timeline, picks: Picks) -> bytes:
    return _END.format(table=Identifier(timeline.table), which=_all_of(picks)).as_bytes()


def _picks_of(which: Mapping[str, object]) -> Picks:
    return tuple((name, isinstance(value, list)) for name, value in which.items())


def _all_of(picks: Picks) -> Composed:
    return SQL(" AND ").join(_picking(name, any_of=any_of) for name, any_of in picks)


def _picking(name: str, *, any_of: bool) -> Composed:
    form = "{} = ANY({})" if any_of else "{} = {}"
    return SQL(form).format(Identifier(name), Placeholder(f"_{name}"))


def _typed(timeline: Timeline, name: str) -> Composed:
    kind = {**timeline.key, **timeline.columns}[name].split(" NOT NULL")[0]
    return SQL("{}::" + kind).format(Placeholder(name))


def _listed(parts: Iterable[Composable]) -> Composed:
    return SQL(", ").join(parts)
