"""How attendance is reckoned: the share attended, and how many meetings were missed in a row."""

from __future__ import annotations

from fractions import Fraction

from domain.meetings.attendance import Route
from domain.meetings.attended import Attended, Kept, reckoned

THERE, AFAR, PROXY = Kept(Route.IN_PERSON), Kept(Route.VIDEO), Kept(Route.PROXY)
EXCUSED, SILENT = Kept(None, apologies=True), Kept(None)


def test_whoever_takes_part_from_afar_was_there_and_whoever_sends_a_proxy_was_represented() -> None:
    found = reckoned([THERE, AFAR, PROXY, Kept(Route.PAPER)])
    assert (found.there, found.represented, found.missed) == (2, 2, 0)
    assert found.share == Fraction(1, 2)


def test_missed_in_a_row_are_the_newest_until_the_last_that_was_not_missed() -> None:
    assert reckoned([EXCUSED, SILENT, PROXY, SILENT]).in_a_row == 2
    assert reckoned([THERE, SILENT, SILENT]).in_a_row == 0


def test_apologies_excuse_no_meeting_and_are_told_apart() -> None:
    found = reckoned([EXCUSED, SILENT, THERE])
    assert (found.missed, found.without_a_word) == (2, 1)


def test_nobody_has_missed_a_meeting_of_none() -> None:
    assert reckoned([]) == Attended()
    assert reckoned([]).share is None
