"""Story 3: a delegation splits its votes, a principal walks in, a section votes by roll on paper.

There is one result, and nobody is counted twice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.cycle.assembly import Votes
from domain.kernel.refusal import NotAllowed, OutOfOrder, Refusal, TooLate
from domain.meetings.cards import CardResult, Channel
from domain.meetings.credentials import Credentials, credentials_id
from domain.meetings.decisions import Answer, Manner
from domain.rules.values import Flag
from services.application.bodies import EstablishBody
from services.application.business import AdmitItem, DeferItem, RecordDecision, TakeItem
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
from services.application.endings import DissolveBody
from services.application.meetings import HandInItem, WithdrawItem
from services.application.motions import (
    AmendMotion,
    MoveEmergencyMotion,
    MoveMotion,
    PutMotion,
    VoteInParts,
    VoteOnAmendments,
)
from services.application.sittings import (
    CloseMeeting,
    OpenMeeting,
    RecordArrival,
    RecordDeparture,
    TakeChair,
)
from tests.application.gathering import STARTS, Gathering
from tests.application.organisation import STAFF
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
    called = EstablishBody(slug="conference", name="Conference", kind=Kind.CONFERENCE)
    group.org.ask(called, STAFF)
    group.convene(body="conference")
    group.ask(HandInItem, title="The statutes")
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
    group.org.hands.at(STARTS + timedelta(minutes=1))
    for person in (*NORTH, SOUTH[1], *WALES):
        group.ask(RecordArrival, person=person, name="A delegate")
    group.ask(OpenMeeting)
    group.ask(TakeChair, person=NORTH[0])
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
    ask(RecordArrival, person=SOUTH[0], name="The principal")
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
            conference.org.ask(again, NORTH[0])

    ask(CloseCardVote, number=1, names={"post": "treasurer"})
    (vote,) = found(conference).votes
    assert vote.result == CardResult(
        votes=Votes(in_favour=18 + 10 + 8, against=9 + 10, abstained=3 + 7),
        cards=65,
        carried=True,
        because="36 for, 19 against, 10 abstained, of 65 cards: "
        "reaches more than 1/2 of the votes cast.",
    )
    assert vote.result.votes.took_part == vote.result.cards

    # It decides the item, with the quorum of that moment, and nothing else is decided on it.
    (decision,) = conference.found.decisions
    assert (decision.votes, decision.card_vote, decision.because) == (
        vote.result.votes,
        1,
        vote.result.because,
    )
    assert decision.binds
    assert decision.names.post == "treasurer"
    for kind, fields in (
        (RecordDecision, {"item": 1, "manner": Manner.CONSENSUS, "text": "We do not."}),
        (CallCardVote, {"item": 1, "question": "Shall we, all the same?"}),
    ):
        otherwise = kind.model_validate({"meeting": conference.meeting, **fields})
        conference.org.refused(OutOfOrder, otherwise, NORTH[0], "delegates.members_per_card")


def a_motion(group: Gathering, *, amended: bool = False) -> None:
    group.ask(MoveMotion, item=1, title="M", text="We do it.", mover=NORTH[1])
    if amended:
        group.ask(AmendMotion, motion=1, text="We never do it.", mover=NORTH[2])


def test_a_motion_that_a_card_vote_lost_is_not_put_again(conference: Gathering) -> None:
    ask = conference.ask
    a_motion(conference)
    ask(CallCardVote, item=1, motion=1, question="Shall we?")
    ask(CastCards, number=1, group="north", votes=Votes(in_favour=0, against=30))
    ask(CloseCardVote, number=1)
    decision = conference.found.decision(1)
    assert (decision.motion, decision.text, decision.carried) == (1, "We do it.", False)
    put = PutMotion(meeting=conference.meeting, motion=1, votes=Votes(in_favour=3, against=2))
    conference.org.refused(OutOfOrder, put, NORTH[0], "meetings.amendment_procedure")


def test_a_card_vote_without_a_quorum_decides_what_does_not_bind(conference: Gathering) -> None:
    ask = conference.ask
    for person in NORTH:
        ask(RecordDeparture, person=person)
    ask(CallCardVote, item=1, question="Shall we?")
    ask(CastCards, number=1, group="wales", votes=Votes(in_favour=15, against=0))
    ask(CloseCardVote, number=1)
    decision = conference.found.decision(1)
    assert decision.carried
    assert not decision.binds
    newest = conference.org.store.acts(stream=conference.meeting, limit=500)[-1].event.act
    assert newest.breaks == ("conferences.meetings.quorum",)


def test_no_text_changes_and_no_item_is_let_in_while_a_card_vote_is_open(
    conference: Gathering,
) -> None:
    ask, all_for = conference.ask, Votes(in_favour=5, against=0)
    a_motion(conference, amended=True)
    on_it = CallCardVote(meeting=conference.meeting, item=1, motion=1, question="Shall we?")
    conference.org.refused(OutOfOrder, on_it, NORTH[0], "meetings.amendment_procedure")
    amendment = conference.found.motion(1).open[0].id
    ask(VoteOnAmendments, motion=1, amendments=(amendment,), votes=Votes(in_favour=1, against=4))
    conference.org.ask(on_it, NORTH[0])
    late = {"title": "Late", "text": "We help.", "votes": all_for}
    parts = ({"paragraph": "p1", "votes": all_for},)
    for kind, fields in (
        (AdmitItem, late),
        (MoveEmergencyMotion, late),
        (AmendMotion, {"motion": 1, "text": "We never do it."}),
        (VoteOnAmendments, {"motion": 1, "amendments": (amendment,), "votes": all_for}),
        (VoteInParts, {"motion": 1, "parts": parts}),
    ):
        asked = kind.model_validate({"meeting": conference.meeting, **fields})
        conference.org.refused(OutOfOrder, asked, NORTH[0], "delegates.members_per_card")


def test_nobody_is_accredited_or_casts_cards_once_the_meeting_is_over(
    conference: Gathering,
) -> None:
    conference.ask(CallCardVote, item=1, question="Shall we?")
    conference.org.ask(DissolveBody(body="conference", reason="x"), STAFF)
    late = {"person": member(140), "name": "L", "place": 1, "part": "alternate"}
    for kind, fields in (
        (AdmitDelegate, {"group": "north", **late}),
        (CastCards, {"number": 1, "group": "north", "votes": Votes(in_favour=30, against=0)}),
        (CloseCardVote, {"number": 1}),
    ):
        asked = kind.model_validate({"meeting": conference.meeting, **fields})
        with pytest.raises(Refusal):
            conference.org.ask(asked, NORTH[0])


def test_only_groups_of_members_that_live_send_delegates(conference: Gathering) -> None:
    for group in ("staff", "ncg"):
        admitted = AdmitDelegation(meeting=conference.meeting, group=group, members=5000)
        conference.org.refused(NotAllowed, admitted, STAFF, "delegates.counted_days_before")
    hull = EstablishBody(slug="hull", name="Hull", kind=Kind.LOCAL_GROUP)
    conference.org.ask(hull, STAFF)
    today = conference.org.store.now()
    ended = DissolveBody(body="hull", reason="Nobody is left.", source="a letter", at=today)
    conference.org.ask(ended, STAFF)
    gone = AdmitDelegation(meeting=conference.meeting, group="hull", members=5)
    conference.org.refused(OutOfOrder, gone, STAFF)


def test_nobody_is_accredited_to_a_meeting_that_has_been_closed(conference: Gathering) -> None:
    conference.ask(CloseMeeting)
    again = OpenCredentials(meeting=conference.meeting)
    conference.org.refused(TooLate, again, NORTH[0], "meetings.record_kept_by")


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
        conference.org.refused(OutOfOrder, asked, NORTH[0], "delegates.members_per_card")
    ask(CloseCardVote, number=1)
    ask(TakeItem, item=1)
    ask(CloseMeeting)
