"""Whether a body meets in each quarter: what counts, when it is warned, what is missed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from domain.kernel.act import Standing
from domain.kernel.moments import LONDON
from domain.kernel.refusal import TooEarly
from domain.meetings.year import BodyYear, Held, quarter_of
from tests.domain.acts import START, act, an_id
from tests.meetings.group import Group
from tests.support.given import Given

RULE = "ncg.meetings.least_per_quarter"


def watched() -> tuple[Group, BodyYear]:
    group = Group()
    year = BodyYear.begin(act(), group.body, group.orders)
    year.collect_events()
    return group, year


def test_quarters_are_those_of_the_calendar() -> None:
    orders = Group().orders
    for day, begins, ends in (
        (date(2021, 1, 1), date(2021, 1, 1), date(2021, 3, 31)),
        (date(2021, 6, 30), date(2021, 4, 1), date(2021, 6, 30)),
        (date(2021, 12, 31), date(2021, 10, 1), date(2021, 12, 31)),
    ):
        quarter = quarter_of(day, orders)
        assert (quarter.begins, quarter.ends.astimezone(LONDON).date()) == (begins, ends)
        assert quarter.holds(day)
    assert (quarter.ends - quarter.warns).days == 28


def test_a_quarter_without_a_meeting_is_warned_of_and_then_recorded_as_missed() -> None:
    group, year = watched()
    quarter = year.quarter
    after = quarter.ends - START
    year.look(act(after), group.body, group.orders)
    year.look(act(after), group.body, group.orders)
    warned, ended = year.collect_events()
    assert type(warned) is BodyYear.QuarterWarned
    assert warned.act.occurred_at == quarter.warns
    assert "0 of 1" in (warned.act.note or "")
    assert type(ended) is BodyYear.QuarterEnded
    assert (ended.act.occurred_at, ended.act.breaks) == (quarter.ends, (RULE,))
    assert year.missed == (quarter,)
    assert year.quarter.begins > quarter.begins


def test_a_quarter_with_a_meeting_is_in_order_and_a_meeting_counts_once() -> None:
    group, year = watched()
    held = Held(meeting=an_id("m"), on=START.date())
    year.count(act(), held)
    year.count(act(), held)
    assert len(year.held) == 1
    after = year.quarter.ends - START
    for _ in range(2):
        year.look(act(after), group.body, group.orders)
    ended = list(year.collect_events())[-1]
    assert isinstance(ended, BodyYear.QuarterEnded)
    assert (ended.act.standing, ended.meetings) == (Standing.JUDGED, 1)


def test_nothing_is_due_before_the_warning() -> None:
    group, year = watched()
    given = Given(year).when(lambda it: it.look(act(), group.body, group.orders))
    given.refused(TooEarly, RULE)


def test_it_ends_with_the_body() -> None:
    group, year = watched()
    group.body.dissolve(act(), "done")
    year.look(act(year.next_due - START), group.body, group.orders)
    assert year.ended


def test_the_clocks_that_go_forward_move_no_quarter() -> None:
    quarter = quarter_of(date(2021, 3, 1), Group().orders)
    assert quarter.ends == datetime(2021, 3, 31, 22, 59, 59, tzinfo=UTC)
