"""The page of a meeting of delegates counts those who speak for a place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.application.bodies import EstablishBody
from services.application.credentials import AdmitDelegate, AdmitDelegation, OpenCredentials
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.sittings import OpenMeeting, RecordArrival
from tests.support.hands import member
from tests.support.kinds import Kind
from tests.web.conftest import Shown
from tests.web.sat import Sat
from tests.web.test_every_verb_has_its_place import hands_of


def test_those_who_speak_for_a_place_are_the_voting_members_present(acted: Shown) -> None:
    hands = hands_of(acted)
    called = EstablishBody(slug="conference", name="Conference", kind=Kind.CONFERENCE)
    hands.ask(called, member(0))
    group = Sat(hands)
    starts = hands.store.now() + timedelta(days=41)
    convened = ConveneMeeting(body="conference", starts=starts, place="The hall")
    group.meeting = hands.began(hands.ask(convened, member(0)))
    group.ask(HandInItem, title="The statutes")
    group.ask(OpenCredentials)
    group.ask(AdmitDelegation, group="riverside", members=250)
    for place, person in enumerate((member(4), member(6)), start=1):
        told: dict[str, Any] = {"person": person, "name": f"D{place}", "place": place}
        group.ask(AdmitDelegate, group="riverside", **told)
    hands.at(group.found.starts)
    for person in (member(4), member(6)):
        group.ask(RecordArrival, person=person, name="A delegate")
    group.ask(OpenMeeting)
    acted.caught_up()
    page = acted.client(member(0)).get(f"/meetings/{group.meeting}")
    assert "It is open and has a quorum, with 2 voting members present." in page.text
