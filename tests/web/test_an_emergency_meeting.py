"""The page of an emergency meeting: its emergency is the first item, and no other is taken."""

from __future__ import annotations

from datetime import timedelta

from services.application.meetings import ConveneMeeting
from tests.support.hands import Hands, member
from tests.web.conftest import Shown


def test_its_page_has_the_emergency_and_offers_to_agree_and_to_hand_in_nothing(
    acted: Shown,
) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "an emergency")
    starts = hands.store.now() + timedelta(days=2)
    told = {"body": "ncg", "starts": starts, "place": "Hall"}
    pages = []
    for other in ({"is_emergency": True, "emergency": "A flood"}, {}):
        called = ConveneMeeting.model_validate({**told, **other})
        meeting = hands.began(hands.ask(called, member(0)))
        acted.caught_up()
        pages.append(acted.client(member(0)).get(f"/meetings/{meeting}").text)
    emergency, ordinary = pages
    assert "1. A flood" in emergency
    assert "/do/agree_to_emergency" in emergency
    assert "/do/hand_in_item" not in emergency
    assert "/do/hand_in_item" in ordinary
    assert "/do/agree_to_emergency" not in ordinary
