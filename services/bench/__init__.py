"""How fast the log is, each figure beside the library's own and the ceiling, taken in one run.

`run` is what `convenor bench` calls: it prints a table, or one JSON object.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from json import dumps
from pathlib import Path
from typing import Final

from domain.kernel.refusal import BadInput
from services.bench import append, bulk, counting, ground, projections, sealing, tail
from services.bench.report import Measured, Report, as_page, as_text, with_section

__all__ = ["ALL", "BENCHES", "COUNT", "DRAW", "as_text", "run", "tell", "write_section"]

# What is measured on a database.
BENCHES: Final[Mapping[str, Callable[[str], Measured]]] = {
    "append": append.measure,
    "import": bulk.measure,
    "tail": tail.measure,
    "projection": projections.measure,
    "seal": sealing.measure,
}
COUNT: Final = "count"
DRAW: Final = "draw"
READ: Final = "read"
BALLOT: Final = "ballot"
CASES: Final = "cases"
ALL: Final = "all"
PAGE: Final = Path("docs") / "performance.md"


def run(name: str, *, json: bool = False, page: bool = False, peers: str | None = None) -> Report:
    """Measure one thing, or all of them, and print what came out.

    `all` also writes `docs/performance.md`; `page` writes the section of one benchmark there.
    `peers` is a Python that has other counters.  Raises `BadInput` for an unknown name.
    """
    alone = name in (COUNT, DRAW)
    report = _from_files(name, peers) if alone else _on_a_server(_chosen(name))
    if name == ALL:
        others = (one for kind in (COUNT, DRAW) for one in _from_files(kind, peers).benches)
        report = report.model_copy(update={"benches": (*report.benches, *others)})
    tell(report, json=json, page=page and name != ALL)
    if name == ALL:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(as_page(report), "utf-8")
    return report


def tell(report: Report, *, json: bool, page: bool) -> None:
    """Print what came out, and write its section of `docs/performance.md` if that is wanted."""
    sys.stdout.write(dumps(report.as_object(), indent=2) + "\n" if json else as_text(report))
    if page:
        write_section(report)


def write_section(report: Report) -> None:
    """Put what was measured in place of what `docs/performance.md` said about it before."""
    PAGE.write_text(with_section(PAGE.read_text("utf-8"), report.benches[0]), "utf-8")


def _from_files(name: str, peers: str | None) -> Report:
    """What needs no server."""
    if name == COUNT:
        return Report(machine=ground.hardware(), benches=(counting.measure(peers),))
    from services.bench import drawing  # a solver, which nothing else waits for

    return Report(machine=ground.hardware(), benches=(drawing.measure(),))


def _on_a_server(names: tuple[str, ...]) -> Report:
    with ground.server() as address:
        return Report(
            machine=ground.machine(address),
            benches=tuple(_measured(address, one) for one in names),
        )


def _chosen(name: str) -> tuple[str, ...]:
    if name == ALL:
        return tuple(BENCHES)
    if name not in BENCHES:
        known = ", ".join([*BENCHES, COUNT, DRAW, READ, BALLOT, CASES, ALL])
        raise BadInput(f"There is no benchmark “{name}”. There are: {known}.")
    return (name,)


def _measured(address: str, name: str) -> Measured:
    sys.stderr.write(f"measuring {name} …\n")
    with ground.database(address) as dsn:
        return BENCHES[name](dsn)
