"""How a body is divided: the part of its voting seats that belongs to one category of people."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.kernel.value import Value


class Portion(Value):
    """An exact share of a body's voting seats."""

    numerator: Annotated[int, Field(ge=0)]
    denominator: Annotated[int, Field(gt=0)]

    @model_validator(mode="after")
    def _is_at_most_the_whole(self) -> Portion:
        if self.numerator > self.denominator:
            raise ValueError(
                f"a part is at most the whole, not {self.numerator} of {self.denominator}"
            )
        return self

    def of(self, whole: int) -> Fraction:
        return Fraction(self.numerator * whole, self.denominator)


class Part(Value):
    """How many of the voting seats one category of people has, at least and at most.

    A number and a share may both be given, and both hold.  `votes` is false for a category whose
    seats have no vote, such as advisers.  `declared` marks a category that is what people say of
    themselves: it is looked up under seal, and nobody is shown who belongs to it.
    """

    type: Literal["part"] = "part"
    category: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
    least: Annotated[int, Field(ge=0)] = 0
    most: Annotated[int, Field(ge=0)] | None = None
    least_share: Portion | None = None
    most_share: Portion | None = None
    votes: bool = True
    declared: bool = False

    @model_validator(mode="after")
    def _has_room(self) -> Part:
        if self.most is not None and self.most < self.least:
            raise ValueError(
                f"{self.category} can't have at least {self.least} and at most {self.most} seats"
            )
        least, most = self.least_share, self.most_share
        if least is not None and most is not None and most.of(1) < least.of(1):
            raise ValueError(f"the greatest share of {self.category} is below its least")
        return self

    def needed(self, seats: int) -> int:
        """How many of so many voting seats must be theirs."""
        share = 0 if self.least_share is None else ceil(self.least_share.of(seats))
        return max(self.least, share)

    def allowed(self, seats: int) -> int | None:
        """How many of so many voting seats may be theirs; none for no limit."""
        limits = [] if self.most is None else [self.most]
        if self.most_share is not None:
            limits.append(floor(self.most_share.of(seats)))
        return min(limits, default=None)

    def in_words(self) -> str:
        """The rule as a phrase, such as 'women: at least 1/2 of the voting seats'."""
        told = [*self._limits()]
        if not self.votes:
            told.append("without a vote")
        return f"{self.category.replace('_', ' ')}: {', '.join(told) or 'any number'}"

    def _limits(self) -> list[str]:
        told = [f"at least {self.least}"] if self.least else []
        told += [] if self.most is None else [f"at most {self.most}"]
        for word, share in (("at least", self.least_share), ("at most", self.most_share)):
            if share is not None:
                told.append(f"{word} {share.numerator}/{share.denominator} of the voting seats")
        return told
