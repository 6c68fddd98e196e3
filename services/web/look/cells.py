"""Answers how the rows of a table are written: a table of a hundred rows has a thousand cells.

What stands in a cell says how it looks.  Rows are put together here and not in a template, whose
macros would take longer over them than over the rest of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from services.reports.as_html import running
from services.web.look.parts import CellValue, Column, Link, Redacted, Table, Tag
from services.web.look.words import number, short_day, short_moment

LONG, SHORT = 40, 16
"""Words of more characters than the one may be broken, of no more than the other never."""

NOTHING: Final = '<span class="quiet">–</span>'


def rows_of(zone: ZoneInfo) -> Callable[[Table], Markup]:
    """What writes the rows of a table, with its moments by the clock of that zone."""

    def written(table: Table) -> Markup:
        return Markup("\n".join(_row(table.columns, row, zone) for row in table.rows))

    return written


def _row(columns: Sequence[Column], row: Sequence[CellValue], zone: ZoneInfo) -> str:
    (first, value), *others = zip(columns, row, strict=False)
    head = f'<th scope="row" class="{_css(first, value)}">{_cell(value, zone)}</th>'
    cells = [f'<td class="{_css(of, one)}">{_cell(one, zone)}</td>' for of, one in others]
    return f"<tr>{head}{''.join(cells)}</tr>"


def _css(column: Column, value: CellValue) -> str:
    text = value if isinstance(value, str) else value.text if isinstance(value, Link) else ""
    if len(text) > LONG:
        return f"{column.align.value} cell-long"
    return f"{column.align.value} cell-short" if len(text) <= SHORT else column.align.value


def _cell(value: CellValue, zone: ZoneInfo) -> str:
    if isinstance(value, str):
        return running(value) if "\n" in value.strip() else escape(value)
    if isinstance(value, Link):
        return f'<a href="{escape(value.href)}">{escape(value.text)}</a>'
    if isinstance(value, Tag):
        return tag(value)
    if isinstance(value, datetime):
        at = value.astimezone(zone)
        return _time(at.isoformat(timespec="seconds"), short_moment(at, zone))
    if isinstance(value, date):
        return _time(value.isoformat(), short_day(value))
    if isinstance(value, Redacted):
        return _redacted(value)
    return NOTHING if value is None else escape(number(value))


def tag(it: Tag) -> str:
    """A tag, as the macro of that name has it."""
    mark = f'<span class="tag-mark" aria-hidden="true">{escape(it.mark)}</span>' if it.mark else ""
    return f'<span class="tag tag-{it.tone.value}">{mark}{escape(it.text)}</span>'


def _time(machine: str, words: str) -> str:
    return f'<time datetime="{machine}">{escape(words)}</time>'


def _redacted(value: Redacted) -> str:
    reason = escape(value.reason)
    hidden = f'<span class="govuk-visually-hidden">: {reason}</span>'
    return f'<span class="quiet" title="{reason}">not shown{hidden}</span>'
