"""Writes events as a calendar (RFC 5545), by the local clock and with the zone's own rules.

The rules of London's clock are written out here; those of another zone come from the machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import icalendar

from domain.kernel.moments import is_end_of_day
from services.calendars.event import Event

LONDON: Final = "Europe/London"
_SUMMER: Final = {"freq": "yearly", "bymonth": 3, "byday": "-1SU"}
_WINTER: Final = {"freq": "yearly", "bymonth": 10, "byday": "-1SU"}
ASK_AGAIN: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Almanac:
    """What a calendar is called, by which zone it goes, and where the pages are."""

    name: str
    zone: ZoneInfo
    pages: str = ""


def write(almanac: Almanac, events: Iterable[Event]) -> bytes:
    """The calendar as a file."""
    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Convenor//EN")
    made.add("name", almanac.name)  # RFC 7986; what follows is the same in older words
    made.add("x-wr-calname", almanac.name)
    made.add("x-wr-timezone", almanac.zone.key)
    made.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    made.add_component(zone_of(almanac.zone))
    for event in events:
        made.add_component(_event(almanac, event))
    return bytes(made.to_ical())


def _event(almanac: Almanac, event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", event.changed.astimezone(UTC))
    made.add("last-modified", event.changed.astimezone(UTC))
    made.add("sequence", event.sequence)
    if event.ends <= event.begins and is_end_of_day(event.begins, almanac.zone):
        made.add("dtstart", event.begins.astimezone(almanac.zone).date())  # all of the due day
    else:
        made.add("dtstart", _whole(event.begins).astimezone(almanac.zone))
    if event.ends > event.begins:
        made.add("dtend", _whole(event.ends).astimezone(almanac.zone))
    made.add("summary", f"Cancelled: {event.what}" if event.cancelled else event.what)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    if almanac.pages:
        made.add("url", f"{almanac.pages}{event.page}")
    return made


def _whole(moment: datetime) -> datetime:
    """A calendar knows no fractions of a second."""
    return moment.replace(microsecond=0)


def zone_of(zone: ZoneInfo) -> icalendar.Timezone:
    """The rules of a zone."""
    if zone.key != LONDON:
        return icalendar.Timezone.from_tzid(zone.key)
    made = icalendar.Timezone()
    made.add("tzid", LONDON)
    summer, winter = icalendar.TimezoneDaylight(), icalendar.TimezoneStandard()
    # Since 1996 the clocks go forward and back at one hour UTC on the last Sundays.
    for part, name, rule, start in (
        (summer, "BST", _SUMMER, datetime(1996, 3, 31, 1)),  # noqa: DTZ001 - local, as RFC 5545 asks
        (winter, "GMT", _WINTER, datetime(1996, 10, 27, 2)),  # noqa: DTZ001 - local, as RFC 5545 asks
    ):
        part.add("tzname", name)
        part.add("dtstart", start)
        part.add("rrule", rule)
    summer.add("tzoffsetfrom", timedelta())
    summer.add("tzoffsetto", timedelta(hours=1))
    winter.add("tzoffsetfrom", timedelta(hours=1))
    winter.add("tzoffsetto", timedelta())
    made.add_component(winter)
    made.add_component(summer)
    return made
