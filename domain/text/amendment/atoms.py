"""The smallest things an amendment does: what collides, merges and is carried over to a new text.

Two atoms are equal when they do the same, whoever asks for it: of an inserted paragraph the id
does not count.  It refuses to know of amendments; who owns an atom is for others to keep.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.text.text import ParagraphId
from domain.text.words import Tokens


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens [start, end) of a paragraph become `new`; with start == end an insertion."""

    paragraph: ParagraphId
    start: int
    end: int
    new: Tokens

    @property
    def is_insertion(self) -> bool:
        """Nothing is struck."""
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Strike:
    """The paragraph goes."""

    paragraph: ParagraphId


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The paragraph reads `new` from the first word to the last."""

    paragraph: ParagraphId
    new: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """A paragraph that was not there; its id is a name for it, not a part of what is asked."""

    text: str
    id: ParagraphId = field(compare=False)


@dataclass(frozen=True, slots=True)
class Moved:
    """A paragraph that stood elsewhere."""

    id: ParagraphId


Item = Fresh | Moved


@dataclass(frozen=True, slots=True)
class Place:
    """What comes to stand directly after a paragraph (None: at the top), in this order."""

    anchor: ParagraphId | None
    items: tuple[Item, ...]

    @property
    def moved(self) -> tuple[ParagraphId, ...]:
        """The paragraphs that leave their places for this one."""
        return tuple(item.id for item in self.items if isinstance(item, Moved))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule gets a value, given as canonical JSON."""

    rule: str
    value: str


Atom = Words | Strike | Rewrite | Place | Rule
