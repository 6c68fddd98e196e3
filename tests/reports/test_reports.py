"""What holds of one report, act by act."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.kernel.act import Standing
from domain.kernel.ids import BodyId
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken, TooEarly
from domain.reports.agreeing import Taken
from domain.reports.content import Content, Heading, Listed, Paragraph
from domain.reports.report import Report, Subject
from domain.reports.reporting import Due, Kind, Reporting, Task
from domain.rules.values import Choice, Period
from tests.domain.acts import START, act, an_id, days, governing
from tests.meetings.group import VOTING, the_body

WORDS = Content(blocks=(Heading(text="Campaigns"), Paragraph(text="We go on.")))
OTHER = Content(blocks=(Heading(text="Campaigns"), Listed(items=("We stop.",))))
MEETING, NEXT = an_id("meeting"), an_id("next meeting")


class Given:
    """A report of the group, and the rules on it."""

    def __init__(self, kind: Kind = Kind.ACTION_REPORT, **other: object) -> None:
        self.rules = Reporting.of(the_body(), governing(**other))  # type: ignore[arg-type]  # values of rules
        subject = Subject(
            kind=kind,
            body=BodyId(the_body().id),
            body_name="The group",
            title="A report",
            on=START.date(),
            meeting=MEETING,
        )
        self.report = Report.open(an_id("report"), act(), subject, self.rules, START)

    def drafted(self, after: float = 1) -> Report:
        self.report.draft(act(days(after)), WORDS, self.rules)
        return self.report

    def published(self) -> Report:
        self.drafted().show(act(days(1)), VOTING[:3])
        self.report.publish(act(days(2)), self.rules)
        return self.report


def decision(number: int, after: float) -> Taken:
    """A decision of the next meeting, so many days after the start."""
    return Taken(meeting=NEXT, number=number, at=START + days(after))


def standing(report: Report) -> Standing:
    return report.pending_events[-1].act.standing  # type: ignore[attr-defined, no-any-return]  # every act has one


def test_the_draft_is_due_at_the_end_of_the_third_day() -> None:
    (due,) = Given().report.plan
    assert (due.task, due.rule) == (Task.DRAFT, "ncg.report.draft_days")
    assert due.at.date() == (START + days(3)).date()
    assert (due.at.hour, due.at.minute) == (23, 59)


def test_minutes_are_due_online() -> None:
    (due,) = Given(Kind.MINUTES).report.plan
    assert (due.task, due.rule) == (Task.PUBLICATION, "ncg.report.minutes_days")


def test_a_draft_in_time_is_in_order_and_a_late_one_is_marked() -> None:
    assert standing(Given().drafted(3)) is Standing.JUDGED
    assert standing(Given().drafted(4)) is Standing.IRREGULAR


def test_a_report_is_drafted_once() -> None:
    given = Given()
    given.drafted()
    with pytest.raises(OutOfOrder, match="Put it right instead"):
        given.drafted(2)


def test_nothing_is_shown_or_published_before_the_draft() -> None:
    given = Given()
    with pytest.raises(OutOfOrder, match="not been drafted"):
        given.report.show(act(), VOTING)
    with pytest.raises(OutOfOrder, match="not been drafted"):
        given.report.publish(act(), given.rules)


def test_going_online_unseen_is_refused_by_a_mandatory_rule() -> None:
    given = Given()
    with pytest.raises(RuleBroken, match="has not been shown"):
        given.drafted().publish(act(days(2)), given.rules)


def test_going_online_in_a_version_that_first_readers_have_not_seen_is_refused_too() -> None:
    given = Given()
    report = given.drafted()
    report.show(act(days(1)), VOTING[:3])
    report.correct(act(days(1)), OTHER, "It was wrong.")
    with pytest.raises(RuleBroken, match="has not been shown"):
        report.publish(act(days(2)), given.rules)
    report.show(act(days(2)), VOTING[:3])
    report.publish(act(days(2)), given.rules)
    assert report.published


def test_first_readers_come_before_everybody() -> None:
    report = Given().published()
    with pytest.raises(OutOfOrder, match="anybody can read"):
        report.show(act(days(3)), VOTING)


def test_a_correction_is_a_new_version_and_the_old_one_stays() -> None:
    report = Given().published()
    report.correct(act(days(3)), OTHER, "It was wrong.")
    assert report.versions == (WORDS, OTHER)


def test_a_correction_that_changes_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="Nothing differs"):
        Given().published().correct(act(days(3)), WORDS, "?")


def test_what_was_put_right_after_it_was_agreed_waits_to_be_agreed_again() -> None:
    report = Given().published()
    report.agree(act(days(30)), decision(1, 30))
    assert report.is_done
    report.correct(act(days(31)), OTHER, "It was wrong.")
    assert not report.is_agreed
    report.agree(act(days(60)), decision(2, 60))
    assert report.agreed_version == 2


def test_a_decision_agrees_only_the_version_that_was_there_when_it_was_taken_and_only_once() -> (
    None
):
    report = Given().published()
    report.agree(act(days(30)), decision(1, 30))
    report.correct(act(days(31)), OTHER, "It was wrong.")
    with pytest.raises(OutOfOrder, match="agreed an earlier version"):
        report.agree(act(days(32)), decision(1, 30))
    with pytest.raises(RuleBroken, match="on record before it decided"):
        report.agree(act(days(32)), decision(2, 30))
    report.agree(act(days(60)), decision(3, 60))
    assert report.agreed_version == 2


def test_only_what_was_published_is_agreed_and_only_once() -> None:
    given = Given()
    with pytest.raises(OutOfOrder, match="published"):
        given.drafted().agree(act(days(2)), decision(1, 2))
    report = Given().published()
    report.agree(act(days(30)), decision(1, 30))
    with pytest.raises(OutOfOrder, match="agreed already"):
        report.agree(act(days(31)), decision(1, 31))


def test_a_staff_report_is_noted_and_never_agreed() -> None:
    report = Given(Kind.STAFF_REPORT).published()
    with pytest.raises(OutOfOrder, match="noted or referred"):
        report.agree(act(days(3)), decision(1, 3))
    report.present(act(days(3)), NEXT, 2)
    report.note(act(days(3)), NEXT, 1)
    assert report.is_done


def test_a_report_is_noted_only_by_a_meeting_that_had_it() -> None:
    report = Given(Kind.FINANCIAL_REPORT).drafted()
    with pytest.raises(OutOfOrder, match="Present it first"):
        report.note(act(days(3)), NEXT, 1)
    report.present(act(days(3)), NEXT)
    report.refer(act(days(3)), NEXT, 1, "Resources Group", "Local groups' money")
    assert report.is_done


def test_a_missed_deadline_is_recorded_once_at_its_own_moment() -> None:
    given = Given()
    (due,) = given.report.plan
    with pytest.raises(TooEarly):
        given.report.miss(act(days(1)), due, given.rules)
    for _ in range(2):
        given.report.miss(act(days(9)), due, given.rules)
    missed = [e for e in given.report.pending_events if isinstance(e, Report.DeadlineMissed)]
    assert [e.act.occurred_at for e in missed] == [due.at]
    assert missed[0].act.standing is Standing.IRREGULAR


def test_a_meeting_that_ends_without_agreeing_is_on_record() -> None:
    given = Given()
    report = given.published()
    report.owe_agreement(act(days(40)), given.rules)
    assert report.missed == (Task.AGREEMENT,)
    report.agree(act(days(70)), decision(1, 70))
    assert report.is_agreed


def test_nothing_is_owed_by_the_meeting_where_officers_agree() -> None:
    given = Given(ncg__report__approval=Choice(choice="officers"))
    report = given.published()
    report.owe_agreement(act(days(40)), given.rules)
    assert report.missed == ()


def test_what_is_done_is_not_missed() -> None:
    given = Given()
    report = given.drafted()
    due = Due(task=Task.DRAFT, at=START + timedelta(days=3), rule=report.plan[0].rule)
    report.miss(act(days(9)), due, given.rules)
    assert report.missed == ()


def test_the_staffs_period_is_whole_months_of_the_calendar() -> None:
    each = Given().rules.period_of(START.date())
    pairs = Given(ncg__report__staff_report=Period(months=2)).rules.period_of(START.date())
    assert each is not None
    assert pairs is not None
    assert [str(day) for day in (*each, *pairs)] == [
        "2021-07-01",
        "2021-07-31",
        "2021-07-01",
        "2021-08-31",
    ]
