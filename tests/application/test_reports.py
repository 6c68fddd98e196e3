"""Reports as people ask for them: by whom, by which decision, and what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.act import Standing
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken
from domain.meetings.attendance import Capacity, Route
from domain.meetings.decisions import Answer, Manner
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.reports.content import Content, Paragraph
from domain.reports.report import Report
from domain.reports.reporting import Kind, Task
from domain.rules.values import Choice
from services.application.actions import (
    GiveAction,
    GivenTo,
)
from services.application.business import PublishStatement, RecordDecision
from services.application.meetings import ConveneMeeting, SendApologies
from services.application.reports import (
    AgreeReport,
    CorrectReport,
    DraftReport,
    NoteReport,
    OpenReport,
    PresentReport,
    PublishReport,
    ReferReport,
    ShowReport,
)
from services.application.resolutions import ProposeResolution, ReplyToResolution
from services.application.sittings import CloseMeeting, OpenMeeting, RecordArrival
from tests.application.gathering import SITTING, STARTS
from tests.application.organisation import CHAIR, STAFF
from tests.application.reported import WORDS, Reported, a_group
from tests.support.hands import member

TREASURER = SITTING[2]


@pytest.fixture
def it() -> Reported:
    return Reported()


def test_the_end_of_a_meeting_makes_its_report_and_minutes_owed(it: Reported) -> None:
    it.hold()
    it.end()
    report, minutes = it.report(), it.report(Kind.MINUTES)
    opened = it.acts(Report.Opened, report.id)[0]
    closed = it.acts(Meeting.Closed)[0]
    assert opened.act.cause == closed.event_id
    assert (report.subject.meeting, minutes.subject.meeting) == (it.meeting, it.meeting)
    assert report.due(Task.DRAFT) is not None


def test_the_draft_is_made_of_the_meetings_own_acts(it: Reported) -> None:
    it.hold()
    it.end(text="We campaign.")
    it.on(DraftReport, it.report().id)
    lines = it.report().content.lines
    assert "We campaign." in lines
    assert any(line.startswith("In attendance: P, Member 1") for line in lines)


def test_the_first_readers_are_the_holders_of_the_posts_that_the_rule_names(it: Reported) -> None:
    it.hold()
    it.end()
    it.publish(it.report().id)
    assert it.report().shown_to == (CHAIR,)


def test_a_member_without_a_post_can_neither_draft_nor_correct(it: Reported) -> None:
    it.hold()
    it.end()
    with pytest.raises(NotAllowed, match=r"reports\.kept_by"):
        it.on(DraftReport, it.report().id, SITTING[3])
    it.publish(it.report().id)
    with pytest.raises(NotAllowed):
        it.on(CorrectReport, it.report().id, SITTING[3], content=WORDS, reason="?")


def test_the_next_meeting_agrees_by_its_decision(it: Reported) -> None:
    it.hold()
    first = it.end()
    report = it.report().id
    it.publish(report)
    it.hold(starts=STARTS + timedelta(days=60))
    it.decide(text="The report is agreed.")
    it.on(AgreeReport, report, meeting=it.meeting, decision=1)
    it.org.hands.settle()
    assert it.report(meeting=first).completed
    agreed = it.acts(Report.Agreed)[0].act
    assert (agreed.authority.kind, agreed.cause) == ("decision", it.found.decision(1).act)
    assert "ncg.report.approval" in agreed.rules


def in_writing(it: Reported, title: str) -> UUID:
    """The group agrees to something in writing."""
    asked = ProposeResolution(body="ncg", title=title, text="As it stands.")
    written = it.org.hands.began(it.org.ask(asked, CHAIR))
    for person in SITTING:
        it.org.ask(ReplyToResolution(resolution=written, answer=Answer.FOR), person)
    it.org.hands.at(it.org.store.load(Resolution, written).put.closes)
    it.org.hands.settle()
    return written


def test_a_decision_in_writing_agrees_it_as_well(it: Reported) -> None:
    it.hold()
    it.end()
    report = it.report().id
    before = in_writing(it, "Something else")
    it.publish(report)
    with pytest.raises(RuleBroken, match="on record before it decided"):
        it.on(AgreeReport, report, meeting=before, decision=1)
    written = in_writing(it, "The report is agreed")
    it.on(AgreeReport, report, meeting=written, decision=1)
    agreed = it.acts(Report.Agreed)[0]
    result = it.org.store.load(Resolution, written).result
    assert result is not None
    assert (agreed.meeting, agreed.act.cause) == (written, result.act)
    assert "The report is agreed" in agreed.act.authority.name


def test_a_decision_in_writing_notes_or_refers_what_it_put_to_members(it: Reported) -> None:
    asked = OpenReport(body="ncg", kind=Kind.FINANCIAL_REPORT, on=STARTS.date())
    reports = [it.org.hands.began(it.org.ask(asked, STAFF)) for _ in range(2)]
    for report in reports:
        it.on(DraftReport, report, content=WORDS)
    written = in_writing(it, "The financial reports")
    it.on(NoteReport, reports[0], meeting=written, decision=1)
    it.on(ReferReport, reports[1], meeting=written, decision=1, to="Resources", reason="Money")
    found = [it.org.store.load(Report, one) for one in reports]
    assert [one.presented_at for one in found] == [written, written]
    assert it.acts(Report.Noted)[0].act.authority.kind == "decision"


def test_what_is_put_right_after_a_decision_is_not_agreed_by_it(it: Reported) -> None:
    it.hold()
    it.end()
    report = it.report().id
    it.publish(report)
    starts = STARTS + timedelta(days=60)
    it.hold(starts=starts)
    it.decide(text="The report is agreed.")
    it.decide(text="The report is agreed once more.")
    it.on(AgreeReport, report, meeting=it.meeting, decision=1)
    it.org.hands.at(starts + timedelta(minutes=9))
    it.on(CorrectReport, report, content=WORDS, reason="?")
    with pytest.raises(OutOfOrder, match=r"agreed an earlier version.*reports\.kept_by"):
        it.on(AgreeReport, report, meeting=it.meeting, decision=1)
    with pytest.raises(RuleBroken, match=r"on record before it decided.*reports\.kept_by"):
        it.on(AgreeReport, report, meeting=it.meeting, decision=2)
    it.decide(text="The report as put right is agreed.")
    it.on(AgreeReport, report, meeting=it.meeting, decision=3)
    assert it.org.store.load(Report, report).is_agreed


def test_its_own_meeting_can_not_agree_it(it: Reported) -> None:
    it.hold()
    it.end(text="Agreed.")
    it.publish(it.report().id)
    with pytest.raises(RuleBroken, match="later meeting"):
        it.on(AgreeReport, it.report().id, meeting=it.meeting, decision=1)


def test_a_decision_that_does_not_bind_agrees_nothing(it: Reported) -> None:
    it.hold()
    it.end()
    report = it.report().id
    it.publish(report)
    it.hold(present=2, starts=STARTS + timedelta(days=60))
    it.decide(text="The report is agreed.")
    with pytest.raises(RuleBroken, match="does not bind"):
        it.on(AgreeReport, report, meeting=it.meeting, decision=1)


def test_officers_agree_where_the_rule_says_so() -> None:
    it = Reported(ncg__report__approval=Choice(choice="officers"))
    it.hold()
    it.end()
    it.publish(it.report().id)
    with pytest.raises(NotAllowed, match="an officer of"):
        it.on(AgreeReport, it.report().id, STAFF)
    it.on(AgreeReport, it.report().id, CHAIR)
    assert it.report().is_agreed


def test_a_draft_that_nobody_made_is_on_record_at_its_moment(it: Reported) -> None:
    it.hold()
    it.end()
    it.org.hands.at(STARTS + timedelta(days=5))
    (missed,) = it.acts(Report.DeadlineMissed, it.report().id)
    assert missed.act.occurred_at == it.report().plan[0].at
    assert missed.act.standing is Standing.IRREGULAR
    it.on(DraftReport, it.report().id)
    assert it.acts(Report.Drafted)[0].act.standing is Standing.IRREGULAR


def test_a_meeting_that_does_not_agree_the_last_report_misses_it(it: Reported) -> None:
    it.hold()
    it.end()
    report = it.report().id
    it.publish(report)
    it.hold(starts=STARTS + timedelta(days=60))
    it.end()
    assert it.org.store.load(Report, report).missed == (Task.AGREEMENT,)


def test_what_was_put_right_after_it_was_agreed_waits_for_the_next_meeting_again(
    it: Reported,
) -> None:
    it.hold()
    it.end()
    report = it.report().id
    it.publish(report)
    it.hold(starts=STARTS + timedelta(days=60))
    it.decide(text="The report is agreed.")
    it.on(AgreeReport, report, meeting=it.meeting, decision=1)
    it.end()
    it.org.hands.settle()
    it.on(CorrectReport, report, content=WORDS, reason="A name was wrong.")
    assert not it.org.store.load(Report, report).is_kept(Task.AGREEMENT)
    it.hold(starts=STARTS + timedelta(days=120))
    it.end()
    assert it.org.store.load(Report, report).missed == (Task.AGREEMENT,)
    it.hold(starts=STARTS + timedelta(days=180))
    it.decide(text="The report is agreed as put right.")
    it.on(AgreeReport, report, meeting=it.meeting, decision=1)
    it.on(
        CorrectReport,
        report,
        content=Content(blocks=(Paragraph(text="Again."),)),
        reason="Another name was wrong.",
    )
    assert it.org.store.load(Report, report).missed == ()


def test_the_staff_report_of_the_month_goes_out_with_the_action_report() -> None:
    it = Reported()
    it.hold()
    it.end()
    staff = it.staff_report(STARTS.date().replace(day=1))
    it.publish(it.report().id)
    published = it.acts(Report.Published)
    assert {act.originator_id for act in published} == {staff.id, it.report().id}
    assert len({act.act.command_id for act in published}) == 1


def test_an_action_report_without_the_staffs_is_refused_by_a_mandatory_rule(it: Reported) -> None:
    """In the founding example the rule is directory, and it is marked."""
    it.hold()
    it.end()
    it.on(DraftReport, it.report().id)
    it.on(ShowReport, it.report().id)
    with pytest.raises(RuleBroken, match="staff report of that time"):
        it.on(PublishReport, it.report().id)


def test_a_staff_report_is_opened_once_for_its_time(it: Reported) -> None:
    month = STARTS.date()
    open_it = OpenReport(body="ncg", kind=Kind.STAFF_REPORT, on=month)
    it.org.ask(open_it, STAFF)
    with pytest.raises(OutOfOrder, match="opened already"):
        it.org.ask(open_it, STAFF)
    it.hold()
    it.end()
    assert len([o for o in it.acts(Report.Opened) if o.subject.kind is Kind.STAFF_REPORT]) == 1


def test_the_treasurers_report_is_presented_and_noted_or_referred(it: Reported) -> None:
    asked = OpenReport(body="ncg", kind=Kind.FINANCIAL_REPORT, on=STARTS.date())
    reports = [it.org.hands.began(it.org.ask(asked, STAFF)) for _ in range(2)]
    it.hold()
    it.decide(text="The financial report is noted.", manner=Manner.NOTED)
    for report in reports:
        it.on(DraftReport, report, content=WORDS)
        it.on(PresentReport, report, meeting=it.meeting, item=1)
    it.on(NoteReport, reports[0], meeting=it.meeting, decision=1)
    by = ReferReport(
        report=reports[1], meeting=it.meeting, decision=1, to="Resources", reason="Local money"
    )
    it.org.ask(by, STAFF)
    it.org.hands.settle()
    assert all(it.org.store.load(Report, one).completed for one in reports)
    it.end()
    it.on(DraftReport, it.report().id)
    told = "\n".join(it.report().content.lines)
    assert "” was noted." in told
    assert "was referred to Resources: Local money." in told


def test_a_report_of_no_meeting_is_not_made_of_one(it: Reported) -> None:
    asked = OpenReport(body="ncg", kind=Kind.FINANCIAL_REPORT, on=STARTS.date())
    report = it.org.hands.began(it.org.ask(asked, STAFF))
    with pytest.raises(BadInput, match="of no meeting"):
        it.on(DraftReport, report)


def test_the_report_has_everybody_everything_and_the_next_date() -> None:
    """Who came how, who did not, what was decided how, what followed, what was published."""
    it = Reported()
    it.hold()
    it.ask(RecordArrival, person=SITTING[5], route=Route.VIDEO)
    name = "A union's observer"
    it.ask(RecordArrival, person=member(16), capacity=Capacity.OBSERVER, name=name)
    it.ask(RecordArrival, person=STAFF, capacity=Capacity.STAFF, name="A clerk")
    it.decide(text="We say:\n- one\n- two", manner=Manner.ENDORSED)
    it.ask(PublishStatement, decision=1, title="First meeting", text="We met.")
    it.org.ask(
        GiveAction(
            text="Print it",
            owner=GivenTo(name="A clerk", person=STAFF),
            due=(STARTS + timedelta(days=9)).date(),
            meeting=it.meeting,
            decision=1,
        ),
        STAFF,
    )
    it.end()
    it.on(DraftReport, it.report().id)
    told = "\n".join(it.report().content.lines)
    for line in (
        "Member 5 (by video)",
        "Observers: A union's observer",
        "Absent: Member 6",
        "Staff in attendance: A clerk",
        "In the chair: P, elected",
        "Decision 1 (endorsed)",
        "First meeting",
        "Print it – A clerk, by",
        "The next meeting is on",
    ):
        assert line in told, (line, told)


def test_apologies_are_told_and_what_was_established_stands_as_decided() -> None:
    it = Reported()
    it.hold()
    it.ask(SendApologies, person=SITTING[6], note="")
    it.ask(
        RecordDecision, item=1, manner=Manner.ESTABLISHED, text="A group on resources is set up."
    )
    assert it.found.decision(1).binds
    it.end()
    it.on(DraftReport, it.report().id)
    assert "Apologies: Member 6" in it.report().content.lines
    assert "Decision 1 (established)" in it.report().content.lines


def test_a_meeting_of_a_body_without_rules_on_reports_owes_none(it: Reported) -> None:
    a_group(it, "other")
    starts = STARTS + timedelta(days=1)
    asked = ConveneMeeting(body="other", starts=starts, place="Hall")
    it.meeting = it.org.hands.began(it.org.ask(asked, STAFF))
    it.org.hands.at(starts)
    it.ask(OpenMeeting)
    it.ask(CloseMeeting)
    assert it.acts(Report.Opened) == []


@pytest.mark.parametrize(
    "said",
    [
        {"manner": Manner.NOTED},
        {"manner": Manner.ELECTED},
        {"manner": Manner.CO_OPTED},
        {"names": {"body": "ncg"}},
        {"names": {"person": CHAIR}},
    ],
)
def test_what_is_noted_elected_or_about_something_else_agrees_no_report(
    it: Reported, said: dict[str, Any]
) -> None:
    it.hold()
    first = it.end(text="We agree.")
    report = it.report(meeting=first).id
    it.publish(report)
    it.hold(starts=STARTS + timedelta(days=30))
    it.decide(text="So it is.", **said)
    agreeing = AgreeReport(report=report, meeting=it.meeting, decision=1)
    it.org.refused(RuleBroken, agreeing, STAFF, "reports.kept_by")
    it.decide(text="The report is agreed.")
    it.on(AgreeReport, report, meeting=it.meeting, decision=2)
    assert it.report(meeting=first).is_agreed
