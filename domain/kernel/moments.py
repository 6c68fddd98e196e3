"""Periods and deadlines: clear days, hours, and the one instant at which a deadline takes effect.

A *clear* day excludes the day of the act and the day of the event (R v Turner
[1910] 1 KB 346, on periods of notice).  A deadline is an instant; its zone is kept for the words on
the page.  Nothing here reads a clock.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def end_of_day(moment: datetime, zone: ZoneInfo = LONDON) -> datetime:
    """The last second of that local day: the instant of a deadline that names a day only."""
    local = moment.astimezone(zone)
    return datetime.combine(local.date(), time(23, 59, 59), zone)


def is_end_of_day(moment: datetime, zone: ZoneInfo = LONDON) -> bool:
    """Whether it is the last second of a local day: then people are told the day and no time."""
    local = moment.astimezone(zone)
    return (local.hour, local.minute, local.second) == (23, 59, 59)


def is_midnight(moment: datetime, zone: ZoneInfo = LONDON) -> bool:
    """Whether a local day ends and the next begins at that moment."""
    return moment.astimezone(zone).time() == time()


def in_words(moment: datetime, zone: ZoneInfo = LONDON) -> str:
    """A moment as a noun, by the local clock: 20 May 2022 at 12:00, or the end of 20 May 2022."""
    local = moment.astimezone(zone)
    if is_end_of_day(local, zone):
        return f"the end of {local:%-d %B %Y}"
    return f"{local:%-d %B %Y at %H:%M}"


def on_or_at(moment: datetime, zone: ZoneInfo = LONDON) -> str:
    """When something is, was or begins: on 20 May 2022 at 12:00, or at the end of 20 May 2022."""
    return f"{'at' if is_end_of_day(moment, zone) else 'on'} {in_words(moment, zone)}"


def days_after(moment: datetime, days: int, *, clear: bool, zone: ZoneInfo = LONDON) -> datetime:
    """The deadline that many days after a moment, by local calendar (so across a clock change too).

    Clear days run to the end of the last of them, not counting the first; other days run to the
    same time of day.
    """
    local = moment.astimezone(zone)
    later = datetime.combine(local.date() + timedelta(days=days), local.time(), zone)
    return end_of_day(later, zone) if clear else later


def months_after(moment: datetime, months: int, zone: ZoneInfo = LONDON) -> datetime:
    """The same day and time that many months on; the last day of a month that has no such day."""
    local = moment.astimezone(zone)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return datetime.combine(date(year, month + 1, day), local.time(), zone)


def wall_clock_shift(before: datetime, after: datetime, zone: ZoneInfo = LONDON) -> timedelta:
    """By how much the local clock on the wall differs, whatever the clocks did in between."""
    return _on_the_wall(after, zone) - _on_the_wall(before, zone)


def shifted(moment: datetime, shift: timedelta, zone: ZoneInfo = LONDON) -> datetime:
    """The moment at which the local clock on the wall shows that much more."""
    return (_on_the_wall(moment, zone) + shift).replace(tzinfo=zone)


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def clear_days_between(first: datetime, second: datetime, zone: ZoneInfo = LONDON) -> int:
    """How many whole days lie between the day of the first moment and the day of the second."""
    days = (second.astimezone(zone).date() - first.astimezone(zone).date()).days
    return days - 1


def seconds_left(now: datetime, due: datetime) -> float:
    """Seconds from now to a deadline; zero once it has taken effect."""
    return max(0.0, (due - now).total_seconds())
