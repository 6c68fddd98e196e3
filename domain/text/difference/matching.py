"""Which paragraph of a typed text is which paragraph of the version before it.

Equal paragraphs first, in place and then moved; then, between those, the ones that are most alike.
It refuses to know what the changes within a paragraph are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from domain.text.difference.align import aligned, bag, likeness
from domain.text.difference.order import staying_in_order
from domain.text.text import Paragraph, ParagraphId, Text, plain_paragraphs
from domain.text.words import tokens

_SURELY = 750
"""Of a thousand: so much alike, a paragraph that turns up elsewhere has moved."""


def revised(base: Text, typed: str, author: str) -> Text:
    """The typed text as the next version of `base`.

    A paragraph that comes from one of the base keeps its id; a new one is named after the author
    (an amendment's or a version's id), so that two authors never use one name.
    """
    rows = plain_paragraphs(typed)
    names = _Matching(base, rows).names
    fresh = _fresh_names(base, author)
    return Text(
        paragraphs=tuple(
            Paragraph(id=names[at] if at in names else next(fresh), text=row)
            for at, row in enumerate(rows)
        )
    )


def _fresh_names(base: Text, author: str) -> Iterator[ParagraphId]:
    taken = set(base.ids)
    number = 0
    while True:
        number += 1
        name = ParagraphId(f"{author}.{number}")
        if name not in taken:
            yield name


class _Matching:
    """Finds a base paragraph for as many typed rows as there is good reason for."""

    def __init__(self, base: Text, rows: list[str]) -> None:
        self._base = base.paragraphs
        self._rows = rows
        self._left = set(range(len(base)))
        self._pairs: dict[int, int] = {}
        self._equal_in_place()
        self._equal_elsewhere()
        for old, new in list(self._gaps()):
            self._alike(old, new)
        self._alike_elsewhere()
        self._rewritten()

    @property
    def names(self) -> dict[int, ParagraphId]:
        """The id for each row that is a paragraph of the base."""
        return {row: self._base[at].id for row, at in self._pairs.items()}

    def _pair(self, at: int, row: int) -> None:
        self._pairs[row] = at
        self._left.discard(at)

    def _unmatched(self) -> list[int]:
        return [row for row in range(len(self._rows)) if row not in self._pairs]

    def _equal_in_place(self) -> None:
        old = [paragraph.text for paragraph in self._base]
        for block in SequenceMatcher(None, old, self._rows, autojunk=False).get_matching_blocks():
            for step in range(block.size):
                self._pair(block.a + step, block.b + step)

    def _equal_elsewhere(self) -> None:
        spare: dict[str, list[int]] = defaultdict(list)
        for at in sorted(self._left, reverse=True):
            spare[self._base[at].text].append(at)
        for row in self._unmatched():
            if spare[self._rows[row]]:
                self._pair(spare[self._rows[row]].pop(), row)

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Unmatched neighbours of both sides between paragraphs that are matched in order."""
        edges = [*self._anchors(), (len(self._base), len(self._rows))]
        at = row = 0
        for next_at, next_row in edges:
            old = [i for i in range(at, next_at) if i in self._left]
            new = [j for j in range(row, next_row) if j not in self._pairs]
            if old and new:
                yield old, new
            at, row = next_at + 1, next_row + 1

    def _anchors(self) -> list[tuple[int, int]]:
        rows = sorted(self._pairs)
        stay = staying_in_order([self._pairs[row] for row in rows])
        return [(self._pairs[rows[i]], rows[i]) for i in stay]

    def _alike(self, old: list[int], new: list[int]) -> None:
        before = [self._base[i].tokens for i in old]
        after = [tokens(self._rows[j]) for j in new]
        for i, j in aligned(before, after):
            self._pair(old[i], new[j])

    def _alike_elsewhere(self) -> None:
        old = [(i, bag(self._base[i].tokens)) for i in sorted(self._left)]
        for row in self._unmatched():
            words = bag(tokens(self._rows[row]))
            found = max(
                ((likeness(b, words), -i) for i, b in old if i in self._left), default=(0, 0)
            )
            if found[0] >= _SURELY:
                self._pair(-found[1], row)

    def _rewritten(self) -> None:
        """One left out, one put in at the same place: the paragraph was written anew."""
        for old, new in list(self._gaps()):
            if len(old) == len(new) == 1:
                self._pair(old[0], new[0])
