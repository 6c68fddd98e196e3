"""Where a passage stands: lines counted through the whole text, as they are on the printed paper.

It refuses to know of pages and fonts: a line is a number of columns, broken between words.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from domain.text.text import ParagraphId, Text

COLUMNS = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is printed; `start` is its first character's place in the paragraph."""

    number: int
    paragraph: ParagraphId
    start: int
    text: str


def wrapped(words: str, columns: int = COLUMNS) -> list[int]:
    """Where each line of a tidy paragraph begins.  A word longer than a line is cut."""
    starts, at = [0], 0
    while len(words) - at > columns:
        space = words.rfind(" ", at + 1, at + columns + 1)
        at = space + 1 if space > at else at + columns
        starts.append(at)
    return starts


def lines(text: Text, columns: int = COLUMNS) -> tuple[Line, ...]:
    """The whole text line by line, numbered from 1."""
    found: list[Line] = []
    for paragraph in text.paragraphs:
        starts = wrapped(paragraph.text, columns)
        for start, end in zip(starts, [*starts[1:], len(paragraph.text)], strict=True):
            words = paragraph.text[start:end].rstrip()
            found.append(Line(len(found) + 1, paragraph.id, start, words))
    return tuple(found)


class LineNumbers:
    """Looks up on which line of a text a character stands."""

    def __init__(self, text: Text, columns: int = COLUMNS) -> None:
        self._first: dict[ParagraphId, int] = {}
        self._starts: dict[ParagraphId, list[int]] = {}
        number = 1
        for paragraph in text.paragraphs:
            starts = wrapped(paragraph.text, columns)
            self._first[paragraph.id], self._starts[paragraph.id] = number, starts
            number += len(starts)

    def at(self, paragraph: ParagraphId, character: int = 0) -> int:
        """The line of this character of the paragraph."""
        return self._first[paragraph] + bisect_right(self._starts[paragraph], character) - 1

    def last(self, paragraph: ParagraphId) -> int:
        """The paragraph's last line."""
        return self._first[paragraph] + len(self._starts[paragraph]) - 1
