"""What a measurement yields, as an object for programs and as a table for people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from domain.kernel.value import Value


class Row(Value):
    """One thing measured: the median of its runs."""

    name: str
    value: float
    unit: str
    runs: tuple[float, ...] = ()


class Target(Value):
    """What is to be reached, and whether it was."""

    name: str
    value: float
    unit: str
    target: float
    reached: bool


class Measured(Value):
    """The outcome of one benchmark."""

    bench: str
    rows: tuple[Row, ...]
    targets: tuple[Target, ...] = ()
    notes: tuple[str, ...] = ()


class Report(Value):
    """Everything that one run measured, and on what."""

    machine: dict[str, str]
    benches: tuple[Measured, ...]

    def as_object(self) -> dict[str, object]:
        """The JSON object: `machine`, `rows` and `targets`."""
        plain = self.model_dump(mode="json")
        return {
            "machine": plain["machine"],
            "rows": [{"bench": b["bench"], **row} for b in plain["benches"] for row in b["rows"]],
            "targets": [target for b in plain["benches"] for target in b["targets"]],
        }


def row(name: str, runs: Sequence[float], unit: str = "events/s") -> Row:
    """The row of several runs."""
    return Row(name=name, value=round(median(runs), 2), unit=unit, runs=tuple(map(_short, runs)))


def ratio(name: str, ours: Sequence[float], theirs: Sequence[float], target: float) -> Target:
    """How many times as fast as the other side, both taken in this run."""
    value = round(median(ours) / median(theirs), 2)
    return Target(name=name, value=value, unit="times", target=target, reached=value >= target)


def below(name: str, value: float, most: float, unit: str) -> Target:
    """What may be so much at the most."""
    return Target(name=name, value=round(value, 1), unit=unit, target=most, reached=value <= most)


def at(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def _short(value: float) -> float:
    return round(value, 1)


def as_page(report: Report) -> str:
    """`docs/performance.md`."""
    machine = [f"| {name} | {value} |" for name, value in report.machine.items()]
    lines = [
        "# Performance",
        "",
        "Written by `convenor bench all`; not edited by hand. Every run is shown and the median",
        "counts. Both sides of a comparison were measured in turn, in one run, on one server that",
        "waits for the disk.",
        "",
        "## Machine",
        "",
        "| | |",
        "|---|---|",
        *machine,
        "",
        *(as_markdown(measured) for measured in report.benches),
    ]
    return "\n".join(lines).rstrip() + "\n"


def as_markdown(measured: Measured) -> str:
    """One benchmark as tables."""
    lines = [f"## {measured.bench}", ""]
    lines += ["| What | Median | Unit | Runs |", "|---|---:|---|---|"]
    lines += [_row_line(one) for one in measured.rows]
    if measured.targets:
        lines += ["", "| Target | Value | To reach | |", "|---|---:|---:|---|"]
        lines += [_target_line(one) for one in measured.targets]
    lines += [text for note in measured.notes for text in ("", note)]
    return "\n".join(lines) + "\n"


def _row_line(one: Row) -> str:
    runs = ", ".join(map(_figure, one.runs))
    return f"| {one.name} | {_figure(one.value)} | {one.unit} | {runs} |"


def _figure(value: float) -> str:
    """Whole numbers for the large, three digits for the small."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def with_section(page: str, measured: Measured) -> str:
    """The page with this benchmark in place of what it said about it before."""
    head, *sections = re.split(r"(?m)^(?=## )", page)
    kept = [one.rstrip() for one in sections if not one.startswith(f"## {measured.bench}\n")]
    return "\n\n".join([head.rstrip(), *kept, as_markdown(measured).rstrip()]) + "\n"


def _target_line(one: Target) -> str:
    verdict = "reached" if one.reached else "**not reached**"
    return f"| {one.name} | {one.value:,g} {one.unit} | {one.target:,g} | {verdict} |"


def as_text(report: Report) -> str:
    """The tables for a terminal."""
    parts = [", ".join(f"{name} {value}" for name, value in report.machine.items()), ""]
    for measured in report.benches:
        parts += [measured.bench, *(_row_text(one) for one in measured.rows)]
        parts += [_target_text(one) for one in measured.targets]
        parts += [*(f"  {note}" for note in measured.notes), ""]
    return "\n".join(parts)


def _row_text(one: Row) -> str:
    return f"  {one.name:<52} {_figure(one.value):>12} {one.unit}"


def _target_text(one: Target) -> str:
    verdict = "reached" if one.reached else "NOT REACHED"
    return f"  {one.name:<52} {one.value:>12,g} {one.unit}, to reach {one.target:,g}: {verdict}"
