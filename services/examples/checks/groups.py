"""Whether local groups are told apart, and lie in regions that are there."""

from __future__ import annotations

from services.examples.checks.finding import Finding, Findings, twice, unknown
from services.examples.models import Record

REGIONS_OF_GROUPS = "regions_2019"
LATER_REGIONS = "regions_2022"


def check(record: Record) -> Findings:
    """Names that two groups have, and regions that are not there."""
    yield from twice("groups", "groups", [group.id for group in record.groups.groups])
    yield from _regions(record)


def _regions(record: Record) -> Findings:
    now = record.organisation.regions(REGIONS_OF_GROUPS)
    later = record.organisation.regions(LATER_REGIONS)
    for n, group in enumerate(record.groups.groups):
        way = ("groups", n)
        yield from unknown("groups", (*way, "region"), "region", group.region, now)
        if group.region_2022 is not None:
            where = (*way, "region_2022")
            yield from unknown("groups", where, "region", group.region_2022, later)
        elif group.synthetic:
            yield Finding(
                "groups",
                way,
                "This invented group has no field 'region_2022'. Add it: its "
                "members vote in that region after the ballot.",
            )
