"""What is left to a later meeting is on its agenda by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.cycle.assembly import Votes
from domain.kernel.refusal import BadInput, NotAllowed, NotFound
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution, State
from domain.rules.values import Count
from services.application.bodies import EstablishBody
from services.application.business import DeferItem, PassToNextBusiness, RemitItem
from services.application.meetings import CancelMeeting, HandInItem, WithdrawItem
from services.application.resolutions import DemandMeeting, ProposeResolution
from services.application.sittings import CloseMeeting, OpenMeeting, RecordArrival, TakeChair
from tests.application.gathering import SECRETARY, SITTING, STARTS, Gathering
from tests.application.organisation import CHAIR, STAFF
from tests.support.kinds import Kind

LATER = STARTS + timedelta(days=60)


@pytest.fixture
def group() -> Gathering:
    return Gathering()


def agenda(group: Gathering, meeting: UUID) -> list[str]:
    found = group.org.store.load(Meeting, meeting)
    return [item.title for item in found.agenda.items]


def put_off(group: Gathering) -> UUID:
    """A meeting with three items: the first is put off, the second not come to."""
    group.convene()
    for title in ("Campaigns", "Rooms", "Money"):
        group.ask(HandInItem, title=title, text=f"On {title}.")
    held = group.meeting
    group.org.hands.at(STARTS + timedelta(minutes=1))
    return held


def opened(group: Gathering) -> None:

    for person in SITTING[:5]:
        group.ask(RecordArrival, person=person)
    group.ask(OpenMeeting)
    group.ask(TakeChair, person=CHAIR)


def test_what_was_put_off_or_not_come_to_is_on_the_next_agenda(group: Gathering) -> None:
    held = put_off(group)
    opened(group)
    group.ask(DeferItem, item=1, reason="The post is advertised.")
    group.decide(item=3)
    group.ask(CloseMeeting)
    following = group.convene(LATER)
    assert agenda(group, following) == ["Campaigns", "Rooms"]
    (item, _) = group.found.agenda.items
    assert (item.text, item.brought and item.brought.stream) == ("On Campaigns.", held)
    assert agenda(group, group.convene(LATER + timedelta(days=9))) == []


def test_a_meeting_that_was_called_before_has_it_too_however_late(group: Gathering) -> None:
    """Items for it came in until days ago."""
    soon = group.convene(STARTS + timedelta(days=1))
    held = put_off(group)
    opened(group)
    group.ask(DeferItem, item=1, reason="Tomorrow.")
    group.ask(CloseMeeting)
    assert agenda(group, soon) == ["Campaigns", "Rooms", "Money"]
    group.meeting = soon
    group.ask(CancelMeeting, reason="Snow")
    again = group.convene(LATER)
    assert agenda(group, again) == ["Campaigns", "Rooms", "Money"]
    assert {one.brought and one.brought.stream for one in group.found.agenda.items} == {held}


def test_an_emergency_has_its_emergency_alone_and_what_waits_goes_on(group: Gathering) -> None:
    put_off(group)
    opened(group)
    group.ask(CloseMeeting)
    group.convene(STARTS + timedelta(days=2), is_emergency=True, emergency="A flood")
    assert [item.title for item in group.found.agenda.items] == ["A flood"]
    group.ask(CancelMeeting, reason="It dried")
    assert agenda(group, group.convene(LATER)) == ["Campaigns", "Rooms", "Money"]


def test_what_waited_for_a_meeting_that_nobody_opened_comes_before_the_next(
    group: Gathering,
) -> None:
    put_off(group)
    opened(group)
    group.ask(CloseMeeting)
    assert agenda(group, group.convene(STARTS + timedelta(days=10))) == [
        "Campaigns",
        "Rooms",
        "Money",
    ]
    following = group.convene(LATER)
    assert agenda(group, following) == []
    group.org.hands.at(STARTS + timedelta(days=13))
    assert agenda(group, following) == ["Campaigns", "Rooms", "Money"]


def test_what_was_taken_back_stays_so_though_its_meeting_is_called_off(group: Gathering) -> None:
    put_off(group)
    opened(group)
    group.ask(CloseMeeting)
    group.convene(STARTS + timedelta(days=30))
    group.ask(WithdrawItem, by=SECRETARY, item=2, reason="No longer wanted.")
    group.ask(CancelMeeting, reason="Snow")
    assert agenda(group, group.convene(LATER)) == ["Campaigns", "Money"]


def test_what_was_dealt_with_does_not_come_back(group: Gathering) -> None:
    put_off(group)
    opened(group)
    group.decide(item=1)
    group.ask(PassToNextBusiness, item=2, reason="Answered.", votes=Votes(in_favour=5, against=0))
    group.decide(item=3)
    group.ask(CloseMeeting)
    assert agenda(group, group.convene(LATER)) == []


@pytest.mark.parametrize("called_before", [True, False])
def test_what_is_remitted_comes_before_the_body_that_gets_it(
    group: Gathering, called_before: bool
) -> None:
    body = {"slug": "rooms", "name": "Rooms Group", "kind": Kind.SUB_GROUP, "parent": "ncg"}
    group.org.ask(EstablishBody.model_validate(body), STAFF)
    theirs = group.convene(LATER, body="rooms") if called_before else None
    put_off(group)
    opened(group)
    told: dict[str, Any] = {"meeting": group.meeting, "item": 2, "reason": "Theirs."}
    voted = {"votes": Votes(in_favour=5, against=0)}
    nowhere = RemitItem.model_validate({**told, **voted, "remitted_to": "nobody_there"})
    group.org.refused(NotFound, nowhere, STAFF)
    itself = RemitItem.model_validate({**told, **voted, "remitted_to": "ncg"})
    group.org.refused(BadInput, itself, STAFF)
    group.org.ask(nowhere.model_copy(update={"remitted_to": "rooms"}), STAFF)
    group.ask(CloseMeeting)
    theirs = theirs or group.convene(LATER, body="rooms")
    assert agenda(group, theirs) == ["Rooms"]
    (item,) = group.org.store.load(Meeting, theirs).agenda.items
    assert item.text.startswith("On Rooms.\n\nRemitted by ")
    assert agenda(group, group.convene(LATER)) == ["Campaigns", "Money"]


def test_what_enough_members_want_at_a_meeting_is_on_its_agenda() -> None:
    group = Gathering(decisions__meeting_demand=Count(count=2))
    asked = ProposeResolution(body="ncg", title="A stall", text="We hire a stall.")
    put = group.org.hands.began(group.org.ask(asked, CHAIR))
    for person in SITTING[1:3]:
        group.org.ask(DemandMeeting(resolution=put), person)
    assert group.org.store.load(Resolution, put).state is State.AT_A_MEETING
    meeting = group.convene()
    assert agenda(group, meeting) == ["A stall"]
    assert agenda(group, group.convene(LATER)) == []


def test_whoever_brought_an_item_takes_it_back_and_before_the_meeting_whoever_sets_the_agenda(
    group: Gathering,
) -> None:
    meeting = group.convene()
    for title in ("Campaigns", "Rooms", "Money"):
        group.ask(HandInItem, by=SITTING[3], title=title)
    first, second, third = (
        WithdrawItem(meeting=meeting, item=number, reason="No.") for number in (1, 2, 3)
    )
    group.org.refused(NotAllowed, first, SITTING[4], "meetings.convened_by")
    group.org.ask(first, SITTING[3])
    group.org.ask(second, SECRETARY)
    group.org.hands.at(STARTS)
    opened(group)
    group.org.refused(NotAllowed, third, CHAIR, "meetings.items_by")
    group.org.ask(third, SITTING[3])


def test_what_is_remitted_comes_before_no_other_body_of_that_name(group: Gathering) -> None:
    for slug in ("rooms", "halls"):
        body = {"slug": slug, "name": "Rooms Group", "kind": Kind.SUB_GROUP, "parent": "ncg"}
        group.org.ask(EstablishBody.model_validate(body), STAFF)
    put_off(group)
    opened(group)
    votes = Votes(in_favour=5, against=0)
    group.ask(RemitItem, item=2, remitted_to="rooms", votes=votes, reason="Theirs.")
    assert agenda(group, group.convene(LATER, body="halls")) == []
    assert agenda(group, group.convene(LATER, body="rooms")) == ["Rooms"]


def test_what_a_meeting_put_off_that_was_closed_late_comes_back_all_the_same(
    group: Gathering,
) -> None:
    first = put_off(group)
    opened(group)
    group.ask(DeferItem, item=1, reason="Later.")
    second = group.convene(LATER)
    group.org.hands.at(LATER)
    opened(group)
    group.meeting = first
    group.ask(CloseMeeting)
    group.meeting = second
    group.ask(CloseMeeting)
    third = group.convene(LATER + timedelta(days=30))
    assert "Campaigns" in agenda(group, third)
