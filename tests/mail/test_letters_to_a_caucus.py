"""A caucus with sealed members is called together by letters that tell nobody who belongs."""

from __future__ import annotations

from datetime import timedelta

from services.application.bodies import EstablishBody, FillPost
from services.application.caucuses import JoinCaucus
from services.application.meetings import ConveneMeeting, GiveNotice, HandInItem
from services.reading import outbox as reading
from services.reading import view
from tests.engine.meeting import STAFF
from tests.engine.small import FOUNDED
from tests.mail.conftest import Sits
from tests.support.hands import member
from tests.support.kinds import Kind

CAUCUS, CONVENOR, UNSEEN = "night_caucus", member(1), member(2)
STARTS = FOUNDED + timedelta(days=40)


def called(sits: Sits) -> None:
    """The caucus, which one shown and one unseen member belong to, is called together."""
    ask = sits.small.ask
    ask(EstablishBody(slug=CAUCUS, name="Night workers", kind=Kind.CAUCUS, parent="ncg"), STAFF)
    ask(JoinCaucus(person=CONVENOR, body=CAUCUS, openly=True), CONVENOR)
    told = {"post": "convenor", "person": CONVENOR, "name": "C", "how": "chosen"}
    ask(FillPost.model_validate({"body": CAUCUS, **told}), STAFF)
    ask(JoinCaucus(person=UNSEEN, body=CAUCUS), UNSEEN)
    convened = ask(ConveneMeeting(body=CAUCUS, starts=STARTS, place="a room"), CONVENOR)
    sits.meeting = sits.small.hands.began(convened)
    ask(HandInItem(meeting=sits.meeting, title="Our strike"), CONVENOR)
    ask(GiveNotice(meeting=sits.meeting), CONVENOR)


def test_whoever_belongs_unseen_gets_notice_of_its_meeting(sits: Sits) -> None:
    called(sits)
    assert [address for address, _ in sits.new()] == ["m1@example.net", "m2@example.net"]
    assert "You get this because you belong to Night workers." in sits.words()


def test_no_act_and_no_page_tells_to_whom_notice_went(sits: Sits) -> None:
    called(sits)
    sits.new()
    acts = sits.at.store.acts(stream=sits.meeting, limit=99)
    assert not [act for act in acts if str(UNSEEN) in repr(act.event.__dict__)]
    with sits.at.pool.connection() as connection, view.reading(connection) as now:
        assert not [one for one in reading.outbox(now).occasions if one.about == sits.meeting]
