"""Meek's method as New Zealand's local elections use it.

Source: Local Electoral Regulations 2001 (SR 2001/145), Schedule 1A, clauses 3 to 23 for several
places and 40 for ties.  Nine decimals.  Every product of clause 10 is rounded up by itself, so a
paper can give a few units of 10**-9 more than it is worth; the sheet shows them as a rounding loss
below nothing, and the quota is taken from the votes that candidates really have, as otherwise more
candidates than places could reach it.

Not followed: clauses 41 to 48 break what ties are left by a generator whose numbers depend on the
order of the candidates; here the steps given for the count decide.  And the calculator that the
authorities run is known to round products of clause 10 down but for the last; this is the law's
text.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.rules.meek.branches import Whole, rounded_up
from domain.counting.rules.meek.rounds import MeekCount, Method
from domain.counting.rules.meek.shares import NINE_DECIMALS
from domain.counting.rules.meek.words import Clauses
from domain.counting.rules.plainly import SHARED
from domain.counting.sheet import Sheet
from domain.counting.ties import Narrowed, Tied

CLAUSES = Clauses(
    distribution="clause 10",
    quota="clauses 5 and 11",
    elected="clauses 6 and 12",
    enough="clause 13",
    keep="clauses 7 to 9 and 17",
    exclusion="clause 13",
    last="clause 3",
    tie="clauses 19 and 40",
)

# A ten-thousandth of a vote, in units (clause 13).
ENOUGH = 100_000


def rest(worth: Whole, kept: Whole, factor: Whole) -> Whole:
    """What a paper is worth times the part not kept, rounded up by itself (clause 10)."""
    unit = NINE_DECIMALS.unit
    return rounded_up(worth * (unit - factor), unit)


class AheadAtFirstDifference:
    """Who was not ahead at the first step at which the tied differed (clause 40).

    Steps are the distributions of the count, more than its stages.
    """

    def __init__(self, steps: Sequence[Sequence[int]]) -> None:
        self._steps = steps

    def narrow(self, tied: Tied, sheet: Sheet) -> Narrowed:
        for number, votes in enumerate(self._steps, start=1):
            edge = (max if tied.highest else min)(votes[i] for i in tied.between)
            left = tuple(i for i in tied.between if votes[i] == edge)
            if left != tied.between:
                more = "most" if tied.highest else "fewest"
                return Narrowed(left, f"had the {more} votes at distribution {number}")
        return Narrowed(tied.between, "")


class MeekNz:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="meek-nz",
        version=1,
        title="Single transferable vote by Meek's method, as in New Zealand's local elections",
        source="Local Electoral Regulations 2001 (SR 2001/145), Schedule 1A",
        summary=(
            "Every elected candidate keeps of each paper just the part that they need, and the "
            "rest goes on; whoever can't catch up is excluded at once. Nine decimals; counted by "
            "computer. Ties that the count itself does not decide are broken in the way chosen "
            "for the election, and not by the pseudo-random numbers of clauses 41 to 48, which "
            "depend on the order of the candidates."
        ),
        plainly=SHARED,
        papers=Kind.RANKED,
        transfers=True,
        scale=NINE_DECIMALS,
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Ties go by the first distribution at which the tied differed, then as given."""
        method = Method(
            rest=rest,
            enough=ENOUGH,
            near=False,
            at_once=True,
            clauses=CLAUSES,
            first_tie=AheadAtFirstDifference,
        )
        return MeekCount(method, ballots).run()
