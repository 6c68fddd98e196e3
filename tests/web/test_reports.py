"""Reports, actions and statements as people meet them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from domain.kernel.ids import PersonId
from domain.reports.content import Content, Paragraph
from services.reading.reports import Version
from services.reports.as_feed import ATOM
from services.web.pages.report_versions import differences
from tests.application.organisation import START
from tests.support.hands import member
from tests.web.conftest import Shown
from tests.web.test_look_html import Page

STAFF, CHAIR, PLAIN = member(0), member(1), member(30)
WORDS = "by consensus wherever it can be had"


def read(shown: Shown, path: str, by: PersonId | None = None, body: str = "") -> str:
    answer = shown.client(by, body).get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_report_says_that_it_is_agreed_and_what_the_meeting_decided(shown: Shown) -> None:
    text = read(shown, f"/reports/{shown.played.reported.agreed}")
    assert "Agreed by the meeting of Coordinating group" in text
    assert WORDS in text
    assert "Lee Long (union observer)" in text


def test_an_older_version_is_still_readable_and_what_changed_is_shown(shown: Shown) -> None:
    report = shown.played.reported.agreed
    older = read(shown, f"/reports/{report}?version=1")
    assert "by consensus where that can be had" in older
    assert "Version 2 is the newest" in older
    newest = read(shown, f"/reports/{report}")
    assert "version 1, the draft that was put online, and version 2, which was agreed" in newest
    assert "<ins>" in newest
    assert "unchanged paragraphs</summary>" in newest


def test_two_versions_are_set_against_each_other_as_the_address_asks(shown: Shown) -> None:
    report = f"/reports/{shown.played.reported.agreed}"
    turned = read(shown, f"{report}?version=1&against=2")
    assert "version 2, which was agreed, and version 1, the draft" in turned
    assert "What differs" not in read(shown, f"{report}?version=1")
    assert shown.client().get(f"{report}?against=9").status_code == 404


def test_a_line_that_was_struck_leaves_all_others_as_they_were() -> None:
    lines = [f"Point {number} of the report stands." for number in range(20)]
    redline = differences(a_version(1, lines), a_version(2, [*lines[:4], *lines[5:]]))
    assert redline is not None
    assert (redline.changed, redline.inserted, redline.deleted) == (1, 0, 6)


def a_version(number: int, lines: list[str]) -> Version:
    content = Content(blocks=tuple(Paragraph(text=line) for line in lines))
    return Version(
        version=number, content=content, reason=None, since=START, actor=STAFF, name="S", act=STAFF
    )


def test_a_version_that_there_is_not_is_said_so(shown: Shown) -> None:
    path = f"/reports/{shown.played.reported.agreed}?version=9"
    answer = shown.client().get(path)
    assert answer.status_code == 404
    assert "2 versions" in answer.text


def test_a_draft_is_read_by_its_first_readers_and_its_keepers_alone(shown: Shown) -> None:
    path = f"/reports/{shown.played.reported.waiting}"
    said = "The report of the last meeting is agreed."
    for somebody, may in ((None, False), (PLAIN, False), (CHAIR, True), (STAFF, True)):
        assert (said in read(shown, path, somebody)) is may
        assert (said in read(shown, f"{path}.json", somebody)) is may
    assert shown.client(PLAIN).get(f"{path}/report.md").status_code == 404
    assert shown.client(CHAIR).get(f"{path}/report.md").status_code == 200


def test_a_report_can_be_taken_away_as_text_and_as_a_printed_sheet(shown: Shown) -> None:
    href = f"/reports/{shown.played.reported.agreed}"
    text = shown.client().get(f"{href}/report.md")
    assert text.headers["content-type"].startswith("text/markdown")
    assert WORDS in text.text
    sheet = shown.client().get(f"{href}/report.pdf")
    assert sheet.content.startswith(b"%PDF-")
    assert "ncg-action-report-" in sheet.headers["content-disposition"]


def test_the_feed_has_what_is_online_and_no_draft(shown: Shown) -> None:
    reported = shown.played.reported
    for path in ("/feed.atom", "/bodies/ncg/feed.atom"):
        root = ElementTree.fromstring(shown.client().get(path).content)
        ids = [found.text for found in root.iter(f"{{{ATOM}}}id")]
        assert f"urn:uuid:{reported.agreed}" in ids
        assert f"urn:uuid:{reported.staff}" in ids
        assert f"urn:uuid:{reported.waiting}" not in ids
        titles = [found.text for found in root.iter(f"{{{ATOM}}}title")]
        assert "Moving forward" in titles


def test_a_group_without_reports_has_an_empty_feed(shown: Shown) -> None:
    root = ElementTree.fromstring(shown.client().get("/bodies/hilltop/feed.atom").content)
    assert root.find(f"{{{ATOM}}}entry") is None


def test_the_list_is_filtered_by_its_address(shown: Shown) -> None:
    every = Page(read(shown, "/reports"))
    staff = Page(read(shown, "/reports?kind=staff_report&body=ncg"))
    assert "Staff report" in staff.text
    assert len(staff.values("href")) < len(every.values("href"))


def test_statements_are_shown_word_by_word(shown: Shown) -> None:
    text = read(shown, "/statements")
    assert "train organisers and support workers" in text
    assert "Moving forward" in read(shown, "/statements.csv")


@pytest.mark.parametrize(
    ("query", "told", "hidden"),
    [
        ("", "Draw up a programme", "–no such–"),
        ("?state=overdue", "Draw up a programme", "Start a membership drive"),
        ("?state=done", "Start a membership drive", "Draw up a programme"),
        ("?owner=abara", "Draw up a programme", "Start a membership drive"),
        ("?owner=OFFICE", "Start a membership drive", "Draw up a programme"),
    ],
)
def test_actions_are_filtered_by_how_they_stand_and_by_whose_they_are(
    shown: Shown, query: str, told: str, hidden: str
) -> None:
    text = read(shown, f"/actions.csv{query}")
    assert told in text
    assert hidden not in text


def test_an_action_says_whose_it_is_and_by_which_decision(shown: Shown) -> None:
    text = read(shown, f"/actions/{shown.played.reported.overdue}")
    assert "Ann Abara was to have done it by" in text
    assert "Decision 2 of the meeting of Coordinating group" in text
    assert "120 people joined." in read(shown, f"/actions/{shown.played.reported.action}")


def test_open_actions_with_a_day_are_in_the_calendar(shown: Shown) -> None:
    text = shown.client().get("/actions.ics").text
    assert "SUMMARY:Draw up a programme of training (Ann Abara)" in text


def test_the_past_shows_a_report_as_it_stood(shown: Shown) -> None:
    line = shown.client().get(f"/reports/{shown.played.reported.agreed}.json").json()["report"]
    path = f"/reports/{shown.played.reported.agreed}.json?as_of={line['online'][:16]}"
    before = shown.client().get(path)
    assert before.json()["report"]["agreed_version"] == 0


def test_a_draft_is_filled_in_from_what_the_meeting_left_on_record(acted: Shown) -> None:
    found = acted.client().get("/reports.json?kind=minutes").json()["reports"]
    minutes = next(one["report"] for one in found if one["kind"] == "minutes")
    form = read(acted, f"/do/draft_report?report={minutes}", STAFF)
    assert "**In attendance:**" in form
    client = acted.client(STAFF)
    given = {"report": minutes, "content": "## Minutes\n\nWe met.", "step": "confirm", "key": "k1"}
    answer = client.post("/do/draft_report", data=given)
    assert answer.status_code in (200, 303), answer.text
    acted.caught_up()
    assert "We met." in read(acted, f"/reports/{minutes}", STAFF)


def test_an_empty_draft_is_sent_back_with_what_to_mend(acted: Shown) -> None:
    found = acted.client().get("/reports.json").json()["reports"]
    minutes = next(one["report"] for one in found if one["kind"] == "minutes")
    given = {"report": minutes, "content": " ", "step": "check"}
    answer = acted.client(STAFF).post("/do/draft_report", data=given)
    assert answer.status_code == 422
    assert "Write what the report says" in answer.text


def test_the_page_of_a_meeting_has_its_reports_and_what_it_gave_to_do(shown: Shown) -> None:
    reported = shown.played.reported
    text = read(shown, f"/meetings/{reported.meeting}")
    assert f'href="/reports/{reported.agreed}">Action report: agreed</a>' in text
    assert f'href="/actions/{reported.overdue}">Draw up a programme of training</a>' in text
    assert f'href="/actions/{reported.action}"' in text
