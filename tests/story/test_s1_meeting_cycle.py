"""S1: the meeting cycle of a coordinating group, from the call to the date of the next meeting.

At least one meeting a quarter, the next date fixed by the end of each; notice with a call for items
three weeks ahead, items a week ahead, agenda and papers three days ahead; apologies, attendance by
route, observers, staff; a chair for the session; a quorum; decisions of each kind with the actions
that follow; emergency meetings.  The same with workers killed is in `tests/engine/test_meetings.py`
and `tests/engine/test_a_whole_year.py`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.actions.action import Action, Status
from domain.bodies.body import body_id
from domain.cycle.assembly import Votes
from domain.kernel.act import Standing
from domain.kernel.moments import LONDON, end_of_day
from domain.kernel.refusal import BadInput, NotAllowed, QuorumNotMet, RuleBroken, TooEarly, TooLate
from domain.meetings.agenda import Fate
from domain.meetings.attendance import Capacity, Route
from domain.meetings.calendar import Duty
from domain.meetings.decisions import Manner
from domain.meetings.emergency import Said
from domain.meetings.meeting import Meeting
from domain.meetings.orders import ITEMS, NOTICE, PAPERS, QUORUM
from domain.meetings.year import BodyYear, year_id
from services.application.actions import GiveAction, GivenTo
from services.application.bodies import EstablishBody
from services.application.business import AdmitItem, DeferItem, RatifyDecision, RecordDecision
from services.application.meetings import (
    AgreeToEmergency,
    CirculatePapers,
    ConveneMeeting,
    DraftAgenda,
    GiveNotice,
    HandInItem,
    SendApologies,
    WithdrawItem,
)
from services.application.outstanding import overdue
from services.application.sittings import (
    CloseMeeting,
    FixNextDate,
    OpenMeeting,
    RecordArrival,
    RecordDeparture,
    TakeChair,
)
from tests.story.founding import CHAIR, FIRST_VICE, GROUP, GUEST, OFFICERS, STAFF, Called, Founding
from tests.support.electorates import voting_in
from tests.support.kinds import Kind

AHEAD = timedelta(days=40)
ALL = Votes(in_favour=10, against=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def org() -> Founding:
    return Founding()


def call(org: Founding, ahead: timedelta = AHEAD, **how: object) -> Called:
    starts = (org.store.now() + ahead).replace(hour=10, minute=30, second=0)
    asked = {"body": "ncg", "starts": starts, "place": "Hall", "remote": True, **how}
    return Called(org, org.began(org.ask(ConveneMeeting.model_validate(asked))))


def rule(org: Founding, name: str) -> str:
    found = org.orders.find(name)
    assert found is not None
    return found.id


def test_s1_a_meeting_in_good_order(org: Founding) -> None:
    it = call(org)
    in_time(org, it)
    come_together(org, it)
    decide(org, it)
    it.ask(FixNextDate, on=(org.store.now() + timedelta(days=60)).date())
    it.ask(CloseMeeting)
    found = it.found
    assert found.missed == ()
    assert found.closed
    assert all(one.act.standing is Standing.JUDGED for one in of_meeting(org, it.id))
    assert overdue(org.store) == []


def in_time(org: Founding, it: Called) -> None:
    """Each duty at its last hour, and an item that comes an hour too late."""
    starts = it.found.starts
    for duty, name in ((Duty.NOTICE, NOTICE), (Duty.ITEMS, ITEMS), (Duty.PAPERS, PAPERS)):
        assert it.due(duty) == last_moment(starts, org.days(rule(org, name)))
    org.at(it.due(Duty.NOTICE) - HOUR)
    it.ask(GiveNotice)
    (notice,) = org.acts(Meeting.NoticeGiven)
    assert set(notice.to) == set(GROUP)
    for title in ("Campaigns", "Sub-groups", "Rooms"):
        it.ask(HandInItem, by=CHAIR, title=title)
    it.ask(WithdrawItem, item=3, reason="They are booked.")
    it.ask(SendApologies, by=GROUP[12], person=GROUP[12], note="I am away.")
    org.at(it.due(Duty.ITEMS) + HOUR)
    it.refused(TooLate, rule(org, ITEMS), HandInItem, by=CHAIR, title="A late one")
    (closed,) = org.acts(Meeting.ItemsClosed)
    assert closed.act.occurred_at == it.due(Duty.ITEMS)
    org.at(it.due(Duty.PAPERS) - HOUR)
    it.ask(DraftAgenda, order=(2, 1, 3))
    it.ask(CirculatePapers, papers=("What sub-groups are for",))


def come_together(org: Founding, it: Called) -> None:
    """Eleven in the room, one by telephone, somebody to watch, and the staff."""
    it.refused(TooEarly, "meetings.convened_by", OpenMeeting)
    org.at(it.found.starts + timedelta(minutes=1))
    for person in GROUP[:11]:
        it.ask(RecordArrival, person=person)
    it.ask(RecordArrival, person=GROUP[11], route=Route.PHONE)
    it.ask(RecordArrival, person=GUEST, name="Somebody of a union", capacity=Capacity.OBSERVER)
    it.ask(RecordArrival, person=STAFF, name="The office", capacity=Capacity.STAFF)
    it.refused(NotAllowed, "meetings.record_kept_by", OpenMeeting, by=GROUP[7])
    it.ask(OpenMeeting)
    it.ask(TakeChair, person=GROUP[5])
    found = it.found
    assert found.chair == GROUP[5], "whoever the session elected"
    (opened,) = it.org.store.acts(stream=found.id, topics=(Meeting.Opened.TOPIC,), limit=9)
    assert isinstance(opened.event, Meeting.Opened)
    assert opened.event.needed == org.count(rule(org, QUORUM))
    assert found.quorate
    by_route = {one.person: one.route for one in found.room.here}
    assert by_route[GROUP[11]] is Route.PHONE
    assert found.apologies == (GROUP[12],)
    assert found.room.present(voting_in(org.body("ncg"))) == 12, (
        "by telephone counts, observer and staff do not"
    )


def decide(org: Founding, it: Called) -> None:
    """A decision of each kind, what is done by it at once, and actions with owner and day."""
    it.ask(AdmitItem, by=GROUP[5], title="A late one", votes=ALL)
    for manner in Manner:
        votes = ALL if manner is Manner.VOTE else None
        it.ask(RecordDecision, item=1, manner=manner, text=f"It is {manner}.", votes=votes)
    it.ask(DeferItem, item=2, reason="There was no time.")
    decisions = {one.manner: one for one in it.found.decisions}
    assert set(decisions) == set(Manner)
    assert all(one.binds for one in decisions.values())
    established = decisions[Manner.ESTABLISHED].number
    by_it = {"meeting": it.id, "number": established}
    body = {"slug": "resources_group", "name": "Resources", "kind": Kind.SUB_GROUP}
    org.ask(EstablishBody.model_validate({**body, "parent": "ncg", "decision": by_it}))
    assert org.body("resources_group").parent == body_id("ncg")
    day = (org.store.now() + timedelta(days=14)).date()
    owner = GivenTo(name="The vice-chair", person=FIRST_VICE)
    given = GiveAction(text="Ask three halls", owner=owner, due=day, meeting=it.id, decision=1)
    action = org.store.load(Action, org.began(org.ask(given)))
    assert (action.status, action.due, action.owner.person) == (Status.OPEN, day, FIRST_VICE)


def test_s1_what_is_late_is_on_record_with_its_rule_and_nothing_stops(org: Founding) -> None:
    it = call(org)
    it.ask(HandInItem, title="Campaigns")
    org.at(it.due(Duty.NOTICE) + HOUR)
    it.ask(GiveNotice)
    org.at(it.due(Duty.PAPERS) + HOUR)
    it.ask(CirculatePapers, papers=("The agenda",))
    missed = {one.duty: one.act for one in org.acts(Meeting.DeadlineMissed)}
    for duty, name in ((Duty.NOTICE, NOTICE), (Duty.PAPERS, PAPERS)):
        assert missed[duty].occurred_at == it.due(duty)
        assert missed[duty].breaks == (rule(org, name),)
    late = [*org.acts(Meeting.NoticeGiven), *org.acts(Meeting.PapersCirculated)]
    assert {one.act.standing for one in late} == {Standing.IRREGULAR}
    it.open(11)
    it.ask(RecordDecision, item=1, manner=Manner.CONSENSUS, text="We campaign.")
    it.ask(CloseMeeting)
    (closed,) = org.acts(Meeting.Closed)
    assert closed.act.breaks == (rule(org, "next_date_fixed"),)
    assert it.found.decision(1).binds, "late papers make no decision void"


def test_s1_without_a_quorum_nothing_binds_until_a_meeting_with_one_ratifies_it(
    org: Founding,
) -> None:
    it = call(org)
    it.ask(HandInItem, title="An office")
    needed = org.count(rule(org, QUORUM))
    it.open(needed)
    it.ask(RecordDeparture, person=GROUP[needed - 1])
    (lost,) = org.acts(Meeting.QuorumLost)
    assert (lost.present, lost.needed) == (needed - 1, needed)
    it.refused(
        QuorumNotMet,
        rule(org, QUORUM),
        AdmitItem,
        title="Another",
        votes=Votes(in_favour=9, against=0),
    )
    it.ask(RecordDecision, item=1, manner=Manner.ESTABLISHED, text="There is a group on rooms.")
    (decided,) = org.acts(Meeting.Decided)
    assert decided.act.breaks == (rule(org, QUORUM),)
    by_it = {"meeting": it.id, "number": 1}
    told = {"slug": "rooms", "name": "Rooms", "kind": Kind.WORKING_GROUP, "parent": "ncg"}
    establish = EstablishBody.model_validate({**told, "decision": by_it})
    org.refused(RuleBroken, "meetings.ratification", establish)
    it.ask(FixNextDate, on=(org.store.now() + AHEAD).date())
    it.ask(CloseMeeting)
    later = call(org)
    later.ask(HandInItem, title="What we decided when we were too few")
    later.open(needed)
    settling: dict[str, Any] = {"item": 1, "manner": Manner.CONSENSUS, "text": "It is ratified."}
    later.ask(RecordDecision, **settling, names={"decision": by_it})
    ratified = {"decision": 1, "by_meeting": later.id, "by_decision": 1}
    org.ask(RatifyDecision.model_validate({"meeting": it.id, **ratified}))
    assert it.found.decision(1).binds
    org.ask(establish)


def test_s1_an_emergency_meeting_needs_the_officers_and_a_stated_emergency(org: Founding) -> None:
    soon = {"starts": org.store.now() + timedelta(days=2), "place": "Hall", "is_emergency": True}
    officers = tuple(person for holders in OFFICERS.values() for person in holders)
    for blank in ({}, {"emergency": "  "}):
        unnamed = ConveneMeeting.model_validate({"body": "ncg", **soon, **blank})
        org.refused(RuleBroken, rule(org, "emergency_named"), unnamed)
    named = {**soon, "emergency": "An election is called."}
    it = Called(org, org.began(org.ask(ConveneMeeting.model_validate({"body": "ncg", **named}))))
    (called,) = org.acts(Meeting.Convened, it.id)
    assert called.act.standing is Standing.JUDGED
    assert rule(org, "emergency_power") in called.act.rules
    assert it.found.calendar == (), "no notice is due of an emergency"
    assert [item.title for item in it.found.agenda.items] == ["An election is called."]
    other = HandInItem(meeting=it.id, title="The party in the evening")
    org.refused(RuleBroken, rule(org, "emergency_power"), other)
    long_ago = {"meeting": it.id, "person": officers[0], "route": Said.PHONE}
    before = org.store.now() - timedelta(days=1)
    agreed = AgreeToEmergency.model_validate({**long_ago, "said_at": before})
    org.refused(BadInput, rule(org, "emergency_power"), agreed)
    *half, last = officers[: len(officers) // 2 + 1]
    for officer in half:
        it.ask(AgreeToEmergency, person=officer, route=Said.PHONE)
    org.refused(RuleBroken, rule(org, "emergency_agreement"), GiveNotice(meeting=it.id))
    it.ask(AgreeToEmergency, by=last, person=last)
    it.ask(GiveNotice)
    it.open(10)
    it.ask(RecordDecision, item=1, manner=Manner.CONSENSUS, text="We stand by them.")
    assert it.found.decision(1).binds
    assert it.found.agenda.item(1).fate is not Fate.DEFERRED


def test_s1_a_quarter_without_a_meeting_is_warned_of_and_on_record_though_none_was_ever_called(
    org: Founding,
) -> None:
    """It is watched from the day on which the group was established."""
    year = org.store.load(BodyYear, year_id(body_id("ncg")))
    warned_at, ends = year.quarter.warns, year.quarter.ends
    assert ends - warned_at == timedelta(days=org.days(rule(org, "quarter_warning_days")))
    org.at(ends)
    (warned,) = org.acts(BodyYear.QuarterWarned)
    (ended,) = org.acts(BodyYear.QuarterEnded)
    assert warned.act.occurred_at == warned_at
    assert ended.act.occurred_at == ends
    assert ended.act.breaks == (rule(org, "least_per_quarter"),)
    it = call(org)
    it.ask(HandInItem, title="Why we did not meet")
    it.open(10)
    it.ask(FixNextDate, on=(org.store.now() + AHEAD).date())
    it.ask(CloseMeeting)
    org.at(org.store.load(BodyYear, year.id).quarter.ends)
    kept = org.acts(BodyYear.QuarterEnded)[-1]
    assert (kept.meetings, kept.act.standing) == (1, Standing.JUDGED)


def last_moment(starts: datetime, days: int) -> datetime:
    return end_of_day(starts.astimezone(LONDON) - timedelta(days=days))


def of_meeting(org: Founding, meeting: UUID) -> list[Any]:
    return [one.event for one in org.store.acts(stream=meeting, limit=200)]
