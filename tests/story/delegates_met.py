"""A meeting of delegates among those that are held: accredited, one of them gone, a card vote."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from domain.bodies.member import Ending
from domain.cycle.assembly import Votes
from domain.meetings.cards import Channel
from domain.meetings.decisions import Answer
from domain.meetings.delegations import Part
from services.application.bodies import EstablishBody, JoinMember
from services.application.business import TakeItem
from services.application.credentials import (
    AdmitDelegate,
    AdmitDelegation,
    AnswerRollCall,
    CallCardVote,
    CastCards,
    CloseCardVote,
    GiveProxy,
    OpenCredentials,
    TakePlace,
)
from services.application.endings import EndMembership
from services.application.mandating import MandateDelegates
from services.application.meetings import HandInItem, MoveMeeting
from services.application.sittings import (
    CloseMeeting,
    FixNextDate,
    OpenMeeting,
    RecordArrival,
    TakeChair,
)
from tests.application.organisation import LEEDS, LEEDS_TOO, STAFF, YORK, YORK_TOO
from tests.support.hands import member
from tests.support.kinds import Kind

if TYPE_CHECKING:
    from tests.story.meetings_held import MeetingsHeld

ALTERNATE = member(901)


def tell(it: MeetingsHeld) -> None:
    """A meeting with credentials: places, an alternate, a proxy, cards and a roll call."""
    it.at(131)
    conference = EstablishBody(slug="conference", name="Conference", kind=Kind.CONFERENCE)
    it.org.ask(conference, STAFF)
    it.convene(150, body="conference")
    it.ask(HandInItem, title="The statutes")
    it.ask(OpenCredentials)
    it.ask(MoveMeeting, starts=it.days(151), reason="The hall is shut.")
    for group, people in (("leeds", (LEEDS, LEEDS_TOO)), ("york", (YORK, YORK_TOO))):
        it.ask(AdmitDelegation, group=group, members=150)
        for place, person in enumerate(people, start=1):
            told: dict[str, Any] = {"person": person, "name": f"{group} {place}"}
            it.ask(AdmitDelegate, group=group, place=place, **told)
    other: dict[str, Any] = {"person": ALTERNATE, "name": "An alternate", "part": Part.ALTERNATE}
    it.ask(AdmitDelegate, group="york", place=1, **other)
    for words in ("We stand by them.", "We stand by them, with the amendment."):
        told = {"meeting": it.meeting, "group": "leeds", "item": 1, "words": words}
        it.org.ask(MandateDelegates.model_validate({**told, "answer": Answer.FOR}), LEEDS, "leeds")
    one_who_leaves(it)
    it.ask(TakePlace, person=ALTERNATE)
    it.ask(GiveProxy, principal=YORK_TOO, holder=ALTERNATE)
    it.org.hands.at(it.found.starts + timedelta(minutes=5))
    for person in (LEEDS, LEEDS_TOO, ALTERNATE):
        it.ask(RecordArrival, person=person, name="A delegate")
    it.ask(OpenMeeting)
    it.ask(TakeChair, person=LEEDS)
    it.ask(TakeItem, item=1)
    it.ask(CallCardVote, item=1, question="Shall we?")
    cards: dict[str, Any] = {"number": 1, "channel": Channel.ON_PAPER}
    it.ask(CastCards, group="leeds", votes=Votes(in_favour=10, against=5), **cards)
    it.ask(AnswerRollCall, person=ALTERNATE, answer=Answer.FOR, **cards)
    it.ask(CloseCardVote, number=1)
    it.ask(FixNextDate, on=it.days(200).date())
    it.ask(CloseMeeting)


def one_who_leaves(it: MeetingsHeld) -> None:
    """An alternate whose membership ends."""
    joined = JoinMember(number="M00777", joined_on=it.org.store.now().date())
    gone = it.org.hands.began(it.org.ask(joined, STAFF))
    told: dict[str, Any] = {"person": gone, "name": "L", "part": Part.ALTERNATE}
    it.ask(AdmitDelegate, group="leeds", place=1, **told)
    it.org.ask(EndMembership(person=gone, ending=Ending.RESIGNED, reason="moved"), STAFF)
