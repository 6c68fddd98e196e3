"""S22: statements agreed at a meeting are published; actions of all bodies are tracked: open, due,
done, overdue.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.actions.action import Action, Status
from domain.kernel.act import Standing
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.meetings.meeting import Meeting
from services.application.actions import (
    DropAction,
    FinishAction,
    GiveAction,
    GivenTo,
    MoveActionDue,
    PassActionOn,
)
from services.application.business import PublishStatement
from services.application.endings import DissolveBody
from services.application.outstanding import moments
from services.application.reports import DraftReport
from tests.application.organisation import CHAIR, STAFF, STRANGER
from tests.story.the_group import CONVENOR, RESOURCES, TREASURER, TWELVE, TheGroup

KEPT_BY, REMINDED, IN_TIME = "actions.kept_by", "actions.reminder_days", "actions.done_in_time"
RECORD = "meetings.record_kept_by"
SOMEBODY = GivenTo(name="A member", person=TWELVE[7])
OF_THE_TREASURER = GivenTo(name="The treasurer", body="ncg", post="treasurer")
OF_THE_CONVENOR = GivenTo(name="The convenor", body=RESOURCES, post="convenor")


@pytest.fixture
def it() -> TheGroup:
    return TheGroup()


def action(it: TheGroup, one: UUID) -> Action:
    return it.org.store.load(Action, one)


def give(it: TheGroup, text: str, owner: GivenTo, **how: object) -> UUID:
    asked = {"text": text, "owner": owner, "body": "ncg", **how}
    return it.org.hands.began(it.do(GiveAction.model_validate(asked)))


def test_s22_a_statement_that_was_agreed_is_published_and_stands_in_the_report(
    it: TheGroup,
) -> None:
    meeting = it.meets()
    it.decide(text="A statement on housing.")
    saying = PublishStatement(meeting=meeting, decision=1, title="Homes", text="Homes for all.")
    it.org.refused(NotAllowed, saying, TWELVE[6], RECORD)
    it.do(saying)
    (published,) = it.acts(Meeting.StatementPublished)
    assert published.statement.text == "Homes for all."
    assert published.act.cause == it.found.decision(1).act
    it.ends()
    it.on(DraftReport, it.report(meeting).id)
    assert "Homes for all." in it.report(meeting).content.lines


def test_s22_a_statement_agreed_without_a_quorum_is_not_published(it: TheGroup) -> None:
    meeting = it.meets(present=9)
    it.decide(text="A statement on housing.")
    saying = PublishStatement(meeting=meeting, decision=1, title="Homes", text="Homes for all.")
    it.org.refused(RuleBroken, saying, STAFF, "meetings.ratification")
    assert it.acts(Meeting.StatementPublished) == []


def test_s22_an_action_is_given_by_a_decision_reminded_of_and_done_in_time(it: TheGroup) -> None:
    meeting = it.meets()
    it.decide(text="A leaflet is printed.")
    due = it.days(20).date()
    given = give(it, "Print it", OF_THE_TREASURER, meeting=meeting, decision=1, due=due)
    assert it.acts(Action.Given)[0].act.cause == it.found.decision(1).act
    it.ends()
    reminder = next(one.due for one in moments(it.org.store) if one.process == given)
    assert reminder.date() == it.days(17).date()
    it.at(reminder - timedelta(minutes=1))
    assert action(it, given).reminded == ()
    it.at(it.days(18))
    (reminded,) = it.acts(Action.Reminded)
    assert (reminded.act.occurred_at, reminded.act.rules) == (reminder, (REMINDED,))
    finishing = FinishAction(action=given, how="500 were printed.")
    for person in (TWELVE[6], STRANGER):
        it.org.refused(NotAllowed, finishing, person, KEPT_BY)
    it.do(finishing, TREASURER)
    it.at(it.days(40))
    assert (action(it, given).status, action(it, given).overdue) == (Status.DONE, ())
    it.org.refused(OutOfOrder, finishing, TREASURER, KEPT_BY)


def test_s22_one_that_is_not_done_is_overdue_at_the_end_of_its_day_until_it_is(
    it: TheGroup,
) -> None:
    due = it.days(5).date()
    late = give(it, "Shortlist", OF_THE_CONVENOR, due=due)
    it.at(it.days(9))
    (overdue,) = it.acts(Action.FellOverdue)
    assert (overdue.due, overdue.act.occurred_at) == (due, action(it, late).due_at)
    assert (overdue.act.standing, overdue.act.breaks) == (Standing.IRREGULAR, (IN_TIME,))
    assert action(it, late).status is Status.OPEN
    it.do(FinishAction(action=late, how="Five people."), CONVENOR)
    assert action(it, late).status is Status.DONE


def test_s22_another_day_gives_another_reminder_and_another_end(it: TheGroup) -> None:
    moved = give(it, "Shortlist", OF_THE_CONVENOR, due=it.days(5).date())
    it.at(it.days(3))
    passed = MoveActionDue(action=moved, due=date(2021, 7, 1), reason="?")
    it.org.refused(BadInput, passed, CONVENOR, KEPT_BY)
    later = it.days(30).date()
    it.do(MoveActionDue(action=moved, due=later, reason="Nobody has applied yet."), CONVENOR)
    it.at(it.days(8))
    assert it.acts(Action.FellOverdue) == []
    it.at(it.days(33))
    assert [one.due for one in it.acts(Action.FellOverdue)] == [later]
    assert len(it.acts(Action.Reminded)) == 2


def test_s22_whoever_gets_it_has_it_and_whoever_passed_it_on_has_not(it: TheGroup) -> None:
    given = give(it, "Print it", SOMEBODY)
    to = PassActionOn(action=given, owner=OF_THE_TREASURER, reason="It is about money.")
    it.org.refused(NotAllowed, to, TWELVE[6], KEPT_BY)
    it.do(to, TWELVE[7])
    it.org.refused(NotAllowed, FinishAction(action=given, how="Done."), TWELVE[7], KEPT_BY)
    it.do(DropAction(action=given, reason="There is no money."), CHAIR)
    assert action(it, given).status is Status.DROPPED


def test_s22_actions_of_all_bodies_are_kept_by_their_own(it: TheGroup) -> None:
    of_group = give(it, "Advertise", OF_THE_CONVENOR, body=RESOURCES)
    assert action(it, of_group).task.body_name == "Resources Group"
    it.org.refused(NotAllowed, FinishAction(action=of_group, how="?"), TWELVE[7], KEPT_BY)
    nowhere = GiveAction(text="?", owner=GivenTo(name="?", body="nowhere"), body="ncg")
    it.org.refused(NotFound, nowhere, STAFF)
    it.org.refused(BadInput, GiveAction(text="?", owner=SOMEBODY), STAFF)
    by_hand = GiveAction(text="Print it", owner=SOMEBODY, body="ncg")
    it.org.refused(NotAllowed, by_hand, TWELVE[6], KEPT_BY)
    past = GiveAction(text="Print it", owner=SOMEBODY, body="ncg", due=date(2021, 7, 1))
    it.org.refused(BadInput, past, STAFF, KEPT_BY)


def test_s22_nothing_is_left_to_a_body_that_was_dissolved(it: TheGroup) -> None:
    given = give(it, "Advertise", SOMEBODY)
    it.do(DissolveBody(body=RESOURCES, reason="done", at=it.org.store.now(), source="a report"))
    to = PassActionOn(action=given, owner=OF_THE_CONVENOR, reason="It is theirs.")
    new = GiveAction(text="Print it", owner=OF_THE_CONVENOR, body="ncg")
    for asked in (to, new):
        refusal = it.org.refused(OutOfOrder, asked, STAFF)
        assert "has been dissolved" in refusal.sentence
    assert action(it, given).owner.person == TWELVE[7]


def test_s22_what_comes_first_is_done_first(it: TheGroup) -> None:
    """A recruitment that a sub-group oversees: advertised, shortlisted, appointed."""
    first = give(it, "Advertise", OF_THE_CONVENOR, body=RESOURCES)
    second = give(it, "Shortlist", OF_THE_CONVENOR, body=RESOURCES, after=first)
    too_early = FinishAction(action=second, how="Five people.")
    it.org.refused(OutOfOrder, too_early, CONVENOR, KEPT_BY)
    it.do(FinishAction(action=first, how="It is out."), CONVENOR)
    it.do(too_early, CONVENOR)


def test_s22_a_decision_without_a_quorum_gives_nobody_anything_to_do(it: TheGroup) -> None:
    meeting = it.meets(present=9)
    it.decide(text="A leaflet is printed.")
    giving = GiveAction(text="Print it", owner=SOMEBODY, meeting=meeting, decision=1)
    it.org.refused(RuleBroken, giving, STAFF, "meetings.ratification")
    assert it.acts(Action.Given) == []
