"""An election given one group with a quota, guarded as the service guards it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from domain.counting.contest import Index
from domain.counting.manifest import Ballots
from domain.counting.quotas import QuotaGroup, Quotas

GROUP = "the group"


def guarded(
    given: Ballots, members: Collection[Index], *, least: int = 0, most: int | None = None
) -> Ballots:
    """The same papers, where at least `least` and at most `most` of the members are elected."""
    candidates = tuple(
        candidate.model_copy(update={"groups": frozenset({GROUP})}) if i in members else candidate
        for i, candidate in enumerate(given.contest.candidates)
    )
    contest = given.contest.model_copy(update={"candidates": candidates})
    quota = QuotaGroup(group=GROUP, least=least, most=most)
    return replace(given, contest=contest, guard=Quotas(contest, [quota]))
