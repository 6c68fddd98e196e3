"""Whether every moment has the offset of its zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from services.examples.base import Entry
from services.examples.checks.finding import Finding, Findings
from services.examples.document import Way
from services.examples.models import Founding


def check(record: Founding) -> Findings:
    """Every moment with a wrong offset, in any of the files."""
    zone = ZoneInfo(record.organisation.organisation.zone)
    for name in type(record).model_fields:
        for way, moment in _moments(getattr(record, name), ()):
            yield from _offset(name, way, moment, zone)


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
