"""The weighted inclusive Gregory method without a country's law: exact, and for reference.

`wigm-exact` counts in fractions, so nothing is ever rounded and no vote is lost; what it decides
beyond the method (a quota that must be exceeded, one exclusion at a time) is the plain reading of
Droop's quota.  Its fractions would get twice as long with every surplus; how they are compared and
shown without being written out is in `exact_surpluses`.

`wigm-prf` is the Proportional Representation Foundation's reference rule to four decimals (steps A
to D), without its optional exclusion of sure losers together (step B.2).
"""

from __future__ import annotations

from domain.counting.amounts import Amount, Scale
from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.rules.plainly import TRANSFERABLE
from domain.counting.rules.stv.exact_portion import Portion, portion
from domain.counting.rules.stv.exact_products import Surplus, Terms
from domain.counting.rules.stv.exact_surpluses import Surpluses
from domain.counting.rules.stv.gregory import Clauses, GregoryCount, Method
from domain.counting.sheet import Question, Sheet

FRACTIONS = Scale(places=None)
FOUR_DECIMALS = Scale(places=4)

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


class Exact:
    """Quota and worth for one exact count."""

    def __init__(self, seats: int) -> None:
        # The quota is a whole number of these shares of a vote.
        self._surpluses = Surpluses(unit=seats + 1)
        self._total: Amount | None = None

    def quota(self, papers: int, seats: int) -> Amount:
        """Valid papers by one more than the places; more than it is enough, however little."""
        return portion(self._surpluses, {0: papers * self._surpluses.unit // (seats + 1)})

    def worth(self, value: Amount, surplus: Amount, total: Amount) -> Amount:
        """The surplus times the value when received, by the total."""
        known = self._surpluses.known
        if total is not self._total:
            known.append(Surplus(self._terms(total), self._terms(surplus)))
            self._total = total
        bit = 1 << (len(known) - 1)
        terms = self._terms(value).items()
        return portion(self._surpluses, {moved | bit: papers for moved, papers in terms})

    def _terms(self, amount: Amount) -> Terms:
        found = portion(self._surpluses, {}) + amount
        assert isinstance(found, Portion)  # whole papers at values of this count
        return found.terms


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
            "candidate with the fewest votes is excluded, one at a time."
        ),
        plainly=TRANSFERABLE,
        papers=Kind.RANKED,
        transfers=True,
        scale=FRACTIONS,
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Ties go by the steps given for the count."""
        exact = Exact(ballots.contest.seats)
        method = Method(FRACTIONS, exact.quota, exact.worth, EXACT_CLAUSES, above_quota=True)
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
