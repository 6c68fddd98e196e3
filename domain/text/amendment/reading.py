"""Reads an amendment against its text: every change is checked, and becomes an atom.

What it answers: does each paragraph exist, do the quoted words stand there, can the changes all be
made at once.  It refuses to know of any other amendment.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from domain.text.amendment.atoms import (
    Atom,
    Fresh,
    Item,
    Moved,
    Place,
    Rewrite,
    Rule,
    Strike,
    Words,
)
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
from domain.text.refusals import (
    ParagraphGone,
    ParagraphNumberedTwice,
    SelfContradiction,
    StaleBase,
    UnknownPlace,
    WordsDiffer,
)
from domain.text.text import Digest, Paragraph, ParagraphId, Text, digest
from domain.text.words import Tokens, pieces, quoted

Placing = InsertParagraph | MoveParagraph


class Base:
    """A text, its digest and its paragraphs' tokens, worked out once for many amendments."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.digest: Digest = digest(text)
        self.paragraphs: dict[ParagraphId, Paragraph] = text.by_id()
        self.number = {name: at for at, name in enumerate(text.ids, start=1)}
        self._tokens: dict[ParagraphId, Tokens] = {}

    def tokens(self, paragraph: ParagraphId) -> Tokens:
        """The paragraph's tokens."""
        if paragraph not in self._tokens:
            self._tokens[paragraph] = self.paragraphs[paragraph].tokens
        return self._tokens[paragraph]


def read(base: Base, amendment: Amendment) -> tuple[Atom, ...]:
    """The atoms of an amendment.  Raises a refusal if it does not fit the text or itself."""
    _is_made_for(base, amendment)
    found: list[Atom] = [
        _atom(base, amendment, change)
        for change in amendment.changes
        if not isinstance(change, Placing)
    ]
    _can_all_be_made([atom for atom in found if isinstance(atom, Words)], amendment)
    _is_touched_once([a for a in found if isinstance(a, Strike | Rewrite)], found, amendment)
    found += _places(base, amendment)
    found += [Rule(edit.rule, edit.canonical) for edit in amendment.rule_edits]
    return tuple(found)


def _is_made_for(base: Base, amendment: Amendment) -> None:
    if amendment.base != base.digest:
        raise StaleBase(
            f"Amendment {amendment.id} was made for another version of the text. "
            "Carry it over to this version first, or withdraw it and draft it again."
        )


def _atom(base: Base, amendment: Amendment, change: Change) -> Atom:
    match change:
        case InsertWords(paragraph=paragraph, at=at, new=new):
            _stands(base, amendment, paragraph)
            if at > len(base.tokens(paragraph)):
                raise _differs(base, amendment, paragraph, new)
            return Words(paragraph, at, at, pieces(new))
        case DeleteWords(paragraph=paragraph, start=start, end=end, old=old):
            return _words(base, amendment, Words(paragraph, start, end, ()), old)
        case ReplaceWords(paragraph=paragraph, start=start, end=end, old=old, new=new):
            return _words(base, amendment, Words(paragraph, start, end, pieces(new)), old)
        case DeleteParagraph(paragraph=paragraph, old=old):
            _reads(base, amendment, paragraph, old)
            return Strike(paragraph)
        case ReplaceParagraph(paragraph=paragraph, old=old, new=new):
            _reads(base, amendment, paragraph, old)
            return Rewrite(paragraph, new)
    raise UnknownPlace(f"Amendment {amendment.id} asks for a change of a kind that is not known.")


def _stands(base: Base, amendment: Amendment, paragraph: ParagraphId) -> None:
    if paragraph not in base.paragraphs:
        raise ParagraphGone(
            f"Amendment {amendment.id} speaks of paragraph {paragraph}, which is not in this "
            "version of the text. Withdraw it, or draft it for a paragraph that is there."
        )


def _reads(base: Base, amendment: Amendment, paragraph: ParagraphId, old: str) -> None:
    _stands(base, amendment, paragraph)
    if base.paragraphs[paragraph].text != old:
        raise _differs(base, amendment, paragraph, old)


def _words(base: Base, amendment: Amendment, atom: Words, old: str) -> Words:
    _stands(base, amendment, atom.paragraph)
    there = base.tokens(atom.paragraph)[atom.start : atom.end]
    if atom.start >= atom.end or "".join(there).strip() != old.strip():
        raise _differs(base, amendment, atom.paragraph, old)
    if there == atom.new:
        raise SelfContradiction(
            f"Amendment {amendment.id} replaces {quoted(old)} by the same words. "
            "Strike that change, or say what the words should be."
        )
    return _trimmed(atom, there)


def _trimmed(atom: Words, there: Tokens) -> Words:
    """Without the words around it that stay: nobody collides with what is only quoted."""
    head = tail = 0
    least = min(len(there), len(atom.new))
    while head < least and there[head] == atom.new[head]:
        head += 1
    while tail < least - head and there[-1 - tail] == atom.new[-1 - tail]:
        tail += 1
    new = atom.new[head : len(atom.new) - tail]
    return Words(atom.paragraph, atom.start + head, atom.end - tail, new)


def _differs(base: Base, amendment: Amendment, at: ParagraphId, words: str) -> WordsDiffer:
    return WordsDiffer(
        f"Amendment {amendment.id} quotes {quoted(words)}, but that is not what stands at this "
        f"place of paragraph {base.number[at]}. Quote the words as this version has them."
    )


def _can_all_be_made(found: list[Words], amendment: Amendment) -> None:
    ordered = sorted(found, key=lambda atom: (atom.paragraph, atom.start, atom.end))
    for left, right in pairwise(ordered):
        if left.paragraph != right.paragraph:
            continue
        both_insert = left.is_insertion and right.is_insertion and left.start == right.start
        if both_insert or right.start < left.end:
            raise SelfContradiction(
                f"Two changes of amendment {amendment.id} touch the same words of one paragraph. "
                "Make one change of them."
            )


def _is_touched_once(
    whole: list[Strike | Rewrite], found: list[Atom], amendment: Amendment
) -> None:
    for atom in whole:
        touching = [a for a in found if not isinstance(a, Place | Rule)]
        if sum(other.paragraph == atom.paragraph for other in touching) > 1:
            raise SelfContradiction(
                f"Amendment {amendment.id} strikes or rewrites paragraph {atom.paragraph} and "
                "changes it besides. Keep one of the two."
            )


def _places(base: Base, amendment: Amendment) -> Iterator[Place]:
    """Chains of paragraphs that stand one after the other, each at a paragraph that stays."""
    placings = [change for change in amendment.changes if isinstance(change, Placing)]
    if not placings:
        return
    names = {_placed(change) for change in placings}
    following = _following(base, amendment, placings)
    reached = 0
    for anchor in (None, *base.text.ids):
        if anchor not in names:
            items = tuple(_chain(anchor, following))
            reached += len(items)
            if items:
                yield Place(anchor, items)
    if reached < len(placings):
        raise UnknownPlace(
            f"Amendment {amendment.id} puts a paragraph after one that is not in the text. "
            "Name a paragraph that is there, or none for the top."
        )


def _following(
    base: Base, amendment: Amendment, placings: list[Placing]
) -> dict[ParagraphId | None, Item]:
    following: dict[ParagraphId | None, Item] = {}
    seen: set[ParagraphId] = set()
    struck = {c.paragraph for c in amendment.changes if isinstance(c, DeleteParagraph)}
    for change in placings:
        name = _placed(change)
        if change.after in following or name in seen or name in struck:
            raise SelfContradiction(
                f"Amendment {amendment.id} gives one place to two paragraphs, or two places to "
                f"one ({name}). Say after which paragraph each comes, once."
            )
        following[change.after] = _item(base, amendment, change)
        seen.add(name)
    return following


def _placed(change: Placing) -> ParagraphId:
    return change.id if isinstance(change, InsertParagraph) else change.paragraph


def _item(base: Base, amendment: Amendment, change: Placing) -> Item:
    if isinstance(change, MoveParagraph):
        _stands(base, amendment, change.paragraph)
        return Moved(change.paragraph)
    if change.id in base.paragraphs:
        raise ParagraphNumberedTwice(
            f"Amendment {amendment.id} inserts a paragraph under the id {change.id}, which "
            "another paragraph has already. Give it an id of its own."
        )
    return Fresh(text=change.text, id=change.id)


def _chain(anchor: ParagraphId | None, following: dict[ParagraphId | None, Item]) -> Iterator[Item]:
    item = following.get(anchor)
    while item is not None:
        yield item
        item = following.get(item.id)
