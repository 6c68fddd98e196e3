"""S2: staff draft the action report within three days, the chair and the vice-chairs see it first,
it goes online as a draft, and the next meeting agrees it.  Corrections are versions that stay.

A worker is killed in it in `tests/crash/test_a_reports_worker_is_killed.py`; what the report of the
real meeting of 2017 says is in `test_s2_the_action_report_of_march_2017.py`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.kernel.act import Standing
from domain.kernel.aggregate import Recorded
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken
from domain.reports.report import Report
from domain.reports.reporting import Kind, Task
from services.application.bodies import EstablishBody
from services.application.meetings import ConveneMeeting
from services.application.outstanding import moments
from services.application.reports import (
    AgreeReport,
    CorrectReport,
    DraftReport,
    NoteReport,
    PublishReport,
    ShowReport,
)
from tests.application.organisation import CHAIR, STAFF, STRANGER
from tests.story.the_group import BETTER, TREASURER, TWELVE, VICE_CHAIRS, WORDS, TheGroup
from tests.support.kinds import Kind as BodyKind

DRAFT_DAYS, READERS = "ncg.report.draft_days", "ncg.report.first_readers"
KEPT_BY, APPROVAL = "reports.kept_by", "ncg.report.approval"


@pytest.fixture
def it() -> TheGroup:
    return TheGroup()


def test_s2_a_report_is_drafted_shown_put_online_and_agreed(it: TheGroup) -> None:
    first = it.meets()
    it.decide(text="We campaign on housing.")
    it.ends()
    report = it.report(first).id
    only_those_who_keep_reports_draft_it(it)
    it.at(it.days(2))
    it.on(DraftReport, report)
    assert "We campaign on housing." in it.report(first).content.lines
    it.on(DraftReport, it.staff_report(first).id, content=WORDS)
    it.on(ShowReport, report)
    assert set(it.report(first).shown_to) == {CHAIR, *VICE_CHAIRS}
    assert TREASURER not in it.report(first).shown_to
    it.on(PublishReport, report)
    assert not it.report(first).is_agreed
    a_correction_is_a_version(it)
    the_next_meeting_agrees_it(it)
    acts = it.acts(Recorded, report)
    assert [type(act).__name__ for act in acts] == [
        *("Opened", "Drafted", "ShownTo", "Published", "Corrected", "Agreed", "Completed")
    ]
    assert {act.act.standing for act in acts} == {Standing.JUDGED}


def only_those_who_keep_reports_draft_it(it: TheGroup) -> None:
    report = it.report(it.meeting).id
    for person in (TWELVE[6], STRANGER):
        it.org.refused(NotAllowed, DraftReport(report=report), person, KEPT_BY)
    it.org.refused(OutOfOrder, ShowReport(report=report), STAFF, KEPT_BY)
    it.org.refused(OutOfOrder, PublishReport(report=report), STAFF, KEPT_BY)


def a_correction_is_a_version(it: TheGroup) -> None:
    report = it.report(it.meeting)
    asked = CorrectReport(report=report.id, content=BETTER, reason="A word was missing.")
    it.org.refused(NotAllowed, asked, TWELVE[6], KEPT_BY)
    it.do(asked)
    corrected = it.report(it.meeting)
    assert corrected.versions == (report.content, BETTER)
    again = CorrectReport(report=report.id, content=BETTER, reason="?")
    it.org.refused(BadInput, again, STAFF)
    it.org.refused(OutOfOrder, DraftReport(report=report.id), STAFF, KEPT_BY)


def the_next_meeting_agrees_it(it: TheGroup) -> None:
    own, report = it.meeting, it.report(it.meeting).id
    itself = AgreeReport(report=report, meeting=own, decision=1)
    it.org.refused(RuleBroken, itself, STAFF, KEPT_BY)
    it.org.refused(BadInput, AgreeReport(report=report), STAFF, APPROVAL)
    second = it.meets(60)
    it.decide(text="The report of the last meeting is agreed.")
    noted = NoteReport(report=report, meeting=second, decision=1)
    it.org.refused(OutOfOrder, noted, STAFF, "reports.answered_by")
    it.on(AgreeReport, report, meeting=second, decision=1)
    agreed = it.acts(Report.Agreed)[0]
    assert agreed.version == 2
    assert agreed.act.cause == it.found.decision(1).act
    assert APPROVAL in agreed.act.rules
    it.org.refused(
        OutOfOrder, AgreeReport(report=report, meeting=second, decision=1), STAFF, KEPT_BY
    )
    it.org.hands.settle()


def test_s2_a_draft_that_does_not_come_is_on_record_at_the_end_of_the_third_day(
    it: TheGroup,
) -> None:
    first = it.meets()
    it.ends()
    due = it.report(first).due(Task.DRAFT)
    assert due is not None
    assert (due.at.date(), due.rule) == (it.days(3).date(), DRAFT_DAYS)
    assert due.at in [one.due for one in moments(it.org.store)]
    it.at(due.at - timedelta(minutes=1))
    assert it.report(first).missed == ()
    it.at(it.days(9))
    (missed,) = it.acts(Report.DeadlineMissed, it.report(first).id)
    assert (missed.act.occurred_at, missed.act.standing) == (due.at, Standing.IRREGULAR)
    assert missed.act.breaks == (DRAFT_DAYS,)
    it.on(DraftReport, it.report(first).id)
    (late,) = it.acts(Report.Drafted, it.report(first).id)
    assert (late.act.standing, late.act.breaks) == (Standing.IRREGULAR, (DRAFT_DAYS,))


def test_s2_a_report_that_its_first_readers_did_not_see_is_marked(it: TheGroup) -> None:
    """The rule on first readers is directory: what it breaks happens, and is told."""
    first = it.meets()
    it.ends()
    report = it.report(first).id
    it.on(DraftReport, report)
    it.on(DraftReport, it.staff_report(first).id, content=WORDS)
    it.on(PublishReport, report)
    (online,) = it.acts(Report.Published, report)
    assert (online.act.standing, online.act.breaks) == (Standing.IRREGULAR, (READERS,))
    it.org.refused(OutOfOrder, ShowReport(report=report), STAFF, KEPT_BY)


def test_s2_a_meeting_without_a_quorum_agrees_nothing_and_that_it_did_not_is_on_record(
    it: TheGroup,
) -> None:
    first = it.meets()
    it.ends()
    report = it.online(first).id
    second = it.meets(60, present=9)
    it.decide(text="The report of the last meeting is agreed.")
    agreeing = AgreeReport(report=report, meeting=second, decision=1)
    it.org.refused(RuleBroken, agreeing, STAFF, "meetings.ratification")
    it.ends()
    (missed,) = it.acts(Report.DeadlineMissed, report)
    assert (missed.task, missed.act.breaks) == (Task.AGREEMENT, (APPROVAL,))
    third = it.meets(120)
    it.decide(text="The report of the meeting before the last is agreed.")
    it.on(AgreeReport, report, meeting=third, decision=1)
    assert it.report(first).is_agreed


def test_s2_another_body_does_not_agree_it(it: TheGroup) -> None:
    first = it.meets()
    it.ends()
    report = it.online(first).id
    it.do(
        EstablishBody(
            slug="north",
            name="North",
            kind=BodyKind.REGIONAL_GROUP,
            parent="ncg",
            source="as the file has it",
        )
    )
    asked = ConveneMeeting(body="north", starts=it.days(9), place="Hall")
    other = it.org.hands.began(it.do(asked))
    agreeing = AgreeReport(report=report, meeting=other, decision=1)
    it.org.refused(RuleBroken, agreeing, STAFF, KEPT_BY)


def test_s2_what_is_put_right_after_it_was_agreed_waits_for_the_next_meeting(it: TheGroup) -> None:
    first = it.meets()
    it.ends()
    report = it.online(first).id
    for days in (60, 120):
        meeting = it.meets(days)
        it.decide(text="The report is agreed.")
        it.on(AgreeReport, report, meeting=meeting, decision=1)
        assert it.report(first).is_agreed
        it.ends()
        if days == 60:
            it.on(CorrectReport, report, content=BETTER, reason="A name was wrong.")
            assert not it.report(first).is_agreed
    assert len(it.report(first).versions) == 2


def test_s2_minutes_that_do_not_come_are_on_record_on_their_own_day(it: TheGroup) -> None:
    first = it.meets()
    it.ends()
    it.at(it.days(40))
    minutes = it.report(first, Kind.MINUTES)
    (missed,) = it.acts(Report.DeadlineMissed, minutes.id)
    assert (missed.task, missed.act.breaks) == (
        Task.PUBLICATION,
        ("ncg.report.minutes_days",),
    )
    assert missed.act.occurred_at.date() == it.days(28).date()
