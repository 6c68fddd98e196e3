"""By which moment a notice is judged: that of what it is about, not one that is typed in."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.kernel.act import Standing
from domain.kernel.moments import LONDON
from domain.kernel.refusal import BadInput, OutOfOrder
from domain.meetings.calendar import Duty
from domain.meetings.meeting import Meeting
from domain.notices.notice import Notice, Occasion
from domain.notices.service import Addressees
from services.application.meetings import CancelMeeting, GiveNotice
from services.application.notices import AddressNotice, CompleteNotice, RecordPost, ServeNotice
from tests.application.gathering import STARTS, Gathering
from tests.application.organisation import STAFF


@pytest.fixture
def group() -> Gathering:
    return Gathering()


def serving(meeting: UUID | None, **other: object) -> ServeNotice:
    told = {"body": "ncg", "occasion": Occasion.MEETING, "about": meeting, "text": "We meet."}
    return ServeNotice.model_validate({**told, "subject": "A meeting", **other})


def test_the_notice_of_a_meeting_is_judged_by_when_that_starts(group: Gathering) -> None:
    meeting = group.convene()
    late = STARTS + timedelta(days=60)
    refusal = group.org.refused(
        BadInput, serving(meeting, happens_at=late), STAFF, "notices.served_by"
    )
    assert "The meeting starts" in refusal.sentence
    group.org.hands.at(STARTS - timedelta(hours=2))
    served = group.org.hands.began(group.org.ask(serving(meeting), STAFF))
    notice = group.org.store.load(Notice, served)
    assert notice.terms.happens_at == STARTS
    (called,) = group.org.store.acts(stream=served, limit=1)
    assert called.event.act.standing is Standing.IRREGULAR
    assert called.event.act.note is None or "as whoever serves it says" not in called.event.act.note


def test_an_emergency_asks_for_no_period_of_notice(group: Gathering) -> None:
    soon = group.org.store.now() + timedelta(days=1)
    meeting = group.convene(soon, is_emergency=True, emergency="A flood")
    served = group.org.hands.began(group.org.ask(serving(meeting), STAFF))
    (called,) = group.org.store.acts(stream=served, limit=1)
    assert called.event.act.standing is Standing.JUDGED
    assert group.org.store.load(Notice, served).terms.period is None


def test_notice_is_given_of_meetings_to_come_by_the_body_that_meets(group: Gathering) -> None:
    meeting = group.convene()
    refusal = group.org.refused(
        BadInput, serving(meeting, body="leeds"), STAFF, "notices.served_by"
    )
    assert "gives notice of it itself" in refusal.sentence
    group.ask(CancelMeeting, reason="Snow")
    group.org.refused(OutOfOrder, serving(meeting), STAFF, "notices.served_by")


def test_a_moment_that_nothing_here_says_is_marked_as_claimed(group: Gathering) -> None:
    asked = serving(None, happens_at=STARTS)
    served = group.org.hands.began(group.org.ask(asked, STAFF))
    (called,) = group.org.store.acts(stream=served, limit=1)
    assert "as whoever serves it says" in (called.event.act.note or "")


def test_letters_were_posted_after_the_notice_was_given_and_a_claimed_day_is_marked(
    group: Gathering,
) -> None:
    served = group.org.hands.began(group.org.ask(serving(group.convene()), STAFF))
    told = Addressees(count=7, root="0" * 64, by_email=0, by_post=7, nowhere=0)
    group.org.hands.by_service(AddressNotice(notice=served, addressees=told))
    given = group.org.store.now().astimezone(LONDON).date()
    group.org.hands.at(group.org.store.now() + timedelta(days=3))
    before = RecordPost(notice=served, letters=7, posted_on=given - timedelta(days=1))
    group.org.refused(BadInput, before, STAFF, "notices.deemed.post_days")
    group.org.ask(before.model_copy(update={"posted_on": given}), STAFF)
    (posted,) = group.org.store.acts(stream=served, topics=(Notice.Posted.TOPIC,), limit=2)
    assert "entered later" in (posted.event.act.note or "")


def test_a_notice_that_is_served_on_everybody_keeps_the_duty_of_the_meeting(
    group: Gathering,
) -> None:
    meeting = group.convene()
    serve(group, meeting, by_post=7)
    given = group.found
    assert given.notified
    (act,) = group.org.store.acts(stream=meeting, topics=(Meeting.NoticeGiven.TOPIC,), limit=2)
    assert isinstance(act.event, Meeting.NoticeGiven)
    assert (act.event.to, act.event.act.standing) == ((), Standing.JUDGED)
    again = GiveNotice(meeting=meeting)
    group.org.refused(OutOfOrder, again, STAFF, "meetings.convened_by")
    group.org.hands.at(STARTS - timedelta(days=1))
    assert Duty.NOTICE not in group.found.missed


def test_a_notice_that_does_not_reach_all_leaves_the_duty_to_whoever_calls_the_meeting(
    group: Gathering,
) -> None:
    meeting = group.convene()
    serve(group, meeting, by_post=6, nowhere=1)
    assert not group.found.notified
    group.ask(GiveNotice)


def serve(group: Gathering, meeting: UUID, by_post: int, nowhere: int = 0) -> None:
    """Serve notice of a meeting by letters that are posted at once, and complete it."""
    served = group.org.hands.began(group.org.ask(serving(meeting), STAFF))
    everybody = {"count": by_post + nowhere, "root": "0" * 64, "by_email": 0}
    told = Addressees.model_validate({**everybody, "by_post": by_post, "nowhere": nowhere})
    group.org.hands.by_service(AddressNotice(notice=served, addressees=told))
    today = group.org.store.now().astimezone(LONDON).date()
    group.org.ask(RecordPost(notice=served, letters=by_post, posted_on=today), STAFF)
    group.org.hands.by_service(CompleteNotice(notice=served))
