"""From a typed text to the amendment that it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    Amendment,
    DeleteParagraph,
    DeleteWords,
    InsertParagraph,
    InsertWords,
    MoveParagraph,
    ParagraphId,
    ReplaceParagraph,
    ReplaceWords,
    Text,
    apply,
    draft_amendment,
    revised,
)
from tests.text.given import STATUTE, bounded, named, next_versions, p, retyped, texts

A1 = named("A1")


@bounded
@given(st.data())
def test_applied_to_its_base_a_draft_gives_the_wanted_text(data: st.DataObject) -> None:
    base = data.draw(texts())
    wanted = data.draw(next_versions(base))
    assert apply(base, draft_amendment(base, wanted, A1)) == wanted


@bounded
@given(texts(), st.text(max_size=80))
def test_whatever_is_typed_is_what_the_draft_makes(base: Text, typed: str) -> None:
    assert apply(base, draft_amendment(base, typed, A1)).plain == Text.from_plain(typed).plain


@bounded
@given(st.data())
def test_typing_the_text_as_it_is_changes_nothing(data: st.DataObject) -> None:
    base = data.draw(texts())
    assert draft_amendment(base, base.plain, A1).is_empty


@bounded
@given(st.data())
def test_a_draft_survives_json(data: st.DataObject) -> None:
    base = data.draw(texts())
    draft = draft_amendment(base, data.draw(next_versions(base)), A1)
    assert Amendment.model_validate_json(draft.model_dump_json()) == draft


@pytest.mark.parametrize(
    ("number", "typed", "change"),
    [
        (
            2,
            "A member pays a fee of twelve pounds a year. The fee is due in January.",
            ReplaceWords(paragraph=p(2), start=6, end=7, old=" ten", new=" twelve"),
        ),
        (
            2,
            "A member pays a fee of ten pounds a year, or nothing. The fee is due in January.",
            InsertWords(paragraph=p(2), at=10, new=", or nothing"),
        ),
        (
            4,
            "The council meets four times a year.",
            DeleteWords(paragraph=p(4), start=8, end=15, old=" Its meetings are open to members."),
        ),
        (
            4,
            "The council meets four times a year. Nobody is paid. "
            "Its meetings are open to members.",
            InsertWords(paragraph=p(4), at=8, new=" Nobody is paid."),
        ),
        (
            5,
            "Nobody shall alter anything here, ever.",
            ReplaceParagraph(
                paragraph=p(5),
                old="These rules may be changed by a vote of two thirds of the members.",
                new="Nobody shall alter anything here, ever.",
            ),
        ),
    ],
)
def test_names_the_change_that_a_person_would(number: int, typed: str, change: object) -> None:
    assert retyped(STATUTE, "A1", number, typed).changes == (change,)


def test_a_new_paragraph_is_named_after_the_amendment() -> None:
    rows = [x.text for x in STATUTE.paragraphs]
    typed = "\n\n".join([*rows[:2], "Students pay half.", *rows[2:]])
    assert draft_amendment(STATUTE, typed, A1).changes == (
        InsertParagraph(after=p(2), id=ParagraphId("A1.1"), text="Students pay half."),
    )


def test_a_paragraph_left_out_is_struck() -> None:
    rows = [x.text for x in STATUTE.paragraphs]
    draft = draft_amendment(STATUTE, "\n\n".join(rows[:1] + rows[2:]), A1)
    assert draft.changes == (DeleteParagraph(paragraph=p(2), old=rows[1]),)


def test_a_paragraph_put_elsewhere_has_moved() -> None:
    rows = [x.text for x in STATUTE.paragraphs]
    draft = draft_amendment(STATUTE, "\n\n".join([rows[4], *rows[:4]]), A1)
    assert draft.changes == (MoveParagraph(paragraph=p(5), after=None),)


def test_a_paragraph_put_elsewhere_and_edited_has_moved_and_been_edited() -> None:
    rows = [x.text for x in STATUTE.paragraphs]
    moved = rows[4].replace("two thirds", "three quarters")
    draft = draft_amendment(STATUTE, "\n\n".join([moved, *rows[:4]]), A1)
    assert draft.changes == (
        MoveParagraph(paragraph=p(5), after=None),
        ReplaceWords(paragraph=p(5), start=9, end=11, old=" two thirds", new=" three quarters"),
    )


def test_a_paragraph_that_moved_is_not_taken_for_the_one_whose_place_it_took() -> None:
    base = Text.from_plain(
        "Members elect the chair in May.\n\nFees are due.\n\nMembers elect the clerk in May."
    )
    text = revised(base, "Members elect the clerk in May.\n\nFees are due.", "A1")
    assert text.ids == ("p3", "p2")


def test_splitting_a_paragraph_keeps_the_id_with_the_half_that_is_more_like_it() -> None:
    rows = [x.text for x in STATUTE.paragraphs]
    first, second = rows[2].split(". ")
    text = revised(STATUTE, "\n\n".join([*rows[:2], f"{first}.", second, *rows[3:]]), "A1")
    assert text.ids == ("p1", "p2", "p3", "A1.1", "p4", "p5")


def test_of_equal_paragraphs_each_keeps_its_own_place() -> None:
    base = Text.from_plain("Repealed.\n\nOne rule.\n\nRepealed.\n\nAnother rule.")
    text = revised(base, "Repealed.\n\nOne rule.\n\nAnother rule.", "A1")
    assert text.ids == ("p1", "p2", "p4")
