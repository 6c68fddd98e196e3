"""Reports and actions as people ask for them: by whom, by which decision, and what follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.actions.action import Action
from domain.kernel.act import Standing
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken
from domain.meetings.attendance import Capacity, Route
from domain.meetings.decisions import Manner
from domain.meetings.meeting import Meeting
from domain.reports.content import Content, Paragraph
from domain.reports.report import Report, report_id
from domain.reports.reporting import Kind, Task
from domain.rules.values import Choice, Flag
from services.application.actions import (
    DropAction,
    FinishAction,
    GiveAction,
    GivenTo,
    MoveActionDue,
    PassActionOn,
)
from services.application.bodies import EstablishBody, FillPost, SeatMember
from services.application.business import PublishStatement, RecordDecision
from services.application.meetings import CancelMeeting, ConveneMeeting, HandInItem, SendApologies
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
from services.application.sittings import CloseMeeting, FixNextDate, OpenMeeting, RecordArrival
from tests.application.gathering import SITTING, STARTS, Gathering
from tests.application.organisation import CHAIR, STAFF
from tests.support.hands import member
from tests.support.kinds import Kind as BodyKind

WORDS = Content(blocks=(Paragraph(text="We went on."),))
TREASURER = SITTING[2]


class Reported(Gathering):
    """The group, whose meetings end and are reported."""

    def end(self, **decided: Any) -> UUID:
        if decided:
            self.decide(**decided)
        self.ask(FixNextDate, on=(self.found.starts + timedelta(days=60)).date())
        self.ask(CloseMeeting)
        return self.meeting

    def report(self, kind: Kind = Kind.ACTION_REPORT, meeting: UUID | None = None) -> Report:
        return self.org.store.load(Report, report_id(meeting or self.meeting, kind))

    def staff_report(self, month: date) -> Report:
        body = self.found.body
        return self.org.store.load(Report, report_id(body, Kind.STAFF_REPORT, month))

    def on(self, kind: type[Any], report: UUID, by: PersonId = STAFF, **fields: Any) -> Any:
        return self.org.ask(kind(report=report, **fields), by)

    def publish(self, report: UUID) -> None:
        """Draft, show and put online, with what the staff report beside it."""
        self.org.hands.settle()
        on = self.org.store.load(Report, report).subject.on
        staff = self.staff_report(on.replace(day=1))
        if not staff.versions:
            self.on(DraftReport, staff.id, content=WORDS)
        self.on(DraftReport, report)
        self.on(ShowReport, report)
        self.on(PublishReport, report)

    def acts(self, kind: type[Recorded], stream: UUID | None = None) -> list[Any]:
        found = self.org.store.acts(stream=stream, limit=10_000)
        return [act.event for act in found if isinstance(act.event, kind)]


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


def a_group(it: Reported, slug: str = "resources") -> None:
    body = EstablishBody(slug=slug, name="Resources Group", kind=BodyKind.SUB_GROUP, parent="ncg")
    it.org.ask(body, STAFF)
    for person in SITTING[1:4]:
        it.org.ask(SeatMember(body=slug, person=person, name="G", how="by preference"), STAFF)


def meets(it: Reported, slug: str, days: float) -> UUID:
    """The group meets, decides one thing, and ends."""
    starts = STARTS + timedelta(days=days)
    it.convene(starts, body=slug)
    it.ask(HandInItem, title="The post")
    it.org.hands.at(starts)
    for person in SITTING[1:4]:
        it.ask(RecordArrival, person=person)
    it.ask(OpenMeeting)
    it.decide(text="The post is advertised.")
    it.ask(CloseMeeting)
    return it.meeting


def test_a_groups_decisions_come_to_its_parents_next_meeting_by_themselves(it: Reported) -> None:
    a_group(it)
    report = report_id(meets(it, "resources", 1), Kind.GROUP_REPORT)
    assert it.org.store.load(Report, report).presented_at is None
    it.convene(STARTS + timedelta(days=60))
    (item,) = it.found.agenda.items
    assert "Report of Resources Group" in item.title
    assert "The post is advertised." in item.text
    it.org.hands.settle()
    assert it.org.store.load(Report, report).completed


def test_a_parents_meeting_that_was_called_before_gets_them_too(it: Reported) -> None:
    a_group(it)
    parent = it.convene(STARTS + timedelta(days=60))
    meets(it, "resources", 1)
    assert len(it.org.store.load(Meeting, parent).agenda.items) == 1


def test_a_groups_decisions_come_to_the_earliest_meeting_however_many_are_called(
    it: Reported,
) -> None:
    a_group(it)
    called_off = it.convene(STARTS + timedelta(days=20))
    earliest = it.convene(STARTS + timedelta(days=30))
    for later in range(14):
        it.convene(STARTS + timedelta(days=60 + later))
    it.meeting = called_off
    it.ask(CancelMeeting, reason="Snow")
    report = report_id(meets(it, "resources", 1), Kind.GROUP_REPORT)
    assert it.org.store.load(Report, report).presented_at == earliest


def test_what_comes_after_the_items_closed_is_on_the_list_all_the_same(it: Reported) -> None:
    a_group(it)
    parent = it.convene(STARTS + timedelta(days=60))
    report = report_id(meets(it, "resources", 55), Kind.GROUP_REPORT)
    assert it.org.store.load(Meeting, parent).agenda.items == ()
    assert it.org.store.load(Report, report).presented_at == parent


def test_a_meeting_that_was_called_off_has_had_nothing(it: Reported) -> None:
    a_group(it)
    first = it.convene(STARTS + timedelta(days=60))
    report = report_id(meets(it, "resources", 1), Kind.GROUP_REPORT)
    it.meeting = first
    it.ask(CancelMeeting, reason="Snow")
    second = it.convene(STARTS + timedelta(days=90))
    assert it.org.store.load(Report, report).presented_at == second


def test_nothing_goes_up_where_the_rules_do_not_ask_for_it() -> None:
    it = Reported(ncg__report__of_groups=Flag(holds=False))
    a_group(it)
    meets(it, "resources", 1)
    assert it.acts(Report.Opened) == []


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
    post = FillPost(body="ncg", post="treasurer", person=TREASURER, name="T", how="elected")
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
