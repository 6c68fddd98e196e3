"""Counting 100,000 papers with 40 candidates for 20 places: each of our rules, and other counters.

Every count has a process of its own and the same random papers; time is that of the count alone,
from papers in the counter's own form, memory the most that its process ever had.  The other
counters are no part of this project: they are measured where a Python has them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

from domain.counting.manifest import Kind
from domain.counting.rules.catalogue import manifests, rule
from services.bench.counting_ours import READ, random_marks
from services.bench.counting_peers import BY_RULE, PEERS
from services.bench.report import Measured, Row, Target

RUNS: Final = 3
LIMIT: Final = 60
SCOTTISH: Final = "scottish-stv"
# Seconds to stay below, by rule, at 100,000 papers.
TARGETS: Final[Mapping[str, float]] = {SCOTTISH: 0.5, "meek-prf": 3.0}
TIMES_FASTER: Final = 5
# Rules beside which no other counter is measured, and why.
ALONE: Final[Mapping[str, str]] = {
    "ers97": "none of the other counters has its batches and deferred surpluses",
    "meek-nz": "none of the other counters has its rounding; that of pref_voting is by meek-prf",
    "wigm-exact": "none of the other counters has its exact quota; they are by scottish-stv",
    "wigm-prf": "none of the other counters works to its four decimals; they are by scottish-stv",
    "electoral-college": "none of the other counters knows sections of the electorate",
    "yes-no": "none of the other counters knows a quorum or a share that is needed",
}
NOT_INSTALLED: Final = "not installed"
INSTALL: Final = "python3 -m venv peers && peers/bin/pip install " + " ".join(PEERS)
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Size:
    """How much is counted."""

    papers: int = 100_000
    many: int = 1_000_000
    candidates: int = 40
    seats: int = 20


FULL: Final = Size()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one counter did: its runs, or why there is none."""

    name: str
    runs: tuple[float, ...] = ()
    processor: tuple[float, ...] = ()
    megabytes: float = 0
    elected: tuple[int, ...] = ()
    why_not: str = ""

    @property
    def seconds(self) -> float:
        return median(self.runs)


def measure(peers: str | None = None, size: Size = FULL) -> Measured:
    """Rows, targets and notes; `peers` is the Python that has the other counters."""
    ours = [_ours(manifest.id, size.papers, size) for manifest in manifests()]
    others = _others(peers or sys.executable, size)
    by_rule = _others_by_rule(peers or sys.executable, size)
    reading, many = _ours(READ, size.papers, size), _ours(SCOTTISH, size.many, size)
    rows = [row for one in (*ours, *others, *by_rule) for row in _rows(one, "")]
    rows += [
        *_rows(reading, f", BLT of {size.papers:,} lines"),
        *_rows(many, f", {size.many:,} papers"),
    ]
    return Measured(
        bench="count",
        rows=tuple(rows),
        targets=(*_targets(ours, others), *_of_size(reading, many)),
        notes=tuple(_notes([*ours, *others], by_rule, size)),
    )


def _ours(name: str, papers: int, size: Size) -> Outcome:
    script = str(_HERE / "counting_ours.py")
    command = [
        sys.executable,
        "-P",
        script,
        name,
        str(papers),
        str(size.candidates),
        str(size.seats),
    ]
    return _measured(name, command, RUNS)


def _others(python: str, size: Size) -> list[Outcome]:
    with _papers(size, size.candidates) as file:
        script = _script(python, "counting_peers.py")
        return [_measured(name, [*script, name, file, str(size.seats)], 1) for name in PEERS]


def _others_by_rule(python: str, size: Size) -> list[Outcome]:
    """Other counters by each of our rules that they have too; named `RULE:COUNTER`."""
    found, script = [], _script(python, "counting_peers.py")
    for id in BY_RULE:
        crosses = rule(id).manifest.papers is Kind.CROSSES
        with _papers(size, size.seats if crosses else size.candidates) as file:
            for peer in BY_RULE[id]:
                name = f"{id}:{peer}"
                found.append(_measured(name, [*script, name, file, str(size.seats)], 1))
    return found


@contextmanager
def _papers(size: Size, marks: int) -> Iterator[str]:
    """A file of the papers, each with so many of its marks."""
    with TemporaryDirectory(prefix="convenor-bench-") as folder:
        file = Path(folder) / "papers.txt"
        with file.open("w", encoding="ascii") as lines:
            for row in random_marks(size.papers, size.candidates)[:, :marks].tolist():
                lines.write(" ".join(map(str, row)) + "\n")
        yield str(file)


def _script(python: str, name: str) -> list[str]:
    """A script beside this file, which must not find the others beside it by their names."""
    return [python, "-P", str(_HERE / name)]


def _measured(name: str, command: Sequence[str], runs: int) -> Outcome:
    sys.stderr.write(f"measuring {name} …\n")
    found: list[dict[str, Any]] = []
    for _ in range(runs):
        try:
            run = subprocess.run(
                command, capture_output=True, text=True, timeout=LIMIT, env=_environment()
            )
        except subprocess.TimeoutExpired:
            return Outcome(name, why_not=f"not within {LIMIT} s")
        if run.returncode:
            return Outcome(name, why_not=_why_not(run.stderr))
        found.append(json.loads(run.stdout.splitlines()[-1]))
    return Outcome(
        name,
        tuple(one["seconds"] for one in found),
        tuple(one["processor"] for one in found),
        max(one["megabytes"] for one in found),
        tuple(found[0]["elected"]),
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_HERE.parents[1])}


def _why_not(errors: str) -> str:
    last = errors.strip().splitlines()[-1] if errors.strip() else "it ended without a word"
    kind, _, sentence = last.partition(": ")
    if kind == "ModuleNotFoundError":
        return NOT_INSTALLED
    return sentence.rstrip(".") if kind.endswith("BadInput") else last


def _rows(one: Outcome, about: str) -> Iterable[Row]:
    if one.why_not:
        return
    yield _row(f"{one.name}{about}", one.runs)
    yield _row(f"{one.name}{about}, processor time", one.processor)
    yield Row(name=f"{one.name}{about}, memory", value=round(one.megabytes), unit="MB")


def _row(name: str, runs: Sequence[float]) -> Row:
    shown = tuple(round(run, 3) for run in runs)
    return Row(name=name, value=round(median(runs), 3), unit="s", runs=shown)


def _targets(ours: Sequence[Outcome], others: Sequence[Outcome]) -> Iterable[Target]:
    quickest = min((other.seconds for other in others if other.runs), default=None)
    for one in ours:
        if one.runs and one.name in TARGETS:
            yield _below(f"{one.name}, seconds at most", one.seconds, TARGETS[one.name])
        if one.runs and one.name == SCOTTISH and quickest is not None:
            name = f"{SCOTTISH}, to the quickest of the others"
            times, to = round(quickest / one.seconds, 1), TIMES_FASTER
            yield Target(name=name, value=times, unit="times", target=to, reached=times >= to)


def _of_size(reading: Outcome, many: Outcome) -> Iterable[Target]:
    if reading.runs:
        yield _below("reading the BLT, seconds at most", reading.seconds, 1)
    if many.runs:
        yield _below(f"{SCOTTISH}, many papers, seconds at most", many.seconds, 3)
        yield _below(f"{SCOTTISH}, many papers, memory at most", many.megabytes, 500, "MB")


def _below(name: str, value: float, target: float, unit: str = "s") -> Target:
    value = round(value, 2)
    return Target(name=name, value=value, unit=unit, target=target, reached=value <= target)


def _notes(all_: Sequence[Outcome], by_rule: Sequence[Outcome], size: Size) -> Iterable[str]:
    yield (
        f"{size.papers:,} papers, each ranking all {size.candidates} candidates in an order drawn "
        f"by chance, for {size.seats} places. Memory is the most that the whole process had, "
        "papers included. Targets are about time on the clock; on a machine with other work, "
        "processor time says more. A rule for one place alone was measured with one; the electoral "
        "college with the papers dealt to three sections, yes-no with a paper saying Yes where its "
        "first mark is odd."
    )
    scottish = next(one for one in all_ if one.name == SCOTTISH)
    for one in all_:
        if one.why_not:
            yield f"{one.name}: {one.why_not}."
        elif one is not scottish and len(one.elected) == size.seats:
            same = len(set(one.elected) & set(scottish.elected))
            yield f"{one.name} elects {same} of the {size.seats} whom {SCOTTISH} elects."
    for one in by_rule:
        yield _beside(one, next(our for our in all_ if our.name == one.name.partition(":")[0]))
    for id, why in ALONE.items():
        yield f"{id} stands alone: {why}."
    if any(one.why_not == NOT_INSTALLED for one in all_):
        yield f"To measure the others too: `{INSTALL}`, then `--peers peers/bin/python`."


def _beside(other: Outcome, our: Outcome) -> str:
    if other.why_not:
        return f"{other.name}: {other.why_not}."
    same = len(set(other.elected) & set(our.elected))
    return f"{other.name} elects {same} of the {len(our.elected)} whom {our.name} elects."
