"""Reading the papers of a BLT file word by word, with everything that may stand on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.counting.formats.blt_words import Reader
from domain.counting.formats.election import MOST_PAPERS
from domain.counting.papers import GAP

SKIPPED: Final = "-"

# How many papers say so, and the marks at each rank.
Paper = tuple[int, list[list[int]]]


@dataclass(frozen=True, slots=True)
class Names:
    """How papers name candidates: by number, or by nickname.

    `_known` remembers what a word means, for there are millions.
    """

    candidates: int
    nicknames: Mapping[str, int] = field(default_factory=dict)
    _known: dict[str, list[int]] = field(default_factory=lambda: {SKIPPED: [GAP]})

    def candidate(self, reader: Reader, word: str) -> int:
        """The candidate whom the word names; raises `BadInput`."""
        number = self.nicknames.get(word)
        if number is None and word.isascii() and word.isdigit():
            number = int(word)
        if number is None or not 1 <= number <= self.candidates:
            known = f"a candidate from 1 to {self.candidates}"
            raise reader.unexpected(f"{known} or a nickname" if self.nicknames else known)
        return number

    def ranks(self, reader: Reader) -> list[list[int]]:
        """The ranks of a paper, to its 0."""
        ranks: list[list[int]] = []
        while (word := reader.next()) != "0":
            rank = self._known.get(word)
            if rank is None:
                rank = self._known[word] = self._rank(reader, word)
            ranks.append(rank)
        return ranks

    def _rank(self, reader: Reader, word: str) -> list[int]:
        if not word or word[0] in '"[':
            raise reader.unexpected("a candidate, or 0 at the end of the paper,")
        if word[0] == "(" and word.endswith(")"):
            return [self.candidate(reader, each) for each in word[1:-1].split()]
        return [self.candidate(reader, each) for each in word.split("=")]


def next_paper(reader: Reader, names: Names) -> Paper | None:
    """The next paper, or None at the 0 that ends them; raises `BadInput`."""
    with_id = reader.peek().startswith("(")
    if with_id:
        reader.next()
    number = reader.number("a number of papers, or 0 for the end of the papers")
    if not number and not with_id:
        return None
    if not 1 <= number <= MOST_PAPERS:
        raise reader.unexpected(f"a number of papers from 1 to {MOST_PAPERS}")
    return number, names.ranks(reader)
