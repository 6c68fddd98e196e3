"""What is settled before a draw: how many seats, which quotas, and where chance comes from.

A quota says how many of those drawn have a value of a feature, at least and at most.  Which
features there are is for the organisation to say; what they say of a person is not judged here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from domain.kernel.value import Value

Kind = tuple[int, ...]
"""What one member is: for each feature, in order, the place of their value among its quotas."""

Text = Annotated[str, Field(min_length=1)]


class Quota(Value):
    """How many of those drawn have this value; both ends may be drawn."""

    value: Text
    least: Annotated[int, Field(ge=0)]
    most: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _has_both_ends_in_order(self) -> Self:
        if self.least > self.most:
            raise PydanticCustomError(
                "no_number_is_both",
                "of '{value}' there are to be at least {least} and at most {most}; "
                "no number is both",
                {"value": self.value, "least": self.least, "most": self.most},
            )
        return self


class Feature(Value):
    """Something that everybody in the pool has one value of."""

    name: Text
    quotas: Annotated[tuple[Quota, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_each_value_once(self) -> Self:
        if len({quota.value for quota in self.quotas}) < len(self.quotas):
            raise PydanticCustomError(
                "value_named_twice",
                "the feature '{name}' names a value twice; give each value one quota",
                {"name": self.name},
            )
        return self

    def place(self, value: str) -> int | None:
        """The place of a value among the quotas."""
        named = [quota.value for quota in self.quotas]
        return named.index(value) if value in named else None


class Terms(Value):
    """The terms of one draw.

    `source`: where the public value will be read and when, such as a lottery draw that is to come,
    in words that leave no choice.
    """

    title: str = ""
    seats: Annotated[int, Field(ge=1)]
    source: Text
    features: tuple[Feature, ...] = ()

    @model_validator(mode="after")
    def _names_each_feature_once(self) -> Self:
        if len({feature.name for feature in self.features}) < len(self.features):
            raise PydanticCustomError("feature_named_twice", "a feature is named twice", {})
        return self

    def bounds(self) -> Iterator[tuple[int, int, Quota]]:
        """Every quota with its places: of the feature, and of the value in it."""
        for at, feature in enumerate(self.features):
            for place, quota in enumerate(feature.quotas):
                yield at, place, quota

    def breach(self, panel: Sequence[Kind]) -> int:
        """By how many people a panel misses its quotas, all together; 0 if it keeps them."""
        missed = 0
        for at, feature in enumerate(self.features):
            have = Counter(kind[at] for kind in panel)
            for place, quota in enumerate(feature.quotas):
                missed += max(quota.least - have[place], have[place] - quota.most, 0)
        return missed
