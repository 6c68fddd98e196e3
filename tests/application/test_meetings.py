"""Meetings asked for through the desk: who may, what is refused by which rule, what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.bodies.body import Body
from domain.cycle.assembly import Votes
from domain.kernel.ids import PersonId
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    QuorumNotMet,
    RuleBroken,
    TooEarly,
    TooLate,
)
from domain.meetings.attendance import Route
from domain.meetings.calendar import Duty
from domain.meetings.decisions import Answer, Manner
from domain.meetings.emergency import Said
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution, State
from domain.meetings.year import BodyYear, year_id
from domain.rules.values import Base, Share
from services.application.bodies import EstablishBody
from services.application.business import AdmitItem, PublishStatement, RecordDecision
from services.application.endings import DissolveBody
from services.application.meetings import (
    AgreeToEmergency,
    CancelMeeting,
    ConveneMeeting,
    GiveNotice,
    HandInItem,
    MissDeadline,
    MoveMeeting,
    RemindMembers,
    SendApologies,
)
from services.application.motions import (
    AmendMotion,
    MoveEmergencyMotion,
    MoveMotion,
    PutMotion,
)
from services.application.outstanding import moments
from services.application.resolutions import DemandMeeting, ProposeResolution, ReplyToResolution
from services.application.sittings import (
    CloseMeeting,
    DeclareInterest,
    FixNextDate,
    OpenMeeting,
    RecordArrival,
    RecordDeparture,
    TakeChair,
)
from services.application.years import LookAtQuarter
from tests.application.gathering import ADVISER, SECRETARY, SITTING, STARTS, Gathering
from tests.application.organisation import CHAIR, LEEDS, STAFF, START, STRANGER
from tests.support.electorates import voting_in
from tests.support.kinds import Kind

ALL = Votes(in_favour=5, against=0)


@pytest.fixture
def group() -> Gathering:
    return Gathering()


def call(**other: object) -> ConveneMeeting:
    told = {"body": "ncg", "starts": STARTS, "place": "Hall", **other}
    return ConveneMeeting.model_validate(told)


def test_officers_and_staff_call_a_meeting_and_nobody_else(group: Gathering) -> None:
    for person in (STAFF, CHAIR, SECRETARY):
        group.org.ask(call(), person)
    for person in (SITTING[3], LEEDS, STRANGER):
        group.org.refused(NotAllowed, call(), person, "meetings.convened_by")


def test_a_body_that_was_dissolved_neither_meets_nor_decides_in_writing(group: Gathering) -> None:
    group.org.ask(DissolveBody(body="ncg", reason="its work was done"), STAFF)
    written = ProposeResolution(body="ncg", title="A lease", text="We sign.")
    for asked in (call(), written):
        refusal = group.org.refused(OutOfOrder, asked, STAFF)
        assert "has been dissolved" in refusal.sentence


def agreeing(group: Gathering, person: PersonId, **other: object) -> AgreeToEmergency:
    told = {"meeting": group.meeting, "person": person, **other}
    return AgreeToEmergency.model_validate(told)


def test_an_emergency_is_held_without_the_usual_notice_once_enough_officers_have_agreed(
    group: Gathering,
) -> None:
    """The share of them that the rule asks for, whoever called it; each agrees by an act."""
    soon = group.org.store.now() + timedelta(days=1)
    group.convene(soon, is_emergency=True, emergency="A snap election")
    agreement = "ncg.meetings.emergency_agreement"
    notice = GiveNotice(meeting=group.meeting)
    group.org.refused(RuleBroken, notice, STAFF, agreement)
    group.ask(AgreeToEmergency, by=CHAIR, person=CHAIR)
    group.org.refused(RuleBroken, notice, STAFF, agreement)
    group.ask(AgreeToEmergency, person=SECRETARY, route=Said.PHONE)
    group.org.ask(notice, STAFF)
    assert [(one.person, one.route) for one in group.found.agreements] == [
        (CHAIR, Said.HERE),
        (SECRETARY, Said.PHONE),
    ]


def test_an_emergency_to_which_too_few_agreed_is_not_opened(group: Gathering) -> None:
    soon = group.org.store.now() + timedelta(days=1)
    group.convene(soon, is_emergency=True, emergency="A snap election")
    group.ask(AgreeToEmergency, by=CHAIR, person=CHAIR)
    group.org.hands.at(soon + timedelta(minutes=1))
    opened = OpenMeeting(meeting=group.meeting)
    group.org.refused(RuleBroken, opened, STAFF, "ncg.meetings.emergency_agreement")


def test_how_many_officers_must_agree_is_a_rule() -> None:
    one_of_two = Share(numerator=1, denominator=2, of=Base.OFFICERS)
    group = Gathering(ncg__meetings__emergency_agreement=one_of_two)
    group.convene(is_emergency=True, emergency="A snap election")
    group.ask(AgreeToEmergency, by=CHAIR, person=CHAIR)
    assert group.found.confirmed


def test_an_officer_agrees_once_and_nobody_agrees_for_another_unsaid(group: Gathering) -> None:
    group.convene(is_emergency=True, emergency="A snap election")
    power, refused = "ncg.meetings.emergency_power", group.org.refused
    group.ask(AgreeToEmergency, person=CHAIR, route=Said.PHONE)
    refused(OutOfOrder, agreeing(group, CHAIR), CHAIR, power)
    for outsider in (SITTING[3], LEEDS):
        refused(NotAllowed, agreeing(group, outsider), outsider, power)
    own = "meetings.own_entries_by"
    refused(BadInput, agreeing(group, SECRETARY), STAFF, own)
    refused(BadInput, agreeing(group, SECRETARY, route=Said.HERE), STAFF, own)
    refused(NotAllowed, agreeing(group, SECRETARY, route=Said.PHONE), SITTING[3], own)
    later = {"said_at": group.org.store.now() + timedelta(days=1)}
    refused(BadInput, agreeing(group, SECRETARY, **later), SECRETARY, power)


def test_an_emergency_is_not_put_off_for_as_long_as_an_ordinary_meeting_takes_to_call(
    group: Gathering,
) -> None:
    group.convene(is_emergency=True, emergency="The hall floods", starts=START + timedelta(days=1))
    group.ask(MoveMeeting, starts=START + timedelta(days=2), reason="the hall is locked")
    late = MoveMeeting(meeting=group.meeting, starts=START + timedelta(days=90), reason="later")
    group.org.refused(RuleBroken, late, STAFF, "ncg.meetings.notice_days")
    assert group.found.starts == START + timedelta(days=2)


def test_an_emergency_that_is_moved_is_agreed_to_anew(group: Gathering) -> None:
    group.convene(is_emergency=True, emergency="The hall floods", starts=START + timedelta(days=1))
    group.ask(AgreeToEmergency, by=CHAIR, person=CHAIR)
    group.ask(AgreeToEmergency, person=SECRETARY, route=Said.PHONE)
    group.ask(MoveMeeting, starts=START + timedelta(days=2), reason="the hall is locked")
    notice = GiveNotice(meeting=group.meeting)
    group.org.refused(RuleBroken, notice, STAFF, "ncg.meetings.emergency_agreement")
    group.ask(AgreeToEmergency, by=CHAIR, person=CHAIR)
    group.ask(AgreeToEmergency, person=SECRETARY, route=Said.PHONE)
    group.org.ask(notice, STAFF)


def test_what_was_missed_before_the_first_date_is_due_before_the_next(group: Gathering) -> None:
    """Items come in again as well, and the list is closed at its new moment."""
    group.convene()
    group.ask(HandInItem, title="Campaigns")
    group.org.hands.at(STARTS - timedelta(hours=1))
    assert group.found.missed == (Duty.NOTICE, Duty.PAPERS)
    assert group.found.items_closed
    later = STARTS + timedelta(days=60)
    group.ask(MoveMeeting, starts=later, reason="the hall is locked")
    assert not group.found.missed
    group.ask(HandInItem, title="Rooms")
    due = [one.due for one in moments(group.org.store) if one.process == group.meeting]
    assert len(due) == 5, "notice, items, papers, the reminder, and by when it is opened"
    for one in sorted(due):
        group.org.hands.at(one)
    assert group.found.missed == (Duty.NOTICE, Duty.PAPERS)
    assert group.found.items_closed
    assert group.found.reminded == (STARTS, later)
    acts = group.org.store.acts(stream=group.meeting, limit=99)
    missed = [act.event for act in acts if isinstance(act.event, Meeting.DeadlineMissed)]
    assert [one.duty for one in missed] == [Duty.NOTICE, Duty.PAPERS] * 2
    assert [one.act.occurred_at for one in missed] == [one.due for one in missed]


def test_an_emergency_names_itself(group: Gathering) -> None:
    for blank in ({}, {"emergency": " "}):
        unnamed = call(is_emergency=True, **blank)
        group.org.refused(RuleBroken, unnamed, STAFF, "ncg.meetings.emergency_named")


def test_a_body_without_the_rule_has_no_meetings_from_afar(group: Gathering) -> None:
    group.org.ask(EstablishBody(slug="youth", name="Youth", kind=Kind.CAUCUS), STAFF)
    remote = call(body="youth", remote=True)
    group.org.refused(RuleBroken, remote, STAFF, "meetings.remote_part_everywhere")
    group.org.ask(call(body="youth"), STAFF)


def test_members_hand_in_items_until_the_list_closes(group: Gathering) -> None:
    meeting = group.convene()
    item = HandInItem(meeting=meeting, title="Campaigns")
    group.org.ask(item, SITTING[3])
    group.org.refused(NotAllowed, item, LEEDS, "meetings.items_by")
    due = group.found.due(Duty.ITEMS)
    assert due is not None
    group.org.hands.at(due.at + timedelta(hours=1))
    group.org.refused(TooLate, item, SITTING[3], "ncg.meetings.items_days")
    assert group.found.items_closed


def test_deadlines_that_pass_are_recorded_and_stop_nothing(group: Gathering) -> None:
    group.convene()
    group.ask(HandInItem, title="Campaigns")
    group.org.hands.at(STARTS + timedelta(minutes=1))
    assert group.found.missed == (Duty.NOTICE, Duty.PAPERS)
    for person in SITTING[:5]:
        group.ask(RecordArrival, person=person)
    group.ask(OpenMeeting)
    group.decide()
    assert group.found.decision(1).binds


def test_nobody_records_a_missed_deadline_by_hand(group: Gathering) -> None:
    meeting = group.convene()
    for by_hand in (
        MissDeadline(meeting=meeting, duty=Duty.NOTICE),
        LookAtQuarter(year=year_id(group.found.body)),
    ):
        group.org.refused(NotAllowed, by_hand, STAFF)


def test_the_body_is_reminded_once_at_the_moment_of_the_rule_and_by_the_service_alone(
    group: Gathering,
) -> None:
    reminding = RemindMembers(meeting=group.convene())
    group.org.refused(NotAllowed, reminding, STAFF)
    with pytest.raises(TooEarly) as early:
        group.org.hands.by_service(reminding)
    assert early.value.rule == "ncg.meetings.reminder_days"
    group.org.hands.at(STARTS - timedelta(days=1))
    group.org.hands.by_service(reminding)
    topic = Meeting.MembersReminded.TOPIC
    (act,) = group.org.store.acts(stream=group.meeting, topics=(topic,), limit=9)
    assert act.event.act.occurred_at == STARTS - timedelta(days=2)
    assert "ncg.meetings.reminder_days" in act.event.act.rules


def test_whoever_hears_of_a_meeting_later_than_that_is_not_reminded_besides(
    group: Gathering,
) -> None:
    group.org.hands.at(STARTS - timedelta(days=1))
    group.convene()
    group.org.hands.at(STARTS - timedelta(hours=1))
    assert group.found.reminded == ()


def test_what_is_due_before_a_meeting_stands_among_the_moments(group: Gathering) -> None:
    meeting = group.convene()
    group.ask(GiveNotice)
    due = [one.what for one in moments(group.org.store) if one.process == meeting]
    assert len(due) == 4, "items, papers, the reminder of the body, and by when it is opened"
    group.ask(CancelMeeting, reason="Nothing to do.")
    assert [one for one in moments(group.org.store) if one.process == meeting] == []


def test_apologies_and_interests_are_ones_own_to_enter(group: Gathering) -> None:
    meeting = group.convene()
    group.ask(HandInItem, title="Campaigns")
    mine = SendApologies(meeting=meeting, person=SITTING[4])
    group.org.refused(NotAllowed, mine, SITTING[3], "meetings.own_entries_by")
    group.org.ask(mine, SITTING[4])
    told = DeclareInterest(meeting=meeting, person=SITTING[4], item=1, what="I work there")
    group.org.ask(told, SITTING[4])


def test_whoever_chairs_the_session_keeps_its_record(group: Gathering) -> None:
    meeting = group.hold()
    come = RecordArrival(meeting=meeting, person=SITTING[6])
    group.org.refused(NotAllowed, come, SITTING[3], "meetings.record_kept_by")
    group.org.ask(come, CHAIR)


def test_an_adviser_is_there_and_counted_in_nothing(group: Gathering) -> None:
    group.hold(present=4)
    group.ask(RecordArrival, person=ADVISER)
    body = group.org.store.load(Body, group.found.body)
    assert group.found.room.present(voting_in(body)) == 4
    with pytest.raises(BadInput):
        group.decide(Votes(in_favour=5, against=0))


def test_a_late_item_comes_in_by_the_vote_of_the_meeting_alone(group: Gathering) -> None:
    meeting = group.hold()
    off = RecordDecision(meeting=meeting, item=9, manner=Manner.CONSENSUS, text="Yes.")
    group.org.refused(RuleBroken, off, STAFF, "meetings.late_items")
    poor = AdmitItem(meeting=meeting, title="Late", votes=Votes(in_favour=2, against=1))
    group.org.refused(RuleBroken, poor, STAFF, "meetings.late_items")
    group.ask(AdmitItem, title="Late", votes=ALL)
    group.decide(item=2)


def test_an_emergency_motion_is_let_in_and_moved_at_once(group: Gathering) -> None:
    group.hold()
    flood: dict[str, Any] = {"title": "The flood", "text": "We help.", "votes": ALL}
    group.ask(MoveEmergencyMotion, mover=SITTING[1], seconder=SITTING[2], **flood)
    group.ask(PutMotion, motion=1, votes=ALL)
    assert group.found.decision(1).text == "We help."
    assert group.found.agenda.items[-1].emergency


def test_nothing_is_let_in_without_a_quorum(group: Gathering) -> None:
    meeting = group.hold(present=4)
    group.ask(RecordDeparture, person=SITTING[3])
    late = AdmitItem(meeting=meeting, title="Late", votes=Votes(in_favour=3, against=0))
    group.org.refused(QuorumNotMet, late, STAFF, "ncg.meetings.quorum")


def test_whoever_moves_a_motion_is_there(group: Gathering) -> None:
    meeting = group.hold(present=4)
    moved = MoveMotion(meeting=meeting, item=1, title="T", text="Words.", mover=SITTING[6])
    group.org.refused(NotFound, moved, STAFF)


def test_whoever_moves_a_motion_or_seconds_it_is_a_member(group: Gathering) -> None:
    meeting = group.hold()
    group.ask(RecordArrival, person=LEEDS, name="A guest", capacity="observer")
    told: dict[str, Any] = {"meeting": meeting, "item": 1, "title": "T", "text": "Words."}
    for people in ({"mover": LEEDS}, {"mover": SITTING[1], "seconder": LEEDS}):
        moved = MoveMotion.model_validate(told | people)
        group.org.refused(NotAllowed, moved, STAFF, "meetings.items_by")
    group.ask(MoveMotion, item=1, title="T", text="Words.", mover=SITTING[1])
    amend = AmendMotion(meeting=meeting, motion=1, text="Other words.", mover=LEEDS)
    group.org.refused(NotAllowed, amend, STAFF, "meetings.items_by")


def test_a_guest_is_entered_with_a_name_and_without_a_vote(group: Gathering) -> None:
    group.hold()
    guest: dict[str, Any] = {
        "person": STRANGER,
        "name": "A guest",
        "capacity": "observer",
        "route": Route.VIDEO,
    }
    group.ask(RecordArrival, **guest)
    found = group.found.room.get(STRANGER)
    assert (found.name, found.votes) == ("A guest", False)


def test_a_meeting_with_a_quorum_counts_for_its_quarter_and_one_without_does_not(
    group: Gathering,
) -> None:
    group.hold(present=3)
    group.ask(CloseMeeting)
    year = year_id(group.found.body)
    assert group.org.store.load(BodyYear, year).held == ()
    group.hold(starts=STARTS + timedelta(days=20))
    group.ask(FixNextDate, on=(STARTS + timedelta(days=90)).date())
    group.ask(CloseMeeting)
    assert len(group.org.store.load(BodyYear, year).held) == 1
    group.org.hands.at(STARTS + timedelta(days=200))
    found = group.org.store.load(BodyYear, year)
    assert [quarter.name for quarter in found.missed] == ["quarter 4 of 2021"]


def test_a_decision_in_writing_is_carried_by_more_than_half_of_all(group: Gathering) -> None:
    put = ProposeResolution(body="ncg", title="A lease", text="We sign.")
    group.org.refused(NotAllowed, put, LEEDS, "meetings.items_by")
    written = group.org.hands.began(group.org.ask(put, SITTING[2]))
    for person in SITTING[:4]:
        group.org.ask(ReplyToResolution(resolution=written, answer=Answer.FOR), person)
    stranger = ReplyToResolution(resolution=written, answer=Answer.FOR)
    group.org.refused(NotAllowed, stranger, ADVISER, "decisions.written_majority")
    group.org.hands.at(group.org.store.now() + timedelta(hours=73))
    found = group.org.store.load(Resolution, written)
    assert found.result is not None
    assert (found.result.carried, found.result.members) == (True, 7)


def test_enough_members_force_a_meeting_instead(group: Gathering) -> None:
    put = ProposeResolution(body="ncg", title="A lease", text="We sign.")
    written = group.org.hands.began(group.org.ask(put, CHAIR))
    for person in SITTING[:3]:
        group.org.ask(DemandMeeting(resolution=written), person)
    assert group.org.store.load(Resolution, written).state is State.AT_A_MEETING
    again = DemandMeeting(resolution=written)
    group.org.refused(OutOfOrder, again, SITTING[4], "decisions.meeting_demand")


def test_nobody_presides_by_proxy_or_on_paper(group: Gathering) -> None:
    meeting = group.hold()
    group.ask(RecordArrival, person=SITTING[5], route=Route.PROXY, held_by=CHAIR)
    chair = TakeChair(meeting=meeting, person=SITTING[5])
    group.org.refused(RuleBroken, chair, STAFF, "meetings.record_kept_by")
    assert group.found.chair == CHAIR
    group.ask(RecordArrival, person=CHAIR, route=Route.PROXY, held_by=SITTING[1])
    assert group.found.chair is None
    group.ask(TakeChair, person=SITTING[1])


def test_a_statement_in_other_words_than_were_agreed_is_marked(group: Gathering) -> None:
    group.hold()
    for text in ("We stand with the tenants of the three towers.", "The statement is agreed."):
        group.decide(text=text)
    group.ask(PublishStatement, decision=1, title="A", text="We  stand with\nthe tenants")
    group.ask(PublishStatement, decision=2, title="B", text="We stand with the tenants.")
    acts = group.org.store.acts(topics=(Meeting.StatementPublished.TOPIC,), limit=9)
    notes = [act.event.act.note for act in acts]
    assert notes[0] is None
    assert notes[1] is not None
    assert "as recorded" in notes[1]


def test_a_meeting_that_is_moved_to_and_fro_is_seen_to_each_time(group: Gathering) -> None:
    group.convene()
    group.org.hands.at(STARTS - timedelta(hours=1))
    for hours in (1, 2, 1):
        group.ask(MoveMeeting, starts=STARTS + timedelta(hours=hours), reason="the hall is locked")
        group.org.hands.settle()
        assert group.found.missed == (Duty.NOTICE, Duty.PAPERS)
        assert group.found.items_closed
    starts = STARTS + timedelta(hours=1)
    group.org.hands.at(starts + timedelta(hours=24))
    assert group.found.unopened == (starts,)
    for place in (starts + timedelta(days=9), starts + timedelta(days=8)):
        group.ask(MoveMeeting, starts=place, reason="again")
        group.org.hands.settle()
    group.org.hands.at(starts + timedelta(days=9))
    assert group.found.unopened == (starts + timedelta(days=8),)
