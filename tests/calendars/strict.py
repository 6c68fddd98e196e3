"""A strict reader of calendars, by the grammar of RFC 5545; it shares no code with the writer.

Lines end in CRLF and hold 75 octets at most; whatever begins ends; what must stand, stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LINE = re.compile(
    r"^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(.*)$", re.DOTALL
)
ESCAPED = re.compile(r"\\(.)")


@dataclass
class Component:
    """A component with its properties, each with its parameters, and what is inside it."""

    kind: str
    properties: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)
    inside: list[Component] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.properties[name][1]

    def text(self, name: str) -> str:
        return ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.value(name))

    def moment(self, name: str) -> datetime:
        """A moment by the zone that it names, or in UTC."""
        parameters, value = self.properties[name]
        if value.endswith("Z"):
            return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        zone = ZoneInfo(parameters["TZID"])
        return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone)

    def begins(self) -> datetime | date:
        """When it begins: a moment, or a day that it lasts all of."""
        parameters, value = self.properties["DTSTART"]
        if parameters.get("VALUE") == "DATE":
            return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date()
        return self.moment("DTSTART")

    def of(self, kind: str) -> list[Component]:
        return [one for one in self.inside if one.kind == kind]


def read(content: bytes) -> Component:
    """The calendar; raises `AssertionError` where the grammar is broken."""
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    root = Component("")
    _fill(root, [line.decode("utf-8") for line in _unfolded(lines)])
    [calendar] = root.inside
    _check(calendar)
    return calendar


def _unfolded(lines: list[bytes]) -> list[bytes]:
    found: list[bytes] = []
    for line in lines:
        if line.startswith(b" "):
            found[-1] += line[1:]
        else:
            found.append(line)
    return found


def _fill(root: Component, lines: list[str]) -> None:
    open_ones = [root]
    for line in lines:
        parsed = LINE.match(line)
        assert parsed, f"no content line: {line!r}"
        name, parameters, value = parsed[1].upper(), parsed[2], parsed[3]
        if name == "BEGIN":
            begun = Component(value)
            open_ones[-1].inside.append(begun)
            open_ones.append(begun)
        elif name == "END":
            assert open_ones.pop().kind == value
        else:
            assert name not in open_ones[-1].properties, f"{name} stands twice"
            pairs = (one.split("=", 1) for one in parameters.split(";")[1:])
            open_ones[-1].properties[name] = ({k.upper(): v.strip('"') for k, v in pairs}, value)
    assert open_ones == [root]


def _check(calendar: Component) -> None:
    assert calendar.kind == "VCALENDAR"
    assert calendar.value("VERSION") == "2.0"
    assert calendar.value("PRODID")
    zones = {zone.value("TZID") for zone in calendar.of("VTIMEZONE")}
    for zone in calendar.of("VTIMEZONE"):
        for part in zone.inside:
            assert {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"} <= set(part.properties)
    names = []
    for event in calendar.of("VEVENT"):
        names.append(event.value("UID"))
        event.moment("DTSTAMP")
        event.begins()
        zone_named = event.properties["DTSTART"][0].get("TZID")
        assert zone_named is None or zone_named in zones
        assert int(event.value("SEQUENCE")) >= 0
        assert event.value("STATUS") in ("CONFIRMED", "CANCELLED")
    assert len(names) == len(set(names))
