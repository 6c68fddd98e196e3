"""What a choice makes of a collision, and what becomes of amendments to amendments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    Amendment,
    AmendmentUnknown,
    Change,
    Choice,
    ChoiceRefused,
    Collision,
    CollisionKind,
    Merge,
    OwnValue,
    OwnWording,
    ParagraphId,
    RuleEdit,
    Take,
    apply,
    as_amended,
    inserting_paragraph,
    merge,
    replacing,
    striking_paragraph,
)
from tests.text.given import STATUTE, amending, bounded, cases, named, p


def merging(*changes: Change, choices: tuple[Choice, ...] = ()) -> Merge:
    """Each change moved by somebody else."""
    movers = [amending(STATUTE, f"A{at}", one) for at, one in enumerate(changes, start=1)]
    return merge(STATUTE, movers, choices)


def the_collision(*changes: Change) -> Collision:
    """The only collision of these."""
    (collision,) = merging(*changes).collisions
    return collision


REPLACE = replacing(STATUTE, p(2), "ten pounds", "twelve pounds")
OTHER = replacing(STATUTE, p(2), "ten pounds", "nine pounds")
STRIKE = striking_paragraph(STATUTE, p(2))
ELSEWHERE = replacing(STATUTE, p(2), "January", "March")


def _only(*amendments: Amendment) -> str:
    (collision,) = merge(STATUTE, amendments).collisions
    return collision.id


@pytest.mark.parametrize(("taken", "words"), [(("A1",), "twelve"), (("A2",), "nine"), ((), "ten")])
def test_a_choice_takes_one_reading_or_none(taken: tuple[str, ...], words: str) -> None:
    choice = Take(collision=the_collision(REPLACE, OTHER).id, amendments=tuple(map(named, taken)))
    merged = merging(REPLACE, OTHER, choices=(choice,))
    assert merged.collisions == ()
    assert f"a fee of {words} pounds a year" in merged.text.plain


def test_a_meeting_may_find_words_of_its_own() -> None:
    collision = the_collision(REPLACE, OTHER)
    own = OwnWording(collision=collision.id, text="as many as one can afford")
    text = merging(REPLACE, OTHER, choices=(own,)).text
    assert "a fee of as many as one can afford pounds a year" in text.plain
    none = OwnWording(collision=collision.id, text=" ")
    assert "a fee of pounds a year" in merging(REPLACE, OTHER, choices=(none,)).text.plain


def test_a_meeting_may_write_a_disputed_paragraph_itself() -> None:
    own = OwnWording(collision=the_collision(STRIKE, REPLACE).id, text="Fees are voluntary.")
    text = merging(STRIKE, REPLACE, choices=(own,)).text
    assert text.paragraph(p(2)).text == "Fees are voluntary."


def test_readings_that_get_along_can_be_taken_together() -> None:
    collision = the_collision(STRIKE, REPLACE, ELSEWHERE)
    both = Take(collision=collision.id, amendments=(named("A2"), named("A3")))
    text = merging(STRIKE, REPLACE, ELSEWHERE, choices=(both,)).text
    assert text.paragraph(p(2)).text == (
        "A member pays a fee of twelve pounds a year. The fee is due in March."
    )


@pytest.mark.parametrize("first", ["A1", "A2"])
def test_insertions_at_one_point_come_in_the_order_chosen(first: str) -> None:
    pair = [
        inserting_paragraph(STATUTE, p(5), ParagraphId("A1.1"), "One."),
        inserting_paragraph(STATUTE, p(5), ParagraphId("A2.1"), "Two."),
    ]
    order = (first, "A2" if first == "A1" else "A1")
    choice = Take(collision=the_collision(*pair).id, amendments=tuple(map(named, order)))
    assert merging(*pair, choices=(choice,)).text.ids[5:] == tuple(f"{name}.1" for name in order)


def test_is_refused_when_readings_that_exclude_one_another_are_taken_together() -> None:
    both = Take(collision=the_collision(REPLACE, OTHER).id, amendments=(named("A1"), named("A2")))
    with pytest.raises(ChoiceRefused, match="A1 and A2 can't stand together"):
        merging(REPLACE, OTHER, choices=(both,))


def test_is_refused_when_the_collision_is_no_longer_there() -> None:
    choice = Take(collision=the_collision(REPLACE, OTHER).id, amendments=())
    with pytest.raises(ChoiceRefused, match="There is no collision"):
        merging(REPLACE, choices=(choice,))


def test_is_refused_when_a_choice_names_a_stranger() -> None:
    choice = Take(collision=the_collision(REPLACE, OTHER).id, amendments=(named("A9"),))
    with pytest.raises(ChoiceRefused, match="Amendment A9 has no part in it"):
        merging(REPLACE, OTHER, choices=(choice,))


def test_is_refused_when_words_are_given_for_a_rule_or_a_value_for_words() -> None:
    a = amending(STATUTE, "A1", rules=(RuleEdit(rule="seats", value=1),))
    b = amending(STATUTE, "A2", rules=(RuleEdit(rule="seats", value=2),))
    with pytest.raises(ChoiceRefused, match="give a value"):
        merge(STATUTE, [a, b], [OwnWording(collision=_only(a, b), text="one")])
    words = OwnValue(collision=the_collision(REPLACE, OTHER).id, value=1)
    with pytest.raises(ChoiceRefused, match="give words"):
        merging(REPLACE, OTHER, choices=(words,))


def test_an_amendment_to_an_amendment_works_on_the_text_as_the_parent_makes_it() -> None:
    parent = amending(STATUTE, "A1", REPLACE, rules=(RuleEdit(rule="fee", value=12),))
    as_put = apply(STATUTE, parent)
    child = amending(
        as_put,
        "A1-1",
        replacing(as_put, p(2), "twelve pounds", "thirteen pounds"),
        rules=(RuleEdit(rule="fee", value=13),),
        parent="A1",
    )
    merged = merge(STATUTE, [child, parent])
    assert "a fee of thirteen pounds a year" in merged.text.plain
    assert merged.rules == (RuleEdit(rule="fee", value=13),)
    folded = as_amended(STATUTE, parent, [child])
    assert apply(STATUTE, folded) == merged.text
    assert folded.rule_edits == merged.rules


def test_amendments_to_an_amendment_collide_with_one_another() -> None:
    parent = amending(STATUTE, "A1", REPLACE)
    as_put = apply(STATUTE, parent)
    children = [
        amending(as_put, f"A1-{n}", replacing(as_put, p(2), "twelve", words), parent="A1")
        for n, words in ((1, "eleven"), (2, "thirteen"))
    ]
    merged = merge(STATUTE, [parent, *children])
    (collision,) = merged.collisions
    assert (collision.parent, collision.amendments) == ("A1", ("A1-1", "A1-2"))
    assert merged.uncontested == ()
    choice = Take(collision=collision.id, amendments=(named("A1-2"),))
    assert "thirteen pounds" in merge(STATUTE, [parent, *children], [choice]).text.plain


def test_is_refused_when_the_parent_is_not_before_the_meeting() -> None:
    parent = amending(STATUTE, "A1", REPLACE)
    child = amending(apply(STATUTE, parent), "A1-1", parent="A1")
    with pytest.raises(AmendmentUnknown, match="amends amendment A1, which is not before"):
        merge(STATUTE, [child])


@bounded
@given(st.data())
def test_every_way_of_choosing_settles_every_collision(data: st.DataObject) -> None:
    base, amendments = data.draw(cases())
    merged = merge(base, amendments)
    choices = [_any_choice(data, collision) for collision in merged.collisions]
    settled = merge(base, amendments, choices)
    assert settled.collisions == ()
    assert settled == merge(base, amendments[::-1], choices[::-1])
    assert set(settled.uncontested) == set(merged.uncontested)


def _any_choice(data: st.DataObject, collision: Collision) -> Choice:
    if data.draw(st.booleans()):
        taken = data.draw(st.sampled_from([(), *((a,) for a in collision.amendments)]))
        return Take(collision=collision.id, amendments=taken)
    if collision.kind is CollisionKind.RULE:
        return OwnValue(collision=collision.id, value=7)
    return OwnWording(collision=collision.id, text=data.draw(st.sampled_from(["", "of our own"])))
