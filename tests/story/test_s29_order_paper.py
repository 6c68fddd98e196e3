"""S29: the order paper: points of order, a challenge that vacates the chair, reference back, next
business, remittance, emergency motions, voting in parts, a casting vote, loss of quorum; each is
one act.  How amendments are taken is a rule: substantive, parallel, in parts, or by consensus.

"Agree the easy ones first" is story 4 (`test_story_4_agree_the_easy_ones_first.py`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.cycle.assembly import Votes
from domain.kernel.act import Standing
from domain.kernel.ids import RuleId
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    QuorumNotMet,
    RuleBroken,
    TooLate,
)
from domain.meetings.agenda import Fate
from domain.meetings.decisions import Manner
from domain.meetings.meeting import Meeting
from domain.meetings.orders import (
    CASTING_VOTE,
    CHALLENGE,
    ITEMS_BY,
    LATE_ITEMS,
    MAJORITY,
    PROCEDURE,
    RECORD_KEPT_BY,
)
from domain.rules.values import AmendmentProcedure, Flag, Procedure, RuleChange, RuleValue
from domain.text.amendment.change import AmendmentId
from domain.text.text import ParagraphId
from services.application.business import (
    DeferItem,
    GiveCastingVote,
    PassToNextBusiness,
    RecordDecision,
    ReferItemBack,
    RemitItem,
)
from services.application.command import Command
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.motions import (
    AmendMotion,
    MoveEmergencyMotion,
    MoveMotion,
    PutMotion,
    VoteInParts,
    VoteOnAmendments,
)
from services.application.rules import ReviseRulebook
from services.application.sittings import (
    ChallengeChair,
    CloseMeeting,
    RaisePointOfOrder,
    RecordArrival,
    RecordDeparture,
    SettleChallenge,
    TakeChair,
)
from tests.story.founding import CHAIR, GROUP, Called, Founding

MEMBER, OTHER, THIRD = GROUP[5:8]
CARRIED, LOST, TIED = (
    Votes(in_favour=9, against=2),
    Votes(in_favour=2, against=9),
    Votes(in_favour=5, against=5),
)
FUND = "We set up a fund.\n\nIt is big.\n\nIt begins in May."


@pytest.fixture
def it() -> Called:
    """A meeting of eleven with five items, under the founding rules, and its chair in the chair."""
    return in_session(Founding())


def in_session(org: Founding) -> Called:
    starts = org.store.now() + timedelta(days=40)
    called = Called(
        org, org.began(org.ask(ConveneMeeting(body="ncg", starts=starts, place="Hall")))
    )
    for title in ("Report", "A fund", "Staffing", "Campaigns", "Rooms"):
        called.ask(HandInItem, title=title)
    called.open(11)
    return called


def members_decide(org: Founding, rule: str, value: RuleValue) -> None:
    change = RuleChange(rule=RuleId(rule), value=value)
    org.hands.by_service(ReviseRulebook(title="Ballot of all members", rules=(change,)))


def test_s29_a_point_of_order_is_ruled_on_by_whoever_is_in_the_chair(it: Called) -> None:
    point: dict[str, Any] = {"raised_by": MEMBER, "point": "It is late.", "ruling": "We go on."}
    it.ask(RecordDeparture, by=CHAIR, person=CHAIR)
    it.refused(OutOfOrder, RECORD_KEPT_BY, RaisePointOfOrder, **point, upheld=False)
    it.ask(RecordArrival, person=CHAIR)
    it.ask(TakeChair, person=OTHER)
    it.refused(NotAllowed, RECORD_KEPT_BY, RaisePointOfOrder, by=MEMBER, **point, upheld=False)
    it.ask(RaisePointOfOrder, by=OTHER, **point, upheld=False)
    assert it.found.rulings[0].by == OTHER


def test_s29_a_challenge_vacates_the_chair_until_the_meeting_has_voted(it: Called) -> None:
    point = {"raised_by": MEMBER, "point": "It is late.", "upheld": False, "ruling": "We go on."}
    it.ask(RaisePointOfOrder, by=CHAIR, **point)
    challenge: dict[str, Any] = {"ruling": 1, "challenger": MEMBER}
    it.refused(OutOfOrder, CHALLENGE, SettleChallenge, votes=CARRIED)
    for somebody in (CHAIR, MEMBER):
        it.refused(BadInput, CHALLENGE, ChallengeChair, **challenge, taken_by=somebody)
    it.ask(ChallengeChair, **challenge, taken_by=OTHER)
    assert it.found.chair == OTHER
    it.refused(OutOfOrder, CHALLENGE, TakeChair, person=CHAIR)
    it.refused(BadInput, CHALLENGE, SettleChallenge, votes=Votes(in_favour=12, against=0))
    it.ask(SettleChallenge, by=OTHER, votes=Votes(in_favour=6, against=5))
    (settled,) = it.org.acts(Meeting.ChallengeSettled)
    assert settled.overturned
    assert CHALLENGE in settled.act.rules
    assert it.found.chair == CHAIR, "whoever was challenged goes back to the chair"


def test_s29_an_item_is_left_in_each_way_by_one_act(it: Called) -> None:
    why: dict[str, Any] = {"reason": "It is not costed."}
    it.refused(RuleBroken, MAJORITY, ReferItemBack, item=1, votes=LOST, **why)
    it.ask(ReferItemBack, item=1, votes=CARRIED, **why)
    it.ask(PassToNextBusiness, item=2, votes=CARRIED, **why)
    it.ask(RemitItem, item=3, remitted_to="staff", **why)
    it.ask(DeferItem, item=4, **why)
    it.refused(OutOfOrder, RECORD_KEPT_BY, DeferItem, item=1, **why)
    left = {item.number: item.fate for item in it.found.agenda.items}
    assert left == {
        1: Fate.REFERRED_BACK,
        2: Fate.PASSED_OVER,
        3: Fate.REMITTED,
        4: Fate.DEFERRED,
        5: Fate.WAITING,
    }


def test_s29_an_emergency_is_let_in_by_the_meeting_with_its_motion(it: Called) -> None:
    flood = {"title": "The flood", "text": "We help.", "mover": MEMBER, "seconder": OTHER}
    wrong: dict[str, Any] = {**flood, "votes": Votes(in_favour=5, against=4)}
    it.refused(RuleBroken, LATE_ITEMS, MoveEmergencyMotion, **wrong)
    it.refused(
        BadInput, ITEMS_BY, MoveEmergencyMotion, **(wrong | {"seconder": MEMBER, "votes": CARRIED})
    )
    it.ask(MoveEmergencyMotion, **(wrong | {"votes": CARRIED}))
    (item,) = [item for item in it.found.agenda.items if item.emergency]
    assert item.admitted
    it.ask(PutMotion, motion=1, votes=CARRIED)
    assert it.found.decision(1).item == item.number
    assert it.found.decision(1).binds


def test_s29_a_motion_is_voted_on_in_parts(it: Called) -> None:
    it.ask(MoveMotion, by=MEMBER, item=2, title="A fund", text=FUND)
    it.ask(AmendMotion, by=OTHER, motion=1, text=FUND.replace("big", "small"))
    parts = [
        {"paragraph": ParagraphId(f"p{number}"), "votes": votes}
        for number, votes in ((1, CARRIED), (2, LOST), (3, CARRIED))
    ]
    it.refused(OutOfOrder, PROCEDURE, VoteInParts, motion=1, parts=parts)
    it.refused(OutOfOrder, PROCEDURE, PutMotion, motion=1, votes=CARRIED)
    it.ask(VoteOnAmendments, motion=1, amendments=("M1A1",), votes=LOST)
    it.refused(BadInput, PROCEDURE, VoteInParts, motion=1, parts=parts[:2])
    it.ask(VoteInParts, motion=1, parts=parts)
    it.ask(PutMotion, motion=1, votes=CARRIED)
    assert it.found.decision(1).text == "We set up a fund.\n\nIt begins in May."


def test_s29_the_chair_has_a_casting_vote_where_the_rule_gives_one(it: Called) -> None:
    tied: dict[str, Any] = {"item": 1, "manner": Manner.VOTE, "text": "We move.", "votes": TIED}
    it.ask(RecordDecision, **(tied | {"votes": CARRIED}))
    it.refused(OutOfOrder, CASTING_VOTE, GiveCastingVote, by=CHAIR, decision=1, side="against")
    it.ask(RecordDecision, **tied)
    it.refused(NotAllowed, CASTING_VOTE, GiveCastingVote, decision=2, side="for")
    assert not it.found.decision(2).carried
    it.ask(GiveCastingVote, by=CHAIR, decision=2, side="for")
    assert it.found.decision(2).carried
    it.refused(OutOfOrder, CASTING_VOTE, GiveCastingVote, by=CHAIR, decision=2, side="against")
    members_decide(it.org, CASTING_VOTE, Flag(holds=False))
    it.ask(RecordDecision, **tied)
    it.refused(RuleBroken, CASTING_VOTE, GiveCastingVote, by=CHAIR, decision=3, side="for")


def test_s29_as_the_quorum_is_lost_votes_on_texts_stop_and_what_is_decided_is_marked(
    it: Called,
) -> None:
    quorum = it.org.orders.find("quorum")
    assert quorum is not None
    it.ask(MoveMotion, by=MEMBER, item=2, title="A fund", text=FUND)
    for person in GROUP[9:11]:
        it.ask(RecordDeparture, person=person)
    parts = [
        {"paragraph": ParagraphId(f"p{n}"), "votes": Votes(in_favour=9, against=0)}
        for n in (1, 2, 3)
    ]
    it.refused(QuorumNotMet, quorum.id, VoteInParts, motion=1, parts=parts)
    it.ask(PutMotion, motion=1, votes=Votes(in_favour=9, against=0))
    (decided,) = it.org.acts(Meeting.Decided)
    assert (decided.act.standing, decided.act.breaks) == (Standing.IRREGULAR, (quorum.id,))
    assert not it.found.decision(1).binds
    it.ask(RecordArrival, person=GROUP[10])
    assert it.found.quorate


def amended(it: Called) -> None:
    """A motion, two amendments to it that go together, and one that changes nothing."""
    it.ask(MoveMotion, by=MEMBER, item=2, title="A fund", text=FUND)
    unchanged: dict[str, Any] = {"motion": 1, "text": FUND}
    it.refused(BadInput, PROCEDURE, AmendMotion, by=OTHER, **unchanged)
    it.ask(AmendMotion, by=OTHER, motion=1, text=FUND.replace("big", "small"))
    it.ask(AmendMotion, by=THIRD, motion=1, text=FUND.replace("May", "June"))


@pytest.mark.parametrize(
    ("procedure", "votes", "becomes", "at_once"),
    [
        (Procedure.SUBSTANTIVE, CARRIED, "It is small.", True),
        (Procedure.PARALLEL, CARRIED, "It is small.", False),
        (Procedure.PARTS, CARRIED, "It is small.", False),
        (Procedure.CONSENSUS, CARRIED, "It is big.", False),
        (Procedure.CONSENSUS, Votes(in_favour=11, against=0), "It is small.", False),
    ],
)
def test_s29_how_amendments_are_taken_is_a_rule(
    procedure: Procedure, votes: Votes, becomes: str, *, at_once: bool
) -> None:
    """A carried one makes a new motion at once, or waits for the others; or nobody may object."""
    org = Founding()
    members_decide(org, PROCEDURE, AmendmentProcedure(procedure=procedure))
    it = in_session(org)
    amended(it)
    first: dict[str, Any] = {"motion": 1, "amendments": (AmendmentId("M1A1"),)}
    it.ask(VoteOnAmendments, **first, votes=votes)
    text = it.found.motions[0].text.plain
    assert (becomes in text and becomes != "It is big.") is at_once
    if becomes == "It is small.":
        it.refused(NotFound, None, VoteOnAmendments, **first, votes=votes)
    still_open = [one.id for one in it.found.motions[0].open]
    for name in still_open:
        it.ask(VoteOnAmendments, motion=1, amendments=(name,), votes=LOST)
    it.ask(PutMotion, motion=1, votes=CARRIED)
    decided = it.found.decision(1).text
    assert becomes in decided
    assert "It begins in May." in decided


def test_s29_nothing_is_asked_of_a_meeting_that_is_over(it: Called) -> None:
    it.ask(CloseMeeting)
    over: tuple[tuple[type[Command], dict[str, Any]], ...] = (
        (TakeChair, {"person": OTHER}),
        (RecordArrival, {"person": GROUP[12]}),
        (PassToNextBusiness, {"item": 1, "reason": "Too late."}),
    )
    for kind, fields in over:
        it.refused(TooLate, RECORD_KEPT_BY, kind, **fields)
