"""The page of a caucus with sealed members: how many, and for those who belong who they are."""

from __future__ import annotations

from datetime import timedelta

from domain.reports.content import Content, Paragraph
from services.application.actions import GiveAction, GivenTo
from services.application.bodies import EstablishBody, FillPost
from services.application.caucuses import JoinCaucus
from services.application.endings import DissolveBody
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.reports import DraftReport, OpenReport, PublishReport
from services.application.sittings import CountUnseen
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.web.conftest import Shown
from tests.web.test_look_html import Page


def test_the_page_of_a_sealed_caucus_names_its_members_to_its_members_alone(
    acted: Shown,
) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "caucus")
    hands.ask(EstablishBody(slug="night", name="Night workers", kind=Kind.CAUCUS), member(0))
    for number in (11, 12):
        hands.ask(JoinCaucus(person=member(number), body="night"), member(number))
    acted.caught_up()
    for reader in (None, member(13)):
        told = Page(acted.client(reader).get("/bodies/night").text).text
        assert "Who belongs to it, and how many, is told to its members alone." in told
        assert "you see this because you belong" not in told
        assert "Nobody sits in it" not in told
    assert "/do/join_caucus?person=" in acted.client(member(13)).get("/bodies/night").text
    assert "/do/leave_caucus?person=" in acted.client(member(11)).get("/bodies/night").text
    own = Page(acted.client(member(11)).get("/bodies/night").text).text
    assert "you see this because you belong" in own
    assert own.count("only its members are told") >= 2
    assert "is told to its members alone" not in Page(acted.client().get("/bodies/ncg").text).text


def test_the_meeting_of_a_sealed_caucus_is_shown_to_its_members_alone(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "caucus meets")
    caucus = EstablishBody(slug="women", name="Women", kind=Kind.CAUCUS)
    hands.ask(caucus, member(0))
    hands.ask(JoinCaucus(person=member(11), body="women", openly=True), member(11))
    post = {"body": "women", "post": "convenor", "person": member(11), "name": "C", "how": "chosen"}
    hands.ask(FillPost.model_validate(post), member(0))
    hands.ask(JoinCaucus(person=member(12), body="women"), member(12))
    starts = hands.store.now() + timedelta(days=2)
    called = ConveneMeeting(body="women", starts=starts, place="a room")
    meeting = hands.began(hands.ask(called, member(11)))
    hands.ask(CountUnseen(meeting=meeting, there=1), member(11))
    acted.caught_up()
    for path in (f"/meetings/{meeting}", f"/meetings/{meeting}.json", f"/meetings/{meeting}/now"):
        assert acted.client(member(12)).get(path).status_code == 200
        for reader in (None, member(13)):
            assert acted.client(reader).get(path).status_code == 403
    own = acted.client(member(12)).get(f"/meetings/{meeting}").text
    assert "1 person was there who is not shown. You see this because you belong." in Page(own).text
    convenes = acted.client(member(11)).get(f"/meetings/{meeting}").text
    assert f"/do/count_unseen?meeting={meeting}" in convenes


def test_its_meetings_stand_in_the_calendar_of_a_member_who_is_not_shown_for_them_alone(
    acted: Shown,
) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "caucus in a calendar")
    hands.ask(EstablishBody(slug="women", name="Women", kind=Kind.CAUCUS), member(0))
    hands.ask(JoinCaucus(person=member(12), body="women"), member(12))
    starts = hands.store.now() + timedelta(days=2)
    called = ConveneMeeting(body="women", starts=starts, place="a room")
    meeting = hands.began(hands.ask(called, member(0)))
    acted.caught_up()
    path = f"/people/{member(12)}/calendar"
    assert f"/meetings/{meeting}" in acted.client(member(12)).get(path).text
    for reader in (None, member(13)):
        assert f"/meetings/{meeting}" not in acted.client(reader).get(path).text
        assert f"{meeting}-starts" not in acted.client(reader).get(f"{path}.ics").text


def test_no_journal_tells_others_what_is_on_its_agenda(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "caucus has business")
    hands.ask(EstablishBody(slug="women", name="Women", kind=Kind.CAUCUS), member(0))
    hands.ask(JoinCaucus(person=member(11), body="women", openly=True), member(11))
    post = {"body": "women", "post": "convenor", "person": member(11), "name": "C", "how": "chosen"}
    hands.ask(FillPost.model_validate(post), member(0))
    hands.ask(JoinCaucus(person=member(12), body="women"), member(12))
    starts = hands.store.now() + timedelta(days=2)
    called = hands.ask(ConveneMeeting(body="women", starts=starts, place="a room"), member(11))
    meeting = hands.began(called)
    hands.ask(HandInItem(meeting=meeting, title="Equal pay", text="Our claim."), member(11))
    (item,) = hands.store.acts(stream=meeting, topics=("meeting.item_handed_in.v1",), limit=9)
    acted.caught_up()
    paths = [
        f"/acts/{item.event.event_id}",
        f"/acts/{item.event.event_id}.json",
        f"/journal?process={meeting}",
        f"/journal.csv?process={meeting}",
        f"/api/acts?process={meeting}&data=true",
        "/bodies/women",
        f"/people/{member(11)}",
    ]
    for path in paths:
        for reader in (None, member(0), member(13)):
            answer = acted.client(reader).get(path)
            assert (answer.status_code, "Equal pay" in answer.text) == (200, False), path
        assert "Equal pay" in acted.client(member(12)).get(path).text, path


def test_what_a_sealed_caucus_did_stays_sealed_when_it_is_dissolved(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "caucus ends")
    caucus = EstablishBody(slug="night", name="Night workers", kind=Kind.CAUCUS)
    hands.ask(caucus, member(0))
    hands.ask(JoinCaucus(person=member(11), body="night", openly=True), member(11))
    post = {"body": "night", "post": "convenor", "person": member(11), "name": "C", "how": "chosen"}
    hands.ask(FillPost.model_validate(post), member(0))
    starts = hands.store.now() + timedelta(days=2)
    called = ConveneMeeting(body="night", starts=starts, place="a room")
    meeting = hands.began(hands.ask(called, member(11)))
    now = hands.store.now()
    gone = DissolveBody(body="night", reason="Few came", at=now, source="the caucus")
    hands.ask(gone, member(0))
    acted.caught_up()
    for reader in (None, member(13)):
        for path in (f"/meetings/{meeting}", f"/meetings/{meeting}.json"):
            assert acted.client(reader).get(path).status_code == 403
        for path in ("/bodies/night", "/bodies/night.json", "/bodies/night/calendar"):
            assert acted.client(reader).get(path).status_code == 200
    assert "dissolved" in Page(acted.client().get("/bodies/night").text).text


def test_what_it_undertook_and_reported_is_told_to_its_members_and_to_who_has_it(
    acted: Shown,
) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "caucus undertakes")
    hands.ask(EstablishBody(slug="women", name="Women", kind=Kind.CAUCUS, parent="ncg"), member(0))
    hands.ask(JoinCaucus(person=member(11), body="women", openly=True), member(11))
    post = {"body": "women", "post": "convenor", "person": member(11), "name": "C", "how": "chosen"}
    hands.ask(FillPost.model_validate(post), member(0))
    hands.ask(JoinCaucus(person=member(12), body="women"), member(12))
    starts = hands.store.now() + timedelta(hours=2)
    called = hands.ask(ConveneMeeting(body="women", starts=starts, place="a room"), member(11))
    assert hands.began(called)
    owner = GivenTo(name="Ola Helper", person=member(13))
    given = GiveAction(
        body="women", text="Write to the grievance panel", owner=owner, due=(starts.date())
    )
    action = hands.began(hands.ask(given, member(11)))
    (act,) = hands.store.acts(stream=action, topics=("action.given.v1",), limit=9)
    opened = {"body": "women", "kind": "financial_report", "on": starts.date(), "title": "Our fund"}
    report = hands.began(hands.ask(OpenReport.model_validate(opened), member(0)))
    content = Content(blocks=(Paragraph(text="Paid for the grievance panel"),))
    hands.ask(DraftReport(report=report, content=content), member(0))
    hands.ask(PublishReport(report=report), member(0))
    acted.caught_up()
    paths = [
        "/actions",
        "/actions.csv",
        "/actions.json",
        "/actions?state=open",
        f"/actions/{action}",
        f"/actions/{action}.json",
        f"/acts/{act.event.event_id}",
        f"/api/acts?process={action}&data=true",
        f"/journal?process={action}",
        f"/people/{member(13)}",
        f"/people/{member(13)}/calendar.ics",
        "/bodies/women",
        "/bodies/women/calendar.ics",
        "/calendar.ics",
        "/feed.atom",
        "/bodies/women/feed.atom",
        f"/reports/{report}",
        f"/reports/{report}.json",
    ]
    secrets = ("grievance panel", "Ola Helper")
    for path in paths:
        for reader in (None, member(14)):
            answer = acted.client(reader).get(path)
            told = [one for one in secrets if one in answer.text]
            assert (answer.status_code, told) == (200, []), path
    assert acted.client().get(f"/reports/{report}/report.md").status_code == 404
    for reader in (member(11), member(12)):
        text = acted.client(reader).get(f"/reports/{report}").text
        assert "Paid for the grievance panel" in text
    for reader in (member(11), member(12), member(13)):
        assert "grievance panel" in acted.client(reader).get(f"/actions/{action}").text
    assert "grievance panel" in acted.client(member(13)).get(f"/people/{member(13)}").text
    (act,) = hands.store.acts(stream=action, topics=("action.given.v1",), limit=9)
    theirs = acted.client().get(f"/acts/{act.event.event_id}.json").json()
    assert (theirs["actor_name"], theirs["authority"]) == ("Somebody", "the rules on actions")
    assert str(member(11)) not in acted.client().get(f"/acts/{act.event.event_id}.json").text
    done = acted.client().get(f"/api/acts?actor={member(11)}&topic=action").json()
    assert str(action) not in str(done)
    assert "an action that is told" in acted.client().get("/bodies/women/calendar.ics").text.lower()
