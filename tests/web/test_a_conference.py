"""The page of a meeting of delegates counts those who speak for a place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.cycle.assembly import Votes
from services.application.bodies import EstablishBody
from services.application.business import TakeItem
from services.application.credentials import (
    AdmitDelegate,
    AdmitDelegation,
    CallCardVote,
    CastCards,
    CloseCardVote,
    OpenCredentials,
)
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.sittings import OpenMeeting, RecordArrival, TakeChair
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.web.conftest import Shown
from tests.web.sat import Sat
from tests.web.test_endorsements import given
from tests.web.test_every_verb_has_its_place import hands_of
from tests.web.test_look_html import Page


def convened(hands: Hands) -> Sat:
    """A conference with one item, six weeks from now."""
    called = EstablishBody(slug="conference", name="Conference", kind=Kind.CONFERENCE)
    hands.ask(called, member(0))
    group = Sat(hands)
    starts = hands.store.now() + timedelta(days=41)
    meeting = ConveneMeeting(body="conference", starts=starts, place="The hall")
    group.meeting = hands.began(hands.ask(meeting, member(0)))
    group.ask(HandInItem, title="The statutes")
    return group


def test_how_a_delegation_voted_is_shown_beside_its_mandate(acted: Shown) -> None:
    hands = hands_of(acted)
    group = convened(hands)
    acted.caught_up()
    here = f"/meetings/{group.meeting}"
    speaker = acted.client(member(2), "riverside")
    where = f"meeting={group.meeting}&group=riverside"
    assert f"/do/mandate_delegates?{where}" in speaker.get(here).text.replace("&amp;", "&")
    mandate = {"item": "1", "answer": "against", "words": "They go too far."}
    given(acted, member(2), "mandate_delegates", where, body="riverside", **mandate)
    told = Page(acted.client().get(here).text).text
    assert "They go too far." in told
    group.ask(OpenCredentials)
    group.ask(AdmitDelegation, group="riverside", members=250)
    group.ask(AdmitDelegate, group="riverside", person=member(4), name="D1", place=1)
    hands.at(group.found.starts)
    group.ask(RecordArrival, person=member(4), name="A delegate")
    group.ask(OpenMeeting)
    group.ask(TakeChair, person=member(4))
    group.ask(TakeItem, item=1)
    group.ask(CallCardVote, item=1, question="Shall we?")
    group.ask(CastCards, number=1, group="riverside", votes=Votes(in_favour=20, against=5))
    acted.caught_up()
    assert acted.client().get(f"{here}.json").json()["casts"] == [], "it has not been counted"
    group.ask(CloseCardVote, number=1)
    acted.caught_up()
    (cast,) = acted.client().get(f"{here}.json").json()["casts"]
    assert (cast["mandate"], cast["as_mandated"]) == ("against", False)
    assert "against its mandate" in Page(acted.client().get(here).text).text


def test_those_who_speak_for_a_place_are_the_voting_members_present(acted: Shown) -> None:
    hands = hands_of(acted)
    group = convened(hands)
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
