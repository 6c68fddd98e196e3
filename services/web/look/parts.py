"""Answers what the components of a page are given: small frozen values, ready to be shown.

A view fills these from a query and hands them to a template; the macros in `components/` take
nothing else. Addresses in them are made by `Frame.link`. Nothing here decides: what you may do, and
why you may not, comes from the rules by way of the query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from services.web.look.words import listed, shortened


@dataclass(frozen=True)
class Clause:
    """A clause of the rulebook that something is judged by."""

    number: str
    heading: str
    href: str


class Tone(Enum):
    """What a tag or a notice says besides its words: each has its own mark, never colour alone."""

    PLAIN = "plain"
    OPEN = "open"
    DONE = "done"
    AHEAD = "ahead"
    LATE = "late"
    CARRIED = "carried"
    LOST = "lost"
    WARNING = "warning"


MARKS = {
    Tone.OPEN: "●",
    Tone.DONE: "✓",
    Tone.AHEAD: "○",
    Tone.LATE: "!",
    Tone.CARRIED: "✓",
    Tone.LOST: "✕",
    Tone.WARNING: "!",
}


@dataclass(frozen=True)
class Tag:
    """A word about a state, with a mark before it."""

    text: str
    tone: Tone = Tone.PLAIN

    @property
    def mark(self) -> str:
        """The mark that stands before the word; empty for a plain tag."""
        return MARKS.get(self.tone, "")


class Weight(Enum):
    """How strongly a button asks to be pressed; a page has at most one that is FIRST."""

    FIRST = "first"
    OTHER = "other"
    GRAVE = "grave"


@dataclass(frozen=True)
class May:
    """Something that you may do now: a link to its page, or a button that does it by POST."""

    label: str
    href: str
    weight: Weight = Weight.OTHER
    post: bool = False
    because: str = ""


@dataclass(frozen=True)
class MayNot:
    """Something that you may not do, with the reason and the rule, said before you try.

    `verbs` are what it would have been, as the API calls it.
    """

    label: str
    reason: str
    clause: Clause | None = None
    verbs: tuple[str, ...] = ()


@dataclass(frozen=True)
class NextStep:
    """What happens next, when, under which rule, who can move it and what you can do about it."""

    what: str
    at: datetime | None = None
    clause: Clause | None = None
    who_moves: str = ""
    may: Sequence[May] = ()
    may_not: Sequence[MayNot] = ()
    late: bool = False


@dataclass(frozen=True)
class ActLine:
    """One act in "how it came to this": `said` is the sentence without its full stop."""

    said: str
    at: datetime
    who: str
    authority: str
    why_href: str
    remark: Tag | None = None
    on_behalf_of: str = ""
    authority_href: str = ""


class Align(Enum):
    """Where the figures and words of a column stand."""

    WORDS = "words"
    FIGURES = "figures"


@dataclass(frozen=True)
class Column:
    """A column of a table; `key` is its name in the address when it can be sorted by."""

    heading: str
    key: str = ""
    align: Align = Align.WORDS


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str


@dataclass(frozen=True)
class Redacted:
    """A number below the rulebook's least cell: it is not shown, and the table says why."""

    reason: str


CellValue = str | int | Link | Tag | date | datetime | Redacted | None


@dataclass(frozen=True)
class Sort:
    """What a table is sorted by."""

    key: str
    descending: bool = False


class UnknownColumn(ValueError):
    """The address sorts by a column that there is none of; the message names those there are."""


def read_sort(text: str, columns: Sequence[Column]) -> Sort | None:
    """What `?sort=` asks for: a column's key, with `-` before it for descending."""
    keys = [column.key for column in columns if column.key]
    key = text.removeprefix("-")
    if not text:
        return None
    if key not in keys:
        message = f"The table cannot be sorted by “{shortened(key)}”: choose {listed(keys, 'or')}."
        raise UnknownColumn(message)
    return Sort(key, descending=text.startswith("-"))


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Filter:
    """A filter of a table, kept in the address under `name`; without options it is a word."""

    name: str
    label: str
    options: Sequence[Option] = ()
    chosen: str = ""


@dataclass(frozen=True)
class Empty:
    """Why there is nothing here, and what would fill it."""

    reason: str
    filled_by: str


@dataclass(frozen=True)
class Paging:
    """Which rows are shown of how many, and where the others are."""

    first: int
    last: int
    of: int
    earlier_href: str = ""
    later_href: str = ""


@dataclass(frozen=True)
class Table:
    """A table that can be sorted, filtered and taken away. The first column names its row."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[CellValue]]
    empty: Empty
    sort: Sort | None = None
    filters: Sequence[Filter] = ()
    paging: Paging | None = None
    csv_href: str = ""
    json_href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Mistake:
    """Something to mend in a form, said on top and at its field."""

    field: str
    how_to_mend: str


@dataclass(frozen=True)
class Choice:
    """One answer among several, with a sentence that explains it."""

    value: str
    label: str
    hint: str = ""


class FieldKind(Enum):
    """What is asked for, as the browser's field types name it."""

    TEXT = "text"
    EMAIL = "email"
    MOMENT = "datetime-local"
    FILE = "file"


@dataclass(frozen=True)
class Field:
    """A question of a form. `mistake` is what there is to mend about the answer."""

    name: str
    label: str
    hint: str = ""
    value: str = ""
    mistake: str = ""
    kind: FieldKind = FieldKind.TEXT
    width: int = 0
    autocomplete: str = ""


@dataclass(frozen=True)
class Notice:
    """A remark that must not be missed, with a heading, in one of the tones."""

    heading: str
    text: str
    tone: Tone = Tone.PLAIN
    link: Link | None = None
