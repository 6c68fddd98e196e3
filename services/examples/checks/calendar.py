"""Whether the cycle has its calendar in one line, and its meetings are of bodies that are there."""

from __future__ import annotations

from itertools import pairwise

from domain.cycle.calendar import StageName
from services.examples.checks.finding import Finding, Findings, unknown
from services.examples.models import Record


def check(record: Record) -> Findings:
    """Stages that do not meet, and bodies that are not there."""
    yield from _stages(record)
    yield from _bodies(record)


def _stages(record: Record) -> Findings:
    stages = record.calendar.stages
    if [stage.id for stage in stages] != list(StageName):
        names = ", ".join(StageName)
        yield Finding("calendar", ("stages",), f"The stages are, in this order: {names}.")
        return
    for n, (before, after) in enumerate(pairwise(stages), 1):
        if before.closes_at != after.opens_at:
            yield Finding(
                "calendar",
                ("stages", n, "opens_at"),
                f"A stage opens when the one before closes, on {before.closes_at.isoformat()}.",
            )


def _bodies(record: Record) -> Findings:
    bodies = [body.id for body in record.bodies.bodies]
    for n, extension in enumerate(record.calendar.extensions):
        yield from unknown("calendar", ("extensions", n, "by"), "body", extension.by, bodies)
    for n, meeting in enumerate(record.calendar.meetings):
        yield from unknown("calendar", ("meetings", n, "body"), "body", meeting.body, bodies)
