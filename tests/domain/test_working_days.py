"""Rules for working days: the bank holidays of England and Wales as they were kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.notices.working_days import (
    bank_holidays,
    easter_sunday,
    is_working_day,
    working_day_after,
)

# The dates that were kept in England and Wales, days in lieu and proclaimed ones among them.
KEPT = {
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}


@pytest.mark.parametrize("year", sorted(KEPT))
def test_the_bank_holidays_are_those_that_were_kept(year: int) -> None:
    kept = {date.fromisoformat(f"{year}-{day}") for day in KEPT[year].split()}
    assert bank_holidays(year) == kept


@pytest.mark.parametrize(
    ("year", "easter"),
    [(1818, "03-22"), (1943, "04-25"), (2000, "04-23"), (2008, "03-23"), (2038, "04-25")],
)
def test_easter_falls_where_it_fell_in_its_earliest_and_latest_years(
    year: int, easter: str
) -> None:
    assert easter_sunday(year) == date.fromisoformat(f"{year}-{easter}")


def test_easter_is_a_sunday_between_22_march_and_25_april_for_four_centuries() -> None:
    for year in range(1800, 2200):
        found = easter_sunday(year)
        assert found.weekday() == 6
        assert date(year, 3, 22) <= found <= date(year, 4, 25)


def test_no_working_day_is_counted_twice_or_left_out() -> None:
    day, seen = date(2021, 12, 20), []
    while day < date(2022, 1, 10):
        seen.append(day) if is_working_day(day) else None
        day += timedelta(days=1)
    counted = [working_day_after(seen[0], count) for count in range(len(seen))]
    assert counted == seen
