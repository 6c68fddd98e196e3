"""How large the organisation is over which reading is measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from pydantic import Field

from domain.kernel.value import Value

ROUNDS: Final = 10
"""Every body meets about once in each; a round is a quarter of a year."""
ROUND: Final = timedelta(days=91)
BEGINS: Final = datetime(2023, 1, 9, 12, tzinfo=UTC)
FOUNDED: Final = BEGINS - timedelta(days=500)
NOW: Final = BEGINS + ROUNDS * ROUND - timedelta(days=30) + timedelta(hours=6, minutes=33)
"""The present: what would come later is not recorded, so the last round is under way.

It is half an hour into an evening, so that some bodies, the largest among them, are meeting.
"""


class Sizes(Value):
    """How many of each; `mandates` are seats and posts, those that have ended included.

    Of what else there is, the number follows from these.
    """

    bodies: Annotated[int, Field(ge=4)] = 500
    mandates: Annotated[int, Field(ge=60)] = 20_000
    meetings: Annotated[int, Field(ge=10)] = 5_000
    members: Annotated[int, Field(ge=40)] = 8_000

    @property
    def proposals(self) -> int:
        """Those of each of three cycles."""
        return max(self.bodies // 8, 2)

    @property
    def suggestions(self) -> int:
        return max(self.bodies // 6, 2)

    @property
    def formations(self) -> int:
        return max(self.bodies // 80, 1)

    @property
    def cooptions(self) -> int:
        return max(self.bodies * 2 // 5, 5)

    @property
    def elections(self) -> int:
        """Each has a count for each section."""
        return max(self.meetings // 500, 1)

    @property
    def claims(self) -> int:
        return max(self.meetings // 80, 2)

    @property
    def resolutions(self) -> int:
        return max(self.meetings // 40, 2)

    def meetings_of(self, number: int) -> int:
        """The coordinating group, which is number 0, has one meeting in fifty."""
        return _share(self.meetings, max(self.meetings // 50, ROUNDS), self.bodies, number)

    def mandates_of(self, number: int) -> int:
        """The coordinating group has one mandate in fifty."""
        return _share(self.mandates, max(self.mandates // 50, 60), self.bodies, number)


def _share(all_told: int, largest: int, bodies: int, number: int) -> int:
    """What falls to one body: the first has the most, the others have the rest evenly."""
    if number == 0:
        return largest
    rest, others = max(all_told - largest, 0), bodies - 1
    return rest // others + (number <= rest % others)
