"""A decision speaks of what was there when it was taken, and of what it names: nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.bodies.mandate import MandateEnding
from domain.cycle.assembly import Votes
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    QuorumNotMet,
    RuleBroken,
)
from domain.meetings.decisions import Answer, Names
from domain.meetings.resolution import Resolution
from domain.rules.values import Flag
from services.application.actions import GiveAction, GivenTo
from services.application.bodies import EstablishBody, FillPost
from services.application.business import DeferItem, GiveCastingVote
from services.application.cooptions import RenewCoOption
from services.application.endings import DissolveBody, EndMembership, VacatePost, VacateSeat
from services.application.formations import GiveUpFormation, RatifyPlaces, RefusePlaces
from services.application.resolutions import DemandMeeting, ProposeResolution
from services.application.sittings import (
    ChallengeChair,
    RaisePointOfOrder,
    RecordArrival,
    RecordDeparture,
)
from tests.application.gathering import SECRETARY, SITTING, Gathering
from tests.application.organisation import CHAIR, STAFF
from tests.application.test_cooptions import CoOpting
from tests.application.test_what_a_decision_gives_power_for import Deciding, filling
from tests.formation.forming import in_forming
from tests.support.hands import member
from tests.support.kinds import Kind

CASTING, RECALL = "meetings.casting_vote", "registers.endings_entered_by"


def test_what_was_agreed_in_writing_does_only_what_it_names() -> None:
    it = Deciding()
    named = Names(body="ncg", post="vice_chair", person=SITTING[1])
    decided = it.in_writing(*SITTING, names=named)
    for deed in (
        filling("ncg", "vice_chair", SITTING[2], decision=decided),
        filling("ncg", "treasurer", SITTING[1], decision=decided),
        DissolveBody(body="money", reason="because", decision=decided),
    ):
        with pytest.raises((RuleBroken, NotAllowed)) as refused:
            it.org.ask(deed, STAFF)
        assert "about another" in refused.value.sentence
    it.org.ask(filling("ncg", "vice_chair", SITTING[1], decision=decided), STAFF)


def test_the_decision_that_formed_groups_neither_ratifies_them_nor_gives_them_up() -> None:
    it = in_forming()
    asked = it.asked_to_open()
    it.formation = it.org.hands.began(it.org.ask(asked, STAFF))
    decided: dict[str, Any] = {"meeting": asked.meeting, "decision": asked.decision}
    giving_up = GiveUpFormation(formation=it.formation, reason="x", **decided)
    with pytest.raises(RuleBroken, match="before preferences"):
        it.org.ask(giving_up, STAFF)
    it.later(days=10)
    later = {"closes": it.now + timedelta(days=10), "lot": it.lot()}
    refusing = RefusePlaces(formation=it.formation, reason="x", **decided, **later)
    for deed in (RatifyPlaces(formation=it.formation, **decided), refusing):
        with pytest.raises(RuleBroken, match="before the places"):
            it.org.ask(deed, STAFF)


def test_a_co_option_is_renewed_by_a_decision_taken_since_it_began_and_by_each_once() -> None:
    it = CoOpting()
    cooption = it.seated()
    it.org.hands.at(it.org.store.now() + timedelta(days=100))
    until = it.org.store.now() + timedelta(days=300)
    told: dict[str, Any] = {"cooption": cooption, "meeting": it.meeting}
    first = RenewCoOption(number=1, until=until, **told)
    it.org.refused(RuleBroken, first, STAFF, "ncg.cooption.power")
    it.decide(text="It is renewed.")
    number = len(it.found.decisions)
    it.org.ask(RenewCoOption(number=number, until=until, **told), STAFF)
    again = RenewCoOption(number=number, until=until + timedelta(days=9), **told)
    it.org.refused(RuleBroken, again, STAFF, "ncg.cooption.power")


def test_a_body_is_not_dissolved_by_the_decision_that_established_it() -> None:
    it = Deciding()
    decided = it.decision()
    founding = EstablishBody(
        slug="zz", name="Zz", kind=Kind.SUB_GROUP, parent="ncg", decision=decided
    )
    it.org.ask(founding, STAFF)
    ending = DissolveBody(body="zz", reason="because", decision=decided)
    it.org.refused(RuleBroken, ending, STAFF, "bodies.dissolved_by")
    it.org.ask(ending.model_copy(update={"decision": it.decision()}), STAFF)


def tied() -> Gathering:
    group = Gathering(meetings__casting_vote=Flag(holds=True))
    group.hold(present=6)
    group.decide(Votes(in_favour=3, against=3))
    return group


def casting(group: Gathering) -> GiveCastingVote:
    return GiveCastingVote.model_validate({"meeting": group.meeting, "decision": 1, "side": "for"})


def test_a_casting_vote_comes_before_the_meeting_goes_on_and_while_there_is_a_quorum() -> None:
    group = tied()
    group.decide(Votes(in_favour=1, against=5))
    group.org.refused(OutOfOrder, casting(group), CHAIR, CASTING)
    group = tied()
    group.ask(DeferItem, item=1, reason="later")
    group.org.refused(OutOfOrder, casting(group), CHAIR, CASTING)
    group = tied()
    for person in SITTING[3:6]:
        group.ask(RecordDeparture, person=person)
    group.org.refused(QuorumNotMet, casting(group), CHAIR, "ncg.meetings.quorum")


def test_whoever_is_not_there_takes_no_chair_for_a_challenge() -> None:
    group = Gathering(meetings__paper_vote=Flag(holds=True))
    group.hold()
    on_paper = SITTING[5]
    group.ask(RecordArrival, person=on_paper, route="on paper")
    point: dict[str, Any] = {
        "raised_by": SITTING[1],
        "point": "P",
        "upheld": False,
        "ruling": "No.",
    }
    group.ask(RaisePointOfOrder, **point)
    told = {"meeting": group.meeting, "ruling": 1, "challenger": SITTING[1]}
    challenge = ChallengeChair.model_validate({**told, "taken_by": on_paper})
    group.org.refused(RuleBroken, challenge, STAFF, "meetings.record_kept_by")


def test_only_demands_of_those_who_have_a_vote_force_a_meeting() -> None:
    group = Gathering()
    put = ProposeResolution(body="ncg", title="It", text="It is so.")
    resolution = group.org.hands.began(group.org.ask(put, CHAIR))
    for number, person in enumerate(SITTING[2:6]):
        group.org.ask(DemandMeeting(resolution=resolution), person)
        left = group.org.store.load(Resolution, resolution).left
        assert left is (number == 3), "two of those who asked have left"
        if number < 1:
            gone = EndMembership.model_validate(
                {"person": person, "ending": "resigned", "reason": "moved"}
            )
            group.org.ask(gone, person)
    assert Answer.FOR  # nobody replied


def test_nobody_who_was_elected_is_recalled_by_the_seat_under_the_post() -> None:
    group = Gathering()
    elected = FillPost.model_validate(
        {
            "body": "ncg",
            "post": "vice_chair",
            "person": SITTING[2],
            "name": "V",
            "how": "elected",
            "origin": "election",
            "source": "the file",
        }
    )
    group.org.ask(elected, STAFF)
    told: dict[str, Any] = {"body": "ncg", "person": SITTING[2], "reason": "because"}
    for deed in (
        VacateSeat(ending=MandateEnding.RECALL, **told),
        VacatePost(post="vice_chair", ending=MandateEnding.RECALL, **told),
    ):
        group.org.refused(NotAllowed, deed, STAFF, RECALL)


def test_a_term_ends_by_itself_and_nobody_dies_who_is_on_the_register() -> None:
    group = Gathering()
    until = group.org.store.now() + timedelta(days=300)
    told: dict[str, Any] = {"body": "ncg", "post": "vice_chair", "person": SITTING[2]}
    filled = FillPost(name="V", how="named", until=until, source="the file", **told)
    group.org.ask(filled, STAFF)
    early = VacatePost(ending=MandateEnding.TERM, reason="because", **told)
    group.org.refused(BadInput, early, STAFF, RECALL)
    dead = VacateSeat(body="ncg", person=SITTING[2], ending=MandateEnding.DEATH, reason="because")
    group.org.refused(BadInput, dead, STAFF, RECALL)


def test_an_action_is_given_to_somebody_who_can_have_it() -> None:
    group = Gathering()
    bursar = GiveAction(text="x", body="ncg", owner=GivenTo(name="B", body="ncg", post="bursar"))
    refusal = group.org.refused(NotFound, bursar, STAFF)
    assert "no post 'bursar'" in refusal.sentence
    died = EndMembership.model_validate(
        {"person": member(12), "ending": "died", "reason": "a letter"}
    )
    group.org.ask(died, STAFF)
    late = GiveAction(text="x", body="ncg", owner=GivenTo(name="D", person=member(12)))
    with pytest.raises((BadInput, OutOfOrder, NotAllowed, RuleBroken)):
        group.org.ask(late, STAFF)
    secretary = GivenTo(name="The secretary", body="ncg", post="secretary")
    group.org.ask(GiveAction(text="x", body="ncg", owner=secretary), SECRETARY)
