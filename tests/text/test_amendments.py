"""What an amendment must be to be taken, and how it is told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from domain.text import (
    Amendment,
    DeleteWords,
    InsertWords,
    ParagraphGone,
    ParagraphId,
    ParagraphNumberedTwice,
    ReplaceWords,
    RuleEdit,
    SelfContradiction,
    StaleBase,
    Text,
    UnknownPlace,
    WordsDiffer,
    apply,
    described,
    digest,
    inserting,
    inserting_paragraph,
    moving,
    replacing,
    rewriting,
    striking,
    striking_paragraph,
)
from domain.text.amendment.change import InsertParagraph
from tests.text.given import STATUTE, amending, named, p

TEN = ReplaceWords(paragraph=p(2), start=6, end=7, old=" ten", new=" twelve")


def test_changes_by_words_paragraphs_and_places_are_made_together() -> None:
    new = ParagraphId("A1.1")
    amendment = amending(
        STATUTE,
        "A1",
        replacing(STATUTE, p(1), "supporters", "friends"),
        striking(STATUTE, p(2), "The fee is due in January."),
        inserting(STATUTE, p(3), ", by all members", after="elected"),
        striking_paragraph(STATUTE, p(4)),
        inserting_paragraph(STATUTE, p(1), new, "Friends pay nothing."),
        moving(STATUTE, p(5), None),
    )
    text = apply(STATUTE, amendment)
    assert text.ids == ("p5", "p1", "A1.1", "p2", "p3")
    assert text.paragraph(p(1)).text == "The association has members and friends. " + (
        "Only members may vote."
    )
    assert text.paragraph(p(2)).text == "A member pays a fee of ten pounds a year."
    assert text.paragraph(p(3)).text.endswith("They are elected, by all members for two years.")


def test_a_paragraph_of_which_every_word_is_struck_falls_out() -> None:
    words = STATUTE.paragraph(p(5)).text
    assert p(5) not in apply(STATUTE, amending(STATUTE, "A1", striking(STATUTE, p(5), words)))


def test_tells_each_change_with_paragraph_and_line() -> None:
    amendment = amending(
        STATUTE,
        "A1",
        replacing(STATUTE, p(2), "ten pounds", "twelve pounds"),
        inserting(STATUTE, p(4), "in person", after="meets"),
        striking_paragraph(STATUTE, p(5)),
        inserting_paragraph(STATUTE, None, ParagraphId("A1.1"), "Preamble."),
        rules=(RuleEdit(rule="council.seats", value=12),),
    )
    assert described(STATUTE, amendment, 40) == (
        "In paragraph 2, line 3, replace “ten pounds” by “twelve pounds”.",
        "In paragraph 4, line 7, after “The council meets” insert “in person”.",
        "Strike paragraph 5, lines 9 to 10.",
        "At the top, insert a paragraph: “Preamble.”.",
        "Set the rule council.seats to 12.",
    )


def test_is_refused_when_made_for_another_version() -> None:
    other = Text(paragraphs=STATUTE.paragraphs[:4])
    with pytest.raises(StaleBase, match="another version of the text"):
        apply(other, amending(STATUTE, "A1", TEN))


def test_is_refused_when_the_paragraph_is_gone() -> None:
    change = InsertWords(paragraph=p(9), at=0, new=" Never")
    with pytest.raises(ParagraphGone, match=r"A1 speaks of paragraph p9, which is not in this"):
        apply(STATUTE, amending(STATUTE, "A1", change))


@pytest.mark.parametrize(
    "change",
    [
        DeleteWords(paragraph=p(2), start=6, end=7, old=" nine"),
        DeleteWords(paragraph=p(2), start=5, end=6, old=" ten"),
        DeleteWords(paragraph=p(2), start=7, end=6, old=" ten"),
        InsertWords(paragraph=p(2), at=99, new=" never"),
    ],
)
def test_is_refused_when_the_words_are_not_there(change: DeleteWords | InsertWords) -> None:
    with pytest.raises(WordsDiffer, match="Quote the words as this version has them"):
        apply(STATUTE, amending(STATUTE, "A1", change))


@pytest.mark.parametrize(
    "changes",
    [
        (TEN, striking(STATUTE, p(2), "of ten pounds")),
        (TEN, striking_paragraph(STATUTE, p(2))),
        (rewriting(STATUTE, p(2), "No fee."), striking_paragraph(STATUTE, p(2))),
        (
            inserting(STATUTE, p(2), "one", after="ten"),
            inserting(STATUTE, p(2), "two", after="ten"),
        ),
        (moving(STATUTE, p(2), None), moving(STATUTE, p(3), None)),
        (moving(STATUTE, p(2), None), moving(STATUTE, p(2), p(4))),
        (moving(STATUTE, p(2), None), striking_paragraph(STATUTE, p(2))),
    ],
)
def test_is_refused_when_it_contradicts_itself(changes: tuple[ReplaceWords, ...]) -> None:
    with pytest.raises(SelfContradiction, match="mendment A1"):
        apply(STATUTE, amending(STATUTE, "A1", *changes))


def test_is_refused_when_words_are_replaced_by_themselves() -> None:
    change = replacing(STATUTE, p(2), "ten", "ten")
    with pytest.raises(SelfContradiction, match="by the same words"):
        apply(STATUTE, amending(STATUTE, "A1", change))


def test_is_refused_when_a_paragraph_is_put_after_one_that_is_not_there() -> None:
    change = InsertParagraph(after=p(9), id=ParagraphId("A1.1"), text="New.")
    with pytest.raises(UnknownPlace, match="Name a paragraph that is there"):
        apply(STATUTE, amending(STATUTE, "A1", change))


def test_is_refused_when_paragraphs_are_put_after_one_another_in_a_circle() -> None:
    changes = (moving(STATUTE, p(2), p(3)), moving(STATUTE, p(3), p(2)))
    with pytest.raises(UnknownPlace):
        apply(STATUTE, amending(STATUTE, "A1", *changes))


def test_is_refused_when_a_new_paragraph_takes_an_id_in_use() -> None:
    change = inserting_paragraph(STATUTE, None, p(3), "New.")
    with pytest.raises(ParagraphNumberedTwice, match="id p3"):
        apply(STATUTE, amending(STATUTE, "A1", change))


def test_is_refused_when_two_values_are_asked_for_one_rule() -> None:
    edits = (RuleEdit(rule="seats", value=1), RuleEdit(rule="seats", value=2))
    with pytest.raises(SelfContradiction, match="two values of the rule seats"):
        amending(STATUTE, "A1", rules=edits)


def test_is_refused_when_it_amends_itself() -> None:
    with pytest.raises(SelfContradiction, match="an amendment to itself"):
        amending(STATUTE, "A1", parent="A1")


def test_is_refused_when_a_change_has_no_words() -> None:
    with pytest.raises(WordsDiffer, match="names none"):
        InsertWords(paragraph=p(1), at=0, new="  ")


def test_is_refused_when_a_field_is_misspelt() -> None:
    with pytest.raises(ValidationError, match="movr"):
        Amendment.model_validate({"id": "A1", "base": digest(STATUTE), "movr": "Group 1"})


@pytest.mark.parametrize(
    ("words", "why"), [("twenty pounds", "are not in"), ("a", "stand 2 times")]
)
def test_is_refused_when_quoted_words_are_not_there_just_once(words: str, why: str) -> None:
    with pytest.raises(WordsDiffer, match=why):
        striking(STATUTE, p(2), words)


def test_true_and_one_are_different_values_of_a_rule() -> None:
    assert RuleEdit(rule="x", value=True) != RuleEdit(rule="x", value=1)
    assert RuleEdit(rule="x", value={"a": [1], "b": 2}) == RuleEdit(
        rule="x", value={"b": 2, "a": [1]}
    )


def test_an_amendment_survives_json_with_every_kind_of_change() -> None:
    amendment = amending(
        STATUTE,
        "A1",
        TEN,
        striking(STATUTE, p(1), "Only members may vote."),
        inserting(STATUTE, p(3), "Nobody is paid."),
        rewriting(STATUTE, p(4), "No meetings."),
        striking_paragraph(STATUTE, p(5)),
        inserting_paragraph(STATUTE, p(5), ParagraphId("A1.1"), "End."),
        rules=(RuleEdit(rule="x", value={"n": [1, None, "y"]}),),
    )
    assert Amendment.model_validate_json(amendment.model_dump_json()) == amendment
    assert amendment.id == named("A1")
