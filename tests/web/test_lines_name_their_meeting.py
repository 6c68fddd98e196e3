"""A line of the journal on a meeting or a decision in writing names it, far from its page."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from domain.meetings.decisions import Answer
from domain.meetings.meeting import Meeting
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.resolutions import ProposeResolution, ReplyToResolution
from tests.support.hands import Hands, member
from tests.web.conftest import Shown

CHAIR, STAFF = member(1), member(0)


def test_the_journal_of_a_person_names_the_meeting(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "a named meeting")
    starts = hands.store.now() + timedelta(days=90)
    called = hands.ask(ConveneMeeting(body="ncg", starts=starts, place="Hall"), STAFF)
    meeting = hands.began(called)
    hands.ask(HandInItem(meeting=meeting, title="Bread and roses"), CHAIR)
    acted.caught_up()
    title = hands.store.load(Meeting, meeting).title
    for path in (f"/people/{CHAIR}", f"/journal?actor={CHAIR}"):
        found = lines(acted, path, "handed in the item “Bread and roses”")
        assert found
        assert [one for one in found if title not in one] == []
    own = lines(acted, f"/journal?process={meeting}", "handed in the item “Bread and roses”")
    assert [one for one in own if title in one] == []


def test_the_journal_of_a_person_names_the_decision_in_writing(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "a named resolution")
    put = hands.ask(ProposeResolution(body="ncg", title="Rooms", text="A room."), CHAIR)
    hands.ask(ReplyToResolution(resolution=hands.began(put), answer=Answer.FOR), CHAIR)
    acted.caught_up()
    (line,) = lines(acted, f"/journal?actor={CHAIR}", "replied")
    assert "Rooms: " in line


def lines(acted: Shown, path: str, about: str) -> list[str]:
    """The texts on a page that speak of something."""
    found = re.findall(r">([^<]+)<", unescape(acted.client().get(path).text))
    return [one.strip() for one in found if about in one]
