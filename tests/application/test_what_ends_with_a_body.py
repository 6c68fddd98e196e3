"""When a body is dissolved or merged, whatever would wait for it ends or goes on, with a reason."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.actions.action import Action
from domain.bodies.cooption import CoOption, State
from domain.kernel.refusal import NotAllowed, OutOfOrder
from domain.meetings.decisions import Answer
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.meetings.resolution import State as Lapsed
from domain.rules.values import Choice, Who
from services.application.actions import GiveAction, GivenTo
from services.application.begun import open_processes
from services.application.bodies import EstablishBody, SeatMember
from services.application.cooptions import ProposeCoOption
from services.application.elections import CallElection
from services.application.endings import DissolveBody
from services.application.meetings import ConveneMeeting
from services.application.resolutions import ProposeResolution, ReplyToResolution
from services.application.sittings import OpenMeeting
from tests.application.gathering import STARTS
from tests.application.organisation import CHAIR, LEEDS, STAFF, Organisation, in_memory
from tests.application.seated import founded
from tests.formation.forming import in_forming
from tests.support.hands import member
from workflows.contract import ACTION, COOPTION, FORMATION, MEETING, RESOLUTION

ITS_OWN = GivenTo(name="Training", body="training")
GONE = DissolveBody(body="training", reason="Its work is done.")


@pytest.fixture
def org() -> Organisation:
    return founded()


def waiting(org: Organisation) -> list[str]:
    """The kinds of process that still wait for something."""
    return [one.kind for one in open_processes(org.store)]


def called(org: Organisation) -> Meeting:
    asked = ConveneMeeting(body="training", starts=STARTS, place="Hall")
    return org.store.load(Meeting, org.hands.began(org.ask(asked, STAFF)))


def given(org: Organisation, owned: GivenTo = ITS_OWN) -> UUID:
    asked = GiveAction(text="Hold a course", owner=owned, body="ncg")
    return org.hands.began(org.ask(asked, STAFF))


def test_a_meeting_that_is_ahead_is_called_off_with_the_reason() -> None:
    org = founded()
    meeting = called(org)
    org.ask(GONE, STAFF)
    assert org.store.load(Meeting, meeting.id).cancelled
    (off,) = org.store.acts(stream=meeting.id, topics=(Meeting.Cancelled.TOPIC,), limit=9)
    assert isinstance(off.event, Meeting.Cancelled)
    assert off.event.reason == "Training was dissolved."
    assert off.event.act.cause is not None
    assert MEETING not in waiting(org)


def test_a_meeting_that_runs_ends_with_its_body() -> None:
    org = founded()
    meeting = called(org)
    org.store.clock.hold(STARTS)
    org.ask(OpenMeeting(meeting=meeting.id), STAFF)
    org.ask(GONE, STAFF)
    assert org.store.load(Meeting, meeting.id).closed
    (end,) = org.store.acts(stream=meeting.id, topics=(Meeting.Closed.TOPIC,), limit=9)
    assert isinstance(end.event, Meeting.Closed)
    assert (end.event.act.note, end.event.next_on) == ("Training was dissolved.", None)


def test_what_was_offered_ends_with_the_body() -> None:
    org = founded()
    told = {"body": "ncg", "person": member(18), "name": "G", "reasons": "knows the unions"}
    cooption = org.hands.began(org.ask(ProposeCoOption.model_validate(told), CHAIR))
    org.ask(DissolveBody(body="ncg", reason="Replaced."), STAFF)
    assert org.store.load(CoOption, cooption).state is State.ENDED
    assert COOPTION not in waiting(org)


def test_groups_that_are_being_formed_out_of_it_are_formed_no_more() -> None:
    it = in_forming()
    it.open()
    it.org.ask(DissolveBody(body="ncg", reason="Replaced."), STAFF)
    assert FORMATION not in waiting(it.org)


def test_what_is_open_in_writing_lapses_with_the_body(org: Organisation) -> None:
    asked = ProposeResolution(body="training", title="A course", text="We hold a course.")
    put = org.hands.began(org.ask(asked, STAFF))
    assert RESOLUTION in waiting(org)
    org.ask(GONE, STAFF)
    assert org.store.load(Resolution, put).state is Lapsed.LAPSED
    (end,) = org.store.acts(stream=put, topics=(Resolution.Lapsed.TOPIC,), limit=9)
    assert isinstance(end.event, Resolution.Lapsed)
    assert end.event.because == "Training was dissolved."
    assert "decisions.written_majority" in end.event.act.rules
    assert RESOLUTION not in waiting(org)
    reply = ReplyToResolution(resolution=put, answer=Answer.FOR)
    org.refused(OutOfOrder, reply, LEEDS, "decisions.written_majority")


def test_no_election_is_called_to_a_body_that_is_no_more(org: Organisation) -> None:
    org.ask(GONE, STAFF)
    org.refused(OutOfOrder, CallElection(body="training", title="An election"), STAFF)


@pytest.mark.parametrize(("rule", "left"), [("parent", "Ncg"), ("nobody", "nobody")])
def test_what_it_had_to_do_passes_on_as_the_rule_says(rule: str, left: str) -> None:
    org = founded(actions__after_dissolution=Choice(choice=rule))
    action, of_a_person = given(org), given(org, GivenTo(name="P", person=member(3)))
    org.ask(GONE, STAFF)
    assert org.store.load(Action, action).owner.name == left
    assert org.store.load(Action, of_a_person).owner.name == "P"
    (passed,) = org.store.acts(stream=action, topics=(Action.PassedOn.TOPIC,), limit=9)
    assert "actions.after_dissolution" in passed.event.act.rules
    assert waiting(org).count(ACTION) == 2


def test_what_a_merged_body_had_to_do_is_that_of_the_other(org: Organisation) -> None:
    action = given(org)
    merged = GONE.model_copy(update={"into": "resources"})
    org.ask(merged, STAFF)
    assert org.store.load(Action, action).owner.body == "resources"


def test_a_power_that_was_given_to_a_body_ends_with_it() -> None:
    org = in_memory(meetings__convened_by=Who(powers=("bureau", "staff")))
    org.ask(EstablishBody(slug="bureau", name="Bureau", kind="panel"), STAFF)
    org.ask(SeatMember(body="bureau", person=LEEDS, name="L", how="appointed"), STAFF)
    call = ConveneMeeting(body="ncg", starts=STARTS + timedelta(days=90), place="Hall")
    org.ask(call, LEEDS)
    org.ask(DissolveBody(body="bureau", reason="Done."), STAFF)
    org.refused(NotAllowed, call, LEEDS, "meetings.convened_by")
