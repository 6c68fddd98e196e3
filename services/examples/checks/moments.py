"""Whether the calendar runs in one line, and every moment has the offset of its zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from domain.cycle.calendar import StageName
from services.examples.base import Entry
from services.examples.checks.finding import Finding, Findings, unknown
from services.examples.document import Way
from services.examples.models import FILES, Record


def check(record: Record) -> Findings:
    """Stages that do not meet, bodies that are not there, and wrong offsets."""
    yield from _stages(record)
    yield from _bodies(record)
    zone = ZoneInfo(record.organisation.organisation.zone)
    for name in FILES:
        for way, moment in _moments(getattr(record, name), ()):
            yield from _offset(name, way, moment, zone)


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


def _offset(file: str, way: Way, moment: datetime, zone: ZoneInfo) -> Findings:
    local = moment.astimezone(zone)
    if moment.utcoffset() != local.utcoffset():
        yield Finding(
            file,
            way,
            f"This moment has not the offset that {zone.key} has on that day. "
            f"Write {local.isoformat()}.",
        )


def _moments(value: object, way: Way) -> Iterator[tuple[Way, datetime]]:
    if isinstance(value, datetime):
        yield way, value
    elif isinstance(value, Entry):
        for name, field in type(value).model_fields.items():
            yield from _moments(getattr(value, name), (*way, field.alias or name))
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _moments(item, (*way, n))
