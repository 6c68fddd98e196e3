"""Two versions of a text as one: what stayed, what was struck, what was written, what moved.

Rows come in the new order, a struck paragraph where it stood.  Lines are those of the old version,
as they are on the paper that people hold.  It refuses to know of HTML; a page draws the marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from domain.kernel.value import Value
from domain.text.difference.edits import edits
from domain.text.difference.order import staying_in_order
from domain.text.lines import COLUMNS, LineNumbers
from domain.text.text import Paragraph, ParagraphId, Text
from domain.text.words import Tokens


class Mark(StrEnum):
    """What became of a run of words; `skipped` only in excerpts."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"
    SKIPPED = "skipped"


class Fate(StrEnum):
    """What became of a paragraph.  A moved one has two rows, and may be changed besides."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_HERE = "moved_here"
    MOVED_AWAY = "moved_away"


class Run(Value):
    """Words with one mark.  `line` is the old version's, for new words where they are put in."""

    mark: Mark
    text: str
    line: int | None = None


class Row(Value):
    """One paragraph.  Numbers count from 1; the old ones are None if it is new, and vice versa."""

    paragraph: ParagraphId
    fate: Fate
    runs: tuple[Run, ...]
    old_number: int | None = None
    new_number: int | None = None
    first_line: int | None = None
    last_line: int | None = None

    @property
    def is_changed(self) -> bool:
        """Anything happened to it."""
        return self.fate is not Fate.UNCHANGED

    def excerpt(self, words: int = 12) -> tuple[Run, ...]:
        """The runs, with long stretches that stayed cut down to the words around the changes."""
        last = len(self.runs) - 1
        return tuple(
            piece
            for at, run in enumerate(self.runs)
            for piece in _cut(run, words if at else 0, words if at < last else 0)
        )


class Unchanged(Value):
    """Paragraphs that nothing happened to, folded away."""

    first_number: int
    last_number: int
    count: int


class Redline(Value):
    """All rows."""

    rows: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        """The two versions are the same."""
        return not any(row.is_changed for row in self.rows)

    @property
    def affected_lines(self) -> tuple[int, ...]:
        """The old version's lines on which something happens, in order."""
        found = {line for row in self.rows if row.is_changed for line in _lines(row)}
        return tuple(sorted(found))

    def collapsed(self, context: int = 1) -> tuple[Row | Unchanged, ...]:
        """The rows with changes and `context` neighbours on both sides; the others folded."""
        changed = [at for at, row in enumerate(self.rows) if row.is_changed]
        shown = {near for at in changed for near in range(at - context, at + context + 1)}
        return tuple(_folded(self.rows, shown))


def redline(old: Text, new: Text, columns: int = COLUMNS) -> Redline:
    """What became of `old`.  Equal ids are the same paragraph: see `revised` for typed texts."""
    return Redline(rows=tuple(_Drawing(old, new, columns).rows()))


class _Drawing:
    """Draws rows from both versions."""

    def __init__(self, old: Text, new: Text, columns: int) -> None:
        self._old, self._new = old.by_id(), new.by_id()
        self._old_at = {name: at for at, name in enumerate(old.ids, start=1)}
        self._new_at = {name: at for at, name in enumerate(new.ids, start=1)}
        self._lines = LineNumbers(old, columns)
        common = [name for name in new.ids if name in self._old]
        places = staying_in_order([self._old_at[name] for name in common])
        self._staying = {common[place] for place in places}

    def rows(self) -> Iterator[Row]:
        """From top to bottom; what left comes directly after what stood before it."""
        departed = self._departed()
        yield from departed.get(None, ())
        for name in self._new:
            yield self._arrived(name)
            yield from departed.get(name, ())

    def _departed(self) -> dict[ParagraphId | None, list[Row]]:
        found: dict[ParagraphId | None, list[Row]] = {}
        last: ParagraphId | None = None
        for name, paragraph in self._old.items():
            if name in self._staying:
                last = name
                continue
            away = Fate.MOVED_AWAY if name in self._new else Fate.DELETED
            run = Run(mark=Mark.DELETED, text=paragraph.text, line=self._lines.at(name))
            found.setdefault(last, []).append(self._row(name, away, (run,)))
        return found

    def _arrived(self, name: ParagraphId) -> Row:
        new = self._new[name]
        if name not in self._old:
            return self._row(name, Fate.INSERTED, (Run(mark=Mark.INSERTED, text=new.text),))
        old = self._old[name]
        runs = tuple(_marked(old, new, self._lines))
        if name not in self._staying:
            return self._row(name, Fate.MOVED_HERE, runs)
        return self._row(name, Fate.UNCHANGED if old.text == new.text else Fate.CHANGED, runs)

    def _row(self, name: ParagraphId, fate: Fate, runs: tuple[Run, ...]) -> Row:
        known = name in self._old
        return Row(
            paragraph=name,
            fate=fate,
            runs=runs,
            old_number=self._old_at.get(name),
            new_number=self._new_at.get(name),
            first_line=self._lines.at(name) if known else None,
            last_line=self._lines.last(name) if known else None,
        )


def _marked(old: Paragraph, new: Paragraph, lines: LineNumbers) -> Iterator[Run]:
    """The runs of a paragraph; those kept and written are the new one, kept and struck the old."""
    read, is_first = -1, True  # Tokens count a space before the first word; the text has none.
    for mark, text in _pieces(old.tokens, new.tokens):
        words = text.lstrip() if is_first else text
        if words:
            start = read + len(text) - len(text.lstrip())
            line = lines.at(old.id, max(0, min(start, len(old.text) - 1)))
            yield Run(mark=mark, text=words, line=line)
            is_first = False
        read += 0 if mark is Mark.INSERTED else len(text)


def _pieces(before: Tokens, after: Tokens) -> Iterator[tuple[Mark, str]]:
    at = 0
    for edit in edits(before, after):
        stayed = "".join(before[at : edit.start])
        struck = "".join(before[edit.start : edit.end])
        written = "".join(after[edit.new_start : edit.new_end])
        shared = " " if struck.startswith(" ") and written.startswith(" ") else ""
        yield Mark.KEPT, stayed + shared
        yield Mark.DELETED, struck.removeprefix(shared)
        yield Mark.INSERTED, written.removeprefix(shared)
        at = edit.end
    yield Mark.KEPT, "".join(before[at:])


def _cut(run: Run, head: int, tail: int) -> Iterator[Run]:
    words = run.text.split(" ")
    if run.mark is not Mark.KEPT or len(words) <= head + tail + 1:
        yield run
        return
    if head:
        yield run.model_copy(update={"text": " ".join(words[:head])})
    skipped = words[head : len(words) - tail]
    yield run.model_copy(update={"mark": Mark.SKIPPED, "text": " ".join(skipped)})
    if tail:
        yield run.model_copy(update={"text": " ".join(words[len(words) - tail :])})


def _lines(row: Row) -> Iterator[int]:
    if row.fate in (Fate.DELETED, Fate.MOVED_AWAY):
        yield from range(row.first_line or 0, (row.last_line or 0) + 1)
    for at, run in enumerate(row.runs):
        if run.mark is not Mark.KEPT and run.line is not None:
            following = row.runs[at + 1].line if at + 1 < len(row.runs) else None
            last = following if run.mark is Mark.DELETED else None
            yield from range(run.line, (last or run.line) + 1)


def _folded(rows: tuple[Row, ...], shown: set[int]) -> Iterator[Row | Unchanged]:
    hidden: list[Row] = []
    for at, row in enumerate(rows):
        if at in shown:
            yield from _fold(hidden)
            hidden = []
            yield row
        else:
            hidden.append(row)
    yield from _fold(hidden)


def _fold(hidden: list[Row]) -> Iterator[Unchanged]:
    if hidden:
        first, last = hidden[0].old_number, hidden[-1].old_number
        yield Unchanged(first_number=first or 0, last_number=last or 0, count=len(hidden))
