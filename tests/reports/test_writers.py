"""One report in each form: as a page, as Markdown and back, as a tagged PDF, in a feed."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree

import pytest

from domain.kernel.refusal import BadInput
from domain.reports.content import Content, Paragraph
from services.reports.as_feed import ATOM, Entry, Feed, as_feed
from services.reports.as_html import as_html
from services.reports.as_markdown import as_markdown, body_of, from_markdown
from services.reports.as_pdf import Printed, as_pdf
from tests.reports.written import EVERYTHING

MOMENT = datetime(2021, 7, 26, 16, tzinfo=UTC)
PRINTED = Printed("An organisation", "Action report", "draft", "As of now", MOMENT, EVERYTHING)


def test_what_is_written_as_markdown_is_read_again_as_the_same_report() -> None:
    assert from_markdown(body_of(EVERYTHING)) == EVERYTHING


def test_the_text_begins_with_the_title_and_how_it_stands() -> None:
    assert as_markdown("Title", "draft", EVERYTHING).startswith("# Title\n\n_draft_\n\n- **In")


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(BadInput, match="Write what"):
        from_markdown(" \n \n")


def test_a_heading_stands_by_itself_without_an_empty_line() -> None:
    read = from_markdown("## Money\nWe have none.\nWe want some.")
    assert [block.type for block in read.blocks] == ["heading", "paragraph", "paragraph"]


def test_no_word_of_a_report_is_read_as_markup_of_the_page() -> None:
    html = str(as_html(EVERYTHING))
    assert "<script>" not in html
    assert "<i>" not in html
    assert "&lt;script&gt;" in html


def test_the_page_has_every_line_of_the_report() -> None:
    html = re.sub(r"<[^>]+>", " ", str(as_html(EVERYTHING)))
    for words in (
        "Decision 2",
        "lost",
        "does not bind",
        "The office",
        "1 April 2017",
        "We agreed.",
    ):
        assert words in html


def test_the_printed_sheet_is_tagged_and_says_its_language_and_title() -> None:
    made = as_pdf(PRINTED)
    plain = made + b"".join(_inflated(made))
    assert made.startswith(b"%PDF-")
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/Lang", b"/DisplayDocTitle true"):
        assert mark in plain, mark
    assert b"pdfuaid:part" in plain
    assert b"SourceSansPro" in plain


def test_the_same_words_at_the_same_moment_make_the_same_sheet() -> None:
    assert as_pdf(PRINTED) == as_pdf(PRINTED)


def test_a_letter_that_the_font_has_not_spoils_no_sheet() -> None:
    odd = Content(blocks=(Paragraph(text="日本 and 🙂"),))
    assert as_pdf(Printed("O", "T", "draft", "now", MOMENT, odd)).startswith(b"%PDF-")


def test_the_feed_names_each_entry_for_good_and_says_when_it_changed() -> None:
    one = Entry(
        UUID(int=7), "A <b>title</b>", "http://x/reports/7", MOMENT, MOMENT, "s", "<p>", "N"
    )
    feed = Feed(UUID(int=1), "Reports", "http://x/feed.atom", "http://x/reports", (one,), MOMENT)
    root = ElementTree.fromstring(as_feed(feed))
    ids = [found.text for found in root.iter(f"{{{ATOM}}}id")]
    assert ids == [f"urn:uuid:{UUID(int=1)}", f"urn:uuid:{UUID(int=7)}"]
    assert root.findtext(f"{{{ATOM}}}updated") == "2021-07-26T16:00:00Z"
    assert root.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content") == "<p>"


def _inflated(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found
