"""The cross-checks: what one entry says of another, over all files."""

from __future__ import annotations

from services.examples.checks import (
    amendments,
    moments,
    proposals,
    provenance,
    register,
    rulebook,
    shares,
)
from services.examples.checks.finding import Finding
from services.examples.models import Record

CHECKS = (provenance, register, rulebook, moments, proposals, amendments, shares)


def findings(record: Record) -> tuple[Finding, ...]:
    """Everything that does not fit, in the order of the checks."""
    return tuple(finding for check in CHECKS for finding in check.check(record))
