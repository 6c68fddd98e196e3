"""What goes together, what collides, and what a choice makes of a collision."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    Amendment,
    AmendmentUnknown,
    Change,
    Choice,
    Collision,
    CollisionKind,
    Merge,
    OwnValue,
    ParagraphId,
    Reading,
    RuleEdit,
    Text,
    apply,
    inserting,
    inserting_paragraph,
    merge,
    moving,
    replacing,
    rewriting,
    striking,
    striking_paragraph,
)
from tests.text.given import STATUTE, amending, bounded, cases, named, p, retyped


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


def test_changes_of_different_words_are_all_made() -> None:
    merged = merging(REPLACE, ELSEWHERE)
    assert merged.collisions == ()
    assert merged.text.paragraph(p(2)).text == (
        "A member pays a fee of twelve pounds a year. The fee is due in March."
    )
    assert merged.uncontested == ("A1", "A2")


def test_the_same_change_asked_for_twice_is_made_once() -> None:
    assert merging(REPLACE, REPLACE).text == merging(REPLACE).text
    assert merging(REPLACE, REPLACE).collisions == ()


def test_neighbouring_words_can_be_struck_by_two_people() -> None:
    text = merging(striking(STATUTE, p(1), "Only"), striking(STATUTE, p(1), "members may")).text
    assert text.paragraph(p(1)).text.endswith("supporters. vote.")


def test_two_readings_of_the_same_words_collide() -> None:
    collision = the_collision(REPLACE, OTHER)
    assert collision.kind is CollisionKind.WORDS
    assert (collision.paragraph, collision.text) == (p(2), "ten")
    assert collision.readings == (
        Reading(amendments=(named("A1"),), text="twelve"),
        Reading(amendments=(named("A2"),), text="nine"),
    )
    assert collision.sentence == (
        "Readings of “ten” in paragraph 2 compete: A1 would have “twelve”; "
        "A2 would have “nine”. Take one of the readings, or words of your own."
    )


def test_words_in_dispute_read_as_before_and_the_rest_is_made() -> None:
    merged = merging(REPLACE, OTHER, ELSEWHERE)
    assert merged.text.paragraph(p(2)).text == (
        "A member pays a fee of ten pounds a year. The fee is due in March."
    )
    assert merged.uncontested == ("A3",)
    assert merged.contested == ("A1", "A2")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (STRIKE, REPLACE),
        (STRIKE, rewriting(STATUTE, p(2), "No fee.")),
        (rewriting(STATUTE, p(2), "No fee."), REPLACE),
        (REPLACE, striking(STATUTE, p(2), "of ten")),
        (REPLACE, inserting(STATUTE, p(2), "new", after="ten")),
        (
            inserting(STATUTE, p(2), "new", after="ten"),
            inserting(STATUTE, p(2), "old", after="ten"),
        ),
        (striking(STATUTE, p(2), "ten"), inserting(STATUTE, p(2), "full", after="ten")),
        (STRIKE, moving(STATUTE, p(2), None)),
        (moving(STATUTE, p(2), None), moving(STATUTE, p(2), p(4))),
        (moving(STATUTE, p(2), None), moving(STATUTE, p(3), None)),
        (
            moving(STATUTE, p(2), None),
            inserting_paragraph(STATUTE, p(2), ParagraphId("A2.1"), "And then."),
        ),
        (
            inserting_paragraph(STATUTE, p(2), ParagraphId("A1.1"), "One."),
            inserting_paragraph(STATUTE, p(2), ParagraphId("A2.1"), "Two."),
        ),
    ],
)
def test_collide(left: Change, right: Change) -> None:
    assert the_collision(left, right).amendments == ("A1", "A2")
    assert merging(left, right).text == STATUTE


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            striking(STATUTE, p(2), "The fee is due in January."),
            inserting(STATUTE, p(2), "Nobody is exempt.", after="a year."),
        ),
        (moving(STATUTE, p(2), None), REPLACE),
        (STRIKE, inserting_paragraph(STATUTE, p(2), ParagraphId("A2.1"), "No fees.")),
        (
            inserting_paragraph(STATUTE, p(2), ParagraphId("A1.1"), "Same."),
            inserting_paragraph(STATUTE, p(2), ParagraphId("A2.1"), "Same."),
        ),
        (STRIKE, STRIKE),
    ],
)
def test_do_not_collide(left: Change, right: Change) -> None:
    assert merging(left, right).collisions == ()


def test_a_struck_paragraph_leaves_the_place_for_the_one_put_after_it() -> None:
    new = inserting_paragraph(STATUTE, p(2), ParagraphId("A2.1"), "No fees.")
    assert merging(STRIKE, new).text.ids == ("p1", "A2.1", "p3", "p4", "p5")


def test_two_values_of_a_rule_collide_and_equal_ones_do_not() -> None:
    a = amending(STATUTE, "A1", rules=(RuleEdit(rule="seats", value=12),))
    b = amending(STATUTE, "A2", rules=(RuleEdit(rule="seats", value=24),))
    c = amending(STATUTE, "A3", rules=(RuleEdit(rule="seats", value=12),))
    assert merge(STATUTE, [a, c]).rules == (RuleEdit(rule="seats", value=12),)
    (collision,) = merge(STATUTE, [a, b, c]).collisions
    assert (collision.kind, collision.rule) == (CollisionKind.RULE, "seats")
    assert collision.sentence == (
        "Two values are asked for the rule seats: A1 and A3 would have 12; A2 would have 24. "
        "Take one of the values, or one of your own."
    )
    assert merge(STATUTE, [a, b], [OwnValue(collision=_only(a, b), value=18)]).rules == (
        RuleEdit(rule="seats", value=18),
    )


def _only(*amendments: Amendment) -> str:
    (collision,) = merge(STATUTE, amendments).collisions
    return collision.id


def test_is_refused_when_two_amendments_have_one_name() -> None:
    with pytest.raises(AmendmentUnknown, match="Two amendments are called A1"):
        merge(STATUTE, [amending(STATUTE, "A1", REPLACE), amending(STATUTE, "A1", OTHER)])


def test_typed_amendments_merge_as_far_as_they_can() -> None:
    movers = [
        retyped(
            STATUTE, "A1", 3, "The council has twenty members. They are elected for two years."
        ),
        retyped(
            STATUTE, "A2", 3, "The council has twelve members. They are elected for four years."
        ),
        retyped(STATUTE, "A3", 3, "The council has ten members. They are elected for two years."),
    ]
    merged = merge(STATUTE, movers)
    assert merged.text.paragraph(p(3)).text == (
        "The council has twelve members. They are elected for four years."
    )
    assert [collision.text for collision in merged.collisions] == ["twelve"]


def test_one_mover_may_change_words_and_put_others_beside_them() -> None:
    beside = inserting(STATUTE, p(2), "new", after="ten")
    amendment = amending(STATUTE, "A1", replacing(STATUTE, p(2), "ten", "twelve"), beside)
    merged = merge(STATUTE, [amendment])
    assert merged.collisions == ()
    assert "a fee of twelve new pounds" in merged.text.plain
    assert merged.text == apply(STATUTE, amendment)


@bounded
@given(st.data())
def test_the_order_of_entry_never_changes_the_result(data: st.DataObject) -> None:
    base, amendments = data.draw(cases())
    expected = merge(base, amendments)
    assert merge(base, data.draw(st.permutations(amendments))) == expected
    assert Merge.model_validate_json(expected.model_dump_json()) == expected


@bounded
@given(st.data())
def test_one_amendment_alone_merges_to_what_it_asks_for(data: st.DataObject) -> None:
    base, amendments = data.draw(cases(max_size=1))
    assert merge(base, amendments).text == apply(base, amendments[0])


@bounded
@given(st.data())
def test_the_uncontested_among_themselves_collide_with_nothing(data: st.DataObject) -> None:
    base, amendments = data.draw(cases())
    merged = merge(base, amendments)
    easy = [one for one in amendments if one.id in merged.uncontested]
    assert merge(base, easy).collisions == ()


def test_three_movers_in_every_order_give_one_result() -> None:
    movers = [
        amending(STATUTE, "A1", REPLACE),
        amending(STATUTE, "A2", STRIKE),
        amending(STATUTE, "A3", inserting_paragraph(STATUTE, p(2), ParagraphId("A3.1"), "New.")),
    ]
    results = {merge(STATUTE, order).model_dump_json() for order in permutations(movers)}
    assert len(results) == 1


def test_no_amendment_leaves_the_text_as_it_is() -> None:
    assert merge(STATUTE, []).text == STATUTE
    assert merge(Text(), []).text == Text()
