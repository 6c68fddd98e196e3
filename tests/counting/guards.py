"""A quota for one group, decided by counting; enough to see that a rule asks and obeys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.counting.contest import Index
from domain.counting.guard import Bound
from domain.counting.sheet import Sheet


@dataclass(frozen=True, slots=True)
class OneGroup:
    """At least `least` and at most `most` of the members are elected."""

    members: frozenset[Index]
    least: int = 0
    most: int = 10_000

    def bound(self, sheet: Sheet) -> Bound:
        inside = [i for i in sheet.hopeful if i in self.members]
        elected = len(self.members & set(sheet.elected))
        needed = max(0, self.least - elected)
        guarded = inside if needed and len(inside) <= needed else []
        doomed = inside if elected >= self.most else []
        if needed and needed >= sheet.places_left:
            doomed = [i for i in sheet.hopeful if i not in self.members]
        why = tuple((i, "the quota of the test's group") for i in (*guarded, *doomed))
        return Bound(frozenset(guarded), frozenset(doomed), why)

    def together(self, sheet: Sheet, candidates: Iterable[Index]) -> bool:
        chosen = [*sheet.elected, *candidates]
        inside = len(self.members & set(chosen))
        places_after = sheet.contest.seats - len(chosen)
        return places_after >= 0 and inside <= self.most and self.least - inside <= places_after
