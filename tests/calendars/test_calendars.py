"""Rules for calendars: stable names, moments by the local clock, numbers that go up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.kernel.ids import CONVENOR
from domain.kernel.moments import LONDON, is_end_of_day
from services.application.cycles import ExtendDeadline
from services.calendars.event import Event
from services.calendars.events import of_all, of_body, of_person, of_process
from services.calendars.writing import Almanac, write
from services.reading.bodies import body
from services.reading.people import person
from services.reading.view import Reading, reading
from tests.calendars.strict import Component, read
from tests.mail.conftest import Mail
from tests.mail.conftest import mail as mail
from tests.support.hands import member

HOUSE = Almanac("Federation of Sample Groups", LONDON, "https://example.org")
DRAFTING = StageName.DRAFTING


@contextmanager
def looking(mail: Mail) -> Iterator[Reading]:
    mail.at.projector.wait_for(mail.at.store.head(), 90)
    with mail.at.pool.connection() as connection, reading(connection) as at:
        yield at


def calendar_of(mail: Mail, cycle: UUID) -> dict[str, Component]:
    """The events of a cycle as a strict reader finds them, by name."""
    with looking(mail) as at:
        found = read(write(HOUSE, of_process(at, cycle)))
    return {event.value("UID"): event for event in found.of("VEVENT")}


@pytest.fixture
def cycle(mail: Mail) -> UUID:
    mail.small.hands.steps = mail.at.steps
    return mail.small.open_cycle()


def test_each_stage_is_in_the_calendar_at_the_moment_of_the_log(mail: Mail, cycle: UUID) -> None:
    stages = mail.at.store.load(Cycle, cycle).calendar.stages
    found = calendar_of(mail, cycle)
    assert {uid: event.begins() for uid, event in found.items()} == {
        f"{cycle}-{stage.name}@convenor": _told(stage.due) for stage in stages
    }
    first = found[f"{cycle}-drafting@convenor"]
    assert first.text("SUMMARY") == "Refounding: “Drafting by groups and members” ends"
    assert first.value("URL") == f"https://example.org/cycles/{cycle}"


def _told(due: datetime) -> datetime | date:
    """A deadline at the end of a day is told as that day."""
    day = due.astimezone(LONDON).date()
    return day if is_end_of_day(due) else due.replace(microsecond=0)


def test_a_moment_that_is_moved_keeps_its_name_and_its_number_goes_up(
    mail: Mail, cycle: UUID
) -> None:
    before = calendar_of(mail, cycle)
    due = mail.at.store.load(Cycle, cycle).calendar.stage(DRAFTING).due
    for days in (3, 5):
        mail.at.store.clock.shift(timedelta(days=1))
        later = ExtendDeadline(
            cycle=cycle, stage=DRAFTING, due=due + timedelta(days=days), reason="There were floods."
        )
        mail.small.ask(later, member(1))
    after = calendar_of(mail, cycle)
    assert set(before) == set(after)
    assert {int(event.value("SEQUENCE")) for event in before.values()} == {0}
    assert {int(event.value("SEQUENCE")) for event in after.values()} == {2}
    name = f"{cycle}-drafting@convenor"
    assert after[name].moment("DTSTART") == (due + timedelta(days=5)).replace(microsecond=0)
    assert after[name].moment("DTSTAMP") > before[name].moment("DTSTAMP")


def test_nothing_changes_while_nothing_is_moved(mail: Mail, cycle: UUID) -> None:
    with looking(mail) as at:
        before = write(HOUSE, of_process(at, cycle))
    mail.at.store.clock.shift(timedelta(days=2))
    with looking(mail) as at:
        assert write(HOUSE, of_process(at, cycle)) == before


def test_what_will_never_be_stays_and_is_cancelled() -> None:
    moment = datetime(2022, 5, 26, 17, tzinfo=UTC)
    gone = Event("x@convenor", "The meeting", moment, moment, moment, "/x", 1, cancelled=True)
    [event] = read(write(HOUSE, [gone])).of("VEVENT")
    assert event.value("STATUS") == "CANCELLED"
    assert event.value("SEQUENCE") == "2"


def test_a_body_has_its_own_notices_and_what_concerns_all(mail: Mail, cycle: UUID) -> None:
    mail.reach(2)
    happens = mail.at.store.now() + timedelta(days=40)
    of_leeds = mail.serve(body="leeds", to="body", happens_at=happens, subject="Leeds meets")
    with looking(mail) as at:
        leeds = {event.uid for event in of_body(at, body(at, "leeds").body)}
        ncg = {event.uid for event in of_body(at, body(at, "ncg").body)}
        sits_in_leeds = {
            event.uid for event in of_person(at, member(2), person(at, member(2)).places)
        }
        anybody = {event.uid for event in of_person(at, member(7), person(at, member(7)).places)}
    name = f"{of_leeds}-happens@convenor"
    assert name in leeds & sits_in_leeds
    assert name not in ncg | anybody
    assert f"{cycle}-drafting@convenor" in leeds & ncg & sits_in_leeds & anybody


def test_an_assembly_is_not_told_beside_the_stage_that_it_is(mail: Mail, cycle: UUID) -> None:
    stages = mail.at.store.load(Cycle, cycle).calendar
    mail.small.hands.at(stages.stage(DRAFTING).due + timedelta(hours=1))
    with looking(mail) as at:
        pages = {event.page for event in of_all(at)}
    assert f"/cycles/{cycle}" in pages
    assert not [page for page in pages if page.startswith("/assemblies/")]


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York"])
def test_the_rules_of_the_zone_that_are_written_are_those_of_the_zone(zone: str) -> None:
    """Each offset that the file's own rules give is the one that the zone has."""
    found = read(write(Almanac("x", ZoneInfo(zone)), []))
    [rules] = found.of("VTIMEZONE")
    assert rules.value("TZID") == zone
    offsets = {part.value("TZOFFSETTO") for part in rules.inside}
    for month in (1, 7):
        there = datetime(2026, month, 15, 12, tzinfo=ZoneInfo(zone))
        assert there.strftime("%z") in offsets


def test_the_clock_of_london_goes_forward_and_back_on_the_last_sundays() -> None:
    [rules] = read(write(HOUSE, [])).of("VTIMEZONE")
    [summer], [winter] = rules.of("DAYLIGHT"), rules.of("STANDARD")
    assert set(summer.value("RRULE").split(";")) == {"FREQ=YEARLY", "BYMONTH=3", "BYDAY=-1SU"}
    assert set(winter.value("RRULE").split(";")) == {"FREQ=YEARLY", "BYMONTH=10", "BYDAY=-1SU"}
    for year in (1996, 2022, 2027):
        for part, month in ((summer, 3), (winter, 10)):
            last = datetime(year, month, 31, 1, tzinfo=UTC)
            sunday = last - timedelta(days=(last.weekday() + 1) % 7)
            before = (sunday - timedelta(minutes=1)).astimezone(LONDON).strftime("%z")
            after = sunday.astimezone(LONDON).strftime("%z")
            assert (before, after) == (part.value("TZOFFSETFROM"), part.value("TZOFFSETTO"))


def test_words_that_mean_something_to_a_calendar_are_written_so_that_they_do_not() -> None:
    moment = datetime(2022, 5, 26, 17, tzinfo=UTC)
    words = "Budget; reports, and a \\ in “the hall”\nwith more words than one line of a file holds"
    event = Event(f"{CONVENOR}@convenor", words, moment, moment, moment, "/x")
    [found] = read(write(HOUSE, [event])).of("VEVENT")
    assert found.text("SUMMARY") == words
