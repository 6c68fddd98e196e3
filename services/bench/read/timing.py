"""How long something took, time after time: median, 95th percentile and worst."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from statistics import median

from domain.kernel.value import Value


class Timed(Value):
    """One page, or one question, in milliseconds.

    `processor` is the median of what this process used; `slowest` is what was asked at worst.
    """

    name: str
    asked: int
    median: float
    p95: float
    worst: float
    processor: float = 0.0
    slowest: str = ""


class Sample(Value):
    """One asking: of what, how many milliseconds it took, and how many of a processor."""

    of: str
    ms: float
    processor: float = 0.0


def timed(name: str, samples: Sequence[Sample]) -> Timed:
    """What these samples of one thing come to."""
    by_time = sorted(samples, key=lambda one: one.ms)
    worst = by_time[-1]
    return Timed(
        name=name,
        asked=len(by_time),
        median=round(median(one.ms for one in by_time), 1),
        p95=round(by_time[ceil(0.95 * len(by_time)) - 1].ms, 1),
        worst=round(worst.ms, 1),
        processor=round(median(one.processor for one in by_time), 1),
        slowest=worst.of,
    )
