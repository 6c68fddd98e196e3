"""Writes a change down by its words: "replace these by those in paragraph 3".

For people and data files that name words and not places.  It refuses to guess: words that stand in
a paragraph twice, or not at all, are an error.
"""

from __future__ import annotations

from domain.text.amendment.change import (
    DeleteParagraph,
    DeleteWords,
    InsertParagraph,
    InsertWords,
    MoveParagraph,
    ReplaceParagraph,
    ReplaceWords,
)
from domain.text.refusals import WordsDiffer
from domain.text.text import ParagraphId, Text
from domain.text.words import Tokens, pieces, quoted, spaced, tidy, tokens


def replacing(text: Text, paragraph: ParagraphId, old: str, new: str) -> ReplaceWords:
    """Put `new` for `old`."""
    parts = text.paragraph(paragraph).tokens
    start, end = _found(text, paragraph, old)
    return ReplaceWords(
        paragraph=paragraph,
        start=start,
        end=end,
        old="".join(parts[start:end]),
        new=_like(parts[start], new),
    )


def striking(text: Text, paragraph: ParagraphId, old: str) -> DeleteWords:
    """Strike `old`."""
    start, end = _found(text, paragraph, old)
    words = "".join(text.paragraph(paragraph).tokens[start:end])
    return DeleteWords(paragraph=paragraph, start=start, end=end, old=words)


def inserting(
    text: Text, paragraph: ParagraphId, new: str, *, after: str | None = None
) -> InsertWords:
    """Put `new` after the words `after`, or at the paragraph's end."""
    end = len(text.paragraph(paragraph).tokens)
    at = end if after is None else _found(text, paragraph, after)[1]
    return InsertWords(paragraph=paragraph, at=at, new=spaced(new))


def striking_paragraph(text: Text, paragraph: ParagraphId) -> DeleteParagraph:
    """Strike the paragraph."""
    return DeleteParagraph(paragraph=paragraph, old=text.paragraph(paragraph).text)


def rewriting(text: Text, paragraph: ParagraphId, new: str) -> ReplaceParagraph:
    """Put `new` for the whole paragraph."""
    old = text.paragraph(paragraph).text
    return ReplaceParagraph(paragraph=paragraph, old=old, new=new)


def inserting_paragraph(
    text: Text, after: ParagraphId | None, id: ParagraphId, new: str
) -> InsertParagraph:
    """Put in a new paragraph.  Name it after the amendment, so that no two share an id."""
    if after is not None:
        text.paragraph(after)
    return InsertParagraph(after=after, id=id, text=new)


def moving(text: Text, paragraph: ParagraphId, after: ParagraphId | None) -> MoveParagraph:
    """Put the paragraph after another one, or at the top."""
    text.paragraph(paragraph)
    return MoveParagraph(paragraph=paragraph, after=after)


def _found(text: Text, paragraph: ParagraphId, words: str) -> tuple[int, int]:
    """The only place of these words.  Raises `WordsDiffer` if there is none or more."""
    parts = text.paragraph(paragraph).tokens
    wanted = tokens(tidy(words))
    starts = [at for at in range(len(parts)) if _stands_at(parts, at, wanted)]
    if len(starts) == 1:
        return starts[0], starts[0] + len(wanted)
    number = text.number(paragraph)
    if not starts:
        raise WordsDiffer(
            f"The words {quoted(words)} are not in paragraph {number}. "
            "Quote them as the paragraph has them."
        )
    raise WordsDiffer(
        f"The words {quoted(words)} stand {len(starts)} times in paragraph {number}. "
        "Quote more of what is around them, so that only one place is meant."
    )


def _stands_at(parts: Tokens, at: int, wanted: Tokens) -> bool:
    """The first of the words may be quoted with its space or without."""
    there = parts[at : at + len(wanted)]
    return (
        bool(wanted)
        and "".join(there).strip() == "".join(wanted).strip()
        and (len(there) == len(wanted))
    )


def _like(first: str, new: str) -> str:
    """The new words begin with a space where the old ones did; a comma clings in either case."""
    words = spaced(new)
    return words if first.startswith(" ") else "".join(pieces(words)).lstrip()
