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
from domain.counting.papers import Cast, Ints, Marks
from domain.counting.rules.catalogue import rule
from domain.counting.rules.marks.yes_no import NO, YES
from domain.counting.terms import BySeed, Section, Terms
from domain.kernel.refusal import BadInput

READ = "read"
YES_NO, COLLEGE = "yes-no", "electoral-college"
SECTIONS = ("first", "second", "third")
SEED = 20220517
AT_ONCE = 50_000
# Enough papers to see whether a rule fills as many places.
FEW = 6


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


def question(marks: Marks) -> tuple[Contest, Cast]:
    """The same papers as answers to a question: Yes where the first mark is odd, No where even."""
    choices = (Candidate(name=YES), Candidate(name=NO))
    answers = (2 - marks[:, :1] % 2).astype(np.int32)
    return Contest(seats=1, candidates=choices), Cast(answers, _one_each(marks))


def in_sections(marks: Marks) -> Cast:
    """The same papers, dealt to the sections in turn."""
    section = np.arange(len(marks), dtype=np.int64) % len(SECTIONS)
    return Cast(marks, _one_each(marks), section=section, sections=SECTIONS)


def election(id: str, marks: Marks, seats: int) -> tuple[Contest, Cast]:
    """What a rule counts: the papers as it takes them, for one place where it fills no more."""
    if id == YES_NO:
        return question(marks)
    about = contest(marks.shape[1], seats)
    if id == COLLEGE:
        return about, in_sections(marks)
    if id != READ and rule(id).manifest.papers is Kind.CROSSES:
        marks = marks[:, :seats]
    return about, Cast(marks, _one_each(marks))


def _one_each(marks: Marks) -> Ints:
    return np.ones(len(marks), dtype=np.int64)


def counting(id: str, cast: Cast, about: Contest) -> Callable[[], Sequence[str]]:
    """The count from papers to result, which answers who is elected.

    A rule for one place alone is measured with one.
    """
    weights = tuple(Section(name=name, weight="1") for name in cast.sections)
    terms = Terms(rule=id, ties=(BySeed(seed=str(SEED)),), sections=weights)
    try:
        count(about, _few(cast), terms)
    except BadInput:
        about = about.model_copy(update={"seats": 1})
    return lambda: count(about, cast, terms).elected


def _few(cast: Cast) -> Cast:
    section = None if cast.section is None else cast.section[:FEW]
    return Cast(cast.marks[:FEW], cast.number[:FEW], section=section, sections=cast.sections)


def reading(cast: Cast, about: Contest) -> Callable[[], Sequence[str]]:
    """The way from the bytes of a BLT file to papers."""
    data = write_blt(about, cast).encode()
    return lambda: read_blt(data, "papers.blt").contest.names[:0]


def measured(id: str, papers: int, candidates: int, seats: int) -> dict[str, Any]:
    """Seconds on the clock and of the processor, megabytes, and who was elected."""
    about, cast = election(id, random_marks(papers, candidates), seats)
    run = reading(cast, about) if id == READ else counting(id, cast, about)
    start, began = perf_counter(), process_time()
    elected = run()
    return {
        "seconds": perf_counter() - start,
        "processor": process_time() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "elected": sorted(about.index(name) + 1 for name in elected),
    }


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], *map(int, sys.argv[2:]))))
