"""Answers how a changed text is laid out: numbered lines, unchanged stretches folded away.

Line numbers count the text as it was before the change: a line is filled with kept and struck words
up to the measure, and inserted words ride along without counting. So "line 14" names the same
words in every amendment to the same text. It refuses to compare texts: it is given what was kept,
inserted and deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from services.web.look.words import listed, shortened

MEASURE = 68
WORD = re.compile(r"\s*\S+\s*")


class Change(Enum):
    """What happened to some words."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"


class View(Enum):
    """How a redline is looked at; the value stands in the address."""

    CHANGES = ("changes", "Changes only")
    WHOLE = ("whole", "Whole text")
    BOTH = ("both", "Side by side")

    @property
    def word(self) -> str:
        """The view as it stands in the address."""
        return self.value[0]

    @property
    def label(self) -> str:
        """The view as its link says it."""
        return self.value[1]


class UnknownView(ValueError):
    """The address asks for a view that there is none of; the message names those there are."""


def read_view(text: str) -> View:
    """What `?view=` asks for; changes only where it asks for nothing."""
    words = {view.word: view for view in View}
    if text and text not in words:
        message = f"A text has no view “{shortened(text)}”: choose {listed(list(words), 'or')}."
        raise UnknownView(message)
    return words.get(text, View.CHANGES)


@dataclass(frozen=True)
class Token:
    """A run of words that shares one fate, with the spaces between them."""

    change: Change
    text: str

    @property
    def bare(self) -> str:
        """The words without the spaces around them, which are neither struck nor underlined."""
        return self.text.strip()

    @property
    def space_before(self) -> str:
        """A space where the words begin with one."""
        return " " if self.bare and self.text[0].isspace() else ""

    @property
    def space_after(self) -> str:
        """A space where the words end with one."""
        return " " if self.text[-1:].isspace() else ""


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph of the text."""

    number: str
    tokens: Sequence[Token]

    @property
    def unchanged(self) -> bool:
        """True if every word was kept."""
        return all(token.change is Change.KEPT for token in self.tokens)

    def words(self, *changes: Change) -> str:
        """The text made of the words with one of these fates."""
        return "".join(token.text for token in self.tokens if token.change in changes)


@dataclass(frozen=True)
class Line:
    """A line of the old text; 0 for a line of inserted words alone, which has no number."""

    number: int
    tokens: Sequence[Token]


@dataclass(frozen=True)
class LaidOut:
    """A paragraph in lines, and its two versions for reading side by side."""

    number: str
    unchanged: bool
    lines: Sequence[Line]
    before: Sequence[Token]
    after: Sequence[Token]


@dataclass(frozen=True)
class Stretch:
    """Paragraphs that follow each other and are all changed, or all unchanged."""

    unchanged: bool
    paragraphs: Sequence[LaidOut]


@dataclass(frozen=True)
class Redline:
    """A changed text, ready to be shown."""

    stretches: Sequence[Stretch]
    inserted: int
    deleted: int

    @property
    def changed(self) -> int:
        """How many paragraphs are changed."""
        return sum(len(s.paragraphs) for s in self.stretches if not s.unchanged)


def lay_out(paragraphs: Sequence[Paragraph], measure: int = MEASURE) -> Redline:
    """Numbers the lines through the whole text and gathers unchanged paragraphs."""
    laid: list[LaidOut] = []
    next_line = 1
    for paragraph in paragraphs:
        lines = tuple(lines_of(paragraph, next_line, measure))
        next_line += sum(1 for line in lines if line.number)
        laid.append(laid_out(paragraph, lines))
    stretches = groupby(laid, key=lambda paragraph: paragraph.unchanged)
    return Redline(
        stretches=tuple(Stretch(same, tuple(group)) for same, group in stretches),
        inserted=sum(count_words(p.words(Change.INSERTED)) for p in paragraphs),
        deleted=sum(count_words(p.words(Change.DELETED)) for p in paragraphs),
    )


def laid_out(paragraph: Paragraph, lines: Sequence[Line]) -> LaidOut:
    """Joins a paragraph's lines with its two versions."""
    return LaidOut(
        number=paragraph.number,
        unchanged=paragraph.unchanged,
        lines=lines,
        before=tuple(t for t in paragraph.tokens if t.change is not Change.INSERTED),
        after=tuple(t for t in paragraph.tokens if t.change is not Change.DELETED),
    )


def lines_of(paragraph: Paragraph, first: int, measure: int) -> Iterable[Line]:
    """Fills lines word by word; only words of the old text take up room."""
    line: list[Token] = []
    room = measure
    number = first
    for word in words_of(paragraph.tokens):
        length = 0 if word.change is Change.INSERTED else len(word.text.strip())
        if length > room and counts(line):
            yield Line(number, joined(line))
            line, room, number = [], measure, number + 1
        line.append(word)
        room -= length + 1 if length else 0
    if line:
        yield Line(number if counts(line) else 0, joined(line))


def words_of(tokens: Iterable[Token]) -> Iterable[Token]:
    """The same words, one at a time, each with the spaces around it."""
    for token in tokens:
        for word in WORD.findall(token.text):
            yield Token(token.change, word)


def counts(line: Iterable[Token]) -> bool:
    """True if the line holds words of the old text."""
    return any(token.change is not Change.INSERTED for token in line)


def joined(words: Iterable[Token]) -> tuple[Token, ...]:
    """Words that share a fate, run together again."""
    runs = groupby(words, key=lambda word: word.change)
    return tuple(Token(change, "".join(word.text for word in run)) for change, run in runs)


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())
