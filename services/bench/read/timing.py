"""How long something took, time after time: median, 95th percentile and worst."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from statistics import median

from domain.kernel.value import Value


class Timed(Value):
    """One page, or one question, in milliseconds.

    `processor` and `processor_p95` are the same of what this process and the database's servers
    used of a processor; `slowest` is what was asked at worst.
    """

    name: str
    asked: int
    median: float
    p95: float
    worst: float
    processor: float = 0.0
    processor_p95: float = 0.0
    slowest: str = ""


class Sample(Value):
    """One asking: of what, how many milliseconds it took, and how many of a processor."""

    of: str
    ms: float
    processor: float = 0.0


def timed(name: str, samples: Sequence[Sample]) -> Timed:
    """What these samples of one thing come to."""
    by_time = sorted(samples, key=lambda one: one.ms)
    used = sorted(one.processor for one in samples)
    worst = by_time[-1]
    return Timed(
        name=name,
        asked=len(by_time),
        median=round(median(one.ms for one in by_time), 1),
        p95=round(by_time[_at_95(len(by_time))].ms, 1),
        worst=round(worst.ms, 1),
        processor=round(median(used), 1),
        processor_p95=round(used[_at_95(len(used))], 1),
        slowest=worst.of,
    )


def _at_95(many: int) -> int:
    return ceil(0.95 * many) - 1
