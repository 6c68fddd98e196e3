"""Meetings on their pages: before, live and after; what is offered to whom, and one tap."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest

from domain.bodies.body import Body, body_id
from domain.decisions.decided import DecidedAt
from domain.meetings.decisions import Answer, Manner, Settled
from domain.meetings.meeting import Meeting
from services.application.actions import GiveAction, GivenTo
from services.application.bodies import EstablishBody
from services.application.business import RecordDecision
from services.application.meetings import MoveMeeting
from services.application.resolutions import (
    DemandMeeting,
    ProposeResolution,
    ReplyToResolution,
    SettleResolution,
)
from services.application.sittings import RecordArrival, RecordDeparture
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.web.conftest import Shown
from tests.web.sat import CHAIR, NAMES, OTHERS, Sat
from tests.web.test_look_html import Page

STAFF = (member(0), "staff")


@pytest.fixture
def sat(acted: Shown) -> tuple[Shown, Sat]:
    hands = Hands(acted.office.store, acted.office.boxes, "sat")
    hands.steps = acted.office.steps
    group = Sat(hands)
    group.gather()
    return acted, group


def page(shown: Shown, path: str, by: tuple[object, str] | None = STAFF) -> str:
    shown.caught_up()
    client = shown.client() if by is None else shown.client(*by)  # type: ignore[arg-type]  # a person
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_called_meeting_says_what_is_due_next(sat: tuple[Shown, Sat]) -> None:
    shown, group = sat
    meeting = group.call()
    text = page(shown, f"/meetings/{meeting}")
    assert "The close of the list of items is due" in text
    assert '0</span> <span class="live-of">of 10 needed' in text
    assert "Campaigns for the winter" in text
    assert "sent apologies" in text
    assert "no word" not in text, "nobody is missing before it has begun"
    assert "Nothing has been decided" not in text
    assert f"/meetings/{meeting}" in page(shown, "/meetings?body=ncg")


def test_pages_show_what_was_done_by_a_decision_and_what_a_later_one_made_of_it(
    sat: tuple[Shown, Sat],
) -> None:
    shown, group = sat
    hands, staff = group.hands, member(0)
    put = ProposeResolution(body="ncg", title="A lease", text="A group on rooms is formed.")
    written = hands.began(hands.ask(put, member(1)))
    for person in OTHERS:
        hands.ask(ReplyToResolution(resolution=written, answer=Answer.FOR), person)
    hands.at(hands.store.now() + timedelta(days=4))
    form = page(shown, "/do/establish_body")
    assert f'value="{written}~1"' in form
    decided = DecidedAt(meeting=written, number=1)
    rooms = EstablishBody(
        slug="rooms", name="Rooms", kind=Kind.WORKING_GROUP, parent="ncg", decision=decided
    )
    hands.ask(rooms, staff)
    action = GiveAction(
        text="Find a hall", owner=GivenTo(name="Rooms"), meeting=written, decision=1
    )
    given = hands.began(hands.ask(action, staff))
    text = page(shown, f"/resolutions/{written}")
    assert "What was done by decision" in text
    assert "Rooms" in text
    assert "Find a hall" in text
    assert f"/resolutions/{written}" in page(shown, f"/actions/{given}")
    group.call()
    meeting = group.open()
    assert f'value="{written}~1"' in page(shown, f"/do/record_decision?meeting={meeting}")
    names = {"decision": decided}
    group.ask(
        RecordDecision, item=group.item(2), manner=Manner.CONSENSUS, text="No lease.", names=names
    )
    settle = SettleResolution(
        resolution=written, settled=Settled.REPLACED, by_meeting=meeting, by_decision=2
    )
    hands.ask(settle, staff)
    text = page(shown, f"/resolutions/{written}")
    assert "replaced by a later decision" in text
    assert f"/meetings/{meeting}" in text
    assert f"/resolutions/{written}" in page(shown, f"/meetings/{meeting}")
    assert f'value="{written}~1"' not in page(shown, "/do/establish_body")


def test_the_live_page_shows_quorum_item_and_result(sat: tuple[Shown, Sat]) -> None:
    shown, group = sat
    group.call()
    meeting = group.open()
    group.move()
    text = page(shown, f"/meetings/{meeting}", None)
    assert f'sse-connect="/meetings/{meeting}/live"' in text
    assert 'live-figure"><span class="tabular">11</span>' in text
    assert "There is a quorum." in text
    assert f'<p class="live-title">{group.item(2)}. Campaigns for the winter</p>' in text
    assert "one thousand pounds" in text
    assert "We hold a stall." in text
    part = page(shown, f"/meetings/{meeting}/now", None)
    assert "There is a quorum." in part
    assert "<html" not in part


def test_the_live_page_says_that_the_quorum_is_lost(sat: tuple[Shown, Sat]) -> None:
    shown, group = sat
    group.call()
    meeting = group.open()
    for person in OTHERS[:2]:
        group.ask(RecordDeparture, person=person)
    group.ask(RecordDecision, item=group.item(2), manner=Manner.CONSENSUS, text="We march.")
    text = page(shown, f"/meetings/{meeting}", None)
    assert "No quorum: what is decided does not bind yet." in text
    assert "does not bind: no quorum" in text
    assert "live-short" in text


def test_a_browser_is_told_of_each_change(sat: tuple[Shown, Sat]) -> None:
    shown, group = sat
    group.call()
    meeting = group.open()
    shown.caught_up()
    with shown.client().stream("GET", f"/meetings/{meeting}/live") as told:
        assert told.headers["content-type"].startswith("text/event-stream")
        lines = told.iter_lines()
        first = next(line for line in lines if line.startswith("id:"))
        group.ask(RecordDeparture, person=OTHERS[0])
        second = next(line for line in lines if line.startswith("id:"))
    assert int(second.partition(":")[2]) > int(first.partition(":")[2])


def test_whoever_keeps_the_record_enters_an_arrival_in_one_tap(sat: tuple[Shown, Sat]) -> None:
    shown, group = sat
    group.call()
    meeting = group.open(present=9)
    text = page(shown, f"/meetings/{meeting}")
    form = next(one for one in re.findall(r"<form.*?</form>", text, re.S) if NAMES[9] in one)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    answer = shown.client(*STAFF).post("/do/record_arrival", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/meetings/{meeting}")
    assert shown.office.store.load(Meeting, meeting).room.find(OTHERS[9]) is not None
    again = shown.client(*STAFF).post("/do/record_arrival", data=fields)
    assert again.status_code == 303


def test_nobody_else_has_the_buttons_of_the_chair(sat: tuple[Shown, Sat]) -> None:
    shown, group = sat
    group.call()
    meeting = group.open()
    plain = page(shown, f"/meetings/{meeting}", (member(4), ""))
    assert "In one tap" not in plain
    assert "/do/take_item" not in plain
    chair = page(shown, f"/meetings/{meeting}", (CHAIR, "ncg"))
    assert "/do/take_item" in chair


def test_a_meeting_that_is_over_shows_its_decisions_as_table_json_and_csv(
    sat: tuple[Shown, Sat],
) -> None:
    shown, group = sat
    group.call()
    group.open()
    group.move()
    meeting = group.close()
    text = page(shown, f"/meetings/{meeting}")
    assert "It was held on" in text
    assert "Open the meeting" not in text
    assert "Members who were not there" in text
    assert "not done in time" in text, "the papers did not go out"
    assert "Action report: owed</a>" in text
    told = shown.client().get(f"/meetings/{meeting}.json").json()
    assert [one["carried"] for one in told["decisions"]] == [True, True]
    table = shown.client().get(f"/meetings/{meeting}.csv?table=decisions").text
    assert table.splitlines()[0].startswith("No,Decision,How,For,Against")
    assert shown.client().get(f"/meetings/{meeting}.ics").status_code == 200


def test_a_meeting_of_the_past_is_shown_as_it_stood_and_offers_nothing(
    sat: tuple[Shown, Sat],
) -> None:
    shown, group = sat
    group.call()
    before = group.hands.store.now()
    meeting = group.open()
    moment = before.strftime("%Y-%m-%dT%H:%M:%S+00:00").replace("+", "%2B")
    text = page(shown, f"/meetings/{meeting}?as_of={moment}")
    assert "It starts at" in text
    assert "/do/" not in text
    assert "sse-connect" not in text


def test_a_decision_in_writing_and_the_quarters_have_pages(sat: tuple[Shown, Sat]) -> None:
    shown, group = sat
    group.call()
    asked = ProposeResolution(body="ncg", title="A new lease", text="We sign it.")
    written = group.hands.began(group.hands.ask(asked, CHAIR))
    text = page(shown, f"/resolutions/{written}", (CHAIR, "ncg"))
    assert "/do/reply_to_resolution" in text
    ncg = group.hands.store.load(Body, body_id("ncg"))
    voting = sum(seat.voting for seat in ncg.seats)
    assert f"It was sent to {voting} members, and nobody replied" in text
    board = page(shown, "/")
    year = re.search(r"/quarters/([0-9a-f-]{36})", board)
    assert year is not None
    assert "under way" in page(shown, f"/quarters/{UUID(year[1])}")


def test_a_decision_left_to_a_meeting_says_which_meeting_it_waits_for(
    sat: tuple[Shown, Sat],
) -> None:
    shown, group = sat
    asked = ProposeResolution(body="ncg", title="A new lease", text="We sign it.")
    written = group.hands.began(group.hands.ask(asked, CHAIR))
    for person in OTHERS[:3]:
        group.hands.ask(DemandMeeting(resolution=written), person)
    text = page(shown, f"/resolutions/{written}", STAFF)
    assert "Nothing more" not in text
    assert "decides on it, which has not been called yet" in text
    assert "/do/convene_meeting?body=ncg" in text
    meeting = group.call()
    text = page(shown, f"/resolutions/{written}", STAFF)
    assert re.search(r"The meeting of Coordinating group, \d+ \w+ 2022 decides on it", text)
    assert f"/meetings/{meeting}" in text
    form = re.search(r'href="(/do/hand_in_item[^"]*)"', text)
    assert form is not None
    assert 'value="A new lease"' in page(shown, form[1].replace("&amp;", "&"), STAFF)


def test_a_vote_that_more_took_part_in_than_may_is_sent_back_to_be_mended(
    sat: tuple[Shown, Sat],
) -> None:
    shown, group = sat
    group.call()
    meeting = group.open()
    group.move()
    fields = {"meeting": str(meeting), "motion": "2", "form": "show of hands"}
    figures = {"in_favour": "40", "against": "0", "abstained": "0"}
    answer = shown.client(*STAFF).post("/do/put_motion", data={**fields, **figures})
    assert answer.status_code == 422
    assert "only 11 who may vote take part" in answer.text


def test_the_board_says_that_a_meeting_opens_and_not_that_voting_does(
    sat: tuple[Shown, Sat],
) -> None:
    shown, group = sat
    group.call(30)
    group.hands.at(group.found.starts - timedelta(hours=3))
    shown.caught_up()
    told = Page(shown.client().get("/").text).text
    assert "The meeting opens in Meeting of Coordinating group" in told
    assert "Voting opens in Meeting" not in told


def test_the_board_says_of_a_quarter_that_was_missed_that_this_is_on_record(
    sat: tuple[Shown, Sat],
) -> None:
    shown, group = sat
    group.call()
    group.hands.at(group.found.starts + timedelta(days=60))
    shown.caught_up()
    told = Page(shown.client().get("/").text).text
    assert "had too few meetings. This is on record" in told
    assert "too few meetings” ends" not in told


def test_a_meeting_that_is_moved_is_called_by_its_new_day_and_nobody_is_there_yet(
    sat: tuple[Shown, Sat],
) -> None:
    shown, group = sat
    meeting = group.call()
    load = shown.office.store.load
    before = load(Meeting, meeting)
    assert before.apologies
    group.hands.ask(RecordArrival(meeting=meeting, person=OTHERS[4]), member(0))
    later = before.starts + timedelta(days=30)
    move = MoveMeeting(meeting=meeting, starts=later, reason="The hall is locked.")
    group.hands.ask(move, member(0))
    shown.caught_up()
    told = shown.client().get(f"/meetings/{meeting}.json").json()
    assert told["attending"] == []
    assert not any(one["note"] for one in told["away"])
    for path in (f"/meetings/{meeting}", "/meetings", "/board", "/calendar.ics"):
        text = page(shown, path).replace("\r\n ", "").replace("\\,", ",")  # as a calendar folds
        assert load(Meeting, meeting).title in text, path
        assert path == f"/meetings/{meeting}" or before.title not in text, path
