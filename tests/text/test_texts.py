"""Texts, words and lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    EmptyParagraph,
    Paragraph,
    ParagraphGone,
    ParagraphId,
    ParagraphNumberedTwice,
    Text,
    digest,
    lines,
)
from domain.text.lines import LineNumbers
from domain.text.words import in_order, joined, sentences, tidy, tokens
from tests.text.given import STATUTE, bounded, p, texts


@bounded
@given(st.text(max_size=60))
def test_tokens_joined_are_the_paragraph(text: str) -> None:
    words = tidy(text)
    assert "".join(tokens(words)) == (f" {words}" if words else "")
    assert joined(tokens(words)) == words


@bounded
@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@bounded
@given(st.text(max_size=60))
def test_sentences_joined_are_the_paragraph(text: str) -> None:
    parts = tokens(tidy(text))
    assert tuple(token for sentence in sentences(parts) for token in sentence) == parts


@bounded
@given(st.text(max_size=80))
def test_a_typed_text_comes_back_as_it_was_typed(text: str) -> None:
    once = Text.from_plain(text)
    assert Text.from_plain(once.plain).plain == once.plain


def test_a_word_with_hyphen_apostrophe_figures_or_asterisk_is_one_word() -> None:
    words = "one-member-one-vote isn’t 1,000.50 Bürger*innen"
    assert tokens(words) == (" one-member-one-vote", " isn’t", " 1,000.50", " Bürger*innen")


def test_a_skin_tone_is_not_parted_from_its_hand() -> None:
    assert tokens("ok 🫶🏼!") == (" ok", " 🫶🏼", "!")


def test_what_nobody_can_see_is_not_in_the_text() -> None:
    assert tidy("a\u00adb \u202ec\u200b\n\td ") == "ab c d"


def test_letters_written_in_two_ways_are_the_same_text() -> None:
    assert tidy("Cafe\u0301") == tidy("Caf\u00e9")


def test_blank_lines_and_list_items_part_paragraphs() -> None:
    text = Text.from_plain("One\nline.\r\n\r\n\n  Two: \n- first\n- second\n(a) third")
    assert [x.text for x in text.paragraphs] == [
        "One line.",
        "Two:",
        "- first",
        "- second",
        "(a) third",
    ]
    assert text.ids == ("p1", "p2", "p3", "p4", "p5")


def test_number_follows_position_and_id_stays() -> None:
    text = Text(paragraphs=STATUTE.paragraphs[::-1])
    assert (text.number(p(5)), text.number(p(1))) == (1, 5)


def test_is_refused_when_a_paragraph_is_empty() -> None:
    with pytest.raises(EmptyParagraph, match="has no words"):
        Paragraph(id=p(1), text=" \n ")


def test_is_refused_when_two_paragraphs_share_an_id() -> None:
    one = Paragraph(id=p(1), text="One.")
    with pytest.raises(ParagraphNumberedTwice, match="share the id p1"):
        Text(paragraphs=(one, one))


def test_is_refused_when_the_paragraph_is_not_there() -> None:
    with pytest.raises(ParagraphGone, match="no paragraph p9"):
        STATUTE.paragraph(p(9))


@bounded
@given(texts())
def test_a_text_survives_json(text: Text) -> None:
    assert Text.model_validate_json(text.model_dump_json()) == text
    assert digest(Text.model_validate_json(text.model_dump_json())) == digest(text)


def test_digest_tells_words_and_ids_and_order_apart() -> None:
    moved = Text(paragraphs=STATUTE.paragraphs[::-1])
    renamed = Text(
        paragraphs=tuple(
            Paragraph(id=ParagraphId(f"q{x.id}"), text=x.text) for x in STATUTE.paragraphs
        )
    )
    assert len({digest(STATUTE), digest(moved), digest(renamed)}) == 3
    assert len(digest(STATUTE)) == 64


@bounded
@given(texts(), st.integers(1, 40))
def test_lines_hold_the_whole_text_and_fit_their_columns(text: Text, columns: int) -> None:
    found = lines(text, columns)
    for paragraph in text.paragraphs:
        rows = [line for line in found if line.paragraph == paragraph.id]
        assert all(
            paragraph.text[line.start :].startswith(line.text) and len(line.text) <= columns
            for line in rows
        )
        assert "".join("".join(r.text for r in rows).split()) == "".join(paragraph.text.split())
    assert [line.number for line in found] == list(range(1, len(found) + 1))


def test_lines_are_counted_through_the_whole_text() -> None:
    numbers = LineNumbers(STATUTE, 40)
    assert [line.number for line in lines(STATUTE, 40) if line.paragraph == p(2)] == [3, 4]
    assert (numbers.at(p(2)), numbers.at(p(2), 45), numbers.last(p(2))) == (3, 4, 4)


def test_names_are_ordered_as_people_count() -> None:
    assert sorted(["A10", "A2", "A1/2", "A1", "B1"], key=in_order) == [
        "A1",
        "A1/2",
        "A2",
        "A10",
        "B1",
    ]
