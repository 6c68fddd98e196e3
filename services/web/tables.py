"""Answers how a table is sorted and paged by its address, and how it is written as CSV.

Each table of a page has a name, which stands in the address of its CSV, before its sort keys and
before the number of its page.  As CSV it has all of its rows at once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final, TypeVar, overload
from urllib.parse import urlencode

from domain.kernel.refusal import BadInput
from services.web.look.parts import (
    Align,
    CellValue,
    Column,
    Empty,
    Filter,
    Link,
    Paging,
    Redacted,
    Sort,
    Table,
    Tag,
    read_sort,
)
from services.web.look.words import shortened
from services.web.visit import Visit

T = TypeVar("T")
Rows = Sequence[Sequence[CellValue]]
RISKY = ("=", "+", "-", "@", "\t", "\r")
PAGE: Final = 100
"""How many rows of a table stand on one page."""


class Told(Sequence[Sequence[CellValue]]):
    """The rows of things, each told when it is shown and not before.

    `of` is how many rows there are, where only those of the first page were read.
    """

    def __init__(
        self, things: Sequence[T], tell: Callable[[T], Sequence[CellValue]], of: int
    ) -> None:
        self._things: Sequence[Any] = things
        self._tell: Callable[[Any], Sequence[CellValue]] = tell
        self._of = of

    def __len__(self) -> int:
        return self._of

    @overload
    def __getitem__(self, at: int) -> Sequence[CellValue]: ...

    @overload
    def __getitem__(self, at: slice) -> Rows: ...

    def __getitem__(self, at: int | slice) -> Sequence[CellValue] | Rows:
        if isinstance(at, slice):
            return [self._tell(one) for one in self._things[at]]
        return self._tell(self._things[at])


def most_of(visit: Visit, most: int) -> int | None:
    """How many rows have to be read: those of the first page, unless more is asked for."""
    is_first = not (visit.asked("sort") or visit.asked("page"))
    return most if is_first and visit.request.scope.get("form", "html") == "html" else None


def words(heading: str, key: str = "") -> Column:
    """A column of words."""
    return Column(heading, key)


def figures(heading: str, key: str = "") -> Column:
    """A column of numbers."""
    return Column(heading, key, Align.FIGURES)


def table(
    visit: Visit,
    name: str,
    shown: Table,
) -> Table:
    """The table as the address wants it sorted, with the way to take it away."""
    named = [replace(c, key=f"{name}.{c.key}" if c.key else "") for c in shown.columns]
    sort = _sort(visit.asked("sort"), name, named)
    rows, paging = _page(visit, name, sorted_rows(shown.rows, named, sort))
    path = visit.request.url.path
    path = "/board" if path == "/" else path
    return replace(
        shown,
        columns=tuple(named),
        rows=rows,
        sort=sort,
        paging=paging,
        csv_href=visit.link(f"{path}.csv?{_kept(visit, name)}"),
    )


def _page(visit: Visit, name: str, rows: Rows) -> tuple[Rows, Paging | None]:
    """The rows of the page that is asked for, if they are too many for one."""
    if len(rows) <= PAGE or visit.request.scope.get("form", "html") != "html":
        return rows, None
    number = _page_asked(visit, name, -(-len(rows) // PAGE))
    first, last = (number - 1) * PAGE, min(number * PAGE, len(rows))

    def href(other: int, *, there: bool) -> str:
        return visit.frame(None).with_query({"page": f"{name}.{other}"}) if there else ""

    earlier = href(number - 1, there=number > 1)
    later = href(number + 1, there=last < len(rows))
    return rows[first:last], Paging(first + 1, last, len(rows), earlier, later)


def _page_asked(visit: Visit, name: str, pages: int) -> int:
    """Which page of this table; what is asked of another one is not its business."""
    table, _, number = visit.asked("page").rpartition(".")
    if table != name:
        return 1
    if not (number.isascii() and number.isdigit() and 0 < int(number[:9]) <= pages):
        message = f"The table has no page “{shortened(number)}”: choose one from 1 to {pages}."
        raise BadInput(message)
    return int(number)


def _kept(visit: Visit, name: str) -> str:
    """The parameters of the page that say which rows there are."""
    asked = visit.frame(None).kept_query
    kept = [(key, value) for key, value in asked if key not in ("page", "sort", "view")]
    return urlencode([*kept, ("table", name)])


def _sort(asked: str, name: str, columns: Sequence[Column]) -> Sort | None:
    """What is asked of this table; what is asked of another one is not its business."""
    return read_sort(asked, columns) if asked.removeprefix("-").startswith(f"{name}.") else None


def sorted_rows(rows: Rows, columns: Sequence[Column], sort: Sort | None) -> Rows:
    """The rows in that order; empty cells come last either way."""
    if sort is None:
        return rows
    place = next(at for at, column in enumerate(columns) if column.key == sort.key)
    full = [row for row in rows if row[place] is not None]
    bare = [row for row in rows if row[place] is None]
    full.sort(key=lambda row: _order(row[place]), reverse=sort.descending)
    return (*full, *bare)


def _order(cell: CellValue) -> Any:
    """What a cell is sorted by: numbers as such, words without regard to case."""
    plain = bare(cell)
    return plain.casefold() if isinstance(plain, str) else plain


def bare(cell: CellValue) -> str | int | date | datetime | None:
    """What stands in a cell, without what it looks like."""
    if isinstance(cell, Link | Tag):
        return cell.text
    return "not shown" if isinstance(cell, Redacted) else cell


def as_csv(shown: Table) -> str:
    """The table as CSV: moments as ISO 8601, numbers without separators."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in shown.columns])
    for row in shown.rows:
        writer.writerow([_written(cell) for cell in row])
    return out.getvalue()


def _written(cell: CellValue) -> str:
    plain = bare(cell)
    if isinstance(plain, date):
        return plain.isoformat()
    text = "" if plain is None else str(plain)
    # A spreadsheet would take such a word for a formula and reckon with it.
    return f"'{text}" if isinstance(plain, str) and text.startswith(RISKY) else text


__all__ = ["Empty", "Filter", "Table", "as_csv", "figures", "table", "words"]
