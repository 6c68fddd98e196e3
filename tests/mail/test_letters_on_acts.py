"""Rules for letters on meetings, reports and actions: to whom, when, in what words, and once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.actions.action import Action
from domain.reports.content import Content, Paragraph
from services.application.actions import (
    DropAction,
    FinishAction,
    GiveAction,
    GivenTo,
    MoveActionDue,
    PassActionOn,
)
from services.application.bodies import FillPost
from services.application.meetings import (
    CancelMeeting,
    CirculatePapers,
    GiveNotice,
    MoveMeeting,
    SendApologies,
)
from services.application.reports import AgreeReport, DraftReport, PublishReport, ShowReport
from services.mail.wording import LASTS
from services.reading import outbox as reading
from services.reading import view
from tests.engine.meeting import STAFF
from tests.engine.small import FOUNDED
from tests.mail.conftest import Sits
from tests.support.hands import member

WORDS = Content(blocks=(Paragraph(text="We went on."),))
STARTS = FOUNDED + timedelta(days=40)
EVERYBODY = [f"m{number}@example.net" for number in (1, 2, 3, 4)]
CHAIRS = "m1@example.net"


def to(letters: list[tuple[str, str]]) -> list[str]:
    return [address for address, _ in letters]


def subjects(letters: list[tuple[str, str]]) -> set[str]:
    return {subject for _, subject in letters}


def at(sits: Sits, **period: float) -> None:
    sits.small.hands.at(STARTS + timedelta(**period))


def test_the_call_for_items_goes_to_whoever_sits_in_the_body(sits: Sits) -> None:
    sits.convene(STARTS)
    assert sits.new() == []
    sits.ask(GiveNotice)
    letters = sits.new()
    assert to(letters) == EVERYBODY
    assert len(subjects(letters)) == 1
    assert "call for items" in letters[0][1]
    assert "Send in business for the agenda until" in sits.words()
    assert "(rule ncg.meetings.items_days)" in sits.words()
    assert f"https://example.org/meetings/{sits.meeting}" in sits.words()


def test_whoever_has_no_address_stands_in_the_outbox_as_such(sits: Sits) -> None:
    sits.convene(STARTS)
    sits.ask(GiveNotice)
    sits.new()
    (line,) = lines(sits)
    assert (line.kind, line.letters, line.sent, line.nowhere) == ("meeting", 10, 4, 6)
    assert line.page == f"/meetings/{sits.meeting}"


def lines(sits: Sits) -> tuple[reading.OccasionLine, ...]:
    """What the page of the outbox shows."""
    with sits.at.pool.connection() as connection, view.reading(connection) as now:
        return reading.outbox(now).occasions


def test_the_draft_agenda_goes_out_with_its_items(sits: Sits) -> None:
    sits.convene(STARTS)
    sits.ask(CirculatePapers, papers=("accounts",))
    assert to(sits.new()) == EVERYBODY
    assert "Draft agenda:\n1. Campaigns" in sits.words()
    assert "Papers: accounts." in sits.words()


def test_the_body_is_reminded_at_the_moment_of_the_rule_and_not_who_sent_apologies(
    sits: Sits,
) -> None:
    sits.convene(STARTS)
    sits.ask(SendApologies, person=member(3), note="")
    at(sits, days=-2, minutes=-1)
    assert sits.new() == []
    at(sits, days=-2)
    letters = sits.new()
    assert to(letters) == [one for one in EVERYBODY if one != "m3@example.net"]
    assert letters[0][1].startswith("Soon: meeting of")
    assert "(rule ncg.meetings.reminder_days)" in sits.words()
    at(sits, days=-1)
    assert sits.new() == []


def test_a_meeting_that_was_moved_is_told_and_reminded_of_anew(sits: Sits) -> None:
    sits.convene(STARTS)
    at(sits, days=-2)
    sits.new()
    sits.ask(MoveMeeting, starts=STARTS + timedelta(days=9), reason="Snow")
    assert {subject.split(":")[0] for subject in subjects(sits.new())} == {"Moved"}
    at(sits, days=7)
    assert {subject.split(":")[0] for subject in subjects(sits.new())} == {"Soon"}


def test_of_a_meeting_that_was_called_off_nobody_is_reminded(sits: Sits) -> None:
    sits.convene(STARTS)
    sits.ask(CancelMeeting, reason="Snow")
    letters = sits.new()
    assert to(letters) == EVERYBODY
    assert letters[0][1].startswith("Called off: meeting of")
    at(sits, days=-1)
    assert sits.new() == []


def reported(sits: Sits) -> UUID:
    """A meeting is held, and its report drafted."""
    sits.convene(STARTS)
    sits.small.hands.at(STARTS)
    sits.hold()
    sits.new()
    report = sits.report().id
    sits.on(DraftReport, report=report)
    return report


def test_a_report_goes_to_its_first_readers_whole_and_to_nobody_else(sits: Sits) -> None:
    report = reported(sits)
    assert sits.new() == []
    sits.on(ShowReport, report=report)
    letters = sits.new()
    assert to(letters) == [CHAIRS]
    assert letters[0][1].startswith("Before it goes online: Action report")
    assert "(rule ncg.report.first_readers)" in sits.words()
    assert "The report is agreed." in sits.words()


def test_the_body_gets_it_as_a_draft_when_it_goes_online_and_hears_when_it_is_agreed(
    sits: Sits,
) -> None:
    report = reported(sits)
    sits.on(ShowReport, report=report)
    sits.new()
    sits.on(DraftReport, report=sits.staff_report().id, content=WORDS)
    sits.on(PublishReport, report=report)
    letters = sits.new()
    assert to(letters) == sorted(EVERYBODY * 2)
    assert subjects(letters) == {
        f"Online as a draft: {sits.report().subject.title}",
        f"Online: {sits.staff_report().subject.title}",
    }
    told = [sits.words(letter) for letter in sits.box.letters[-8:]]
    assert sum("It is a draft until the next meeting has agreed it." in one for one in told) == 4
    assert sum("We went on." in one for one in told) == 4
    sits.convene(STARTS + timedelta(days=30))
    sits.small.hands.at(STARTS + timedelta(days=30))
    sits.new()
    sits.hold(close=False)
    sits.on(AgreeReport, report=report, meeting=sits.meeting, decision=1)
    letters = sits.new()
    assert to(letters) == EVERYBODY
    assert {subject.split(":")[0] for subject in subjects(letters)} == {"Agreed"}
    assert f"https://example.org/reports/{report}" in sits.words()


def give(sits: Sits, owner: GivenTo, days: float | None = 20) -> UUID:
    due = None if days is None else (sits.at.store.now() + timedelta(days=days)).date()
    asked = GiveAction(text="Print the leaflet", owner=owner, body="ncg", due=due)
    return sits.small.hands.began(sits.small.ask(asked, STAFF))


def days_on(sits: Sits, days: float) -> None:
    sits.small.hands.at(sits.at.store.now() + timedelta(days=days))


def test_an_action_goes_to_whoever_has_it_when_given_before_its_day_and_after(sits: Sits) -> None:
    action = give(sits, GivenTo(name="Member 2", person=member(2)))
    assert sits.new() == [("m2@example.net", "Yours to do: Print the leaflet")]
    assert "as Member 2" in sits.words()
    days_on(sits, 19)
    ((address, subject),) = sits.new()
    assert (address, subject.split(":")[0][:6]) == ("m2@example.net", "Due by")
    assert "(rule actions.reminder_days)" in sits.words()
    days_on(sits, 3)
    assert sits.new() == [("m2@example.net", "Overdue: Print the leaflet")]
    assert sits.at.store.load(Action, action).overdue


def test_an_action_of_a_post_goes_to_its_holder_and_one_of_a_body_to_its_members(
    sits: Sits,
) -> None:
    give(sits, GivenTo(name="The chair", body="ncg", post="chair"))
    assert to(sits.new()) == [CHAIRS]
    give(sits, GivenTo(name="The group", body="ncg"))
    assert to(sits.new()) == EVERYBODY


def test_an_action_that_nobody_here_has_goes_to_nobody(sits: Sits) -> None:
    give(sits, GivenTo(name="A printer"))
    assert sits.new() == []


def test_whoever_holds_the_post_by_then_is_reminded(sits: Sits) -> None:
    post = {"body": "ncg", "post": "treasurer", "name": "T", "how": "elected"}
    sits.on(FillPost, person=member(4), **post)
    give(sits, GivenTo(name="The treasurer", body="ncg", post="treasurer"))
    assert to(sits.new()) == ["m4@example.net"]


def test_whoever_it_is_passed_on_to_hears_of_it_with_the_reason(sits: Sits) -> None:
    action = give(sits, GivenTo(name="Member 2", person=member(2)))
    sits.new()
    other = GivenTo(name="Member 3", person=member(3))
    sits.on(PassActionOn, action=action, owner=other, reason="No time.")
    assert sits.new() == [("m3@example.net", "Yours to do: Print the leaflet")]
    assert "passed on to you: No time." in sits.words()


def test_of_what_is_done_or_dropped_nobody_is_reminded(sits: Sits) -> None:
    done, dropped = (give(sits, GivenTo(name="Member 2", person=member(2))) for _ in range(2))
    sits.new()
    sits.on(FinishAction, action=done, how="Printed.")
    sits.on(DropAction, action=dropped, reason="No paper.")
    days_on(sits, 30)
    assert sits.new() == []


def test_of_a_day_that_was_moved_nobody_hears_before_the_new_one(sits: Sits) -> None:
    action = give(sits, GivenTo(name="Member 2", person=member(2)))
    sits.new()
    later = (sits.at.store.now() + timedelta(days=60)).date()
    sits.on(MoveActionDue, action=action, due=later, reason="The press broke down.")
    days_on(sits, 21)
    assert sits.new() == []
    days_on(sits, 37)
    assert len(sits.new()) == 1


def test_each_goes_once_though_whoever_follows_the_log_dies_before_it_says_how_far(
    sits: Sits,
) -> None:
    sits.convene(STARTS)
    sits.ask(GiveNotice)
    give(sits, GivenTo(name="Member 2", person=member(2)))
    assert len(sits.new()) == 5
    with sits.at.pool.connection() as connection:
        connection.execute("UPDATE convenor.mail_tracking SET position = 0")
    assert sits.new() == []


def test_what_happened_long_ago_is_written_to_nobody(sits: Sits) -> None:
    give(sits, GivenTo(name="Member 2", person=member(2)), days=None)
    sits.small.hands.at(sits.at.store.now() + LASTS)
    assert sits.new() == []
    assert lines(sits) == ()


def test_nothing_of_it_is_told_to_the_log(sits: Sits) -> None:
    sits.convene(STARTS)
    sits.ask(GiveNotice)
    head = sits.at.store.head()
    sits.new()
    assert sits.at.store.head() == head
