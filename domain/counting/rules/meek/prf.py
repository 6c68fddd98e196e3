"""Meek's method as the Proportional Representation Foundation laid it down for reference.

Source: PR Foundation, Reference Meek Rule (steps A to C and T).  Nine decimals; what a candidate
keeps of a paper is rounded up, and so are keep factors; the quota is cut off and a unit added.
"""

from __future__ import annotations

from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.rules.meek.branches import Whole
from domain.counting.rules.meek.rounds import MeekCount, Method
from domain.counting.rules.meek.shares import NINE_DECIMALS
from domain.counting.rules.meek.words import Clauses
from domain.counting.rules.plainly import SHARED
from domain.counting.sheet import Sheet

CLAUSES = Clauses(
    distribution="step B.2.a",
    quota="step B.2.b",
    elected="step B.2.c",
    enough="step B.2.d",
    keep="step B.2.f",
    exclusion="step B.3",
    last="step C.1",
    tie="step T",
)

# A millionth of a vote, in units (step A).
OMEGA = 1_000


def rest(worth: Whole, kept: Whole, factor: Whole) -> Whole:
    """What a paper is worth less what was kept (step B.2.a): no vote is made by rounding."""
    return worth - kept


class MeekPrf:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="meek-prf",
        version=1,
        title="Single transferable vote by Meek's method, PR Foundation reference rule",
        source="Proportional Representation Foundation, Reference Meek Rule",
        summary=(
            "Every elected candidate keeps of each paper just the part that they need, and the "
            "rest goes on, also to and from candidates elected earlier; the quota falls as papers "
            "run out. Nine decimals; counted by computer."
        ),
        plainly=SHARED,
        papers=Kind.RANKED,
        transfers=True,
        scale=NINE_DECIMALS,
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Ties, and what is as near as the surplus left, go by the steps given (step T)."""
        method = Method(rest=rest, enough=OMEGA, near=True, at_once=False, clauses=CLAUSES)
        return MeekCount(method, ballots).run()
