"""From what a person typed to the amendment that it is.

What it answers: which paragraph of the edited text is which of the old one, and what the fewest
changes are that a person would name.  It refuses to know who the mover is.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.text.amendment.change import (
    Amendment,
    AmendmentId,
    Change,
    DeleteParagraph,
    DeleteWords,
    InsertParagraph,
    InsertWords,
    MoveParagraph,
    ReplaceParagraph,
    ReplaceWords,
)
from domain.text.difference.edits import edits
from domain.text.difference.matching import revised
from domain.text.difference.order import staying_in_order
from domain.text.difference.span import Edit
from domain.text.text import Paragraph, ParagraphId, Text, digest
from domain.text.words import Tokens


def draft_amendment(base: Text, wanted: Text | str, id: AmendmentId) -> Amendment:
    """The amendment that makes `wanted` of `base`.

    A `Text` is taken at its word: equal ids are the same paragraph.  A plain string is matched
    with the base by what it says (`revised`), and new paragraphs are named after the amendment.
    `apply(base, draft_amendment(base, wanted, id))` is `wanted`, ids and all.
    """
    aim = revised(base, wanted, id) if isinstance(wanted, str) else wanted
    return Amendment(id=id, base=digest(base), changes=changes_between(base, aim))


def changes_between(base: Text, wanted: Text) -> tuple[Change, ...]:
    """The changes from one version to the next, by the paragraphs' ids."""
    before, after = base.by_id(), wanted.by_id()
    struck = (p for p in base.paragraphs if p.id not in after)
    kept = (name for name in after if name in before)
    return (
        *(DeleteParagraph(paragraph=p.id, old=p.text) for p in struck),
        *_placings(base, wanted),
        *(change for name in kept for change in _within(before[name], after[name])),
    )


def staying(base: Text, wanted: Text) -> set[ParagraphId]:
    """The most paragraphs that can be said to stay in place, the others having moved."""
    at = {name: index for index, name in enumerate(base.ids)}
    common = [name for name in wanted.ids if name in at]
    return {common[i] for i in staying_in_order([at[name] for name in common])}


def _placings(base: Text, wanted: Text) -> Iterator[Change]:
    before, stays = set(base.ids), staying(base, wanted)
    after: ParagraphId | None = None
    for paragraph in wanted.paragraphs:
        if paragraph.id not in before:
            yield InsertParagraph(after=after, id=paragraph.id, text=paragraph.text)
        elif paragraph.id not in stays:
            yield MoveParagraph(paragraph=paragraph.id, after=after)
        after = paragraph.id


def _within(old: Paragraph, new: Paragraph) -> Iterator[Change]:
    if old.text == new.text:
        return
    before, after = old.tokens, new.tokens
    found = edits(before, after)
    if found == (Edit(0, len(before), 0, len(after)),):
        yield ReplaceParagraph(paragraph=old.id, old=old.text, new=new.text)
        return
    for edit in found:
        yield _change(old.id, before[edit.start : edit.end], after, edit)


def _change(paragraph: ParagraphId, struck: Tokens, after: Tokens, edit: Edit) -> Change:
    old, new = "".join(struck), "".join(after[edit.new_start : edit.new_end])
    if not old:
        return InsertWords(paragraph=paragraph, at=edit.start, new=new)
    if not new:
        return DeleteWords(paragraph=paragraph, start=edit.start, end=edit.end, old=old)
    return ReplaceWords(paragraph=paragraph, start=edit.start, end=edit.end, old=old, new=new)
