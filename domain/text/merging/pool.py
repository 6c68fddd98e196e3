"""The atoms of several amendments to one text, with their owners, and how they hang together.

What it answers: which atoms collide with which, in which heaps, and whose they are.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

from domain.text.amendment.atoms import Atom, Fresh, Place, Rewrite, Rule, Strike, Words
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.amendment.reading import Base, read
from domain.text.merging.clash import clashes
from domain.text.words import in_order


def _reached(first: Atom, near: dict[Atom, list[Atom]]) -> set[Atom]:
    found, edge = {first}, [first]
    while edge:
        fresh = set(near[edge.pop()]) - found
        found |= fresh
        edge += fresh
    return found


def _said(atom: Atom) -> str:
    match atom:
        case Words(end=end, new=new):
            return repr((end, new))
        case Place(items=items):
            rows = [item.text if isinstance(item, Fresh) else item.id for item in items]
            return repr([[isinstance(item, Fresh) for item in items], rows])
        case Rule(rule=rule, value=value):
            return repr((rule, value))
        case Rewrite(new=new):
            return new
        case Strike():
            return ""


class Pool:
    """Equal atoms are one atom with several owners, named as the first owner names it."""

    def __init__(self, base: Base, amendments: Iterable[Amendment]) -> None:
        self.base = base
        self.atoms: dict[AmendmentId, tuple[Atom, ...]] = {}
        found: dict[Atom, list[AmendmentId]] = defaultdict(list)
        for amendment in sorted(amendments, key=lambda amendment: in_order(amendment.id)):
            self.atoms[amendment.id] = read(base, amendment)
            for atom in self.atoms[amendment.id]:
                found[atom].append(amendment.id)
        ordered = sorted(found, key=self._position)
        self.owners: dict[Atom, tuple[AmendmentId, ...]] = {a: tuple(found[a]) for a in ordered}
        self.pairs = [pair for pair in clashes(base, ordered) if self._strangers(*pair)]
        self.heaps: tuple[tuple[Atom, ...], ...] = tuple(self._heaped())

    def _strangers(self, left: Atom, right: Atom) -> bool:
        """One amendment that does both has said how they go together."""
        return not set(self.owners[left]) & set(self.owners[right])

    def place_of(self, atom: Atom) -> tuple[int, int]:
        """Paragraph and word at which it begins; rules come after the text."""
        match atom:
            case Words(paragraph=paragraph, start=start):
                return self.base.number[paragraph], start
            case Rewrite(paragraph=paragraph) | Strike(paragraph=paragraph):
                return self.base.number[paragraph], 0
            case Place(anchor=anchor):
                return 0 if anchor is None else self.base.number[anchor], sys.maxsize
            case Rule():
                return len(self.base.number) + 1, 0

    def _position(self, atom: Atom) -> tuple[tuple[int, int], str]:
        """Total, so that the order in which amendments were entered shows nowhere."""
        return self.place_of(atom), _said(atom)

    def _heaped(self) -> Iterator[tuple[Atom, ...]]:
        """The atoms that collide, directly or through others, together; in the text's order."""
        near: dict[Atom, list[Atom]] = defaultdict(list)
        for left, right in self.pairs:
            near[left].append(right)
            near[right].append(left)
        seen: set[Atom] = set()
        for atom in self.owners:
            if atom in near and atom not in seen:
                heap = _reached(atom, near)
                seen |= heap
                yield tuple(sorted(heap, key=self._position))

    def owners_of(self, atoms: Iterable[Atom]) -> tuple[AmendmentId, ...]:
        """Whoever owns one of these, in the order of the names."""
        names = {owner for atom in atoms for owner in self.owners[atom]}
        return tuple(sorted(names, key=in_order))
