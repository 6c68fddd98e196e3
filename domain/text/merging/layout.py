"""Puts atoms into a text: none may collide; where two insert at one point their order counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from domain.text.amendment.atoms import Atom, Fresh, Item, Place, Rewrite, Strike, Words
from domain.text.amendment.change import Amendment
from domain.text.amendment.reading import Base, read
from domain.text.text import Paragraph, ParagraphId, Text
from domain.text.words import Tokens, joined


def apply(text: Text, amendment: Amendment) -> Text:
    """The text as this amendment alone makes it.  Raises a refusal if it does not fit."""
    base = Base(text)
    return laid_out(base, read(base, amendment))


def laid_out(base: Base, atoms: Iterable[Atom]) -> Text:
    """The base with these atoms.  A paragraph of which every word is struck falls out."""
    return Text(paragraphs=tuple(_Sheet(base, atoms).paragraphs()))


def edited(parts: Tokens, changes: Iterable[Words]) -> str:
    """A paragraph with words changed.  An insertion stands before what replaces the next word."""
    return joined(rearranged(parts, changes))


def rearranged(parts: Tokens, changes: Iterable[Words]) -> Tokens:
    """The words that `edited` joins."""
    made: list[str] = []
    at = 0
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        made += parts[at : change.start]
        made += change.new
        at = change.end
    return (*made, *parts[at:])


class _Sheet:
    """The atoms sorted by where they belong."""

    def __init__(self, base: Base, atoms: Iterable[Atom]) -> None:
        self._base = base
        self._words: dict[ParagraphId, list[Words]] = defaultdict(list)
        self._rewritten: dict[ParagraphId, str] = {}
        self._gone: set[ParagraphId] = set()
        self._placed: dict[ParagraphId | None, list[Item]] = defaultdict(list)
        for atom in atoms:
            self._sort_in(atom)

    def _sort_in(self, atom: Atom) -> None:
        match atom:
            case Words(paragraph=paragraph):
                self._words[paragraph].append(atom)
            case Rewrite(paragraph=paragraph, new=new):
                self._rewritten[paragraph] = new
            case Strike(paragraph=paragraph):
                self._gone.add(paragraph)
            case Place(anchor=anchor, items=items):
                self._placed[anchor] += items
                self._gone |= set(atom.moved)

    def paragraphs(self) -> Iterator[Paragraph]:
        """The new text from top to bottom."""
        yield from self._at(None)
        for name in self._base.paragraphs:
            if name not in self._gone:
                yield from self._as_changed(name)
            yield from self._at(name)

    def _at(self, anchor: ParagraphId | None) -> Iterator[Paragraph]:
        for item in self._placed.get(anchor, ()):
            if isinstance(item, Fresh):
                yield Paragraph(id=item.id, text=item.text)
            else:
                yield from self._as_changed(item.id)

    def _as_changed(self, name: ParagraphId) -> Iterator[Paragraph]:
        old = self._base.paragraphs[name]
        if name in self._rewritten:
            yield Paragraph(id=name, text=self._rewritten[name])
        elif name not in self._words:
            yield old
        else:
            words = edited(self._base.tokens(name), self._words[name])
            if words:
                yield Paragraph(id=name, text=words)
