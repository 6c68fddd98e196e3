"""A mandate: what ties a person to a seat or a post of a body, how it came about, and how it ends.

It does not decide who may have one: that is for the rules on how a body is made up.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

from pydantic import AwareDatetime, Field

from domain.kernel.ids import BodyId, PersonId
from domain.kernel.value import Value

MandateId = NewType("MandateId", UUID)


class Origin(StrEnum):
    """How a mandate came about."""

    ELECTION = "election"
    EX_OFFICIO = "ex_officio"
    CO_OPTION = "co_option"
    NOMINATION = "nomination"
    LOT = "lot"
    APPOINTMENT = "appointment"
    PREFERENCE = "preference"
    SELF_IDENTIFICATION = "self_identification"


class MandateEnding(StrEnum):
    """How a mandate ends."""

    TERM = "term"
    RESIGNATION = "resignation"
    RECALL = "recall"
    LOSS_OF_QUALIFICATION = "loss_of_qualification"
    SUSPENSION = "suspension"
    DEATH = "death"
    DISSOLUTION = "dissolution"
    ENDED_WITH_ITS_POST = "ended_with_its_post"


class Post(Value):
    """A post of a body: its short name there, such as `chair`; none for a seat in it."""

    body: BodyId
    post: str | None = None


class Mandate(Value):
    """One person's time in a seat, or in a post if `post` names one.

    `how` says in words how it came about and `by` who gave it, such as the union that nominated
    somebody.  `category` is the part of the body that the seat counts towards (`affiliate`,
    `union`, a region).  `until` is when its term ends, none for one without a term.  `follows` is
    the post, or the seat, that an ex-officio mandate begins and ends with.  One that `holds_over`
    lasts beyond its term until a successor is there.  `place` tells apart the holders of a post
    with several, `share` the two who share one place; both begin at 1.
    """

    id: MandateId
    person: PersonId
    name: str
    how: str
    post: str | None = None
    voting: bool = True
    origin: Origin = Origin.APPOINTMENT
    by: str | None = None
    category: str | None = None
    until: AwareDatetime | None = None
    follows: Post | None = None
    holds_over: bool = False
    place: Annotated[int, Field(ge=1)] = 1
    share: Annotated[int, Field(ge=1)] = 1

    @property
    def is_seat(self) -> bool:
        return self.post is None

    def is_held_over_at(self, moment: datetime) -> bool:
        """Whether its term is over by then and it lasts only until a successor is there."""
        return self.holds_over and self.until is not None and self.until <= moment

    def runs_at(self, moment: datetime) -> bool:
        """Whether its term is not over by then, whether or not its end has been recorded."""
        return self.holds_over or self.until is None or moment < self.until
