"""Which days are working days in England and Wales, and which working day comes how many later.

The bank holidays are those of the Banking and Financial Dealings Act 1971 with the customary ones,
as they fall each year; what a proclamation moved or added is listed.  It knows no organisation.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

SATURDAY: Final = 5
_ADDED: Final = frozenset(
    {
        date(2022, 6, 3),  # the platinum jubilee
        date(2022, 9, 19),  # the funeral of Elizabeth II
        date(2023, 5, 8),  # the coronation of Charles III
    }
)
_MOVED: Final = {
    date(2020, 5, 4): date(2020, 5, 8),  # 75 years after the war in Europe
    date(2022, 5, 30): date(2022, 6, 2),
}


def is_working_day(day: date) -> bool:
    """Neither a Saturday or Sunday nor a bank holiday."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def working_day_after(day: date, count: int) -> date:
    """The working day that many after a day; the first working day from it on for none."""
    found = day
    for _ in range(count):
        found = _next(found + timedelta(days=1))
    return _next(found)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a year."""
    easter = easter_sunday(year)
    usual = {
        _in_lieu(date(year, 1, 1)),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
        *_christmas(year),
    }
    added = {day for day in _ADDED if day.year == year}
    return frozenset({_MOVED.get(day, day) for day in usual} | added)


def easter_sunday(year: int) -> date:
    """Easter by the Gregorian calendar (the anonymous computus, as Meeus gives it)."""
    century = year // 100
    golden = year % 19
    leap = century - century // 4 - (8 * century + 13) // 25
    epact = (19 * golden + leap + 15) % 30
    epact -= epact // 28 * (1 - 29 // (epact + 1) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    step = epact - weekday
    month = 3 + (step + 40) // 44
    return date(year, month, step + 28 - 31 * (month // 4))


def _christmas(year: int) -> tuple[date, date]:
    """Christmas Day and Boxing Day; one that falls on a weekend is kept on the days after."""
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    if christmas.weekday() < SATURDAY - 1:
        return christmas, boxing
    kept = {4: (25, 28), 5: (28, 27), 6: (27, 26)}[christmas.weekday()]
    return date(year, 12, kept[0]), date(year, 12, kept[1])


def _in_lieu(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _next(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
