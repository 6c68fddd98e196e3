"""Which quarter a meeting counts for."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.bodies.body import body_id
from domain.meetings.year import BodyYear, year_id
from services.application.meetings import HandInItem
from services.application.sittings import CloseMeeting, OpenMeeting, RecordArrival
from tests.application.gathering import SITTING, Gathering

LAST_EVENING = datetime(2021, 9, 30, 18, tzinfo=UTC)
WEEKS_LATER = datetime(2021, 10, 20, 18, tzinfo=UTC)


def test_a_meeting_that_is_opened_late_counts_for_the_quarter_in_which_it_was_held() -> None:
    room = Gathering()
    room.convene(starts=LAST_EVENING)
    room.ask(HandInItem, title="The quarter that was")
    room.org.hands.at(WEEKS_LATER)
    for person in SITTING[:5]:
        room.ask(RecordArrival, person=person)
    room.ask(OpenMeeting)
    room.decide()
    room.ask(CloseMeeting)
    year = room.org.store.load(BodyYear, year_id(body_id("ncg")))
    assert [held.on for held in year.held] == [WEEKS_LATER.date()]
