"""Finds the order of votes, among a few that bear on one another, which leaves the fewest dead.

Fewest votes that could turn out dead come first; of equal orders, the one in which the fewest
votes are to be expected if each is as likely carried as lost (taken as independent, which they
nearly are); of those, the one that can spare most goes first, and then the order of the text.
Exact up to `EXACT` amendments, over all orders by subsets.  Beyond, the one with the fewest
coverers still to come is put next, and of those the one that would spare the most votes: that is
exact too wherever covering makes no circle.  It refuses to know what an amendment is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

EXACT = 10


@dataclass(frozen=True)
class Heap:
    """Votes 0 … n-1 in the text's order, each with sets of others as bit masks.

    `coverers[v]`: whose later success would make the vote on v dead.  `spares[v]`: which need no
    vote once v is carried.  `weight[v]`: how many votes v takes, those on its amendments included.
    """

    coverers: Sequence[int]
    spares: Sequence[int]
    weight: Sequence[int]

    def __len__(self) -> int:
        return len(self.weight)


def best_order(heap: Heap) -> list[int]:
    """The order of votes."""
    return _exact(heap) if len(heap) <= EXACT else _greedy(heap)


def at_risk(heap: Heap, order: Sequence[int]) -> int:
    """How many votes could turn out dead in this order."""
    return _cost(heap, order)[0]


def cost(heap: Heap, order: Sequence[int]) -> tuple[int, int]:
    """What `best_order` makes least: votes at risk, then votes expected in units of 1/2**n."""
    return _cost(heap, order)


def _cost(heap: Heap, order: Sequence[int]) -> tuple[int, int]:
    sparing = _sparing(heap)
    risk = expected = placed = 0
    for vote in order:
        step = _step(heap, sparing, vote, placed)
        risk, expected = risk + step[0], expected + step[1]
        placed |= 1 << vote
    return risk, expected


def _sparing(heap: Heap) -> list[int]:
    """For each vote, which others spare it."""
    return [
        sum(1 << other for other in range(len(heap)) if heap.spares[other] >> vote & 1)
        for vote in range(len(heap))
    ]


def _step(heap: Heap, sparing: Sequence[int], vote: int, placed: int) -> tuple[int, int]:
    risk = 1 if heap.coverers[vote] & ~placed else 0
    halvings = (sparing[vote] & placed).bit_count()
    return risk, heap.weight[vote] << (len(heap) - halvings)


def _exact(heap: Heap) -> list[int]:
    """The best way on from every set of votes already taken, the fullest sets first."""
    count, sparing = len(heap), _sparing(heap)
    full = (1 << count) - 1
    best: list[tuple[int, int]] = [(0, 0)] * (full + 1)
    following = [0] * (full + 1)
    for placed in range(full - 1, -1, -1):
        ways = []
        for vote in range(count):
            if not placed >> vote & 1:
                risk, expected = _step(heap, sparing, vote, placed)
                later = best[placed | 1 << vote]
                spared = (heap.spares[vote] & ~placed).bit_count()
                ways.append((risk + later[0], expected + later[1], -spared, vote))
        risk, expected, _, following[placed] = min(ways)
        best[placed] = risk, expected
    return _walk(following, full)


def _walk(following: Sequence[int], full: int) -> list[int]:
    order, placed = [], 0
    while placed != full:
        order.append(following[placed])
        placed |= 1 << following[placed]
    return order


def _greedy(heap: Heap) -> list[int]:
    left = (1 << len(heap)) - 1
    order: list[int] = []
    while left:
        waiting = [vote for vote in range(len(heap)) if left >> vote & 1]
        vote = min(waiting, key=lambda v: _claim(heap, v, left & ~(1 << v)))
        order.append(vote)
        left &= ~(1 << vote)
    return order


def _claim(heap: Heap, vote: int, others: int) -> tuple[int, int, int]:
    coverers = (heap.coverers[vote] & others).bit_count()
    return coverers, -(heap.spares[vote] & others).bit_count(), vote
