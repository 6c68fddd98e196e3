"""Scottish council elections: weighted inclusive Gregory to five decimals.

Source: The Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to
53.  The Order of 2007 (SSI 2007/42) has the same method as its rules 45 to 52.
"""

from __future__ import annotations

from domain.counting.amounts import Amount, Scale
from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.rules.plainly import TRANSFERABLE
from domain.counting.rules.stv.gregory import Clauses, GregoryCount, Method
from domain.counting.sheet import Question, Sheet
from domain.counting.ties import Backwards

FIVE_DECIMALS = Scale(places=5)

CLAUSES = Clauses(
    first="rule 46",
    quota="rule 47",
    elected="rule 48(1)",
    surplus="rule 49",
    exclusion="rule 51",
    last="rule 53",
    of_tie={
        Question.ELECTION: "rule 48",
        Question.SURPLUS: "rule 50",
        Question.EXCLUSION: "rule 52",
    },
)


def quota(papers: int, seats: int) -> Amount:
    """Valid papers by one more than the places, decimals left out, and one more (rule 47)."""
    return FIVE_DECIMALS.of(papers // (seats + 1) + 1)


def worth(value: Amount, surplus: Amount, total: Amount) -> Amount:
    """The surplus times the value when received, by the total; the rest is dropped (rule 49(3))."""
    return value * surplus // total


class ScottishStv:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="scottish-stv",
        version=1,
        title="Single transferable vote, as in Scottish council elections",
        source="Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1",
        summary=(
            "A whole quota; every paper of an elected candidate passes on at a reduced value to "
            "five decimals; the candidate with the fewest votes is excluded, one at a time."
        ),
        plainly=TRANSFERABLE,
        papers=Kind.RANKED,
        transfers=True,
        scale=FIVE_DECIMALS,
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Ties go by the last stage at which the tied differed (rules 50 and 52), then by lot."""
        method = Method(FIVE_DECIMALS, quota, worth, CLAUSES)
        return GregoryCount(method, ballots, ballots.ties.after(Backwards())).run()
