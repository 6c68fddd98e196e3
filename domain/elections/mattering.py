"""Whether an error in a vote could have changed who is elected, computed from the count.

Where votes are added up, an error over so many papers can close a gap of so many votes and none
that is wider.  A minimum for a group does not change that: whoever is elected for it with fewer
votes than others stays so if the others have fewer still.  Of votes that are transferred nothing is
shown: a few papers can change who goes out first, and with that everything that follows.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Final

from pydantic import Field

from domain.counting.result import CountResult
from domain.kernel.value import Value

ADDED_UP: Final = ("fptp", "block", "approval")
"""The rules under which each mark is one vote, and nothing is transferred."""


class Error(Value):
    """How many papers an error touched.

    `missing` should have been counted and were not, `wrong` were counted and should not have been.
    A paper that was counted for somebody else is one of each.
    """

    missing: Annotated[int, Field(ge=0)]
    wrong: Annotated[int, Field(ge=0)]

    @property
    def papers(self) -> int:
        return self.missing + self.wrong


class Tested(Value):
    """Whether an error could have changed who is elected, and why."""

    could_matter: bool
    because: str


def could_matter(result: CountResult, error: Error) -> Tested:
    """Test an error against a count."""
    if not error.papers:
        return Tested(could_matter=False, because="No paper was touched by it.")
    if result.rule not in ADDED_UP:
        return Tested(
            could_matter=True,
            because="Where votes are transferred a few papers can change who goes out first, and "
            "with that who is elected: nothing shows that these did not.",
        )
    gap = _closest(result)
    if gap is None:
        return Tested(could_matter=False, because="Nobody who stood was left without a place.")
    touched = f"{error.papers} {'paper was' if error.papers == 1 else 'papers were'} touched by it"
    ahead = "level with" if not gap else f"{gap} {'vote' if gap == 1 else 'votes'} ahead of"
    return Tested(
        could_matter=gap <= error.papers,
        because=f"Somebody who is elected is {ahead} somebody who is not, and {touched}.",
    )


def _closest(result: CountResult) -> Fraction | None:
    """The smallest lead of anybody who is elected over somebody who is not; None if nobody lost."""
    totals = {name: Fraction(votes) for name, votes in result.stages[-1].totals.items()}
    out = set(totals) - set(result.elected) - set(result.withdrawn)
    leads = (totals[one] - totals[other] for one in result.elected for other in out)
    return min((lead for lead in leads if lead >= 0), default=None)
