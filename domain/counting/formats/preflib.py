"""Reading PrefLib: orders, complete or not, with equal ranks or without (.soc .soi .toc .toi).

The newer form begins with lines `# KEY: value` and then has lines `number: 3,1,{2,4}`; the older
one begins with the number of alternatives, their names, and a line of totals.  Neither says how
many places there are.  In a complete order that ends in a rank of several, these are read as not
ranked, because that is how PrefLib completes an order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.counting.contest import Candidate, Contest, checked
from domain.counting.formats.blt_words import LONGEST_NUMBER
from domain.counting.formats.election import MOST_CANDIDATES, MOST_PAPERS, Election, Rows
from domain.counting.formats.source import Source, decoded, unreadable
from domain.kernel.refusal import BadInput

FORMAT = "PrefLib"
_HEADER = re.compile(r"#\s*([^:]+):\s*(.*)")
_NAME = re.compile(r"ALTERNATIVE NAME (\d+)")
_ORDER = re.compile(r"\s*(?:\{[\s\d,]*\}|\d+)\s*(?:,\s*(?:\{[\s\d,]*\}|\d+)\s*)*,?\s*")
_RANK = re.compile(r"\{([^}]*)\}|(\d+)")

Lines = list[tuple[int, str]]


@dataclass(slots=True)
class _Found:
    """The names by their numbers, the title, and the lines of orders: line, number, order."""

    names: dict[int, str] = field(default_factory=dict)
    title: str = ""
    orders: list[tuple[int, str, str]] = field(default_factory=list)


def read_preflib(data: bytes, name: str, seats: int) -> Election:
    """The election in a PrefLib file; raises `BadInput` with the line and what was expected."""
    source = decoded(data, name)
    lines = source.lines()
    found = (_newer if lines and lines[0][1].startswith("#") else _older)(source, lines)
    if not found.names:
        raise unreadable(name, 1, lines[0][1] if lines else "", "the name of an alternative")
    return _election(source, found, seats)


def _newer(source: Source, lines: Lines) -> _Found:
    found = _Found()
    for at, line in lines:
        header = _HEADER.match(line)
        if header:
            _note(found, header.group(1).strip(), header.group(2).strip())
        elif not line.startswith("#"):
            number, colon, order = line.partition(":")
            if not colon:
                raise unreadable(source.name, at, line, "a line such as '12: 3,1,2'")
            found.orders.append((at, number.strip(), order))
    return found


def _note(found: _Found, key: str, value: str) -> None:
    named = _NAME.fullmatch(key.upper())
    if named:
        found.names[int(named.group(1))] = value
    elif key.upper() == "TITLE":
        found.title = value


def _older(source: Source, lines: Lines) -> _Found:
    found, at = _Found(), 0
    many = _whole_number(source, lines, 0, "the number of alternatives")
    for at in range(1, many + 1):
        line, text = lines[at] if at < len(lines) else (lines[-1][0] + 1, "")
        number, comma, name = text.partition(",")
        if not (comma and _is_number(number.strip()) and name.strip()):
            raise unreadable(source.name, line, text, "a line such as '1,Name'")
        found.names[int(number)] = name.strip()
    # The line of totals says nothing that the orders don't.
    for line, text in lines[at + 2 :]:
        number, _, order = text.partition(",")
        found.orders.append((line, number.strip(), order))
    return found


def _is_number(text: str) -> bool:
    """Whether it is written in the digits 0 to 9; a superscript two is a digit, and no number."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def _whole_number(source: Source, lines: Lines, at: int, expected: str) -> int:
    line, text = lines[at] if at < len(lines) else (1, "")
    if not _is_number(text) or int(text) > MOST_CANDIDATES:
        raise unreadable(source.name, line, text, expected)
    return int(text)


def _election(source: Source, found: _Found, seats: int) -> Election:
    index = {number: place for place, number in enumerate(sorted(found.names))}
    rows, shared_last = Rows(), 0
    complete = source.name.lower().endswith(".toc")
    for line, number, order in found.orders:
        if not _is_number(number) or not 1 <= int(number) <= MOST_PAPERS:
            raise unreadable(source.name, line, number, "a number of papers")
        ranks = list(_ranks(source, line, order, index))
        if complete and ranks and len(ranks[-1]) > 1:
            ranks.pop()
            shared_last += 1
        rows.add(int(number), ranks)
    notices = list(source.notices)
    if shared_last:
        notices.append(f"{source.name}: those who share the last rank are read as not ranked.")
    return Election(FORMAT, _contest(source, found, seats), rows.cast(), (), tuple(notices))


def _contest(source: Source, found: _Found, seats: int) -> Contest:
    candidates = tuple(Candidate(name=name) for _, name in sorted(found.names.items()) if name)
    if len(candidates) < len(found.names):
        raise BadInput(f"{source.name}: an alternative has no name.")
    try:
        return checked(Contest(seats=seats, candidates=candidates, title=found.title))
    except BadInput as refusal:
        raise BadInput(f"{source.name}: {refusal.sentence}") from None


def _ranks(
    source: Source, line: int, order: str, index: Mapping[int, int]
) -> Iterator[Sequence[int]]:
    if order.strip() and not _ORDER.fullmatch(order):
        raise unreadable(source.name, line, order.strip(), "an order such as '3,1,{2,4}'")
    for together, alone in _RANK.findall(order):
        marks = []
        for number in (together or alone).split(","):
            if number.strip():
                if not _is_number(number.strip()) or int(number) not in index:
                    raise unreadable(source.name, line, number.strip(), "an alternative's number")
                marks.append(index[int(number)] + 1)
        if marks:
            yield marks
