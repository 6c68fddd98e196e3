"""Quotas for groups, as a count asks about them: who must be elected, and who no longer can be.

A count asks after each election and before each exclusion.  How the answer is found is not known
here (see `quotas`); a count without quotas guards and dooms nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from domain.counting.contest import Index
from domain.counting.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Bound:
    """What the quotas leave open: of the hopeful, who is guarded and who is doomed, and why.

    `guarded` can't be excluded, for without them some minimum could no longer be reached; `doomed`
    can't be elected, for with them some quota could not be kept.
    """

    guarded: frozenset[Index] = frozenset()
    doomed: frozenset[Index] = frozenset()
    why: tuple[tuple[Index, str], ...] = ()

    def reason(self, candidate: Index) -> str:
        """Why this candidate is guarded or doomed, as a clause of a sentence."""
        return dict(self.why).get(candidate, "the quotas for groups")


class Guard(Protocol):
    """Quotas for groups in a count."""

    def bound(self, sheet: Sheet) -> Bound:
        """What holds for the hopeful as the count stands."""
        ...

    def together(self, sheet: Sheet, candidates: Iterable[Index]) -> bool:
        """Whether all of these may be elected from here."""
        ...


class _NoQuotas:
    def bound(self, sheet: Sheet) -> Bound:
        return _FREE

    def together(self, sheet: Sheet, candidates: Iterable[Index]) -> bool:
        return len(tuple(candidates)) <= sheet.places_left


_FREE = Bound()
NO_QUOTAS: Guard = _NoQuotas()
