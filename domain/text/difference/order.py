"""What stays in place when things are put in another order: the longest rising row of them."""

from __future__ import annotations

from bisect import bisect_left


def staying_in_order(places: list[int]) -> list[int]:
    """Of old places in their new order, the most that still rise; by patience sorting.

    Gives positions in the list, in order.
    """
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        pile = bisect_left(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        ends[pile : pile + 1] = [index]
    return _walk_back(ends[-1] if ends else -1, before)


def _walk_back(at: int, before: list[int]) -> list[int]:
    found = []
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]
