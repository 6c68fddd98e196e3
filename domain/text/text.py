"""A text: numbered paragraphs that keep their identity while their words and places change.

A paragraph's number is its position and nothing else; its id stays with it through every edit.
It refuses to know how a text is shown, and who wrote it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import NewType

from pydantic import JsonValue, field_validator, model_validator

from domain.kernel.value import Value
from domain.text.refusals import EmptyParagraph, ParagraphGone, ParagraphNumberedTwice
from domain.text.words import Tokens, tidy, tokens

ParagraphId = NewType("ParagraphId", str)
Digest = NewType("Digest", str)

_BREAK = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*•–]\s|\(\w{1,4}\)\s))")


class Paragraph(Value):
    """One paragraph: a lasting id and one tidy line of words."""

    id: ParagraphId
    text: str

    @field_validator("text")
    @classmethod
    def _is_tidy(cls, text: str) -> str:
        words = tidy(text)
        if not words:
            raise EmptyParagraph("A paragraph has no words. Write some, or leave it out.")
        return words

    @property
    def tokens(self) -> Tokens:
        """Its words, each with the space before it."""
        return tokens(self.text)


class Text(Value):
    """Paragraphs in their order."""

    paragraphs: tuple[Paragraph, ...] = ()

    @model_validator(mode="after")
    def _has_each_id_once(self) -> Text:
        seen: set[ParagraphId] = set()
        for paragraph in self.paragraphs:
            if paragraph.id in seen:
                raise ParagraphNumberedTwice(
                    f"Two paragraphs of the text share the id {paragraph.id}. "
                    "Give the newer one an id of its own."
                )
            seen.add(paragraph.id)
        return self

    @classmethod
    def from_plain(cls, plain: str) -> Text:
        """A new text from what a person typed.

        Blank lines part paragraphs, and so does a line that begins as an item of a list does
        (a bullet or a dash, or a mark in brackets).  Ids are p1, p2 … in order.  For
        the next version of a text that exists use `revised`, which keeps the ids.
        """
        parts = plain_paragraphs(plain)
        return cls(
            paragraphs=tuple(
                Paragraph(id=ParagraphId(f"p{number}"), text=part)
                for number, part in enumerate(parts, start=1)
            )
        )

    @property
    def plain(self) -> str:
        """The words alone, paragraphs parted by a blank line."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def ids(self) -> tuple[ParagraphId, ...]:
        """The paragraphs' ids in order."""
        return tuple(paragraph.id for paragraph in self.paragraphs)

    def __contains__(self, wanted: object) -> bool:
        return any(paragraph.id == wanted for paragraph in self.paragraphs)

    def __len__(self) -> int:
        return len(self.paragraphs)

    def paragraph(self, wanted: ParagraphId) -> Paragraph:
        """The paragraph of this id.  Raises `ParagraphGone`."""
        for paragraph in self.paragraphs:
            if paragraph.id == wanted:
                return paragraph
        raise ParagraphGone(
            f"There is no paragraph {wanted} in this version of the text. "
            "It may have been struck out; look at the newest version and choose a paragraph there."
        )

    def number(self, wanted: ParagraphId) -> int:
        """Its number, counted from 1.  Raises `ParagraphGone`."""
        return self.paragraphs.index(self.paragraph(wanted)) + 1

    def by_id(self) -> dict[ParagraphId, Paragraph]:
        """Paragraphs by id, in order."""
        return {paragraph.id: paragraph for paragraph in self.paragraphs}


def plain_paragraphs(plain: str) -> list[str]:
    """The tidy, non-empty paragraphs of what a person typed."""
    return list(_words_in(plain.replace("\r\n", "\n").replace("\r", "\n")))


def _words_in(plain: str) -> Iterator[str]:
    for part in _BREAK.split(plain):
        words = tidy(part)
        if words:
            yield words


def canonical(value: JsonValue) -> str:
    """JSON with sorted keys and no spaces: equal values and only these are written alike."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text: Text) -> Digest:
    """SHA-256 over the canonical JSON of ids and words: names one version of a text."""
    rows: JsonValue = [[paragraph.id, paragraph.text] for paragraph in text.paragraphs]
    return Digest(hashlib.sha256(canonical(rows).encode()).hexdigest())
