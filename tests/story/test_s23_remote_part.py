"""S23: remote part in everything: attend, second, amend and vote from anywhere; paper and proxy
routes recorded as such.

Whether a vote from afar, by proxy or on paper counts is a rule.  The founding rulebook lets members
of the group take part and vote from afar, and counts no proxy and no paper; members change that.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.cycle.assembly import Votes
from domain.kernel.act import Standing
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput, RuleBroken
from domain.meetings.attendance import Route
from domain.meetings.decisions import Answer, Form, Manner, NamedVote
from domain.meetings.meeting import Meeting
from domain.meetings.orders import (
    MAJORITY,
    PAPER_VOTE,
    PROXIES_EACH,
    PROXY_VOTE,
    REMOTE_EVERYWHERE,
    REMOTE_VOTE,
)
from domain.meetings.resolution import Resolution
from domain.rules.values import Flag, RuleChange
from domain.text.amendment.change import AmendmentId
from services.application.business import RecordDecision
from services.application.meetings import ConveneMeeting, HandInItem, SendApologies
from services.application.motions import AmendMotion, MoveMotion, PutMotion, VoteOnAmendments
from services.application.resolutions import ProposeResolution, ReplyToResolution
from services.application.rules import ReviseRulebook
from services.application.sittings import (
    DeclareInterest,
    OpenMeeting,
    RecordArrival,
    RecordDeparture,
    TakeChair,
)
from tests.story.founding import CHAIR, GROUP, Called, Founding
from tests.support.electorates import voting_in

HERE, BY_PHONE, BY_VIDEO = GROUP[:8], GROUP[8], GROUP[9]
AWAY, WRITES, ALSO_AWAY = GROUP[10], GROUP[11], GROUP[12]
FROM_AFAR = {BY_PHONE: Route.PHONE, BY_VIDEO: Route.VIDEO}


@pytest.fixture
def org() -> Founding:
    return Founding()


def meeting(org: Founding, body: str = "ncg", *, remote: bool = True) -> Called:
    starts = org.store.now() + timedelta(days=40)
    called = ConveneMeeting(body=body, starts=starts, place="Hall", remote=remote)
    it = Called(org, org.began(org.ask(called)))
    it.ask(HandInItem, title="A fund")
    return it


def everybody_comes(org: Founding, it: Called) -> None:
    """Eight in the room, two from afar, one by proxy and one on paper."""
    org.at(it.found.starts + timedelta(minutes=1))
    for person in HERE:
        it.ask(RecordArrival, person=person)
    for person, route in FROM_AFAR.items():
        it.ask(RecordArrival, person=person, route=route)
    it.ask(RecordArrival, person=AWAY, route=Route.PROXY, held_by=HERE[1])
    it.ask(RecordArrival, person=WRITES, route=Route.PAPER)
    it.ask(OpenMeeting)
    it.ask(TakeChair, person=CHAIR)


def may_vote(org: Founding, it: Called) -> set[PersonId]:
    return {one.person for one in it.found.room.voters(voting_in(org.body("ncg")))}


def members_decide(org: Founding, **flags: bool) -> None:
    """The members change rules in a ballot of all; another act of the service records it."""
    names = {"remote": REMOTE_VOTE, "proxy": PROXY_VOTE, "paper": PAPER_VOTE}
    changes = tuple(
        RuleChange(rule=RuleId(names.get(name, name)), value=Flag(holds=holds))
        for name, holds in flags.items()
    )
    org.hands.by_service(ReviseRulebook(title="Ballot of all members", rules=changes))


def test_s23_every_route_is_recorded_as_such_and_counts_as_the_rules_say(org: Founding) -> None:
    members_decide(org, remote=False)
    it = meeting(org)
    everybody_comes(org, it)
    routes = {one.person: one.route for one in it.found.room.here}
    assert routes == dict.fromkeys(HERE, Route.IN_PERSON) | FROM_AFAR | {
        AWAY: Route.PROXY,
        WRITES: Route.PAPER,
    }
    assert may_vote(org, it) == set(HERE), "the rules count no other vote now"
    assert not it.found.quorate
    cited = {one.attendance.person: set(one.act.rules) for one in org.acts(Meeting.Arrived)}
    assert REMOTE_VOTE in cited[BY_PHONE]
    assert {PROXY_VOTE, PROXIES_EACH} <= cited[AWAY]
    assert PAPER_VOTE in cited[WRITES]
    too_many: dict[str, Any] = {"item": 1, "manner": Manner.VOTE, "text": "Yes."}
    votes = Votes(in_favour=len(HERE) + 1, against=0)
    it.refused(BadInput, MAJORITY, RecordDecision, **too_many, votes=votes)


def test_s23_from_afar_one_hands_in_seconds_amends_and_votes(org: Founding) -> None:
    it = meeting(org)
    it.ask(HandInItem, by=BY_PHONE, title="Rooms")
    it.ask(SendApologies, by=ALSO_AWAY, person=ALSO_AWAY, note="I am abroad.")
    everybody_comes(org, it)
    assert may_vote(org, it) == {*HERE, *FROM_AFAR}
    assert it.found.room.present(voting_in(org.body("ncg"))) == org.count("ncg.meetings.quorum")
    text = "We set up a fund.\n\nIt is big."
    it.ask(MoveMotion, by=BY_PHONE, item=1, title="A fund", text=text, seconder=BY_VIDEO)
    smaller = "We set up a fund.\n\nIt is small."
    it.ask(AmendMotion, by=BY_VIDEO, motion=1, text=smaller)
    it.ask(DeclareInterest, by=BY_VIDEO, person=BY_VIDEO, item=2, what="I let rooms.")
    motion = it.found.motions[0]
    assert (motion.mover, motion.seconder) == (BY_PHONE, BY_VIDEO)
    carried = Votes(in_favour=9, against=1)
    it.ask(VoteOnAmendments, motion=1, amendments=(AmendmentId("M1A1"),), votes=carried)
    named = tuple(
        NamedVote(person=person, answer=Answer.AGAINST if person == BY_PHONE else Answer.FOR)
        for person in (*HERE, *FROM_AFAR)
    )
    it.ask(PutMotion, motion=1, form=Form.RECORDED, named=named)
    decision = it.found.decision(1)
    assert decision.votes == carried
    assert decision.binds
    assert decision.text == smaller


def test_s23_the_quorum_goes_with_whoever_hangs_up(org: Founding) -> None:
    it = meeting(org)
    everybody_comes(org, it)
    it.ask(RecordDeparture, person=BY_PHONE)
    assert not it.found.quorate
    it.ask(RecordArrival, person=BY_PHONE, route=Route.VIDEO)
    assert it.found.quorate, "by another route is there as well"


def test_s23_a_proxy_is_held_by_somebody_there_within_the_cap_and_ends_when_its_giver_comes(
    org: Founding,
) -> None:
    members_decide(org, remote=False, proxy=True, paper=True)
    it = meeting(org)
    everybody_comes(org, it)
    assert may_vote(org, it) == {*HERE, AWAY, WRITES}
    present = it.found.room.present(voting_in(org.body("ncg")))
    assert present == len(HERE), "proxies and papers vote and are no part of a quorum"
    assert org.count(PROXIES_EACH) == 1
    second: dict[str, Any] = {"person": ALSO_AWAY, "route": Route.PROXY}
    it.refused(RuleBroken, PROXIES_EACH, RecordArrival, **second, held_by=HERE[1])
    it.refused(BadInput, PROXIES_EACH, RecordArrival, **second, held_by=WRITES)
    it.refused(BadInput, PROXIES_EACH, RecordArrival, **second, held_by=ALSO_AWAY)
    it.ask(RecordArrival, person=AWAY)
    arrived = it.found.room.get(AWAY)
    assert (arrived.route, arrived.held_by) == (Route.IN_PERSON, None)
    it.ask(RecordArrival, **second, held_by=HERE[1])
    it.ask(RecordDeparture, person=HERE[1])
    assert it.found.room.find(ALSO_AWAY) is None, "a proxy goes with whoever holds it"


def test_s23_a_body_without_the_rule_may_not_be_called_to_meet_from_afar(org: Founding) -> None:
    org.hands.by_service(
        ReviseRulebook(
            title="No more of that",
            rules=(RuleChange(rule=RuleId("ncg.meetings.remote_part"), value=Flag(holds=False)),),
        )
    )
    starts = org.store.now() + timedelta(days=40)
    far = ConveneMeeting(body="officers_group", starts=starts, place="Online", remote=True)
    org.refused(RuleBroken, REMOTE_EVERYWHERE, far)
    own = org.orders.remote_part.id
    org.refused(RuleBroken, own, far.model_copy(update={"body": "ncg"}))
    it = meeting(org, remote=False)
    org.at(it.found.starts)
    it.ask(RecordArrival, person=BY_PHONE, route=Route.PHONE)
    (arrived,) = org.acts(Meeting.Arrived)
    assert arrived.act.standing is Standing.IRREGULAR, "that somebody rang up is a fact"
    assert arrived.act.breaks == (own,)
    assert not arrived.attendance.votes


def test_s23_between_meetings_one_replies_from_anywhere(org: Founding) -> None:
    put = ProposeResolution(body="ncg", title="A lease", text="We sign.")
    resolution = org.began(org.ask(put, BY_PHONE))
    for person in GROUP[:8]:
        org.ask(ReplyToResolution(resolution=resolution, answer=Answer.FOR), person)
    found = org.store.load(Resolution, resolution)
    org.at(found.put.closes)
    found = org.store.load(Resolution, resolution)
    assert found.result is not None
    assert (found.result.in_favour, found.result.members) == (8, len(GROUP))
    assert found.result.carried
