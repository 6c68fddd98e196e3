"""A collision: amendments that can't all be made, told so that a meeting can decide it.

What it answers: where, what stands there now, which readings compete and whose they are.  It
refuses to know which reading is right.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Annotated, Literal, NewType

from pydantic import Field, JsonValue

from domain.kernel.value import Value
from domain.text.amendment.change import AmendmentId
from domain.text.text import ParagraphId, canonical

CollisionId = NewType("CollisionId", str)


class CollisionKind(StrEnum):
    """What is in dispute."""

    WORDS = "words"
    PARAGRAPH = "paragraph"
    PLACE = "place"
    RULE = "rule"


class Reading(Value):
    """What the passage becomes if these amendments have their way; empty if it is struck out."""

    amendments: tuple[AmendmentId, ...]
    text: str


class Collision(Value):
    """One place in dispute.

    For words, tokens [start, end) of the paragraph; for a paragraph, the whole of it; for a
    place, what comes after `paragraph` (None: at the top); for a rule, its value as JSON.
    `text` is what stands there now.  `parent` is set where amendments to that amendment collide.
    """

    id: CollisionId
    kind: CollisionKind
    amendments: tuple[AmendmentId, ...]
    readings: tuple[Reading, ...]
    text: str
    sentence: str
    paragraph: ParagraphId | None = None
    start: int = 0
    end: int = 0
    rule: str | None = None
    parent: AmendmentId | None = None


class ChoiceKind(StrEnum):
    """How a meeting settles a collision."""

    TAKE = "take"
    WORDING = "wording"
    VALUE = "value"


class Take(Value):
    """Have these amendments' readings; none: leave what stands there.

    Several may be taken where they get along; insertions at one point come in the order given.
    """

    kind: Literal[ChoiceKind.TAKE] = ChoiceKind.TAKE
    collision: CollisionId
    amendments: tuple[AmendmentId, ...]


class OwnWording(Value):
    """Have the meeting's own words for the passage; empty: strike it."""

    kind: Literal[ChoiceKind.WORDING] = ChoiceKind.WORDING
    collision: CollisionId
    text: str


class OwnValue(Value):
    """Have the meeting's own value for the rule."""

    kind: Literal[ChoiceKind.VALUE] = ChoiceKind.VALUE
    collision: CollisionId
    value: JsonValue


Choice = Annotated[Take | OwnWording | OwnValue, Field(discriminator="kind")]


def collision_id(*parts: JsonValue) -> CollisionId:
    """A name that follows from what is in dispute, and from nothing else."""
    name = hashlib.sha256(canonical(list(parts)).encode()).hexdigest()
    return CollisionId(f"c-{name[:12]}")
