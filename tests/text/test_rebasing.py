"""What survives when the text moves on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    Amendment,
    Change,
    Overtaken,
    OvertakenBy,
    ParagraphId,
    Rebased,
    ReplaceWords,
    Text,
    apply,
    digest,
    draft_amendment,
    inserting,
    inserting_paragraph,
    merge,
    moving,
    rebase,
    rebase_all,
    replacing,
    striking,
    striking_paragraph,
)
from domain.text.amendment.reading import Base, read
from tests.text.given import STATUTE, amending, amendments, bounded, named, next_versions, p, texts

DEARER = replacing(STATUTE, p(2), "ten pounds", "twelve pounds")


def after(*changes: Change) -> Text:
    """The statute after another assembly made these changes."""
    return apply(STATUTE, amending(STATUTE, "earlier", *changes))


def carried_over(change: Change, *earlier: Change) -> Text:
    """The newer text with this change."""
    new = after(*earlier)
    outcome = rebase(amending(STATUTE, "A1", change), STATUTE, new)
    assert isinstance(outcome, Rebased)
    assert outcome.amendment.base == digest(new)
    return apply(new, outcome.amendment)


def overtaken(change: Change, *earlier: Change) -> Overtaken:
    """How the change was overtaken."""
    outcome = rebase(amending(STATUTE, "A1", change), STATUTE, after(*earlier))
    assert isinstance(outcome, Overtaken)
    return outcome


def test_finds_its_words_again_where_words_before_them_changed() -> None:
    text = carried_over(DEARER, inserting(STATUTE, p(2), "of the association", after="member"))
    assert text.paragraph(p(2)).text.startswith(
        "A member of the association pays a fee of twelve pounds"
    )


def test_finds_its_paragraph_again_where_it_moved() -> None:
    text = carried_over(DEARER, moving(STATUTE, p(2), p(4)), striking_paragraph(STATUTE, p(1)))
    assert text.ids == ("p3", "p4", "p2", "p5")
    assert "twelve pounds" in text.paragraph(p(2)).text


def test_a_new_paragraph_stays_where_it_was_put_though_the_one_before_is_gone() -> None:
    new = inserting_paragraph(STATUTE, p(2), ParagraphId("A1.1"), "Students pay half.")
    text = carried_over(new, striking_paragraph(STATUTE, p(2)))
    assert text.ids == ("p1", "A1.1", "p3", "p4", "p5")


def test_what_was_done_already_is_not_done_twice() -> None:
    amendment = amending(STATUTE, "A1", DEARER, striking_paragraph(STATUTE, p(5)))
    outcome = rebase(amendment, STATUTE, after(DEARER))
    assert isinstance(outcome, Rebased)
    assert len(outcome.amendment.changes) == 1
    assert outcome.amendment.changes[0].kind == "delete_paragraph"


def test_is_overtaken_when_the_paragraph_is_gone() -> None:
    outcome = overtaken(DEARER, striking_paragraph(STATUTE, p(2)))
    assert outcome.reason is OvertakenBy.PARAGRAPH_GONE
    assert outcome.sentence == (
        "Paragraph 2 (“A member pays a fee of ten … The fee is due in January.”) was struck "
        "out since. Amendment A1 can't be put; it may be drafted anew."
    )


def test_is_overtaken_when_the_words_are_gone() -> None:
    outcome = overtaken(DEARER, replacing(STATUTE, p(2), "ten", "eleven"))
    assert outcome.reason is OvertakenBy.WORDS_GONE
    assert outcome.sentence.startswith("The words “ten” in paragraph 2 were changed since.")


def test_is_overtaken_when_its_place_is_taken() -> None:
    new = inserting_paragraph(STATUTE, p(2), ParagraphId("A1.1"), "Students pay half.")
    other = inserting_paragraph(STATUTE, p(2), ParagraphId("B.1"), "Pensioners pay half.")
    assert overtaken(new, other).reason is OvertakenBy.PLACE_TAKEN
    assert overtaken(new, moving(STATUTE, p(2), None)).reason is OvertakenBy.PLACE_TAKEN


@pytest.mark.parametrize(
    ("change", "earlier", "reason"),
    [
        (moving(STATUTE, p(2), None), striking_paragraph(STATUTE, p(2)), "paragraph_gone"),
        (striking_paragraph(STATUTE, p(2)), moving(STATUTE, p(2), None), "place_taken"),
        (striking_paragraph(STATUTE, p(2)), DEARER, "words_gone"),
        (inserting(STATUTE, p(2), "new", after="ten"), DEARER, "words_gone"),
    ],
)
def test_says_why_it_is_overtaken(change: Change, earlier: Change, reason: str) -> None:
    assert overtaken(change, earlier).reason == reason


def test_is_overtaken_when_all_it_asks_for_is_there_already() -> None:
    outcome = overtaken(DEARER, DEARER)
    assert outcome.reason is OvertakenBy.ALREADY_THERE
    assert outcome.sentence == "All that amendment A1 asks for is in the text already."


def test_an_amendment_to_an_amendment_is_carried_over_with_its_parent() -> None:
    parent, child = _family()
    new = after(inserting(STATUTE, p(2), "then", after="January"))
    over = rebase_all([child, parent], STATUTE, new)
    assert over.overtaken == ()
    assert "thirteen pounds a year. The fee is due in January then." in (
        merge(new, over.rebased).text.plain
    )


def test_an_amendment_to_an_amendment_falls_with_its_parent() -> None:
    over = rebase_all(_family(), STATUTE, after(striking_paragraph(STATUTE, p(2))))
    assert over.rebased == ()
    assert [(one.amendment, one.reason) for one in over.overtaken] == [
        ("A1", OvertakenBy.PARAGRAPH_GONE),
        ("A1-1", OvertakenBy.PARENT_GONE),
    ]


def _family() -> tuple[Amendment, Amendment]:
    parent = amending(STATUTE, "A1", DEARER)
    as_put = apply(STATUTE, parent)
    change = replacing(as_put, p(2), "twelve", "thirteen")
    return parent, amending(as_put, "A1-1", change, parent="A1")


@bounded
@given(st.data())
def test_carried_over_it_makes_what_merging_the_two_would_have_made(data: st.DataObject) -> None:
    old = data.draw(texts(min_size=1))
    new = data.draw(next_versions(old, "A0"))
    history = draft_amendment(old, new, named("A0"))
    for amendment in data.draw(amendments(old)):
        merged = merge(old, [history, amendment])
        outcome = rebase(amendment, old, new)
        if isinstance(outcome, Rebased):
            assert merged.collisions == ()
            assert apply(new, outcome.amendment) == merged.text
        elif outcome.reason is not OvertakenBy.ALREADY_THERE:
            assert merged.collisions


@bounded
@given(st.data())
def test_where_nothing_happened_everything_is_carried_over_unchanged(data: st.DataObject) -> None:
    old = data.draw(texts(min_size=1))
    found = data.draw(amendments(old))
    over = rebase_all(found, old, old)
    assert over.overtaken == ()
    assert [one.id for one in over.rebased] == [one.id for one in found]
    for before, now in zip(found, over.rebased, strict=True):
        assert read(Base(old), now) == read(Base(old), before)


def test_a_struck_sentence_is_found_again_beside_a_new_one() -> None:
    text = carried_over(
        striking(STATUTE, p(2), "The fee is due in January."),
        inserting(STATUTE, p(2), "Students pay half.", after="a year."),
    )
    assert text.paragraph(p(2)).text == "A member pays a fee of ten pounds a year. " + (
        "Students pay half."
    )


@bounded
@given(st.data())
def test_what_is_known_to_have_been_carried_says_more_than_the_text(data: st.DataObject) -> None:
    old = data.draw(texts(min_size=1))
    movers = data.draw(amendments(old, 6))
    easy = set(merge(old, movers).uncontested)
    through = [one for one in movers if one.id in easy and data.draw(st.booleans())]
    new = merge(old, through).text
    rest = [one for one in movers if one.id in easy and one not in through]
    over = rebase_all(rest, old, new, through=through)
    assert {one.reason for one in over.overtaken} <= {OvertakenBy.ALREADY_THERE}
    assert merge(new, over.rebased).text.plain == merge(old, [*through, *rest]).text.plain


def test_two_additions_at_the_place_of_a_struck_paragraph_are_kept_apart() -> None:
    through = [
        amending(STATUTE, "A1", striking_paragraph(STATUTE, p(2))),
        amending(STATUTE, "A2", inserting_paragraph(STATUTE, p(2), ParagraphId("A2.1"), "Two.")),
    ]
    late = amending(STATUTE, "A3", inserting_paragraph(STATUTE, p(1), ParagraphId("A3.1"), "One."))
    new = merge(STATUTE, through).text
    assert isinstance(rebase(late, STATUTE, new), Overtaken)
    over = rebase_all([late], STATUTE, new, through=through)
    assert merge(new, over.rebased).text.ids == ("p1", "A3.1", "A2.1", "p3", "p4", "p5")


def test_words_that_grew_together_are_not_counted_as_two() -> None:
    old = Text.from_plain("Rows 3–5 are kept, 7–9 struck.")
    through = [amending(old, "A1", striking(old, p(1), "–5"))]
    glued = [amending(old, "A2", ReplaceWords(paragraph=p(1), start=2, end=4, old="–5", new="x"))]
    late = amending(old, "A3", replacing(old, p(1), "struck", "void"))
    for history in (through, glued):
        new = merge(old, history).text
        over = rebase_all([late], old, new, through=history)
        assert merge(new, over.rebased).text.plain == new.plain.replace("struck", "void")
