"""The weighted inclusive Gregory method without a country's law: exact, and for reference.

`wigm-exact` counts in fractions, so nothing is ever rounded and no vote is lost; what it decides
beyond the method (a quota that must be exceeded, one exclusion at a time) is the plain reading of
Droop's quota.  Its fractions get twice as long with every surplus, so a count with more than about
fourteen surpluses is refused rather than left to run for days.

`wigm-prf` is the Proportional Representation Foundation's reference rule to four decimals (steps A
to D), without its optional exclusion of sure losers together (step B.2).
"""

from __future__ import annotations

from fractions import Fraction

from domain.counting.amounts import Amount, Scale
from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.rules.plainly import TRANSFERABLE
from domain.counting.rules.stv.gregory import Clauses, GregoryCount, Method
from domain.counting.sheet import Question, Sheet
from domain.kernel.refusal import BadInput

FRACTIONS = Scale(places=None)
FOUR_DECIMALS = Scale(places=4)

# The longest denominator, in bits; with one, a stage of 100,000 papers takes some seconds.
LONGEST = 2**15

EXACT_CLAUSES = Clauses(
    first="first preferences",
    quota="Droop quota",
    elected="quota exceeded",
    surplus="weighted inclusive Gregory transfer",
    exclusion="exclusion of the lowest",
    last="last places",
    of_tie=dict.fromkeys(Question, "ties"),
)

PRF_CLAUSES = Clauses(
    first="steps A.4 and A.5",
    quota="step A.1",
    elected="step B.1",
    surplus="step B.3",
    exclusion="step B.4",
    last="step C",
    of_tie=dict.fromkeys(Question, "step D.1"),
)


def exact_quota(papers: int, seats: int) -> Amount:
    """Valid papers by one more than the places; one more than it is enough, however little."""
    return Fraction(papers, seats + 1)


def exact_worth(value: Amount, surplus: Amount, total: Amount) -> Amount:
    """The surplus times the value when received, by the total; raises `BadInput` if too long."""
    worth = Fraction(value * surplus) / total
    if worth.denominator.bit_length() > LONGEST:
        raise BadInput(
            "The exact fractions of this count have become too long to go on with: they double in "
            "length with every surplus that is transferred. Count it by wigm-prf or another rule "
            "that rounds."
        )
    return worth


def prf_quota(papers: int, seats: int) -> Amount:
    """Valid papers by one more than the places, cut off, and 0.0001 (steps A.1 and D.4)."""
    return papers * FOUR_DECIMALS.unit // (seats + 1) + 1


def prf_worth(value: Amount, surplus: Amount, total: Amount) -> Amount:
    """The value times the surplus, by the total, each cut off at four decimals (step D.4)."""
    return value * surplus // FOUR_DECIMALS.unit * FOUR_DECIMALS.unit // total


class WigmExact:
    """The exact rule as `catalogue` lists it."""

    manifest = Manifest(
        id="wigm-exact",
        version=1,
        title="Single transferable vote, weighted inclusive Gregory in exact fractions",
        source="The weighted inclusive Gregory method with the exact Droop quota; no statute",
        summary=(
            "Every paper of an elected candidate passes on at a reduced value; values are "
            "fractions, so nothing is rounded; who has more than the quota is elected; the "
            "candidate with the fewest votes is excluded, one at a time. For up to about twelve "
            "places: the fractions double in length with every surplus."
        ),
        plainly=TRANSFERABLE,
        papers=Kind.RANKED,
        transfers=True,
        scale=FRACTIONS,
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Ties go by the steps given for the count."""
        method = Method(FRACTIONS, exact_quota, exact_worth, EXACT_CLAUSES, above_quota=True)
        return GregoryCount(method, ballots, ballots.ties).run()


class WigmPrf:
    """The reference rule as `catalogue` lists it."""

    manifest = Manifest(
        id="wigm-prf",
        version=1,
        title="Single transferable vote, weighted inclusive Gregory, PR Foundation reference rule",
        source="Proportional Representation Foundation, Reference WIGM Rule",
        summary=(
            "A quota to four decimals; every paper of an elected candidate passes on at a reduced "
            "value to four decimals; the candidate with the fewest votes is excluded, one at a "
            "time."
        ),
        plainly=TRANSFERABLE,
        papers=Kind.RANKED,
        transfers=True,
        scale=FOUR_DECIMALS,
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Ties go by the steps given for the count (step D.1)."""
        method = Method(FOUR_DECIMALS, prf_quota, prf_worth, PRF_CLAUSES)
        return GregoryCount(method, ballots, ballots.ties).run()
