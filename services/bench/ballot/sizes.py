"""How large the ballots are that are measured, and when they are held."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from domain.kernel.value import Value

QUESTIONS: Final = 17
CALLED: Final = datetime(2023, 3, 1, 12, tzinfo=UTC)
OPENS: Final = CALLED + timedelta(days=60)
CLOSES: Final = OPENS + timedelta(days=10)


class BallotSizes(Value):
    """How many are on the roll, and how many papers of each grade are handed in.

    `callers`: so many voters are connected at once.  `calm` of the papers come at 70 in a hundred
    of the rate that was sustained before, at moments fixed beforehand.
    """

    members: Annotated[int, Field(ge=100)] = 200_000
    papers: Annotated[int, Field(ge=10)] = 100_000
    blind: Annotated[int, Field(ge=10)] = 20_000
    callers: Annotated[int, Field(ge=1, le=1_000)] = 32

    @model_validator(mode="after")
    def _on_the_roll(self) -> Self:
        if max(self.papers, self.blind) > self.members:
            raise ValueError("there are more papers than members on the roll")
        return self

    @staticmethod
    def calm(papers: int) -> int:
        """How many of so many papers come calmly."""
        return papers // 5
