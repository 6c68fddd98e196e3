"""Whoever would do what a rule does not want is told so before it is on record."""

from __future__ import annotations

from datetime import timedelta

from tests.support.hands import member
from tests.web.conftest import Shown
from tests.web.sat import Sat
from tests.web.test_every_verb_has_its_place import hands_of

CHECKED = {"step": "check"}


def test_a_meeting_that_is_called_too_late_for_its_notice_says_so_before(acted: Shown) -> None:
    acted.caught_up()
    starts = acted.office.store.now() + timedelta(days=2)
    told = {"body": "ncg", "starts": f"{starts:%Y-%m-%dT%H:%M}", "place": "Hall", **CHECKED}
    page = acted.client(member(0)).post("/do/convene_meeting", data=told)
    assert page.status_code == 200, page.text
    assert "What will be marked" in page.text
    assert "due by" in page.text.partition("What will be marked")[2][:900], page.text
    early = {**told, "starts": f"{starts + timedelta(days=90):%Y-%m-%dT%H:%M}"}
    page = acted.client(member(0)).post("/do/convene_meeting", data=early)
    assert "By the rules it can be done" in page.text
    assert "What will be marked" not in page.text


def test_a_meeting_that_ends_without_the_date_of_the_next_says_so_before(acted: Shown) -> None:
    group = Sat(hands_of(acted))
    group.gather()
    group.call()
    group.open()
    acted.caught_up()
    told = {"meeting": str(group.meeting), **CHECKED}
    page = acted.client(member(0)).post("/do/close_meeting", data=told)
    assert page.status_code == 200, page.text
    assert "What will be marked" in page.text
