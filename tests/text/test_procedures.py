"""What votes make of a text under each of the four procedures."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    Amendment,
    AmendmentId,
    AmendmentUnknown,
    ChoiceRefused,
    Outcome,
    ParagraphGone,
    ParagraphId,
    Procedure,
    RuleEdit,
    Settlement,
    Take,
    apply,
    consensus,
    digest,
    effect_of,
    in_parts,
    inserting_paragraph,
    merge,
    paragraph_by_paragraph,
    parallel,
    parts,
    replacing,
    settle,
    striking_paragraph,
    substantive,
)
from tests.text.given import STATUTE, amending, bounded, cases, named, p

TWELVE = amending(STATUTE, "A1", replacing(STATUTE, p(2), "ten", "twelve"))
STRIKE = amending(STATUTE, "A2", striking_paragraph(STATUTE, p(2)))
MARCH = amending(STATUTE, "A3", replacing(STATUTE, p(2), "January", "March"))
YEARS = amending(STATUTE, "A4", replacing(STATUTE, p(3), "two years", "four years"))
ALL = (TWELVE, STRIKE, MARCH, YEARS)


def ids(*names: str) -> tuple[AmendmentId, ...]:
    """Names as ids."""
    return tuple(map(named, names))


def test_parallel_gives_one_text_in_whatever_order_they_were_entered() -> None:
    results = {
        parallel(STATUTE, order, ids("A4", "A1", "A3")).model_dump_json()
        for order in permutations(ALL)
    }
    assert len(results) == 1
    text = parallel(STATUTE, ALL, ids("A1", "A3", "A4")).text
    assert "twelve pounds a year. The fee is due in March." in text.plain
    assert "elected for four years" in text.plain


def test_parallel_leaves_open_what_collides_until_it_is_decided() -> None:
    settled = parallel(STATUTE, ALL, ids("A1", "A2", "A4"))
    assert not settled.is_final
    assert settled.text.paragraph(p(2)) == STATUTE.paragraph(p(2))
    (collision,) = settled.collisions
    choice = Take(collision=collision.id, amendments=ids("A2"))
    decided = parallel(STATUTE, ALL, ids("A1", "A2", "A4"), [choice])
    assert decided.is_final
    assert p(2) not in decided.text


def test_substantive_takes_each_against_the_text_before_it() -> None:
    settled = substantive(STATUTE, ALL, ids("A3", "A1", "A2", "A4"))
    assert settled.taken == ("A3", "A1", "A4")
    assert [one.amendment for one in settled.fallen] == ["A2"]
    assert "Paragraph 2" in settled.fallen[0].sentence
    assert [step.amendment for step in settled.steps] == ["A3", "A1", "A4"]
    assert settled.steps[-1].result == digest(settled.text)


def test_substantive_lets_the_order_decide() -> None:
    first = substantive(STATUTE, ALL, ids("A1", "A2"))
    last = substantive(STATUTE, ALL, ids("A2", "A1"))
    assert "twelve pounds" in first.text.plain
    assert p(2) not in last.text
    assert (first.taken, last.taken) == (("A1",), ("A2",))


def test_substantive_keeps_the_value_of_a_rule_that_was_carried_last() -> None:
    movers = [amending(STATUTE, f"A{n}", rules=(RuleEdit(rule="seats", value=n),)) for n in (1, 2)]
    assert substantive(STATUTE, movers, ids("A2", "A1")).rules == (RuleEdit(rule="seats", value=1),)


def test_parts_are_voted_on_one_by_one() -> None:
    whole = amending(
        STATUTE,
        "A1",
        replacing(STATUTE, p(2), "ten", "twelve"),
        replacing(STATUTE, p(2), "January", "March"),
        replacing(STATUTE, p(3), "two years", "four years"),
        inserting_paragraph(STATUTE, None, ParagraphId("A1.1"), "Preamble."),
        rules=(RuleEdit(rule="fee", value=12),),
    )
    found = in_parts(STATUTE, whole)
    assert [part.id for part in found] == ["A1/1", "A1/2", "A1/3", "A1/4"]
    settled = parts(STATUTE, [whole], ids("A1/1", "A1/3"))
    assert settled.procedure is Procedure.PARTS
    assert settled.text.plain.startswith("Preamble.")
    assert "twelve pounds a year. The fee is due in March." in settled.text.plain
    assert "for two years" in settled.text.plain
    assert settled.rules == ()


@bounded
@given(st.data())
def test_all_parts_together_are_the_whole(data: st.DataObject) -> None:
    base, (amendment, *_) = data.draw(cases(max_size=1))
    found = in_parts(base, amendment)
    merged = merge(base, found)
    assert merged.collisions == ()
    assert merged.text == apply(base, amendment)
    assert set(merged.rules) == set(amendment.rule_edits)


def test_is_refused_when_an_amendment_to_an_amendment_is_to_be_voted_on_in_parts() -> None:
    with pytest.raises(AmendmentUnknown, match="Decide it first"):
        parts(STATUTE, _family(), ())


def test_a_text_put_paragraph_by_paragraph_keeps_those_that_were_carried() -> None:
    assert paragraph_by_paragraph(STATUTE, [p(2), p(4)]).ids == ("p1", "p3", "p5")
    with pytest.raises(ParagraphGone):
        paragraph_by_paragraph(STATUTE, [p(9)])


def test_consensus_takes_what_nobody_opposes_and_waits_where_two_collide() -> None:
    settled = consensus(STATUTE, ALL, ids("A1", "A2", "A4"))
    assert settled.taken == ("A4",)
    assert "four years" in settled.text.plain
    assert "ten pounds" in settled.text.plain
    assert len(settled.collisions) == 1


def test_consensus_takes_a_collision_that_all_have_settled() -> None:
    (collision,) = consensus(STATUTE, ALL, ids("A1", "A2", "A4")).collisions
    choice = Take(collision=collision.id, amendments=ids("A1"))
    settled = consensus(STATUTE, ALL, ids("A1", "A2", "A4"), [choice])
    assert settled.is_final
    assert "twelve pounds" in settled.text.plain


def test_under_consensus_a_loser_does_not_stand_in_for_a_winner_that_waits() -> None:
    """A1 won against A2 in paragraph 2; in paragraph 4 its dispute with A3 is still open."""
    both = amending(
        STATUTE,
        "A1",
        replacing(STATUTE, p(2), "ten", "twelve"),
        replacing(STATUTE, p(4), "four", "six"),
    )
    loser = amending(STATUTE, "A2", replacing(STATUTE, p(2), "ten", "five"))
    rival = amending(STATUTE, "A3", replacing(STATUTE, p(4), "four", "eight"))
    three = [both, loser, rival]
    names = ids("A1", "A2", "A3")
    fee = next(c for c in consensus(STATUTE, three, names).collisions if c.paragraph == p(2))
    choice = Take(collision=fee.id, amendments=ids("A1"))
    settled = consensus(STATUTE, three, names, [choice])
    assert settled.taken == ()
    assert settled.text == STATUTE
    assert [one.paragraph for one in settled.collisions] == [p(4)]


def test_a_carried_amendment_to_an_amendment_lapses_when_the_parent_is_lost() -> None:
    settled = parallel(STATUTE, _family(), ids("A1-1"))
    assert settled.text == STATUTE
    assert [(one.amendment, one.sentence) for one in settled.fallen] == [
        (
            "A1-1",
            "Amendment A1-1 lapses, since amendment A1, which it amends, does not stand.",
        )
    ]


@pytest.mark.parametrize("procedure", [Procedure.PARALLEL, Procedure.SUBSTANTIVE])
def test_a_carried_amendment_to_an_amendment_counts_with_its_parent(
    procedure: Procedure,
) -> None:
    outcome = Outcome(procedure=procedure, carried=ids("A1-1", "A1"))
    assert "thirteen pounds" in settle(STATUTE, _family(), outcome).text.plain


def _family() -> tuple[Amendment, Amendment]:
    as_put = apply(STATUTE, TWELVE)
    change = replacing(as_put, p(2), "twelve", "thirteen")
    return TWELVE, amending(as_put, "A1-1", change, parent="A1")


def test_is_refused_when_amendments_to_one_amendment_collide_and_nobody_chose() -> None:
    as_put = apply(STATUTE, TWELVE)
    rival = amending(as_put, "A1-2", replacing(as_put, p(2), "twelve", "eleven"), parent="A1")
    with pytest.raises(ChoiceRefused, match="Decide it before the amendment itself is put"):
        substantive(STATUTE, [*_family(), rival], ids("A1", "A1-1", "A1-2"))


def test_is_refused_when_the_carried_one_is_not_before_the_meeting() -> None:
    with pytest.raises(AmendmentUnknown, match="no amendment A9 before the meeting"):
        parallel(STATUTE, ALL, ids("A9"))


def test_is_refused_when_one_is_carried_twice() -> None:
    with pytest.raises(AmendmentUnknown, match="Name each once"):
        substantive(STATUTE, ALL, ids("A1", "A1"))


@pytest.mark.parametrize("procedure", list(Procedure))
def test_nothing_carried_leaves_the_text_as_it_is(procedure: Procedure) -> None:
    assert effect_of(STATUTE, ALL, Outcome(procedure=procedure)) == STATUTE


@bounded
@given(st.data())
def test_the_effect_of_one_amendment_is_the_same_by_every_procedure(data: st.DataObject) -> None:
    base, amendments = data.draw(cases())
    one = data.draw(st.sampled_from(amendments))
    expected = apply(base, one)
    for procedure in (Procedure.PARALLEL, Procedure.SUBSTANTIVE, Procedure.CONSENSUS):
        outcome = Outcome(procedure=procedure, carried=(one.id,))
        if one.changes:
            assert effect_of(base, amendments, outcome) == expected


@bounded
@given(st.data())
def test_where_nothing_collides_the_order_is_the_same_under_every_procedure(
    data: st.DataObject,
) -> None:
    base, amendments = data.draw(cases())
    easy = data.draw(st.permutations(merge(base, amendments).uncontested))
    texts = {
        settle(base, amendments, Outcome(procedure=procedure, carried=tuple(easy))).text.plain
        for procedure in (Procedure.PARALLEL, Procedure.SUBSTANTIVE, Procedure.CONSENSUS)
    }
    assert len(texts) == 1


def test_a_settlement_survives_json() -> None:
    settled = parallel(STATUTE, ALL, ids("A1", "A2", "A4"))
    assert Settlement.model_validate_json(settled.model_dump_json()) == settled
    outcome = Outcome(carried=ids("A1"), choices=(Take(collision="c-1", amendments=()),))
    assert Outcome.model_validate_json(outcome.model_dump_json()) == outcome
