"""Story 3: a delegation splits its votes, a principal walks in, a section votes by roll on paper.

There is one result, and nobody is counted twice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.cycle.assembly import Votes
from domain.kernel.refusal import NotAllowed, OutOfOrder
from domain.meetings.cards import CardResult, Channel
from domain.meetings.credentials import Credentials, credentials_id
from domain.meetings.decisions import Answer, Manner
from domain.rules.values import Flag
from services.application.bodies import EstablishBody
from services.application.business import DeferItem, RecordDecision, TakeItem
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
from services.application.meetings import WithdrawItem
from services.application.sittings import CloseMeeting
from tests.application.gathering import STARTS, Gathering
from tests.application.organisation import CHAIR, STAFF
from tests.support.hands import member
from tests.support.kinds import Kind

NORTH = tuple(member(number) for number in range(100, 103))
SOUTH, WALES = (tuple(member(number) for number in range(at, at + 2)) for at in (110, 120))
FOR, AGAINST, ABSTAINED = Answer.FOR, Answer.AGAINST, Answer.ABSTAINED
PAPER = Channel.ON_PAPER


@pytest.fixture
def conference() -> Gathering:
    """Three delegations: 30, 20 and 15 cards, with three, two and two places."""
    group = Gathering(meetings__proxy_vote=Flag(holds=True))
    group.hold()
    group.ask(OpenCredentials)
    for slug, members, people in (
        ("north", 300, NORTH),
        ("south", 200, SOUTH),
        ("wales", 150, WALES),
    ):
        established = EstablishBody(slug=slug, name=slug.title(), kind=Kind.LOCAL_GROUP)
        group.org.ask(established, STAFF)
        group.ask(AdmitDelegation, group=slug, members=members)
        for place, person in enumerate(people, start=1):
            admit: dict[str, Any] = {
                "group": slug,
                "person": person,
                "name": f"{slug} {place}",
                "place": place,
            }
            group.ask(AdmitDelegate, **admit)
    return group


def found(group: Gathering) -> Credentials:
    return group.org.store.load(Credentials, credentials_id(group.meeting))


def test_members_are_counted_as_of_the_day_that_the_rule_names(conference: Gathering) -> None:
    assert found(conference).counted_on == (STARTS - timedelta(days=28)).date()
    assert [(one.places, one.cards) for one in found(conference).floor.delegations] == [
        (3, 30),
        (2, 20),
        (2, 15),
    ]


def test_there_is_one_result_and_nobody_is_counted_twice(conference: Gathering) -> None:
    ask = conference.ask
    ask(GiveProxy, by=SOUTH[0], principal=SOUTH[0], holder=SOUTH[1])
    ask(CallCardVote, item=1, question="Shall the statutes be altered?")

    # The north splits its thirty cards online.
    split = Votes(in_favour=18, against=9, abstained=3)
    ask(CastCards, number=1, group="north", votes=split, channel=Channel.ONLINE)

    # In the south the principal walks in before the roll is called: the proxy has ended.
    ask(TakePlace, person=SOUTH[0])
    with pytest.raises(NotAllowed):
        ask(AnswerRollCall, number=1, person=SOUTH[0], voter=SOUTH[1], answer=AGAINST)
    ask(AnswerRollCall, number=1, person=SOUTH[0], answer=FOR, channel=PAPER)
    ask(AnswerRollCall, number=1, person=SOUTH[1], answer=AGAINST, channel=PAPER)

    # Wales votes by roll call on paper.
    ask(AnswerRollCall, number=1, person=WALES[0], answer=FOR, channel=PAPER)
    ask(AnswerRollCall, number=1, person=WALES[1], answer=ABSTAINED, channel=PAPER)

    # Whatever comes a second time, by whichever channel, is refused.
    for again in (
        CastCards(meeting=conference.meeting, number=1, group="north", votes=split),
        CastCards(
            meeting=conference.meeting,
            number=1,
            group="wales",
            votes=Votes(in_favour=15, against=0),
        ),
        AnswerRollCall(meeting=conference.meeting, number=1, person=NORTH[0], answer=FOR),
        AnswerRollCall(meeting=conference.meeting, number=1, person=SOUTH[0], answer=FOR),
    ):
        with pytest.raises(OutOfOrder):
            conference.org.ask(again, CHAIR)

    ask(CloseCardVote, number=1)
    (vote,) = found(conference).votes
    assert vote.result == CardResult(
        votes=Votes(in_favour=18 + 10 + 8, against=9 + 10, abstained=3 + 7),
        cards=65,
        carried=True,
        because="36 for, 19 against, 10 abstained, of 65 cards: "
        "reaches more than 1/2 of the votes cast.",
    )
    assert vote.result.votes.took_part == vote.result.cards


def test_an_alternate_who_takes_a_place_that_has_answered_adds_nothing(
    conference: Gathering,
) -> None:
    ask, alternate = conference.ask, member(130)
    ask(
        AdmitDelegate,
        group="wales",
        person=alternate,
        name="An alternate",
        place=1,
        part="alternate",
    )
    ask(CallCardVote, item=1, question="Shall we?")
    ask(AnswerRollCall, number=1, person=WALES[0], answer=FOR)
    ask(TakePlace, person=alternate)
    with pytest.raises(OutOfOrder):
        ask(AnswerRollCall, number=1, person=alternate, answer=FOR)
    ask(CloseCardVote, number=1)
    result = found(conference).votes[0].result
    assert result is not None
    assert result.votes == Votes(in_favour=8, against=0)


def test_the_meeting_does_not_go_on_or_end_while_a_card_vote_is_open(
    conference: Gathering,
) -> None:
    ask = conference.ask
    ask(CallCardVote, item=1, question="Shall we?")
    why = {"item": 1, "reason": "Later."}
    decided = {"item": 1, "manner": Manner.CONSENSUS, "text": "We agree."}
    for kind, fields in (
        (CloseMeeting, {}),
        (TakeItem, {"item": 1}),
        (DeferItem, why),
        (WithdrawItem, why),
        (RecordDecision, decided),
    ):
        asked = kind.model_validate({"meeting": conference.meeting, **fields})
        conference.org.refused(OutOfOrder, asked, CHAIR, "delegates.members_per_card")
    ask(CloseCardVote, number=1)
    ask(TakeItem, item=1)
    ask(CloseMeeting)
