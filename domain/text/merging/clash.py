"""Which atoms can't both be made, and which of two that can't reaches further.

- Words: ranges that overlap; an insertion inside a range; two insertions at one point; and an
  insertion at the edge of words that another strikes or replaces, unless whole sentences are put
  between sentences (an adjective must not survive its noun unnoticed).
- A paragraph struck or rewritten, and any other change to its words; struck, and moved.
- Two different things put at one place; a paragraph moved to two places; something put after a
  paragraph that another moves away.
- Two values of one rule.

Equal atoms never collide.  It refuses to know whose the atoms are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import IntEnum
from itertools import combinations

from domain.text.amendment.atoms import Atom, Place, Rewrite, Rule, Strike, Words
from domain.text.amendment.reading import Base
from domain.text.words import Tokens, between_sentences, ends_sentence

Site = tuple[str, str | None]


class Reach(IntEnum):
    """How far the first of two colliding atoms reaches, seen from the second."""

    LESS = -1
    APART = 0
    SAME = 1
    FURTHER = 2


def clashes(base: Base, atoms: Iterable[Atom]) -> Iterator[tuple[Atom, Atom]]:
    """Every pair that collides, once.  Atoms are expected to be different from one another."""
    sites: dict[Site, list[Atom]] = defaultdict(list)
    for atom in atoms:
        for site in set(_sites(atom)):
            sites[site].append(atom)
    seen: set[frozenset[Atom]] = set()
    for here in sites.values():
        for pair in combinations(here, 2):
            if collide(base, *pair) and frozenset(pair) not in seen:
                seen.add(frozenset(pair))
                yield pair


def _sites(atom: Atom) -> Iterator[Site]:
    """Where another atom would have to be to collide with this one."""
    match atom:
        case (
            Words(paragraph=paragraph) | Strike(paragraph=paragraph) | Rewrite(paragraph=paragraph)
        ):
            yield "paragraph", paragraph
        case Place(anchor=anchor, moved=moved):
            yield "after", anchor
            for name in moved:
                yield "paragraph", name
                yield "after", name
        case Rule(rule=rule):
            yield "rule", rule


def collide(base: Base, left: Atom, right: Atom) -> bool:
    """Whether these two, of which neither is the other, can't both be made."""
    match left, right:
        case Words(), Words():
            return left.paragraph == right.paragraph and _words_collide(
                base.tokens(left.paragraph), left, right
            )
        case ((Words() | Strike() | Rewrite()), (Words() | Strike() | Rewrite())):
            return left.paragraph == right.paragraph
        case Place(), Place():
            return _places_collide(left, right)
        case Place(), Strike(paragraph=struck):
            return struck in left.moved
        case Strike(), Place():
            return collide(base, right, left)
        case Rule(), Rule():
            return left.rule == right.rule
    return False


def can_be_put_in_order(left: Atom, right: Atom) -> bool:
    """Whether they collide only because nobody said how they go together.

    Two insertions at one point, two things at one place, an insertion at the edge of other words.
    """
    match left, right:
        case Words(), Words():
            return any(
                one.is_insertion and one.start in (other.start, other.end)
                for one, other in ((left, right), (right, left))
            )
        case Place(), Place():
            return left.anchor == right.anchor and not _tangled(left, right)
    return False


def _words_collide(parts: Tokens, left: Words, right: Words) -> bool:
    if left.is_insertion and right.is_insertion:
        return left.start == right.start
    if left.is_insertion:
        return _insertion_collides(parts, left, right)
    if right.is_insertion:
        return _insertion_collides(parts, right, left)
    return left.start < right.end and right.start < left.end


def _insertion_collides(parts: Tokens, insertion: Words, other: Words) -> bool:
    at = insertion.start
    if at not in (other.start, other.end):
        return other.start < at < other.end
    return not (ends_sentence(insertion.new) and between_sentences(parts, at))


def _places_collide(left: Place, right: Place) -> bool:
    return left.anchor == right.anchor or _tangled(left, right)


def _tangled(left: Place, right: Place) -> bool:
    shared = set(left.moved) & set(right.moved)
    return bool(shared) or left.anchor in right.moved or right.anchor in left.moved


def reach(left: Atom, right: Atom) -> Reach:
    """Of two atoms that collide, how far the left one reaches."""
    ours, theirs = _ground(left), _ground(right)
    if ours == theirs:
        return Reach.SAME
    if _holds(ours, theirs):
        return Reach.FURTHER
    return Reach.LESS if _holds(theirs, ours) else Reach.APART


Ground = tuple[int, int, int]


def _ground(atom: Atom) -> Ground:
    """How whole a thing it takes (words, a paragraph rewritten, struck), and the range of words."""
    match atom:
        case Words(start=start, end=end):
            return 0, start, end
        case Rewrite():
            return 1, 0, 0
        case Strike():
            return 2, 0, 0
    return 1, 0, 0


def _holds(outer: Ground, inner: Ground) -> bool:
    if outer[0] != inner[0]:
        return outer[0] > inner[0]
    return outer[0] == 0 and outer[1] <= inner[1] and outer[2] >= inner[2]
