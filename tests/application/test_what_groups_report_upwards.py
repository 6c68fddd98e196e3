"""The decisions of groups come to their parent's next meeting by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.meetings.decisions import Answer
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.reports.report import Report, report_id
from domain.reports.reporting import Kind
from domain.rules.values import Flag
from services.application.meetings import CancelMeeting
from services.application.resolutions import ProposeResolution, ReplyToResolution
from tests.application.gathering import SITTING, STARTS
from tests.application.reported import Reported, a_group, meets


@pytest.fixture
def it() -> Reported:
    return Reported()


def test_a_groups_decisions_come_to_its_parents_next_meeting_by_themselves(it: Reported) -> None:
    a_group(it)
    report = report_id(meets(it, "resources", 1), Kind.GROUP_REPORT)
    assert it.org.store.load(Report, report).presented_at is None
    it.convene(STARTS + timedelta(days=60))
    (item,) = it.found.agenda.items
    assert "Report of Resources Group" in item.title
    assert "The post is advertised." in item.text
    it.org.hands.settle()
    assert it.org.store.load(Report, report).completed


def test_a_parents_meeting_that_was_called_before_gets_them_too(it: Reported) -> None:
    a_group(it)
    parent = it.convene(STARTS + timedelta(days=60))
    meets(it, "resources", 1)
    assert len(it.org.store.load(Meeting, parent).agenda.items) == 1


def test_a_groups_decisions_come_to_the_earliest_meeting_however_many_are_called(
    it: Reported,
) -> None:
    a_group(it)
    called_off = it.convene(STARTS + timedelta(days=20))
    earliest = it.convene(STARTS + timedelta(days=30))
    for later in range(14):
        it.convene(STARTS + timedelta(days=60 + later))
    it.meeting = called_off
    it.ask(CancelMeeting, reason="Snow")
    report = report_id(meets(it, "resources", 1), Kind.GROUP_REPORT)
    assert it.org.store.load(Report, report).presented_at == earliest


def test_what_comes_after_the_items_closed_is_on_the_list_all_the_same(it: Reported) -> None:
    a_group(it)
    parent = it.convene(STARTS + timedelta(days=60))
    report = report_id(meets(it, "resources", 55), Kind.GROUP_REPORT)
    assert it.org.store.load(Meeting, parent).agenda.items == ()
    assert it.org.store.load(Report, report).presented_at == parent


def test_a_meeting_that_was_called_off_has_had_nothing(it: Reported) -> None:
    a_group(it)
    first = it.convene(STARTS + timedelta(days=60))
    report = report_id(meets(it, "resources", 1), Kind.GROUP_REPORT)
    it.meeting = first
    it.ask(CancelMeeting, reason="Snow")
    second = it.convene(STARTS + timedelta(days=90))
    assert it.org.store.load(Report, report).presented_at == second


def test_what_was_called_off_goes_on_to_the_meeting_that_is_called_already(it: Reported) -> None:
    a_group(it)
    first = it.convene(STARTS + timedelta(days=60))
    second = it.convene(STARTS + timedelta(days=90))
    report = report_id(meets(it, "resources", 1), Kind.GROUP_REPORT)
    it.org.hands.settle()
    it.meeting = first
    it.ask(CancelMeeting, reason="Snow")
    assert it.org.store.load(Report, report).presented_at == second
    assert len(it.org.store.load(Meeting, second).agenda.items) == 1


@pytest.mark.parametrize(("agree", "headed"), [(3, ""), (1, ", lost")])
def test_what_a_group_decides_in_writing_goes_up_as_well(
    it: Reported, agree: int, headed: str
) -> None:
    a_group(it)
    parent = it.convene(STARTS + timedelta(days=60))
    asked = ProposeResolution(body="resources", title="A stall", text="We hire a stall.")
    put = it.org.hands.began(it.org.ask(asked, SITTING[1]))
    for person in SITTING[1 : 1 + agree]:
        it.org.ask(ReplyToResolution(resolution=put, answer=Answer.FOR), person)
    it.org.hands.at(it.org.store.load(Resolution, put).put.closes)
    report = it.org.store.load(Report, report_id(put, Kind.GROUP_REPORT))
    assert report.presented_at == parent
    assert report.content.lines[1:3] == (f"Decision 1 (in writing{headed})", "We hire a stall.")
    (item,) = it.org.store.load(Meeting, parent).agenda.items
    assert "We hire a stall." in item.text
    it.org.hands.settle()
    assert it.org.store.load(Report, report.id).completed


def test_what_the_group_above_decides_in_writing_goes_nowhere(it: Reported) -> None:
    asked = ProposeResolution(body="ncg", title="A stall", text="We hire a stall.")
    put = it.org.hands.began(it.org.ask(asked, SITTING[1]))
    it.org.hands.at(it.org.store.load(Resolution, put).put.closes)
    assert it.acts(Report.Opened) == []


def test_nothing_goes_up_where_the_rules_do_not_ask_for_it() -> None:
    it = Reported(ncg__report__of_groups=Flag(holds=False))
    a_group(it)
    meets(it, "resources", 1)
    assert it.acts(Report.Opened) == []
