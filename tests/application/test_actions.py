"""Actions: who owns one, what becomes of it, and its moments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.actions.action import Action, Owner, Status
from domain.bodies.member import Ending
from domain.decisions.decided import DecidedAt
from domain.kernel.aggregate import Recorded
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder
from domain.meetings.meeting import Meeting
from services.application.actions import (
    DropAction,
    FinishAction,
    GiveAction,
    GivenTo,
    MoveActionDue,
    PassActionOn,
)
from services.application.bodies import FillPost
from services.application.business import AnnulDecision, RatifyDecision
from services.application.endings import EndMembership
from tests.application.gathering import SITTING, STARTS
from tests.application.organisation import CHAIR, STAFF
from tests.application.reported import Reported, a_group, meets


@pytest.fixture
def it() -> Reported:
    return Reported()


def test_an_action_names_the_decision_that_gave_it(it: Reported) -> None:
    it.hold()
    it.decide(text="We recruit.")
    owner = GivenTo(name="The office", body="staff")
    given = it.org.ask(
        GiveAction(text="A drive", owner=owner, meeting=it.meeting, decision=1), STAFF
    )
    action = it.acts(Recorded, it.org.hands.began(given))[0]
    assert action.act.cause == it.found.decision(1).act
    assert action.act.authority.kind == "decision"


def test_its_owner_an_officer_or_the_staff_say_what_became_of_it(it: Reported) -> None:
    owner = GivenTo(name="P3", person=SITTING[3])
    actions = [give(it, f"Action {number}", owner) for number in range(3)]
    with pytest.raises(NotAllowed, match=r"actions\.kept_by"):
        it.org.ask(FinishAction(action=actions[0], how="?"), SITTING[4])
    for action, by in zip(actions, (SITTING[3], CHAIR, STAFF), strict=True):
        it.org.ask(FinishAction(action=action, how="Done."), by)


def test_whoever_holds_the_post_is_the_owner(it: Reported) -> None:
    post = FillPost(body="ncg", post="treasurer", person=SITTING[2], name="T", how="elected")
    it.org.ask(post, STAFF)
    a_group(it)
    convenor = FillPost(body="resources", post="convenor", person=SITTING[3], name="C", how="named")
    it.org.ask(convenor, STAFF)
    owner = GivenTo(name="The convenor", body="resources", post="convenor")
    action = give(it, "The shortlist", owner)
    with pytest.raises(NotAllowed):
        it.org.ask(DropAction(action=action, reason="?"), SITTING[4])
    it.org.ask(DropAction(action=action, reason="There is no money."), SITTING[3])


def give(it: Reported, text: str, owner: GivenTo, **how: Any) -> UUID:
    asked = GiveAction(text=text, owner=owner, body="ncg", **how)
    return it.org.hands.began(it.org.ask(asked, STAFF))


def test_a_reminder_and_the_end_of_its_day_come_by_themselves(it: Reported) -> None:
    due = STARTS.date()
    action = give(it, "The leaflet", GivenTo(name="The office", body="staff"), due=due)
    it.org.hands.at(STARTS - timedelta(days=2))
    (reminded,) = it.acts(Action.Reminded)
    assert reminded.due == due
    it.org.ask(MoveActionDue(action=action, due=due + timedelta(days=9), reason="Paper"), STAFF)
    it.org.hands.at(STARTS + timedelta(days=20))
    assert len(it.acts(Action.Reminded)) == 2
    (overdue,) = it.acts(Action.FellOverdue)
    assert overdue.due == due + timedelta(days=9)
    assert overdue.act.occurred_at == it.org.store.load(Action, action).due_at


def test_a_recruitment_is_a_row_of_actions_that_a_group_oversees_and_reports(
    it: Reported,
) -> None:
    a_group(it)
    convenor = FillPost(body="resources", post="convenor", person=SITTING[1], name="C", how="named")
    it.org.ask(convenor, STAFF)
    owner = GivenTo(name="The convenor", body="resources", post="convenor")
    before: UUID | None = None
    steps = []
    for text in ("Advertise", "Shortlist", "Appoint", "Report to the group"):
        asked = GiveAction(text=text, owner=owner, body="resources", after=before)
        before = it.org.hands.began(it.org.ask(asked, STAFF))
        steps.append(before)
    with pytest.raises(OutOfOrder, match="“Advertise” comes first"):
        it.org.ask(FinishAction(action=steps[1], how="Five people"), SITTING[1])
    for step in steps[:3]:
        it.org.ask(FinishAction(action=step, how="Done"), SITTING[1])
    meets(it, "resources", 1)
    it.convene(STARTS + timedelta(days=60))
    assert "advertised" in it.found.agenda.items[0].text
    it.org.ask(FinishAction(action=steps[3], how="On the agenda"), SITTING[1])


def test_an_action_can_be_passed_on_to_a_body_that_there_is(it: Reported) -> None:
    action = give(it, "The leaflet", GivenTo(name="The office", body="staff"))
    it.org.ask(
        PassActionOn(action=action, owner=GivenTo(name="P1", person=SITTING[1]), reason="Time"),
        STAFF,
    )
    with pytest.raises(Exception, match="no body with the short name"):
        give(it, "?", GivenTo(name="Nobody", body="nowhere"))


def test_what_a_decision_gave_to_do_falls_with_it_and_what_was_done_stays(it: Reported) -> None:
    early = it.hold()
    it.decide(text="We recruit.")
    owner = GivenTo(name="P3", person=SITTING[3])
    by = {"owner": owner, "meeting": early, "decision": 1}
    done, left = (
        it.org.hands.began(it.org.ask(GiveAction.model_validate({"text": text, **by}), STAFF))
        for text in ("A drive", "A second drive")
    )
    by_hand = give(it, "Paper", owner)
    it.org.ask(FinishAction(action=done, how="A hundred came."), SITTING[3])
    late = it.hold(starts=STARTS + timedelta(days=30))
    named = {"decision": DecidedAt(meeting=early, number=1)}
    it.decide(text="We annul it.", names=named)
    it.org.ask(AnnulDecision(meeting=early, decision=1, by_meeting=late, by_decision=1), STAFF)
    stand = [it.org.store.load(Action, one).status for one in (done, left, by_hand)]
    assert stand == [Status.DONE, Status.DROPPED, Status.OPEN]
    (settled,) = it.acts(Meeting.DecisionSettled)
    (dropped,) = it.acts(Action.Dropped)
    assert dropped.act.cause == settled.event_id
    assert dropped.reason.startswith("The decision that gave it was annulled by decision 1,")


def test_what_was_ratified_stays_to_be_done(it: Reported) -> None:
    early = it.hold(present=3)
    it.decide(text="We recruit.")
    late = it.hold(starts=STARTS + timedelta(days=30))
    it.decide(text="So be it.", names={"decision": DecidedAt(meeting=early, number=1)})
    it.org.ask(RatifyDecision(meeting=early, decision=1, by_meeting=late, by_decision=1), STAFF)
    given = {"text": "A drive", "owner": GivenTo(name="P"), "meeting": early, "decision": 1}
    action = it.org.hands.began(it.org.ask(GiveAction.model_validate(given), STAFF))
    assert it.org.store.load(Action, action).status is Status.OPEN


@pytest.mark.parametrize("ending", list(Ending))
def test_what_somebody_had_to_do_is_nobodys_once_they_are_gone(
    it: Reported, ending: Ending
) -> None:
    gone = GivenTo(name="P3", person=SITTING[3])
    theirs = give(it, "Paper", gone)
    passed = give(it, "Ink", gone)
    ended = give(it, "Glue", gone)
    other = GivenTo(name="P4", person=SITTING[4])
    it.org.ask(PassActionOn(action=passed, owner=other, reason="Ill"), STAFF)
    it.org.ask(FinishAction(action=ended, how="Bought."), SITTING[3])
    it.org.ask(EndMembership(person=SITTING[3], ending=ending, reason="gone"), STAFF)
    assert it.org.store.load(Action, theirs).owner == Owner(name="nobody")
    assert it.org.store.load(Action, passed).owner.person == SITTING[4]
    assert it.org.store.load(Action, ended).owner.person == SITTING[3]


def test_an_action_names_a_meeting_with_its_decision_or_neither(it: Reported) -> None:
    it.hold()
    for half in ({"meeting": it.meeting}, {"decision": 1}, {"meeting": UUID(int=7)}):
        told = {"text": "A drive", "owner": GivenTo(name="P"), "body": "ncg", **half}
        it.org.refused(BadInput, GiveAction.model_validate(told), STAFF, "actions.kept_by")
