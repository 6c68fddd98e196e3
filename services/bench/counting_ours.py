"""Our own counts, each in a process of its own, so that time and memory are those of the count.

Run as a script with the project on the path: `counting_ours.py RULE PAPERS CANDIDATES SEATS` counts
random papers, with `read` for the rule it reads them from a BLT file in memory.  Prints one JSON
object, as `counting_peers` does.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Sequence
from time import perf_counter, process_time
from typing import Any

import numpy as np

from domain.counting.contest import Candidate, Contest
from domain.counting.count import count
from domain.counting.formats.blt import read_blt
from domain.counting.formats.writing import write_blt
from domain.counting.manifest import Kind
from domain.counting.papers import Cast, Marks
from domain.counting.rules.catalogue import rule
from domain.counting.terms import BySeed, Terms
from domain.kernel.refusal import BadInput

READ = "read"
SEED = 20220517
AT_ONCE = 50_000


def random_marks(papers: int, candidates: int) -> Marks:
    """Every paper ranks all candidates, each order as likely as any other."""
    chance = np.random.default_rng(SEED)
    marks = np.empty((papers, candidates), dtype=np.int32)
    for start in range(0, papers, AT_ONCE):
        rows = marks[start : start + AT_ONCE]
        rows[:] = chance.random(rows.shape).argsort(axis=1) + 1
    return marks


def contest(candidates: int, seats: int) -> Contest:
    """Candidates whose names are their numbers."""
    names = (Candidate(name=str(mark)) for mark in range(1, candidates + 1))
    return Contest(seats=seats, candidates=tuple(names))


def counting(id: str, cast: Cast, about: Contest) -> Callable[[], Sequence[str]]:
    """The count from papers to result, which answers who is elected.

    A rule for one place alone is measured with one.
    """
    terms = Terms(rule=id, ties=(BySeed(seed=str(SEED)),))
    try:
        count(about, Cast(cast.marks[:2], cast.number[:2]), terms)
    except BadInput:
        about = about.model_copy(update={"seats": 1})
    return lambda: count(about, cast, terms).elected


def reading(cast: Cast, about: Contest) -> Callable[[], Sequence[str]]:
    """The way from the bytes of a BLT file to papers."""
    data = write_blt(about, cast).encode()
    return lambda: read_blt(data, "papers.blt").contest.names[:0]


def measured(id: str, papers: int, candidates: int, seats: int) -> dict[str, Any]:
    """Seconds on the clock and of the processor, megabytes, and who was elected."""
    marks = random_marks(papers, candidates)
    if id != READ and rule(id).manifest.papers is Kind.CROSSES:
        marks = marks[:, :seats]
    cast, about = Cast(marks, np.ones(papers, dtype=np.int64)), contest(candidates, seats)
    run = reading(cast, about) if id == READ else counting(id, cast, about)
    start, began = perf_counter(), process_time()
    elected = run()
    return {
        "seconds": perf_counter() - start,
        "processor": process_time() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "elected": sorted(int(name) for name in elected),
    }


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], *map(int, sys.argv[2:]))))
