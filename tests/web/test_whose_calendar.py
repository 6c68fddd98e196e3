"""Whose calendar has what: one's own things to do, and what will not come."""

from __future__ import annotations

from datetime import timedelta

from domain.bodies.body import Body, body_id
from services.application.actions import GiveAction, GivenTo
from services.application.bodies import EstablishBody, SeatMember
from services.application.endings import DissolveBody
from services.application.resolutions import ProposeResolution
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.web.conftest import Shown


def test_what_somebody_does_for_a_body_that_they_do_not_sit_in_is_in_their_calendar(
    acted: Shown,
) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "whose calendar")
    group = hands.store.load(Body, body_id("ncg"))
    outside = next(member(n) for n in range(16, 26) if not group.has_member(member(n)))
    due = (hands.store.now() + timedelta(days=20)).date()
    to = GivenTo(name="O", person=outside)
    hands.ask(GiveAction(body="ncg", text="Write the leaflet", owner=to, due=due), member(0))
    acted.caught_up()
    client = acted.client(outside)
    assert "Write the leaflet" in client.get(f"/people/{outside}/calendar.ics").text
    other = member(25) if outside != member(25) else member(24)
    assert "Write the leaflet" not in client.get(f"/people/{other}/calendar.ics").text


def test_replies_to_what_has_lapsed_are_counted_by_no_calendar(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "a group that ends")
    hands.ask(
        EstablishBody(slug="zeta", name="Zeta", kind=Kind.WORKING_GROUP, source="x"), member(0)
    )
    for number in (13, 14):
        seat = SeatMember(body="zeta", person=member(number), name="P", how="x", source="y")
        hands.ask(seat, member(0))
    hands.ask(ProposeResolution(body="zeta", title="The hall", text="We rent."), member(13))
    hands.store.clock.shift(timedelta(hours=1))
    ended = DissolveBody(body="zeta", reason="r", source="s", at=hands.store.now())
    hands.ask(ended, member(0))
    acted.caught_up()
    events = acted.client().get("/calendar.ics").text.split("BEGIN:VEVENT")
    (found,) = (one for one in events if "The hall: replies" in one)
    assert "STATUS:CANCELLED" in found
