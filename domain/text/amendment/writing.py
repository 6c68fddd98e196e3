"""Writes atoms down again as the changes of an amendment: the way back from `reading`.

It refuses to know why: an amendment is carried over to a new text, or cut into parts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from domain.text.amendment.atoms import Atom, Fresh, Place, Rewrite, Rule, Strike, Words
from domain.text.amendment.change import (
    Change,
    DeleteParagraph,
    DeleteWords,
    InsertParagraph,
    InsertWords,
    MoveParagraph,
    ReplaceParagraph,
    ReplaceWords,
    RuleEdit,
)
from domain.text.amendment.reading import Base


def changes_of(base: Base, atoms: Iterable[Atom]) -> tuple[Change, ...]:
    """The changes that these atoms are, quoting the base."""
    return tuple(change for atom in atoms for change in _changes(base, atom))


def rule_edits_of(atoms: Iterable[Atom]) -> tuple[RuleEdit, ...]:
    """The rule edits among these atoms."""
    return tuple(
        RuleEdit(rule=atom.rule, value=json.loads(atom.value))
        for atom in atoms
        if isinstance(atom, Rule)
    )


def _changes(base: Base, atom: Atom) -> Iterator[Change]:
    match atom:
        case Words():
            yield _in_words(base, atom)
        case Strike(paragraph=paragraph):
            yield DeleteParagraph(paragraph=paragraph, old=base.paragraphs[paragraph].text)
        case Rewrite(paragraph=paragraph, new=new):
            old = base.paragraphs[paragraph].text
            yield ReplaceParagraph(paragraph=paragraph, old=old, new=new)
        case Place():
            yield from _placings(atom)


def _in_words(base: Base, atom: Words) -> Change:
    paragraph, start, end, new = atom.paragraph, atom.start, atom.end, "".join(atom.new)
    if atom.is_insertion:
        return InsertWords(paragraph=paragraph, at=start, new=new)
    old = "".join(base.tokens(paragraph)[start:end])
    if not new:
        return DeleteWords(paragraph=paragraph, start=start, end=end, old=old)
    return ReplaceWords(paragraph=paragraph, start=start, end=end, old=old, new=new)


def _placings(atom: Place) -> Iterator[Change]:
    after = atom.anchor
    for item in atom.items:
        if isinstance(item, Fresh):
            yield InsertParagraph(after=after, id=item.id, text=item.text)
        else:
            yield MoveParagraph(paragraph=item.id, after=after)
        after = item.id
