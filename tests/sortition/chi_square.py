"""How far counts may be from what is expected before chance can't explain it."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt


def distance(found: Sequence[int], expected: Sequence[float]) -> float:
    """Pearson's statistic."""
    return sum((one - e) ** 2 / e for one, e in zip(found, expected, strict=True))


def bound(freedom: int) -> float:
    """What one fair draw in a thousand goes beyond (Wilson and Hilferty's approximation)."""
    part = 2 / (9 * freedom)
    return float(freedom * (1 - part + 3.0902 * sqrt(part)) ** 3)
