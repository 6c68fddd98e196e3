"""The texts of the example in the types of `domain.text`: the draft, and what an amendment wants.

What is carried and how a collision ends is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.text.text import Paragraph, ParagraphId, Text
from services.examples import proposals
from services.examples.amendments import Amendment, Change, Delete, Replace


def text_of(paragraphs: Iterable[proposals.Paragraph]) -> Text:
    """The paragraphs as a text."""
    return Text(paragraphs=tuple(Paragraph(id=ParagraphId(p.id), text=p.text) for p in paragraphs))


def wanted(base: Text, amendment: Amendment) -> Text:
    """The text that the amendment makes of `base`; raises `ParagraphGone`."""
    text = base
    for change in amendment.changes:
        text = _changed(text, change)
    return text


def _changed(text: Text, change: Change) -> Text:
    before = list(text.paragraphs)
    if isinstance(change, Replace | Delete):
        at = text.number(ParagraphId(change.paragraph)) - 1
        words = change.text if isinstance(change, Replace) else None
        before[at : at + 1] = _paragraph(change.paragraph, words)
    else:
        at = 0 if change.after is None else text.number(ParagraphId(change.after))
        before[at:at] = _paragraph(change.id, change.text)
    return Text(paragraphs=tuple(before))


def _paragraph(name: str, words: str | None) -> list[Paragraph]:
    return [] if words is None else [Paragraph(id=ParagraphId(name), text=words)]
