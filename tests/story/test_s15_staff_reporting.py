"""S15: each month the political coordinator reports by team; it is presented to the group and goes
online with that month's action report.  The treasurer's report is presented, and noted or referred.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from domain.kernel.act import Standing
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, RuleBroken, TooLate
from domain.meetings.decisions import Manner
from domain.reports.content import Content, Heading, Listed
from domain.reports.report import Report
from domain.reports.reporting import Kind, Task
from services.application.meetings import HandInItem
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
from services.application.sittings import OpenMeeting, RecordArrival
from tests.application.gathering import STARTS
from tests.application.organisation import STAFF
from tests.story.the_group import CONVENOR, RESOURCES, TREASURER, TWELVE, WORDS, TheGroup

MONTHLY, ANSWERED_BY, KEPT_BY = "ncg.report.staff_report", "reports.answered_by", "reports.kept_by"
BY_TEAM = Content(
    blocks=(
        Heading(text="Organising"),
        Listed(items=("Local groups were trained.", "The call of members was held.")),
        Heading(text="Communications"),
        Listed(items=("A bulletin was begun.",)),
    )
)


@pytest.fixture
def it() -> TheGroup:
    return TheGroup()


def opened(it: TheGroup, kind: Kind) -> UUID:
    asked = OpenReport.model_validate({"body": "ncg", "kind": kind, "on": STARTS.date()})
    return it.org.hands.began(it.do(asked))


def test_s15_the_months_report_is_presented_noted_and_online_with_the_action_report(
    it: TheGroup,
) -> None:
    it.at(it.days(-9))
    staff = opened(it, Kind.STAFF_REPORT)
    found = it.org.store.load(Report, staff)
    assert (found.subject.since, found.subject.on) == (date(2021, 8, 1), date(2021, 8, 31))
    only_what_was_drafted_and_presented_is_noted(it, staff)
    meeting = it.meets()
    it.on(PresentReport, staff, meeting=meeting)
    it.org.refused(OutOfOrder, PresentReport(report=staff, meeting=meeting), STAFF, KEPT_BY)
    it.decide(text="The report of the staff is noted.", manner=Manner.NOTED)
    agreeing = AgreeReport(report=staff, meeting=meeting, decision=1)
    no_such = NoteReport(report=staff, meeting=meeting, decision=9)
    it.org.refused(NotFound, no_such, STAFF)
    it.org.refused(OutOfOrder, agreeing, STAFF, ANSWERED_BY)
    it.on(NoteReport, staff, meeting=meeting, decision=1)
    it.ends()
    report = it.report(meeting).id
    for step in (DraftReport, ShowReport, PublishReport):
        it.on(step, report)
    online = it.acts(Report.Published)
    assert {act.originator_id for act in online} == {report, staff}
    assert len({act.act.command_id for act in online}) == 1, "out together"
    assert {act.act.standing for act in online} == {Standing.JUDGED}
    it.org.hands.settle()
    assert it.org.store.load(Report, staff).completed
    assert "“Staff report to Ncg, August 2021” was noted." in "\n".join(
        it.report(meeting).content.lines
    )


def only_what_was_drafted_and_presented_is_noted(it: TheGroup, staff: UUID) -> None:
    """By whoever keeps reports, once for each month, in words of its own."""
    again = OpenReport(body="ncg", kind=Kind.STAFF_REPORT, on=date(2021, 8, 3))
    it.org.refused(OutOfOrder, again, STAFF, MONTHLY)
    it.org.refused(NotAllowed, again, TWELVE[6], KEPT_BY)
    it.org.refused(BadInput, DraftReport(report=staff), STAFF, KEPT_BY)
    drafting = DraftReport(report=staff, content=BY_TEAM)
    it.org.refused(NotAllowed, drafting, TWELVE[6], KEPT_BY)
    it.do(drafting)
    assert "A bulletin was begun." in "".join(it.org.store.load(Report, staff).content.lines)


def test_s15_a_month_in_which_the_group_met_owes_a_report_and_its_day_is_kept(
    it: TheGroup,
) -> None:
    meeting = it.meets()
    it.ends()
    staff = it.staff_report(meeting)
    assert staff.plan[0].rule == "ncg.report.draft_days"
    it.at(it.days(9))
    (missed,) = it.acts(Report.DeadlineMissed, staff.id)
    assert (missed.task, missed.act.occurred_at) == (Task.DRAFT, staff.plan[0].at)
    it.on(DraftReport, staff.id, content=BY_TEAM)
    (late,) = it.acts(Report.Drafted, staff.id)
    assert late.act.breaks == ("ncg.report.draft_days",)


def test_s15_an_action_report_that_goes_out_without_it_is_marked(it: TheGroup) -> None:
    """The rule that both go out together is directory."""
    meeting = it.meets()
    it.ends()
    report = it.report(meeting).id
    for step in (DraftReport, ShowReport, PublishReport):
        it.on(step, report)
    (online,) = it.acts(Report.Published, report)
    assert (online.act.standing, online.act.breaks) == (Standing.IRREGULAR, (MONTHLY,))


def test_s15_a_second_meeting_in_the_month_owes_no_second_report(it: TheGroup) -> None:
    first = it.meets(-20)
    it.ends()
    second = it.meets(-8)
    it.ends()
    assert it.staff_report(first).id == it.staff_report(second).id
    staff = [one for one in it.acts(Report.Opened) if one.subject.kind is Kind.STAFF_REPORT]
    assert len(staff) == 1


def presented(it: TheGroup) -> tuple[UUID, UUID]:
    """The treasurer's report before a meeting, which has decided on it."""
    finances = opened(it, Kind.FINANCIAL_REPORT)
    it.on(DraftReport, finances, TREASURER, content=WORDS)
    meeting = it.meets()
    it.decide(text="So the treasurer's report is answered.", manner=Manner.NOTED)
    return finances, meeting


def test_s15_the_treasurers_report_is_presented_and_noted(it: TheGroup) -> None:
    finances, meeting = presented(it)
    noting = NoteReport(report=finances, meeting=meeting, decision=1)
    it.org.refused(OutOfOrder, noting, STAFF, ANSWERED_BY)
    it.on(PresentReport, finances, TREASURER, meeting=meeting, item=1)
    it.org.refused(NotAllowed, noting, TWELVE[6], "meetings.record_kept_by")
    it.do(noting)
    (noted,) = it.acts(Report.Noted)
    assert noted.act.cause == it.found.decision(1).act
    assert ANSWERED_BY in noted.act.rules
    it.org.hands.settle()
    assert it.org.store.load(Report, finances).completed


def test_s15_or_it_is_referred_with_the_reason(it: TheGroup) -> None:
    finances, meeting = presented(it)
    it.on(PresentReport, finances, TREASURER, meeting=meeting, item=1)
    referring = ReferReport(
        report=finances,
        meeting=meeting,
        decision=1,
        to="Resources Group",
        reason="Money of local groups",
    )
    it.do(referring)
    it.org.hands.settle()
    assert it.org.store.load(Report, finances).completed
    it.ends()
    it.on(DraftReport, it.report(meeting).id)
    told = "\n".join(it.report(meeting).content.lines)
    assert "was referred to Resources Group: Money of local groups." in told


def test_s15_a_meeting_without_a_quorum_answers_no_report(it: TheGroup) -> None:
    finances = opened(it, Kind.FINANCIAL_REPORT)
    it.on(DraftReport, finances, content=WORDS)
    meeting = it.meets(present=9)
    it.on(PresentReport, finances, meeting=meeting, item=1)
    it.decide(text="The report is noted.")
    noting = NoteReport(report=finances, meeting=meeting, decision=1)
    it.org.refused(RuleBroken, noting, STAFF, "meetings.ratification")
    assert not it.org.store.load(Report, finances).answered


def test_s15_another_body_neither_has_nor_answers_it(it: TheGroup) -> None:
    finances = opened(it, Kind.FINANCIAL_REPORT)
    it.on(DraftReport, finances, content=WORDS)
    it.convene(STARTS, body=RESOURCES)
    it.ask(HandInItem, title="Money")
    it.at(STARTS)
    it.ask(RecordArrival, person=CONVENOR)
    it.ask(OpenMeeting)
    it.decide(text="The report is noted.")
    presenting = PresentReport(report=finances, meeting=it.meeting)
    it.org.refused(RuleBroken, presenting, STAFF, KEPT_BY)
    noting = NoteReport(report=finances, meeting=it.meeting, decision=1)
    it.org.refused(RuleBroken, noting, STAFF, KEPT_BY)


def test_s15_a_meeting_that_is_over_has_no_more_reports(it: TheGroup) -> None:
    finances, meeting = presented(it)
    it.ends()
    presenting = PresentReport(report=finances, meeting=meeting)
    it.org.refused(TooLate, presenting, STAFF, "meetings.record_kept_by")


def test_s15_a_correction_of_it_is_a_version(it: TheGroup) -> None:
    staff = opened(it, Kind.STAFF_REPORT)
    it.on(DraftReport, staff, content=WORDS)
    it.on(CorrectReport, staff, content=BY_TEAM, reason="By team")
    assert it.org.store.load(Report, staff).versions == (WORDS, BY_TEAM)
