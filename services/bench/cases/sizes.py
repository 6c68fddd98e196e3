"""How many cases are open at once, and when something falls due in them.

All complaints are handed in on one evening.  Five days later their acknowledgement falls due, at
moments spread over a while, and the first answer to all of them at the end of that day.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from pydantic import Field

from domain.kernel.value import Value
from domain.rules.values import Days

EVENING: Final = datetime(2023, 3, 1, tzinfo=UTC)
"""A day on which the local clock is that of the world, and five days later too."""
DAYS: Final = 5
VALUES: Final = {
    "complaints.acknowledge_days": Days(count=DAYS, clear=False),
    "complaints.first_answer_days": Days(count=DAYS, clear=True),
}
REST: Final = timedelta(seconds=60)
"""Between the last of the moments that are spread and the one that all share."""


class CaseSizes(Value):
    """So many cases, whose first moments are spread over so many minutes.

    `lead`: seconds for the engine to begin a process for each before anything falls due.
    """

    cases: Annotated[int, Field(ge=2)] = 2_000
    minutes: Annotated[float, Field(gt=0, le=600)] = 60
    lead: Annotated[int, Field(ge=1)] = 240

    @property
    def handed_in(self) -> tuple[datetime, ...]:
        """When each complaint is handed in."""
        whole = timedelta(minutes=self.minutes)
        first = self.at_once - timedelta(days=DAYS) - REST - whole
        return tuple(first + whole * number / self.cases for number in range(self.cases))

    @property
    def spread(self) -> tuple[datetime, ...]:
        """When each acknowledgement falls due."""
        return tuple(moment + timedelta(days=DAYS) for moment in self.handed_in)

    @property
    def at_once(self) -> datetime:
        """When the first answer to all of them falls due."""
        return EVENING + timedelta(days=DAYS + 1) - timedelta(seconds=1)
