"""Answers which moment an address asks for, and how a moment is written into an address.

A date alone means the end of that day, so that everything which happened on it counts. A date and
time without an offset is read on the organisation's own clock; in an hour that the clock shows
twice, the second showing is meant unless the address gives the offset. It refuses to guess at
anything else, with a sentence that says what to write.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.web.look.words import shortened, which_of_two

PARAMETER = "as_of"
EXAMPLES = "2022-05-20 for the end of that day, or 2022-05-20T17:00 for 5 pm on it"


class UnreadableMoment(ValueError):
    """The address asks for a moment that cannot be read; the message says what to write."""


EARLIEST, LATEST = 1800, 2400


def read_as_of(text: str, zone: ZoneInfo) -> datetime:
    """The moment that the text names, in universal time, where no two hours look alike."""
    text = text.strip().replace(" ", "+")  # an unescaped + of an offset arrives as a space
    try:
        is_day = len(text) == len("2022-05-20")
        moment = (read_day if is_day else read_time)(text, zone).astimezone(UTC)
        if not EARLIEST <= moment.year <= LATEST:
            raise ValueError("beyond what is kept")
        return moment
    except (ValueError, OverflowError) as reason:
        message = f"“{shortened(text)}” is not a moment that can be read: write {EXAMPLES}."
        raise UnreadableMoment(message) from reason


def read_day(text: str, zone: ZoneInfo) -> datetime:
    """The midnight at which the day ends."""
    following = date.fromisoformat(text) + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=zone)


def read_time(text: str, zone: ZoneInfo) -> datetime:
    """The instant itself, or the organisation's clock where no offset is given."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=zone, fold=1) if at.tzinfo is None else at


def write_as_of(at: datetime, zone: ZoneInfo) -> str:
    """The shortest text that reads back as the same moment."""
    local = at.astimezone(zone)
    with_offset = bool(which_of_two(local)) and local.fold == 0
    parts = "minutes" if not (local.second or local.microsecond) else "auto"
    return (local if with_offset else local.replace(tzinfo=None)).isoformat(timespec=parts)


def field_value(at: datetime, zone: ZoneInfo) -> str:
    """What a date-and-time field of a form holds: minutes, on the organisation's clock."""
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
