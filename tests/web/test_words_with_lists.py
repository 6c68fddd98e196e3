"""Words that somebody wrote with a list in them: a list wherever there is room, else a sentence."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from projections.phrases import end
from services.reports.as_html import running
from services.web.look.cells import rows_of
from services.web.look.parts import Column, Empty, Table

WORDS = "The campaign goes on:\n\n- a stall each month\n- a <letter>\n\nThe office sees to it."


def _cell(words: str) -> str:
    shown = Table("Decisions", (Column("No"), Column("Decision")), [(1, words)], Empty("x", "y"))
    return str(rows_of(ZoneInfo("Europe/London"))(shown))


def test_a_list_in_a_table_is_a_list() -> None:
    cell = _cell(WORDS)
    assert "<li>a stall each month</li><li>a &lt;letter&gt;</li>" in cell
    assert "<p>The office sees to it.</p>" in cell


def test_words_on_one_line_stay_as_they_were() -> None:
    assert '<td class="words cell-short">We sign it.</td>' in _cell("We sign it.")


def test_a_list_in_a_sentence_has_its_items_apart() -> None:
    said = end(WORDS)
    assert said == "The campaign goes on: a stall each month; a <letter>. The office sees to it."


def test_no_words_make_no_blocks() -> None:
    assert running("") == ""
