"""The manifest of a counting rule: its name, version, legal source and what may be set.

A manifest is shown before a rule is chosen and kept with every result, so that a count can be
repeated when the law and this code have moved on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Protocol

from pydantic import Field

from domain.counting.amounts import Scale
from domain.counting.contest import Contest
from domain.counting.guard import NO_QUOTAS, Guard
from domain.counting.papers import Ints, Papers
from domain.counting.sheet import Sheet
from domain.counting.ties import Ties
from domain.kernel.value import Value


class Kind(StrEnum):
    """What stands on the papers that a rule counts."""

    RANKED = "ranked"
    # `Papers.ranks` is read as a set: the order of the marks in a row says nothing.
    CROSSES = "crosses"


class Manifest(Value):
    """What a counting rule is.

    `summary` says it to somebody who knows such rules, `plainly` to somebody who does not.
    `transfers`: places are filled by preferences that pass on, so that nominations reopened for one
    place leave the others to be filled (see `reopening`).
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    version: int
    title: str
    source: str
    summary: str
    plainly: str = ""
    papers: Kind
    scale: Scale
    transfers: bool = False
    equal_ranks: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Sections:
    """The sections of an electoral college.

    `weights` are the shares of the whole, of any total; `of`, shape (kinds,), is the section in
    which papers of that kind were cast, by its place in `names`.  Papers of two sections are two
    kinds even if they say the same.
    """

    names: tuple[str, ...]
    weights: tuple[Fraction, ...]
    of: Ints


@dataclass(frozen=True, slots=True)
class Ballots:
    """What a rule is given to count."""

    contest: Contest
    papers: Papers
    ties: Ties
    guard: Guard = NO_QUOTAS
    options: dict[str, str] = field(default_factory=dict)
    sections: Sections | None = None


class CountingRule(Protocol):
    """A counting rule: its manifest, and the count itself."""

    @property
    def manifest(self) -> Manifest: ...

    def count(self, ballots: Ballots) -> Sheet:
        """The whole count; raises `TieUndecided` where the rule leaves a tie to a decision."""
        ...
