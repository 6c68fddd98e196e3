"""What a printed sheet is made of, whatever it is printed by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading within the sheet."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `quiet` for what is there to be looked up."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Facts:
    """Short facts, each with its name."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Numbered:
    """A list in which the order counts."""

    items: Sequence[str]


@dataclass(frozen=True)
class Grid:
    """A table of figures: the first column names the row, `marks` are rows that stand out."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    marks: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Signatures:
    """Lines on which people sign."""

    people: Sequence[str]


Block = Heading | Paragraph | Facts | Numbered | Grid | Signatures


@dataclass(frozen=True)
class Sheet:
    """A whole sheet."""

    organisation: str
    kind: str
    title: str
    blocks: Sequence[Block]

    @property
    def over(self) -> str:
        """What stands over the title: whose sheet it is, if it is anybody's, and what it is."""
        return _joined(self.organisation, self.kind)

    @property
    def foot(self) -> str:
        """What stands at the foot of each page."""
        return _joined(self.organisation, self.title)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
