"""Rules for the end of a day: people are told the day, and never the last second of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.kernel.moments import LONDON, end_of_day, in_words, on_or_at
from projections.phrases import moment as in_the_journal
from projections.phrases import start as begins
from services.calendars.event import Event
from services.calendars.writing import Almanac, write
from services.web.look.words import moment, short_moment
from tests.calendars.strict import read

NOON = datetime(2017, 3, 4, 12, tzinfo=LONDON)
DUE = end_of_day(NOON)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (in_words(DUE), "the end of 4 March 2017"),
        (on_or_at(DUE), "at the end of 4 March 2017"),
        (in_the_journal(DUE), "the end of Saturday 4 March 2017, London time"),
        (moment(DUE, LONDON), "the end of Saturday 4 March 2017, London time"),
        (short_moment(DUE, LONDON), "Sat 4 Mar 2017, end of day"),
    ],
)
def test_whoever_tells_of_it_names_the_day(told: str, words: str) -> None:
    assert told == words


def test_it_is_the_end_of_the_local_day_wherever_it_was_stored() -> None:
    summer = end_of_day(datetime(2022, 5, 20, 12, tzinfo=LONDON)).astimezone(UTC)
    assert in_words(summer) == "the end of 20 May 2022"
    assert moment(summer, LONDON) == "the end of Friday 20 May 2022, London time"


def test_what_is_due_at_midnight_is_due_at_the_end_of_the_day_before() -> None:
    midnight = datetime(2017, 3, 5, tzinfo=LONDON)
    assert in_the_journal(midnight) == "the end of Saturday 4 March 2017, London time"
    assert begins(midnight) == "the beginning of Sunday 5 March 2017, London time"
    assert begins(NOON) == in_the_journal(NOON) == "12:00 on Saturday 4 March 2017, London time"


def test_any_other_moment_keeps_its_time() -> None:
    assert on_or_at(NOON) == "on 4 March 2017 at 12:00"


def test_a_calendar_has_the_due_day_as_a_whole() -> None:
    made = [Event(f"{at:%H}@convenor", "Papers are due", at, at, at, "/") for at in (DUE, NOON)]
    day, hour = read(write(Almanac("Sample", LONDON), made)).of("VEVENT")
    assert day.begins() == date(2017, 3, 4)
    assert "DTEND" not in day.properties
    assert hour.begins() == NOON
