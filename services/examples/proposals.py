"""Proposals as a file: texts in numbered paragraphs, the rules they ask for, and their fate."""

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
    Positive,
    Sentence,
    Slug,
)


class Mover(Entry):
    """A group, or a member by number: exactly one of the two."""

    group: Slug | None = None
    member: Positive | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.group is None) == (self.member is None):
            raise ValueError("either a group or a member was expected, and one of them only")
        return self


class Paragraph(Entry):
    """A numbered paragraph."""

    id: ParagraphName
    text: Sentence


class Drafted(Entry):
    """Who drafted a text, and when it was handed in."""

    by: Mover
    drafted_at: Moment
    submitted_at: Moment


class Composite(Entry):
    """Out of which drafts a text was put together."""

    parents: Annotated[tuple[Handle, ...], Field(min_length=2)]
    merged_at: Moment
    merged_by: Slug


class Withdrawn(Entry):
    """When and why the drafters took their text back."""

    at: Moment
    reason: Sentence


class Outcome(StrEnum):
    """What became of a proposal: known from the source, left to the count, or not put at all."""

    CARRIED = "carried"
    GENERATED = "generated"
    NOT_PUT = "not_put"


class AtOnce(Entry):
    """In force from the declaration."""

    kind: Literal["at_once"]


class AtDate(Entry):
    """In force from a moment."""

    kind: Literal["at_date"]
    moment: Moment


class AtEvent(Entry):
    """In force when a named event happens."""

    kind: Literal["at_event"]
    event: Slug


Effective = Annotated[AtOnce | AtDate | AtEvent, Field(discriminator="kind")]


class Proposal(Backed):
    """A draft or a composite.  Those with a number reached the ballot."""

    id: Handle
    number: Positive | None = None
    title: Sentence
    summary: Sentence
    described_in_source: bool
    outcome: Outcome
    drafted: Drafted | None = None
    composite: Composite | None = None
    merged_into: Handle | None = None
    withdrawn: Withdrawn | None = None
    effective: Effective
    rule_changes: tuple[RuleChange, ...] = ()
    text: Annotated[tuple[Paragraph, ...], Field(min_length=3, max_length=8)]

    @model_validator(mode="after")
    def _tells_one_story(self) -> Self:
        if (self.drafted is None) == (self.composite is None):
            raise ValueError("a proposal is either drafted or composite: give one of the two")
        leaves = bool(self.merged_into) + bool(self.withdrawn)
        if leaves + (self.number is not None) != 1:
            raise ValueError(
                "a proposal has a number on the ballot, or was merged, or was withdrawn: "
                "exactly one of them"
            )
        if (self.outcome is Outcome.NOT_PUT) != (self.number is None):
            raise ValueError("the outcome is not_put for what has no number, and only for it")
        return self


class Proposals(File):
    """proposals.yaml"""

    proposals: tuple[Proposal, ...]

    def on_the_paper(self) -> tuple[Proposal, ...]:
        """What reached the ballot, in the order of the paper."""
        numbered = [(p.number, p) for p in self.proposals if p.number is not None]
        return tuple(proposal for _, proposal in sorted(numbered, key=lambda pair: pair[0]))
