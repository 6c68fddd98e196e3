"""Single paragraphs as they should become, and the text that they make together.

The order in which they are given counts only where several new paragraphs come to one place.  It
refuses what could be meant in two ways, and to know who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from domain.kernel.refusal import BadInput
from domain.text.amendment.change import AmendmentId
from domain.text.text import Paragraph, ParagraphId, Text, plain_paragraphs
from services.application.command import Command

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class ParagraphEdit(Command):
    """One paragraph as it should become.

    With `paragraph`: the new words, or none to strike it.  Without: a new paragraph after `after`
    (none: at the top), which may be given its lasting id in `named`.
    """

    paragraph: ParagraphId | None = None
    after: ParagraphId | None = None
    becomes: str | None = None
    named: ParagraphId | None = None

    def __str__(self) -> str:
        """Which paragraph is meant, in words."""
        if self.paragraph is not None:
            return f"paragraph {self.paragraph}"
        return "the new paragraph " + (f"after {self.after}" if self.after else "at the top")


def edited(base: Text, edits: Iterable[ParagraphEdit], name: AmendmentId) -> Text:
    """The base with these paragraphs as they should become; new ones are named after `name`."""
    changed: dict[ParagraphId, ParagraphEdit] = {}
    added: dict[ParagraphId | None, list[Paragraph]] = {}
    for number, edit in enumerate(edits, start=1):
        if edit.paragraph is None:
            fresh = _fresh(base, edit, ParagraphId(f"{name}.{number}"))
            added.setdefault(edit.after, []).append(fresh)
        else:
            _must_be_one_change(base, edit, changed)
            changed[edit.paragraph] = edit
    return Text(paragraphs=tuple(_laid_out(base, changed, added)))


def _laid_out(
    base: Text,
    changed: dict[ParagraphId, ParagraphEdit],
    added: dict[ParagraphId | None, list[Paragraph]],
) -> Iterator[Paragraph]:
    yield from added.get(None, ())
    for paragraph in base.paragraphs:
        edit = changed.get(paragraph.id)
        if edit is None:
            yield paragraph
        elif edit.becomes is not None:
            yield Paragraph(id=paragraph.id, text=_one_paragraph(edit, edit.becomes))
        yield from added.get(paragraph.id, ())


def _must_be_one_change(
    base: Text, edit: ParagraphEdit, changed: dict[ParagraphId, ParagraphEdit]
) -> None:
    base.paragraph(ParagraphId(edit.paragraph or ""))
    if edit.paragraph in changed:
        raise BadInput(
            f"{_capital(edit)} is given twice in this amendment. Say once how it should become."
        )
    if edit.after is not None or edit.named is not None:
        raise BadInput(
            f"{_capital(edit)} is in the text already: only a new paragraph has a name and a place "
            "given to it. Leave out `after` and `named`, or leave out `paragraph`."
        )


def _fresh(base: Text, edit: ParagraphEdit, otherwise: ParagraphId) -> Paragraph:
    """A new paragraph, under the name that was given to it or else this one."""
    if edit.after is not None:
        base.paragraph(edit.after)
    if edit.named is not None and not _NAME.fullmatch(edit.named):
        raise BadInput(
            f"A new paragraph can't be named “{edit.named}”: a name is up to 40 letters and "
            "figures, with - or _ between them. Leave it out and one is given."
        )
    name = otherwise if edit.named is None else edit.named
    return Paragraph(id=name, text=_one_paragraph(edit, edit.becomes or ""))


def _one_paragraph(edit: ParagraphEdit, words: str) -> str:
    """The words, if they are those of one paragraph."""
    found = len(plain_paragraphs(words))
    if found == 0:
        raise BadInput(
            f"{_capital(edit)} would have no words. Write some; to strike a paragraph, leave out "
            "`becomes`."
        )
    if found > 1:
        raise BadInput(
            f"What {edit} should become is {found} paragraphs. Give each further one as a new "
            "paragraph of its own, or draft the whole text."
        )
    return words


def _capital(edit: ParagraphEdit) -> str:
    told = str(edit)
    return told[0].upper() + told[1:]
