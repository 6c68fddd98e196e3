"""Answers how a table is sorted and paged by its address, and how it is written as CSV.

Each table of a page has a name, which stands in the address of its CSV, before its sort keys and
before the number of its page.  As CSV it has all of its rows at once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from domain.kernel.refusal import BadInput
from services.reading.view import ALL, Part
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

Line = TypeVar("Line")
Rows = Sequence[Sequence[CellValue]]
RISKY = ("=", "+", "-", "@", "\t", "\r")
PAGE: Final = 100
"""How many rows of a table stand on one page."""


def words(heading: str, key: str = "") -> Column:
    """A column of words."""
    return Column(heading, key)


def figures(heading: str, key: str = "") -> Column:
    """A column of numbers."""
    return Column(heading, key, Align.FIGURES)


@dataclass(frozen=True)
class Sheet(Generic[Line]):
    """A table said once: its columns, each with what stands in it for a line, and why it is empty.

    `name` stands in addresses; the caption may be given another with the lines.
    """

    name: str
    caption: str
    columns: Sequence[tuple[Column, Callable[[Visit, Line], CellValue]]]
    empty: Empty

    def of(self, visit: Visit, lines: Iterable[Line], caption: str = "") -> Table:
        """The table of these lines."""
        rows = [tuple(cell(visit, line) for _, cell in self.columns) for line in lines]
        columns = tuple(column for column, _ in self.columns)
        return table(visit, self.name, Table(caption or self.caption, columns, rows, self.empty))


def table(visit: Visit, name: str, shown: Table) -> Table:
    """The table as the address wants it sorted, with the way to take it away."""
    named = [replace(c, key=f"{name}.{c.key}" if c.key else "") for c in shown.columns]
    sort = _sort(visit.asked("sort"), name, named)
    rows, paged = _page(visit, name, sorted_rows(shown.rows, named, sort))
    path = visit.request.url.path
    path = "/board" if path == "/" else path
    return replace(
        shown,
        columns=tuple(named),
        rows=rows,
        sort=sort,
        paging=shown.paging or paged,
        csv_href=visit.link(f"{path}.csv?{_kept(visit, name)}"),
    )


def page_of(visit: Visit, name: str, of: int) -> Part:
    """Which rows of so many stand on the page that is asked for."""
    if of <= PAGE or visit.request.scope.get("form", "html") != "html":
        return ALL
    return Part((_page_asked(visit, name, -(-of // PAGE)) - 1) * PAGE, PAGE)


def part_of(visit: Visit, name: str, of: int) -> Part:
    """The rows to be read for the page that is asked for: all, if the address sorts them."""
    sorted_here = visit.asked("sort").removeprefix("-").startswith(f"{name}.")
    return ALL if sorted_here else page_of(visit, name, of)


def paging(visit: Visit, name: str, shown: Part, of: int) -> Paging | None:
    """Where the rows before and after these are; none if these are all."""
    if shown.most is None:
        return None
    number, last = shown.skip // shown.most + 1, min(shown.skip + shown.most, of)

    def href(other: int, *, there: bool) -> str:
        return visit.frame(None).with_query({"page": f"{name}.{other}"}) if there else ""

    earlier = href(number - 1, there=number > 1)
    return Paging(shown.skip + 1, last, of, earlier, href(number + 1, there=last < of))


def _page(visit: Visit, name: str, rows: Rows) -> tuple[Rows, Paging | None]:
    """The rows of the page that is asked for, if they are too many for one."""
    shown = page_of(visit, name, len(rows))
    return shown.of(rows), paging(visit, name, shown, len(rows))


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
        return tuple(rows)
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


__all__ = ["Empty", "Filter", "Sheet", "Table", "as_csv", "figures", "table", "words"]
