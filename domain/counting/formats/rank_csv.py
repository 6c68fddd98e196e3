"""Reading tables of ranks (CSV): one row a paper, in one of two forms.

*By rank*: a column for each rank (`Rank 1`, `2nd choice`, `3` …), a candidate's name in each cell.
*By candidate*: a column for each candidate, a rank in each cell.  The header decides which: if all
its columns are numbered 1, 2, 3 … in order, it is by rank.  A column named `Papers`, `Count`,
`Weight`, `Number` or `Votes` says how many papers a row stands for; one named `Id`, `Ballot` or
`Paper` is passed over.  The separator is a comma, a semicolon or a tab.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from domain.counting.contest import Candidate, Contest, checked
from domain.counting.formats.election import MOST_PAPERS, Election, Rows
from domain.counting.formats.source import Source, decoded, unreadable
from domain.counting.papers import GAP
from domain.kernel.refusal import BadInput

FORMAT = "rank CSV"
NUMBER = frozenset({"papers", "count", "weight", "number", "votes"})
SECTION = "section"
ID = frozenset({"id", "ballot", "paper", "ballot id", "paper id"})
# What other programs write where a rank was left out.
LEFT_OUT = frozenset({"", "-", "skipped", "undervote", "overvote"})

_RANK_COLUMN = re.compile(
    r"(?:rank|choice|preference|pref|vote)?[\s_.-]*(\d+)(?:st|nd|rd|th)?"
    r"[\s_.-]*(?:rank|choice|preference|pref|vote)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d+)(?:\.0*)?")


@dataclass(frozen=True, slots=True)
class _Table:
    """The header of the columns that hold marks, and the rows."""

    source: Source
    header: tuple[str, ...]
    rows: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its line, how many papers it stands for, its section, and the marks."""

    line: int
    papers: int
    section: str
    cells: tuple[str, ...]


def read_rank_csv(data: bytes, name: str, seats: int) -> Election:
    """The election in a table of ranks; raises `BadInput` with the line and what was expected."""
    table = _table(decoded(data, name))
    ranks = [_RANK_COLUMN.fullmatch(column) for column in table.header]
    numbers = [int(found.group(1)) for found in ranks if found]
    if numbers == list(range(1, len(table.header) + 1)):
        names, rows = _by_rank(table)
        said = "the columns are ranks and the cells are names"
    else:
        names, rows = table.header, _by_candidate(table)
        said = "the columns are candidates and the cells are ranks"
    try:
        candidates = tuple(Candidate(name=name) for name in names)
        contest = checked(Contest(seats=seats, candidates=candidates))
    except BadInput as refusal:
        raise BadInput(f"{name}: {refusal.sentence}") from None
    listed = f"The candidates are {', '.join(names)}."
    notices = (*table.source.notices, f"{name} was read so: {said}. {listed}")
    return Election(FORMAT, contest, rows.cast(), (), notices)


def _table(source: Source) -> _Table:
    reader = csv.reader(StringIO(source.text), delimiter=_separator(source.text))
    lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    if not lines:
        raise unreadable(source.name, 1, "", "a header with the names of the columns")
    header = lines[0][1]
    columns = _columns(source, header)
    rows = tuple(_row(source, line, cells, columns) for line, cells in lines[1:])
    return _Table(source, tuple(header[at] for at in columns.marks), rows)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where what stands; None for a column that there is not."""

    width: int
    number: int | None
    section: int | None
    marks: tuple[int, ...]


def _columns(source: Source, header: Sequence[str]) -> _Columns:
    names = [name.lower() for name in header]
    number = next((at for at, name in enumerate(names) if name in NUMBER), None)
    section = names.index(SECTION) if SECTION in names else None
    marks = [at for at, name in enumerate(names) if at not in (number, section) and name not in ID]
    for at in marks:
        if not header[at]:
            raise unreadable(source.name, 1, f"column {at + 1}", "a name for every column")
    if not marks:
        raise unreadable(source.name, 1, ",".join(header), "a column for each rank or candidate")
    return _Columns(len(header), number, section, tuple(marks))


def _row(source: Source, line: int, cells: list[str], columns: _Columns) -> _Row:
    if len(cells) > columns.width:
        raise unreadable(source.name, line, cells[columns.width], f"{columns.width} cells in a row")
    cells += [""] * (columns.width - len(cells))
    papers = 1 if columns.number is None else _papers(source, line, cells[columns.number])
    section = "" if columns.section is None else cells[columns.section]
    if columns.section is not None and not section:
        raise unreadable(source.name, line, "an empty cell", "the name of a section")
    return _Row(line, papers, section, tuple(cells[at] for at in columns.marks))


def _separator(text: str) -> str:
    first = text.lstrip("\n").partition("\n")[0]
    return max(",;\t", key=first.count)


def _papers(source: Source, line: int, cell: str) -> int:
    found = _NUMBER.fullmatch(cell)
    if not found or not 1 <= int(found.group(1)) <= MOST_PAPERS:
        raise unreadable(source.name, line, cell or "an empty cell", "a number of papers")
    return int(found.group(1))


def _by_rank(table: _Table) -> tuple[tuple[str, ...], Rows]:
    cells = {cell for row in table.rows for cell in row.cells if cell.lower() not in LEFT_OUT}
    names = tuple(sorted(cells))
    if not names:
        raise unreadable(table.source.name, 2, "", "a paper with the name of a candidate")
    marks = {name: [place] for place, name in enumerate(names, start=1)}
    rows = Rows(section=_sections(table))
    for row in table.rows:
        rows.add(row.papers, [marks.get(cell, [GAP]) for cell in row.cells])
    return names, rows


def _by_candidate(table: _Table) -> Rows:
    rows = Rows(section=_sections(table))
    for row in table.rows:
        rows.add(row.papers, _ranks(table.source, row.line, row.cells))
    return rows


def _sections(table: _Table) -> list[str]:
    return [row.section for row in table.rows if row.section]


def _ranks(source: Source, line: int, row: Sequence[str]) -> list[list[int]]:
    by_rank: dict[int, list[int]] = {}
    for mark, cell in enumerate(row, start=1):
        if cell.lower() not in LEFT_OUT:
            found = _NUMBER.fullmatch(cell)
            if not found or not 1 <= int(found.group(1)) <= len(row):
                raise unreadable(source.name, line, cell, f"a rank from 1 to {len(row)}")
            by_rank.setdefault(int(found.group(1)), []).append(mark)
    last = max(by_rank, default=0)
    return [by_rank.get(rank, [GAP]) for rank in range(1, last + 1)]
