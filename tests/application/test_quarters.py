"""Which quarter a meeting counts for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.bodies.body import body_id
from domain.meetings.year import BodyYear, year_id
from domain.rules.values import Days
from services.application.meetings import HandInItem
from services.application.sittings import CloseMeeting, OpenMeeting, RecordArrival
from services.application.years import KeepMeetingsElsewhere, WatchQuartersAgain
from tests.application.gathering import SITTING, Gathering
from tests.application.organisation import STAFF

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


def test_a_meeting_that_is_closed_after_the_quarters_end_was_held_in_it() -> None:
    room = Gathering()
    room.convene(starts=LAST_EVENING)
    room.org.hands.at(LAST_EVENING)
    for person in SITTING[:5]:
        room.ask(RecordArrival, person=person)
    room.ask(OpenMeeting)
    room.org.hands.at(LAST_EVENING + timedelta(hours=15))
    room.ask(CloseMeeting)
    year = room.org.store.load(BodyYear, year_id(body_id("ncg")))
    assert [held.on for held in year.held] == [LAST_EVENING.date()]
    assert year.missed == ()


def test_a_quarter_ends_at_its_end_though_the_warning_falls_due_with_it() -> None:
    room = Gathering(ncg__meetings__quarter_warning_days=Days(count=0))
    room.org.hands.at(room.org.store.now() + timedelta(days=200))
    year = room.org.store.load(BodyYear, year_id(body_id("ncg")))
    assert [one.name for one in year.missed] == ["quarter 3 of 2021", "quarter 4 of 2021"]


def test_a_body_whose_meetings_are_kept_here_again_is_judged_from_the_quarter_that_runs() -> None:
    room = Gathering()
    room.convene(starts=LAST_EVENING)
    org = room.org
    org.ask(KeepMeetingsElsewhere(body="ncg", reason="On paper."), STAFF)
    first = org.store.load(BodyYear, year_id(body_id("ncg")))
    org.hands.at(datetime(2022, 2, 1, 12, tzinfo=UTC))
    org.ask(WatchQuartersAgain(body="ncg", reason="Here again."), STAFF)
    org.hands.at(datetime(2022, 4, 2, 12, tzinfo=UTC))
    again = org.store.load(BodyYear, year_id(body_id("ncg"), watch=2))
    assert [one.name for one in again.missed] == ["quarter 1 of 2022"]
    assert org.store.load(BodyYear, first.id).missed == first.missed
    org.ask(KeepMeetingsElsewhere(body="ncg", reason="On paper again."), STAFF)
    assert org.store.load(BodyYear, again.id).ended
    org.ask(WatchQuartersAgain(body="ncg", reason="For good."), STAFF)
    assert not org.store.load(BodyYear, year_id(body_id("ncg"), watch=3)).ended
