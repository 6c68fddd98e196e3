"""Whether the parts of the electorate make a whole, and every proposal has its support."""

from __future__ import annotations

from services.examples.checks.finding import Finding, Findings, unknown
from services.examples.checks.groups import LATER_REGIONS
from services.examples.document import Way
from services.examples.models import Record

FILE = "electorate"


def check(record: Record) -> Findings:
    """Shares that make no thousand, and regions or proposals that are not there."""
    made = record.electorate.electorate
    grouped = sum(group.members_per_thousand for group in record.groups.groups)
    alone = sum(part.per_thousand for part in made.without_group)
    yield from _whole(("electorate", "without_group"), grouped + alone, "groups and the rest")
    joined = sum(band.per_thousand for band in made.joined)
    yield from _whole(("electorate", "joined"), joined, "the bands of joining")
    arrivals = sum(made.arrivals_by_day)
    yield from _whole(("electorate", "arrivals_by_day"), arrivals, "the days of voting")
    yield from _regions(record)
    yield from _support(record)


def _whole(way: Way, total: int, what: str) -> Findings:
    if total != 1000:
        yield Finding(FILE, way, f"The shares of {what} make {total}, and 1000 was expected.")


def _regions(record: Record) -> Findings:
    known = record.organisation.regions(LATER_REGIONS)
    for n, turnout in enumerate(record.electorate.electorate.turnout_by_region_2022):
        where = ("electorate", "turnout_by_region_2022", n)
        yield from unknown(FILE, where, "region", turnout.region, known)


def _support(record: Record) -> Findings:
    paper = [proposal.id for proposal in record.proposals.on_the_paper()]
    given = [support.proposal for support in record.electorate.electorate.support]
    for n, proposal in enumerate(given):
        where = ("electorate", "support", n)
        yield from unknown(FILE, where, "proposal on the paper", proposal, paper)
    missing = [proposal for proposal in paper if proposal not in given]
    if missing:
        yield Finding(
            FILE,
            ("electorate", "support"),
            f"No support is given for {', '.join(missing)}. Add a line for each.",
        )
