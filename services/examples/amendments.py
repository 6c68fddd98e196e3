"""Amendments as a file: what each changes, how far it was supported, and how clashes were settled.

What a vote decides is not known here.  Support is in whole thousandths of the votes cast.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.rules.values import RuleChange
from services.examples.base import (
    Backed,
    Entry,
    File,
    Handle,
    Moment,
    ParagraphName,
    PerThousand,
    Sentence,
    Slug,
)
from services.examples.proposals import Mover, Paragraph


class Rehearsal(StrEnum):
    """At which of the two assemblies an amendment is voted on."""

    FIRST = "first"
    SECOND = "second"


class Replace(Entry):
    """The paragraph as it would read."""

    kind: Literal["replace"]
    paragraph: ParagraphName
    text: Sentence


class Insert(Entry):
    """A new paragraph after another, or first where `after` is missing."""

    kind: Literal["insert"]
    after: ParagraphName | None = None
    id: ParagraphName
    text: Sentence


class Delete(Entry):
    """The paragraph goes."""

    kind: Literal["delete"]
    paragraph: ParagraphName


Change = Annotated[Replace | Insert | Delete, Field(discriminator="kind")]


class Amendment(Backed):
    """An amendment to a proposal, or to another amendment (`amends`)."""

    id: Handle
    proposal: Handle
    stage: Rehearsal
    moved_by: Mover
    moved_at: Moment
    amends: Handle | None = None
    after: tuple[Handle, ...] = ()
    support: PerThousand
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    rule_edits: tuple[RuleChange, ...] = ()


class Decision(StrEnum):
    """How the assembly settled a collision."""

    CHOOSE = "choose"
    OWN_WORDING = "own_wording"


class Collision(Backed):
    """Amendments that cannot both stand, and what the assembly made of the words in dispute."""

    amendments: Annotated[tuple[Handle, ...], Field(min_length=2)]
    paragraph: ParagraphName
    decision: Decision
    chosen: Handle | None = None
    wording: Sentence | None = None

    @model_validator(mode="after")
    def _is_settled(self) -> Self:
        if self.decision is Decision.CHOOSE and self.chosen not in self.amendments:
            raise ValueError("the chosen amendment is one of those that collide")
        if self.decision is Decision.OWN_WORDING and self.wording is None:
            raise ValueError("a wording of the assembly's own has to be given")
        return self


class MinorityAlternative(Backed):
    """A lost amendment that is put beside the winning text."""

    amendment: Handle
    title: Sentence
    claimed_by: Mover


class CounterProposal(Backed):
    """What the coordinating group puts instead of a proposal's text."""

    id: Handle
    proposal: Handle
    by: Slug
    put_at: Moment
    support: PerThousand
    rule_changes: tuple[RuleChange, ...] = ()
    text: Annotated[tuple[Paragraph, ...], Field(min_length=3, max_length=8)]


class Amendments(File):
    """amendments.yaml"""

    amendments: tuple[Amendment, ...]
    collisions: tuple[Collision, ...]
    minority_alternatives: tuple[MinorityAlternative, ...]
    counter_proposals: tuple[CounterProposal, ...]
