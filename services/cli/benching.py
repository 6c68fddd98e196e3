"""`bench`: what is measured, over how large an organisation, and what is allowed."""

from __future__ import annotations

import sys
from json import dumps
from typing import Annotated, Final

import typer

from services.config import load_settings

READ: Final = "read"
BALLOT: Final = "ballot"
CASES: Final = "cases"
TOO_SLOW: Final = 1


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(bench)


def bench(
    name: Annotated[str, typer.Argument(help="Which, or 'all' to write docs/performance.md.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    page: Annotated[
        bool, typer.Option("--page", help="Write its section of docs/performance.md.")
    ] = False,
    peers: Annotated[
        str | None, typer.Option(help="count: a Python that has the other counters.")
    ] = None,
    bodies: Annotated[int, typer.Option(help="read: how many bodies.")] = 500,
    mandates: Annotated[int, typer.Option(help="read: how many mandates.")] = 20_000,
    meetings: Annotated[int, typer.Option(help="read: how many meetings.")] = 5_000,
    members: Annotated[
        int | None, typer.Option(help="read, ballot: how many members (8000, 200000).")
    ] = None,
    papers: Annotated[int, typer.Option(help="ballot: how many sealed papers.")] = 100_000,
    blind: Annotated[int, typer.Option(help="ballot: how many blind papers.")] = 20_000,
    callers: Annotated[int, typer.Option(help="ballot: how many at once.")] = 32,
    cases: Annotated[int, typer.Option(help="cases: how many are open at once.")] = 2_000,
    minutes: Annotated[
        float, typer.Option(help="cases: over how long the moments are spread.")
    ] = 60,
    times: Annotated[int, typer.Option(help="read: how often each is asked.")] = 10,
    things: Annotated[int, typer.Option(help="read: of how many things of a kind.")] = 4,
    seed: Annotated[int, typer.Option(help="read: what chance begins with.")] = 1,
    limit_page_ms: Annotated[float, typer.Option(help="read: allowed for a page.")] = 100.0,
    limit_read_ms: Annotated[float, typer.Option(help="read: allowed in the database.")] = 20.0,
) -> None:
    """Compare with others and with the ceiling, in one run on the same work.

    `read` asks for every page of a large organisation, and ends with 1 if one takes too long.
    `ballot` has all of its members vote over HTTP. `cases` waits until what falls due in open
    cases is on record, in real time.
    """
    from services import bench as benches  # what it compares with is needed by no other command

    told = {} if members is None else {"members": members}
    if name == BALLOT:
        from services.bench.ballot.measure import measure as measure_ballots
        from services.bench.ballot.sizes import BallotSizes

        many = BallotSizes(papers=papers, blind=blind, callers=callers, **told)
        benches.tell(measure_ballots(load_settings(), many), json=json, page=page)
        return
    if name == CASES:
        from services.bench.cases.measure import measure as measure_cases
        from services.bench.cases.sizes import CaseSizes

        open_at_once = CaseSizes(cases=cases, minutes=minutes)
        benches.tell(measure_cases(load_settings(), open_at_once), json=json, page=page)
        return
    if name != READ:
        benches.run(name, json=json, page=page, peers=peers)
        return
    from services.bench.read.measure import Wanted, measure
    from services.bench.read.sizes import Sizes

    sizes = Sizes(bodies=bodies, mandates=mandates, meetings=meetings, **told)
    wanted = Wanted(
        sizes=sizes,
        times=times,
        things=things,
        seed=seed,
        page_ms=limit_page_ms,
        read_ms=limit_read_ms,
    )
    found = measure(load_settings(), wanted)
    notes = [note for one in found.report.benches for note in one.notes]
    whole = {**found.report.as_object(), "too_slow": found.too_slow, "notes": notes}
    sys.stdout.write(dumps(whole, indent=2) + "\n" if json else benches.as_text(found.report))
    if page:
        benches.write_section(found.report)
    if found.too_slow:
        print("\n".join(("Above the limit:", *found.too_slow)), file=sys.stderr)
        raise typer.Exit(TOO_SLOW)
