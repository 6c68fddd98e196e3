"""The cross-checks: what one entry says of another, over all files."""

from __future__ import annotations

from services.examples.checks import (
    amendments,
    calendar,
    groups,
    moments,
    proposals,
    provenance,
    register,
    rulebook,
    shares,
    year,
)
from services.examples.checks.finding import Finding
from services.examples.models import Founding, Record, YearRecord

OF_EVERY_EXAMPLE = (provenance, register, rulebook, moments)
OF_A_CYCLE = (groups, calendar, proposals, amendments, shares)


def findings(record: Record) -> tuple[Finding, ...]:
    """Everything that does not fit, in the order of the checks."""
    cycle = tuple(finding for check in OF_A_CYCLE for finding in check.check(record))
    return (*_shared(record), *cycle)


def findings_of_a_year(record: YearRecord) -> tuple[Finding, ...]:
    """Everything that does not fit in an example that lives through a year."""
    return (*_shared(record), *year.check(record))


def _shared(record: Founding) -> tuple[Finding, ...]:
    return tuple(finding for check in OF_EVERY_EXAMPLE for finding in check.check(record))
