"""Says in plain words what an amendment does, as it stands on an order paper.

It refuses to judge whether the amendment can be put: it is read as if it fits.
"""

from __future__ import annotations

from domain.text.amendment.change import (
    Amendment,
    Change,
    DeleteParagraph,
    DeleteWords,
    InsertParagraph,
    InsertWords,
    MoveParagraph,
    ReplaceParagraph,
    ReplaceWords,
)
from domain.text.amendment.reading import Base, read
from domain.text.lines import COLUMNS, LineNumbers
from domain.text.text import ParagraphId, Text


def described(base: Text, amendment: Amendment, columns: int = COLUMNS) -> tuple[str, ...]:
    """One sentence for each change, with paragraph and line.  Raises a refusal if one misfits."""
    read(Base(base), amendment)
    teller = _Teller(base, amendment, columns)
    sentences = [teller.told(change) for change in amendment.changes]
    sentences += [f"Set the rule {e.rule} to {e.canonical}." for e in amendment.rule_edits]
    return tuple(sentences)


class _Teller:
    """Knows where things stand."""

    def __init__(self, base: Text, amendment: Amendment, columns: int) -> None:
        self._base = Base(base)
        self._lines = LineNumbers(base, columns)
        self._new = {c.id: c.text for c in amendment.changes if isinstance(c, InsertParagraph)}

    def told(self, change: Change) -> str:
        """One change."""
        match change:
            case InsertWords(paragraph=paragraph, at=at, new=new):
                return f"{self._in(paragraph, at)}, {self._after(paragraph, at)} insert {_q(new)}."
            case DeleteWords(paragraph=paragraph, start=start, old=old):
                return f"{self._in(paragraph, start)}, strike {_q(old)}."
            case ReplaceWords(paragraph=paragraph, start=start, old=old, new=new):
                return f"{self._in(paragraph, start)}, replace {_q(old)} by {_q(new)}."
            case InsertParagraph(after=after, text=text):
                return f"{self._place(after)}, insert a paragraph: {_q(text)}."
            case DeleteParagraph(paragraph=paragraph):
                return f"Strike paragraph {self._number(paragraph)}, {self._span(paragraph)}."
            case ReplaceParagraph(paragraph=paragraph, new=new):
                where = f"paragraph {self._number(paragraph)}, {self._span(paragraph)}"
                return f"Replace {where}, by {_q(new)}."
            case MoveParagraph(paragraph=paragraph, after=after):
                place = self._place(after)
                return f"{place}, put paragraph {self._number(paragraph)}."

    def _number(self, paragraph: ParagraphId) -> int:
        return self._base.number[paragraph]

    def _in(self, paragraph: ParagraphId, token: int) -> str:
        before = len("".join(self._base.tokens(paragraph)[:token]))
        last = len(self._base.paragraphs[paragraph].text) - 1
        line = self._lines.at(paragraph, min(before, last))
        return f"In paragraph {self._number(paragraph)}, line {line}"

    def _span(self, paragraph: ParagraphId) -> str:
        first, last = self._lines.at(paragraph), self._lines.last(paragraph)
        return f"line {first}" if first == last else f"lines {first} to {last}"

    def _after(self, paragraph: ParagraphId, token: int) -> str:
        before = "".join(self._base.tokens(paragraph)[max(0, token - 3) : token]).strip()
        return f"after {_q(before)}" if before else "at its beginning"

    def _place(self, after: ParagraphId | None) -> str:
        if after is None:
            return "At the top"
        if after in self._new:
            return "After that"
        return f"After paragraph {self._number(after)}"


def _q(words: str) -> str:
    return f"“{words.strip()}”"
