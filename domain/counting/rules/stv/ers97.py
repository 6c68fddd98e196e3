"""The Electoral Reform Society's rules of 1997: papers in batches, to two decimals.

Source: R. A. Newland and F. S. Britton, How to Conduct an Election by the Single Transferable Vote,
3rd edition, Electoral Reform Society 1997, sections 5 and 6.

The sheet has a stage for every point of the count at which the rules deem candidates elected:
first preferences (5.1), each transfer of a surplus (5.3), and each batch of an exclusion (5.4); the
rules call all batches of an exclusion together one stage.  Ties go back to the earliest such point
(5.2.3, 5.2.5, 5.6.2).  An exclusion that would leave only as many candidates as places moves no
paper (5.5.1).

With quotas for groups, which the rules do not know, candidates are excluded one at a time: several
who could each be spared may not be spared together.
"""

from __future__ import annotations

from domain.counting.amounts import Amount
from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.rules.plainly import TRANSFERABLE
from domain.counting.rules.stv.ers97_count import Ers97Count
from domain.counting.rules.stv.ers97_tally import TWO_DECIMALS
from domain.counting.sheet import Sheet


def cut_off(surplus: Amount, papers: int) -> Amount:
    """The surplus by the transferable papers, to two decimals, the remainder ignored (5.3.7)."""
    return surplus // papers


class Ers97:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="ers97",
        version=1,
        title="Single transferable vote by the Electoral Reform Society's rules of 1997",
        source="How to Conduct an Election by the Single Transferable Vote, 3rd edition, ERS 1997",
        summary=(
            "Can be counted by hand: a surplus passes on with the papers received last, at a value "
            "of two decimals; small surpluses wait; candidates who can't catch up are excluded "
            "together; the quota falls as long as nobody has been elected."
        ),
        plainly=TRANSFERABLE,
        papers=Kind.RANKED,
        transfers=True,
        scale=TWO_DECIMALS,
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Ties go by the earliest point at which the tied differed, then as given."""
        return Ers97Count(ballots, cut_off).run()
