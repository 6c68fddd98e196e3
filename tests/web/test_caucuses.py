"""The page of a caucus with sealed members: how many, and for those who belong who they are."""

from __future__ import annotations

from services.application.bodies import EstablishBody
from services.application.caucuses import JoinCaucus
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.web.conftest import Shown
from tests.web.test_look_html import Page


def test_the_page_of_a_sealed_caucus_names_its_members_to_its_members_alone(
    acted: Shown,
) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "caucus")
    hands.ask(EstablishBody(slug="night", name="Night workers", kind=Kind.CAUCUS), member(0))
    for number in (11, 12):
        hands.ask(JoinCaucus(person=member(number), body="night"), member(number))
    acted.caught_up()
    for reader in (None, member(13)):
        told = Page(acted.client(reader).get("/bodies/night").text).text
        assert "How many belong is told once there are 5." in told
        assert "you see this because you belong" not in told
        assert "Nobody sits in it" not in told
    assert "/do/join_caucus?person=" in acted.client(member(13)).get("/bodies/night").text
    assert "/do/leave_caucus?person=" in acted.client(member(11)).get("/bodies/night").text
    own = Page(acted.client(member(11)).get("/bodies/night").text).text
    assert "you see this because you belong" in own
    assert own.count("only its members are told") >= 2
    assert "How many belong is told" not in Page(acted.client().get("/bodies/ncg").text).text
