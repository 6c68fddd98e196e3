"""Whether any choice of candidates keeps every quota: an exact search, not an estimate.

Candidates who belong to the same groups are alike here, so a choice is a composition: how many are
taken of each kind.  A `Row` demands that of some kinds together at least and at most so many are
taken.  The search goes through the kinds in order, leaves a branch as soon as what is left can't
mend a row, and remembers which branches led nowhere by what the rows still need.  It knows no
names.

Rows that can be kept one by one may still exclude each other.  So sums and differences of rows are
rows too (see `combined`); they say nothing new, but the search sees much earlier that it is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

import numpy as np

from domain.counting.papers import Ints

Composition = tuple[int, ...]

# How many combined rows the search carries along, and of how many rows each is made at most.
# Measured on random quotas for 40 candidates, 20 places and 6 groups: fewer are slower.
CARRIED = 40
FEW_ROWS, OF_MANY = 8, 3


@dataclass(frozen=True, slots=True)
class Row:
    """The sum over all kinds of weight times taken is at least `least` and at most `most`."""

    weights: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Span:
    """Of one kind at least `low` and at most `high` are taken."""

    low: int
    high: int


def first(spans: Sequence[Span], rows: Sequence[Row]) -> Composition | None:
    """One composition that keeps every row, or None if there is none."""
    return next(every(spans, rows), None)


def every(spans: Sequence[Span], rows: Sequence[Row]) -> Iterator[Composition]:
    """Every composition that keeps every row."""
    if any(span.low > span.high for span in spans):
        return iter(())
    more = combined(spans, rows)
    return iter(()) if more is None else _Search(spans, (*rows, *more), len(rows)).run()


def combined(spans: Sequence[Span], rows: Sequence[Row]) -> tuple[Row, ...] | None:
    """The sums and differences of rows that leave the least room; None if one can't be kept."""
    if not spans or not rows:
        return ()
    signs = _signs(len(rows))
    weights = signs @ _column([row.weights for row in rows])
    touched = np.abs(weights)
    wanted = _ends(signs, np.abs(signs), [(row.least, row.most) for row in rows])
    coming = _ends(weights, touched, [(span.low, span.high) for span in spans])
    room = np.minimum(coming.most - wanted.least, wanted.most - coming.least)
    if (room < 0).any():
        return None
    # The room that is left for each candidate that the row can touch, in thousandths.
    tightest = np.argsort(room * 1000 // touched.sum(axis=1).clip(1), kind="stable")[:CARRIED]
    return tuple(
        Row(tuple(weights[i].tolist()), int(wanted.least[i]), int(wanted.most[i])) for i in tightest
    )


@cache
def _signs(rows: int) -> Ints:
    """The ways to add, subtract or leave out each row; of many rows, only a few at a time."""
    at_most = rows if rows <= FEW_ROWS else OF_MANY
    ways = []
    for taken in (which for n in range(1, at_most + 1) for which in combinations(range(rows), n)):
        for signs in product((1, -1), repeat=len(taken) - 1):
            given = dict(zip(taken, (1, *signs), strict=True))
            ways.append([given.get(row, 0) for row in range(rows)])
    return _column(ways)


def _column(numbers: object) -> Ints:
    return np.array(numbers, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Ends:
    """The least and the most of every row, in two arrays."""

    least: Ints
    most: Ints


def _ends(factors: Ints, absolute: Ints, between: Sequence[tuple[int, int]]) -> _Ends:
    """The least and the greatest sum of factors times amounts between two ends."""
    low, high = (_column(ends) for ends in zip(*between, strict=True))
    middle, apart = factors @ (low + high), absolute @ (high - low)
    return _Ends((middle - apart) // 2, (middle + apart) // 2)


class _Search:
    """What the rows can still get from the kinds after each, and which states led nowhere."""

    def __init__(self, spans: Sequence[Span], rows: Sequence[Row], given: int) -> None:
        self._spans = spans
        self._weights = _column([row.weights for row in rows]).reshape(len(rows), len(spans))
        least, most = _column([row.least for row in rows]), _column([row.most for row in rows])
        self._wanted = _Ends(least, most)
        self._given = given  # the rows that decide; those after them only follow from them
        self._from_here = self._still_to_come()
        self._dead: set[tuple[int, bytes]] = set()

    def run(self) -> Iterator[Composition]:
        return self._go(0, self._wanted)

    def _still_to_come(self) -> list[_Ends]:
        """For each kind, the least and the most that each row gets from it and those after it."""
        sums = [_Ends(np.zeros_like(self._wanted.least), np.zeros_like(self._wanted.most))]
        for kind in range(len(self._spans) - 1, -1, -1):
            low, high = self._spans[kind].low, self._spans[kind].high
            weights, after = self._weights[:, kind], sums[0]
            ends = weights * low, weights * high
            sums.insert(0, _Ends(after.least + np.minimum(*ends), after.most + np.maximum(*ends)))
        return sums

    def _go(self, kind: int, wants: _Ends) -> Iterator[Composition]:
        """The rest of the compositions, when the rows want so much of the kinds from here on."""
        cut = self._cut(kind, wants)
        state = self._state(kind, cut) if cut else None
        if cut is None or state in self._dead:
            return
        if kind == len(self._spans):
            yield ()
            return
        found = False
        for taken in self._takings(kind, cut):
            moved = self._weights[:, kind] * taken
            for rest in self._go(kind + 1, _Ends(cut.least - moved, cut.most - moved)):
                found = True
                yield (taken, *rest)
        if not found and state:
            self._dead.add(state)

    def _cut(self, kind: int, wants: _Ends) -> _Ends | None:
        """The wants cut to what can still come, so that equal cases look equal; None if lost."""
        come = self._from_here[kind]
        least, most = np.maximum(wants.least, come.least), np.minimum(wants.most, come.most)
        return None if (least > most).any() else _Ends(least, most)

    def _state(self, kind: int, wants: _Ends) -> tuple[int, bytes]:
        given = self._given
        return kind, wants.least[:given].tobytes() + wants.most[:given].tobytes()

    def _takings(self, kind: int, wants: _Ends) -> Sequence[int]:
        """How many of this kind may be taken, the middle first: it leaves the most room."""
        weights, after = self._weights[:, kind], self._from_here[kind + 1]
        at_least, at_most = wants.least - after.most, wants.most - after.least
        up, down = weights > 0, weights < 0
        low, high = self._spans[kind].low, self._spans[kind].high
        if up.any():
            low = max(low, int((-(-at_least[up] // weights[up])).max()))
            high = min(high, int((at_most[up] // weights[up]).min()))
        if down.any():
            low = max(low, int((-(-at_most[down] // weights[down])).max()))
            high = min(high, int((at_least[down] // weights[down]).min()))
        middle = (low + high) // 2
        return sorted(range(low, high + 1), key=lambda taken: abs(taken - middle))
