"""A draw of 50 from 10,000 by six features of four values with quotas: frozen, drawn, and checked.

People come by themselves, some values are rare among them, and each quota is the two whole numbers
around a share between that of those who came and an equal one.  Each run has other people.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Final, TypeVar

from domain.sortition.drawing import drawn
from domain.sortition.fairness import WITHIN
from domain.sortition.frozen import Frozen
from domain.sortition.pool import Entry, Pool
from domain.sortition.record import Record, proofs, written
from domain.sortition.terms import Feature, Quota, Terms
from services.bench.report import Measured, Row, Target
from services.sortition.fairest import freeze
from services.sortition.verify_draw import check

T = TypeVar("T")
OFF: Final = 0.4
SEEDS: Final = (1, 2, 3)
LIMIT: Final = 60
Person = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a pool, and how many are drawn by how many features."""

    members: int = 10_000
    seats: int = 50
    features: int = 6
    values: int = 4


FULL: Final = Size()


@dataclass(frozen=True, slots=True)
class Run:
    """What one draw took, in seconds, and what came of it."""

    freezing: float
    processor: float
    drawing: float
    checking: float
    frozen: Frozen
    wrong: Sequence[str]


def measure(size: Size = FULL, seeds: Sequence[int] = SEEDS) -> Measured:
    """Rows, targets and notes."""
    runs = [_run(size, seed) for seed in seeds]
    slowest = round(max(one.freezing for one in runs), 1)
    furthest = max(one.frozen.within for one in runs)
    far = round(float(furthest * 10**6), 6)
    return Measured(
        bench="draw",
        rows=(
            _row("finding the fairest portfolio", [one.freezing for one in runs]),
            _row("finding it, processor time", [one.processor for one in runs]),
            _row("drawing, with proofs", [one.drawing for one in runs]),
            _row("checking by the one-file verifier", [one.checking for one in runs]),
        ),
        targets=(
            _below("finding the fairest portfolio, seconds at most", slowest, LIMIT, "s"),
            _below("chances from the fairest, at most", far, float(WITHIN * 10**6), "millionths"),
            _below("faults found", len([w for one in runs for w in one.wrong]), 0, "faults"),
        ),
        notes=tuple(_notes(size, runs)),
    )


def crowd(seed: int, size: Size = FULL) -> list[Person]:
    """People who came by themselves."""
    chance = Random(seed)
    weights = [
        [chance.gammavariate(4, 1) for _ in range(size.values)] for _ in range(size.features)
    ]
    names = [str(value) for value in range(size.values)]
    return [
        tuple(chance.choices(names, weights=weight)[0] for weight in weights)
        for _ in range(size.members)
    ]


def quotas_near(people: Sequence[Person], seats: int, off: float = OFF) -> tuple[Feature, ...]:
    """Quotas around shares that lie `off` on the way from those of the crowd to equal ones."""
    return tuple(
        _feature(at, [one[at] for one in people], seats, off) for at in range(len(people[0]))
    )


def _feature(at: int, found: Sequence[str], seats: int, off: float) -> Feature:
    values, quotas = sorted(set(found)), []
    for value in values:
        share = (1 - off) * found.count(value) / len(found) + off / len(values)
        least = int(seats * share)
        quotas.append(Quota(value=value, least=least, most=least + 1))
    return Feature(name=f"feature {at + 1}", quotas=tuple(quotas))


def salted(people: Sequence[Person]) -> list[Entry]:
    """Somebody for each, with a salt that is always the same, so that a draw can be repeated."""
    return [
        Entry(member=f"M{at:05}", values=of, salt=sha256(f"salt {at}".encode()).hexdigest())
        for at, of in enumerate(people)
    ]


def _run(size: Size, seed: int) -> Run:
    sys.stderr.write(f"measuring draw {seed} …\n")
    people = crowd(seed, size)
    terms = Terms(seats=size.seats, source="a benchmark", features=quotas_near(people, size.seats))
    pool = Pool(terms, salted(people))
    began = process_time()
    frozen, freezing = _timed(lambda: freeze(terms, pool))
    processor = process_time() - began
    outcome, drawing = _timed(lambda: _drawn(frozen, pool))
    text = written(outcome)
    wrong, checking = _timed(lambda: check(text))
    return Run(freezing, processor, drawing, checking, frozen, wrong)


def _drawn(frozen: Frozen, pool: Pool) -> Record:
    outcome = drawn(frozen, "1 2 3 4 5 6")
    return Record(frozen=frozen, drawn=outcome, proofs=proofs(pool, outcome))


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = perf_counter()
    return work(), perf_counter() - began


def _row(name: str, runs: Sequence[float]) -> Row:
    shown = tuple(round(run, 3) for run in runs)
    return Row(name=name, value=round(median(runs), 3), unit="s", runs=shown)


def _below(name: str, value: float, target: float, unit: str) -> Target:
    return Target(name=name, value=value, unit=unit, target=target, reached=value <= target)


def _notes(size: Size, runs: Sequence[Run]) -> Sequence[str]:
    kinds = ", ".join(str(len(one.frozen.pool.kinds)) for one in runs)
    panels = ", ".join(str(len(one.frozen.portfolio.panels)) for one in runs)
    levels = ", ".join(str(len(one.frozen.fairness.proof.proofs)) for one in runs)
    return (
        f"{size.seats} of {size.members:,} by {size.features} features of {size.values} values. "
        f"Members of the same features are of one kind; there were {kinds} kinds, {panels} panels "
        f"in the portfolio, and {levels} levels of chances.",
    )
