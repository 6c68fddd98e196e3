"""What a reader sees of a change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    Fate,
    Mark,
    Paragraph,
    Redline,
    Row,
    Text,
    Unchanged,
    lines,
    redline,
    revised,
)
from domain.text.words import tidy
from tests.text.given import STATUTE, bounded, next_versions, p, texts

_SIGNS = {Mark.KEPT: "{}", Mark.DELETED: "[-{}-]", Mark.INSERTED: "{{+{}+}}", Mark.SKIPPED: "…"}


def shown(row: Row) -> str:
    """A row as one line of plain text."""
    return "".join(_SIGNS[run.mark].format(run.text) for run in row.runs)


def of_words(old: str, new: str) -> str:
    """The redline of one paragraph."""
    before = Text(paragraphs=(Paragraph(id=p(1), text=old),))
    after = Text(paragraphs=(Paragraph(id=p(1), text=new),))
    return shown(redline(before, after).rows[0])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a sign that they won", "a sign, that they won", "a sign{+,+} that they won"),
        ("signs that show", "signs, which show", "signs[- that-]{+, which+} show"),
        ("Hatred", "Hatred, and its causes", "Hatred{+, and its causes+}"),
        ("Citizens vote", "People vote", "[-Citizens-]{+People+} vote"),
        ("It ends.", "It ends. Young people know.", "It ends.{+ Young people know.+}"),
        ("It ends. Young people know.", "It ends.", "It ends.[- Young people know.-]"),
        ("So many as", "She stood there. So many as", "{+She stood there.+} So many as"),
        (
            "We shall be at home",
            "We shall soon be nearly at home",
            "We shall{+ soon+} be{+ nearly+} at home",
        ),
        (
            "We must be as quiet as mice",
            "We be quiet as mice",
            "We[- must-] be[- as-] quiet as mice",
        ),
        ("one two the three four", "one two a three four", "one two [-the-]{+a+} three four"),
        ("no, no, no", "no, no", "[-no,-] no, no"),
        ("the the cat", "the cat", "[-the-] the cat"),
        ("ok 🫶🏼 go", "ok 🫶🏾 go", "ok [-🫶🏼-]{+🫶🏾+} go"),
        ("A fee (of ten) is due", "A fee of ten is due", "A fee [-(of-]{+of+} ten[-)-] is due"),
    ],
)
def test_marks_the_words_that_changed_and_no_others(old: str, new: str, expected: str) -> None:
    assert of_words(old, new) == expected


def test_a_sentence_that_was_replaced_is_not_confetti() -> None:
    old = "We meet monthly. The chair of the council opens it in the hall. We vote."
    new = "We meet monthly. For the members, in turn, it is quite the ordeal. We vote."
    assert of_words(old, new) == (
        "We meet monthly. [-The chair of the council opens it in the hall.-]"
        "{+For the members, in turn, it is quite the ordeal.+} We vote."
    )


def test_one_word_left_standing_does_not_make_two_changes_of_a_new_sentence() -> None:
    old = "We meet monthly. A fee is payable by all individual members."
    new = "We meet monthly. No fee shall burden anybody anymore."
    assert of_words(old, new) == (
        "We meet monthly. [-A fee is payable by all individual members.-]"
        "{+No fee shall burden anybody anymore.+}"
    )


def test_a_sentence_put_between_two_with_like_ends_is_whole() -> None:
    old = "The chair is elected for a year. The treasurer is elected for a year."
    new = (
        "The chair is elected for a year. The clerk is elected for a year. "
        "The treasurer is elected for a year."
    )
    assert of_words(old, new) == (
        "The chair is elected for a year.{+ The clerk is elected for a year.+} "
        "The treasurer is elected for a year."
    )


def test_an_edited_sentence_is_found_beside_a_new_one() -> None:
    old = "The council keeps minutes of every meeting. It is quorate with ten."
    new = (
        "Members may attend and speak. The council keeps full minutes of every meeting. "
        "It is quorate with ten."
    )
    assert of_words(old, new) == (
        "{+Members may attend and speak.+} The council keeps{+ full+} minutes of every meeting. "
        "It is quorate with ten."
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "The chair opens the meeting. The chair closes the meeting.",
            "The chair of the council closes the meeting. The clerk takes the minutes.",
            "[-The chair opens the meeting.-] The chair{+ of the council+} closes the meeting."
            "{+ The clerk takes the minutes.+}",
        ),
        (
            "The council keeps minutes. It is quorate with ten.",
            "Minutes are public. The council keeps accounts and minutes. Ten make it quorate.",
            "{+Minutes are public.+} The council keeps{+ accounts and+} minutes. "
            "[-It is quorate with ten.-]{+Ten make it quorate.+}",
        ),
        (
            "The fee is ten pounds. It is due in May. Members may pay late.",
            "It is due in June. The fee is ten pounds a year. Members may pay late.",
            "{+It is due in June.+} The fee is ten pounds{+ a year+}.[- It is due in May.-] "
            "Members may pay late.",
        ),
    ],
)
def test_sentences_are_compared_each_with_its_own(old: str, new: str, expected: str) -> None:
    assert of_words(old, new) == expected


@bounded
@given(st.data())
def test_kept_and_struck_is_the_old_and_kept_and_written_the_new(data: st.DataObject) -> None:
    old = data.draw(texts())
    new = data.draw(next_versions(old))
    for row in redline(old, new).rows:
        before = tidy("".join(r.text for r in row.runs if r.mark is not Mark.INSERTED))
        after = tidy("".join(r.text for r in row.runs if r.mark is not Mark.DELETED))
        if row.fate is not Fate.INSERTED:
            assert before == old.paragraph(row.paragraph).text
        if row.fate not in (Fate.DELETED, Fate.MOVED_AWAY):
            assert after == new.paragraph(row.paragraph).text


@bounded
@given(st.data())
def test_every_paragraph_of_both_versions_has_its_row(data: st.DataObject) -> None:
    old = data.draw(texts())
    new = data.draw(next_versions(old))
    rows = redline(old, new).rows
    gone = (Fate.DELETED, Fate.MOVED_AWAY)
    assert tuple(row.paragraph for row in rows if row.fate not in gone) == new.ids
    assert {row.paragraph for row in rows} == {*old.ids, *new.ids}


def _versions() -> Redline:
    rows = [x.text for x in STATUTE.paragraphs]
    dearer = rows[1].replace("ten", "twelve")
    typed = [rows[4], rows[0], "Students pay half.", dearer, rows[3]]
    return redline(STATUTE, revised(STATUTE, "\n\n".join(typed), "A1"), 40)


def test_says_what_became_of_each_paragraph_and_where_it_stood() -> None:
    rows = _versions().rows
    assert [(row.paragraph, row.fate, row.old_number, row.new_number) for row in rows] == [
        ("p5", Fate.MOVED_HERE, 5, 1),
        ("p1", Fate.UNCHANGED, 1, 2),
        ("A1.1", Fate.INSERTED, None, 3),
        ("p2", Fate.CHANGED, 2, 4),
        ("p3", Fate.DELETED, 3, None),
        ("p4", Fate.UNCHANGED, 4, 5),
        ("p5", Fate.MOVED_AWAY, 5, 1),
    ]


def test_names_the_lines_of_the_printed_text() -> None:
    changed = next(row for row in _versions().rows if row.paragraph == p(2))
    marked = [run for run in changed.runs if run.mark is not Mark.KEPT]
    assert [(run.mark, run.text, run.line) for run in marked] == [
        (Mark.DELETED, "ten", 3),
        (Mark.INSERTED, "twelve", 3),
    ]
    assert (changed.first_line, changed.last_line) == (3, 4)
    assert 3 in _versions().affected_lines
    assert 1 not in _versions().affected_lines


def test_words_put_in_do_not_move_the_lines_of_what_comes_after_them() -> None:
    words = "First word here. Nobody is there. " + "Another one follows. " * 9
    changed = words.replace("First word", f"First {'very ' * 30}long word")
    old = Text(paragraphs=(Paragraph(id=p(1), text=words),))
    new = Text(paragraphs=(Paragraph(id=p(1), text=changed.replace("there", "gone")),))
    runs = redline(old, new, 30).rows[0].runs
    printed = next(line.number for line in lines(old, 30) if "there" in line.text)
    struck = [(run.text, run.line) for run in runs if run.mark is Mark.DELETED]
    assert struck == [("there", printed)]


def test_folds_what_did_not_change() -> None:
    rows = [x.text for x in STATUTE.paragraphs]
    rows[4] = rows[4].replace("two thirds", "half")
    found = redline(STATUTE, revised(STATUTE, "\n\n".join(rows), "A1")).collapsed(context=1)
    assert found[0] == Unchanged(first_number=1, last_number=3, count=3)
    assert [row.paragraph for row in found[1:] if isinstance(row, Row)] == ["p4", "p5"]


def test_an_excerpt_leaves_out_the_long_stretches_that_stayed() -> None:
    long = " ".join(f"word{number}" for number in range(40))
    old = Text(paragraphs=(Paragraph(id=p(1), text=f"{long} end."),))
    new = Text(paragraphs=(Paragraph(id=p(1), text=f"{long} stop."),))
    row = redline(old, new).rows[0]
    found = row.excerpt(words=3)
    assert [run.mark for run in found] == [
        Mark.SKIPPED,
        Mark.KEPT,
        Mark.DELETED,
        Mark.INSERTED,
        Mark.KEPT,
    ]
    assert found[1].text.split() == ["word38", "word39"]


def test_two_equal_versions_have_an_empty_redline() -> None:
    assert redline(STATUTE, STATUTE).is_empty
    assert redline(STATUTE, STATUTE).affected_lines == ()
