"""The one function that counts: what its result says, and what may not change it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.counting.contest import Candidate, Contest
from domain.counting.count import count
from domain.counting.papers import GAP, Cast, Effect, Policy
from domain.counting.quotas_choice import QuotaGroup
from domain.counting.result import CountResult, StageResult
from domain.counting.rules.catalogue import manifests, rule
from domain.counting.sheet import Question
from domain.counting.terms import (
    ByDecisions,
    ByFirstNamed,
    ByOrder,
    BySeed,
    ByStages,
    Section,
    Terms,
)
from domain.counting.ties import Decision, TieUndecided
from domain.kernel.refusal import BadInput, RuleBroken
from tests.counting.given import Ranks, cast, clean_papers, contest, messy_papers, simple
from tests.support.examples import examples

SCOTTISH = Terms(rule="scottish-stv")
BY_LOT = (BySeed(seed="published"),)
# Those of a form of their own: sections of an electoral college, the choices Yes and No.
SPECIAL = {"electoral-college", "yes-no"}
ONE_PLACE = {"av"}
IDS = [manifest.id for manifest in manifests() if manifest.id not in SPECIAL]
SEVERAL = [id for id in IDS if id not in ONE_PLACE]


@pytest.mark.parametrize("id", IDS)
@settings(max_examples=examples(15), deadline=None)
@given(papers=messy_papers(4), seats=st.integers(1, 3), data=st.data())
def test_the_order_of_papers_and_of_candidates_changes_nothing(
    id: str, papers: list[tuple[int, Ranks]], seats: int, data: st.DataObject
) -> None:
    seats = 1 if id in ONE_PLACE else seats
    terms = Terms(rule=id, ties=BY_LOT)
    result = count(contest(seats), cast(papers), terms)
    order = data.draw(st.permutations(range(4)))
    shuffled = [
        (number, tuple(tuple(_moved(mark, order) for mark in rank) for rank in ranks))
        for number, ranks in data.draw(st.permutations(papers))
    ]
    names = tuple(Candidate(name="ABCD"[place]) for place in order)
    assert count(Contest(seats=seats, candidates=names), cast(shuffled), terms) == result


def _moved(mark: int, order: list[int]) -> int:
    return order.index(mark - 1) + 1 if mark > 0 else mark


@pytest.mark.parametrize("id", IDS)
@settings(max_examples=examples(10), deadline=None)
@given(papers=clean_papers(4), seats=st.integers(1, 5))
def test_papers_of_one_kind_may_be_kept_together_or_apart(
    id: str, papers: list[tuple[int, Ranks]], seats: int
) -> None:
    seats = 1 if id in ONE_PLACE else seats
    terms = Terms(rule=id, ties=BY_LOT)
    apart = [(1, ranks) for number, ranks in papers for _ in range(number)]
    assert count(contest(seats), cast(papers), terms) == count(contest(seats), cast(apart), terms)


@settings(max_examples=examples(30), deadline=None)
@given(papers=messy_papers(4))
def test_a_result_kept_as_json_is_the_same_result(papers: list[tuple[int, Ranks]]) -> None:
    result = count(contest(), cast(papers), Terms(rule="scottish-stv", ties=BY_LOT))
    kept = result.model_dump_json()
    assert CountResult.model_validate_json(kept) == result
    assert CountResult.model_validate_json(kept).model_dump_json() == kept


@settings(max_examples=examples(30), deadline=None)
@given(papers=messy_papers(4))
def test_every_paper_is_valid_or_invalid(papers: list[tuple[int, Ranks]]) -> None:
    found = count(contest(), cast(papers), Terms(rule="scottish-stv", ties=BY_LOT)).papers
    assert found.valid + found.invalid == sum(number for number, _ in papers)
    assert found.blank + sum(found.spoiled.values()) == found.invalid


@pytest.mark.parametrize("id", SEVERAL)
def test_a_short_election_says_how_many_places_are_not_filled(id: str) -> None:
    result = count(contest(seats=3, candidates=2), simple((5, "A"), (1, "B")), Terms(rule=id))
    assert sorted(result.elected) == ["A", "B"]
    assert result.seats == 3


@pytest.mark.parametrize("id", IDS)
def test_papers_that_are_all_blank_are_told(id: str) -> None:
    terms = Terms(rule=id, ties=BY_LOT)
    asked = contest(1 if id in ONE_PLACE else 2)
    result = count(asked, cast([(4, ())]), terms)
    assert (result.papers.blank, result.papers.valid) == (4, 0)
    none = Cast(np.zeros((0, 0), dtype=np.int32), np.zeros(0, dtype=np.int64))
    assert count(asked, none, terms).papers.turnout == 0


def test_who_withdrew_has_no_votes_and_is_named() -> None:
    result = count(contest(1, 3, withdrawn=(0,)), simple((5, "AB"), (3, "C"), (1, "A")), SCOTTISH)
    assert result.withdrawn == ("A",)
    assert result.stages[0].totals == {"A": "0.00000", "B": "5.00000", "C": "3.00000"}
    assert result.papers.spoiled == {"only candidates who withdrew are marked": 1}


# What is divided, of that many valid papers, where it is not one vote each.
ALL = {"block": lambda papers: 2 * papers, "approval": lambda papers: 4 * papers}


@pytest.mark.parametrize("id", IDS)
@settings(max_examples=examples(15), deadline=None)
@given(papers=clean_papers(4))
def test_the_figures_of_every_stage_are_together_all_votes(
    id: str, papers: list[tuple[int, Ranks]]
) -> None:
    """Also where fractions have no end as decimals: what is cut off is said."""
    result = count(contest(1 if id in ONE_PLACE else 2), cast(papers), Terms(rule=id, ties=BY_LOT))
    votes = ALL.get(id, int)(result.papers.valid)
    assert all(together(stage) == votes for stage in result.stages)


def together(stage: StageResult) -> Fraction:
    figures = (*stage.totals.values(), stage.non_transferable, stage.rounding_loss)
    return sum(map(Fraction, figures), Fraction(0))


def test_what_the_decimals_of_a_fraction_leave_out_is_in_the_result() -> None:
    """A's surplus of 10 - 16/3 on 10 papers: each passes on 7/15, which has no end."""
    lines = simple((3, "AB"), (3, "AC"), (4, "AD"), (3, "B"), (3, "C"))
    result = count(contest(2), lines, Terms(rule="wigm-exact", ties=BY_LOT))
    assert result.stages[1].totals["D"] == "1.866666666666"
    assert result.stages[1].rounding_loss == "0.000000000001"
    assert together(result.stages[1]) == 16


def test_the_figures_of_an_electoral_college_are_together_a_hundred_per_cent() -> None:
    """Three sections of equal weight: each has a share of 33.333333333333 and more."""
    sections = tuple(Section(name=name, weight="1") for name in "XYZ")
    one = replace(
        simple((3, "A"), (3, "B"), (1, "C")),
        section=np.array([0, 1, 2], dtype=np.int64),
        sections=("X", "Y", "Z"),
    )
    terms = Terms(rule="electoral-college", ties=BY_LOT, sections=sections)
    result = count(contest(1), one, terms)
    assert result.stages[0].rounding_loss == "0.000000000001"
    assert all(together(stage) == 100 for stage in result.stages)


TIED = simple((5, "A"), (2, "B"), (2, "C"), (1, "D"))
LOW = Decision(question=Question.EXCLUSION, between=frozenset("BC"), chosen="B")


def test_a_tie_that_the_terms_leave_open_waits_for_a_decision() -> None:
    with pytest.raises(TieUndecided) as waiting:
        count(contest(), TIED, SCOTTISH)
    assert waiting.value.between == ("B", "C")
    assert waiting.value.question is Question.EXCLUSION


@pytest.mark.parametrize(
    ("step", "out"),
    [
        (ByDecisions(decisions=(LOW,)), "B"),
        (ByOrder(order=tuple("ABCD")), "C"),
        (ByFirstNamed(order=tuple("DBCA")), "B"),
        (ByFirstNamed(order=tuple("DCBA")), "C"),
    ],
)
def test_a_tie_is_broken_as_the_terms_say_and_entered(step: ByDecisions, out: str) -> None:
    result = count(contest(), TIED, Terms(rule="scottish-stv", ties=(step,)))
    (tie,) = result.ties
    assert (tie.stage, tie.question) == (4, Question.EXCLUSION)
    assert (tie.between, tie.chosen) == (("B", "C"), out)
    assert result.stages[3].excluded == (out,)


def test_steps_are_tried_in_order() -> None:
    steps = (ByStages(by="forwards"), ByDecisions(decisions=()), BySeed(seed="published"))
    result = count(contest(), TIED, Terms(rule="scottish-stv", ties=steps))
    assert "draw 0 from the seed published" in result.ties[0].how


def test_terms_that_name_nobody_are_refused_before_the_count() -> None:
    with pytest.raises(BadInput, match="No candidate is named 'X'"):
        count(
            contest(), simple((1, "A")), Terms(rule="scottish-stv", ties=(ByOrder(order=("X",)),))
        )


def test_an_unknown_rule_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadInput, match="scottish-stv"):
        rule("guessing")


def test_two_candidates_of_one_name_are_refused() -> None:
    twins = Contest(seats=1, candidates=(Candidate(name="A"), Candidate(name="A")))
    with pytest.raises(BadInput, match="Two candidates are named 'A'"):
        count(twins, simple((1, "A")), SCOTTISH)


def test_a_policy_of_the_terms_overrules_that_of_the_rule() -> None:
    papers = cast([(3, ((1,), (2,))), (2, ((1, 2),))])
    stopping = Terms(rule="scottish-stv", ties=BY_LOT)
    equal = {"two candidates have the same rank": 2}
    assert count(contest(), papers, stopping).papers.spoiled == equal
    spoiling = stopping.model_copy(update={"policy": Policy(gap=Effect.SPOILS)})
    gap = cast([(3, ((1,), (GAP,), (2,)))])
    assert count(contest(), gap, stopping).papers.in_part == 3
    assert count(contest(), gap, spoiling).papers.spoiled == {"a rank is left out": 3}
    counting = stopping.model_copy(update={"policy": Policy(equal=Effect.COUNTS)})
    with pytest.raises(BadInput, match="same rank"):
        count(contest(), papers, counting)


def test_terms_kept_as_json_are_the_same_terms() -> None:
    steps = (ByDecisions(decisions=(LOW,)), ByOrder(order=("A",)), ByStages(by="backwards"))
    terms = Terms(rule="scottish-stv", policy=Policy(), ties=(*steps, *BY_LOT))
    assert Terms.model_validate_json(terms.model_dump_json()) == terms


def test_more_crosses_than_there_may_be_spoil_a_paper() -> None:
    papers = simple((3, "AB"), (2, "ABC"), (1, "C"))
    result = count(contest(2), papers, Terms(rule="block", ties=BY_LOT))
    assert result.papers.spoiled == {"more candidates are marked than may be": 2}
    assert result.elected == ("A", "B")
    three = Terms(rule="block", options=(("crosses", "3"),), ties=BY_LOT)
    assert count(contest(2), papers, three).papers.valid == 6


@pytest.mark.parametrize(("id", "said"), [("av", "It has: "), ("scottish-stv", "It has none")])
def test_an_option_that_the_rule_has_not_is_refused(id: str, said: str) -> None:
    misspelt = Terms(rule=id, options=(("untill", "two"),))
    with pytest.raises(BadInput, match=f"no option 'untill'. {said}"):
        count(contest(1), simple((2, "A"), (1, "B")), misspelt)


def test_quotas_for_groups_are_kept() -> None:
    people = [Candidate(name=name, groups=frozenset("w" * (name == "D"))) for name in "ABCD"]
    asked, papers = Contest(seats=2, candidates=tuple(people)), simple((5, "A"), (4, "B"), (1, "D"))
    quota = QuotaGroup(group="w", least=1)
    assert count(asked, papers, SCOTTISH).elected == ("A", "B")
    with_quota = SCOTTISH.model_copy(update={"quotas": (quota,)})
    assert set(count(asked, papers, with_quota).elected) == {"A", "D"}
    too_many = SCOTTISH.model_copy(update={"quotas": (quota.model_copy(update={"least": 2}),)})
    with pytest.raises(RuleBroken):
        count(asked, papers, too_many)


def test_sections_count_by_their_weights() -> None:
    papers = simple((8, "A"), (2, "B"), (1, "B"))
    papers = replace(papers, section=np.array([0, 0, 1]), sections=("members", "unions"))
    weights = (Section(name="members", weight="1"), Section(name="unions", weight="2"))
    terms = Terms(rule="electoral-college", sections=weights)
    assert count(contest(1), papers, terms).elected == ("B",)
    with pytest.raises(BadInput, match="'unions' has no weight"):
        count(contest(1), papers, terms.model_copy(update={"sections": weights[:1]}))


def test_blank_papers_count_to_the_turnout_of_a_question() -> None:
    asked = Contest(seats=1, candidates=(Candidate(name="Yes"), Candidate(name="No")))
    papers = cast([(5, ((1,),)), (4, ((2,),)), (3, ())])
    options = (("majority", ">1/2"), ("of", "present"))
    result = count(asked, papers, Terms(rule="yes-no", options=options))
    assert result.elected == ("No",)


def test_places_won_by_reopened_nominations_stay_open() -> None:
    asked = contest(2, 3).model_copy(update={"reopen": (2,)})
    papers = simple((9, "C"), (3, "A"), (1, "B"))
    for id in ("scottish-stv", "fptp"):
        result = count(asked, papers, Terms(rule=id))
        assert (result.elected, result.reopened) == ((), 2)
    none = count(asked, simple((9, "AB"), (1, "C")), Terms(rule="scottish-stv", ties=BY_LOT))
    assert (len(none.elected), none.reopened) == (2, 0)


def test_the_quota_named_first_is_that_of_the_first_stage() -> None:
    papers = simple((5, "A"), (4, "B"), (3, "C"))
    result = count(contest(1, 3), papers, Terms(rule="meek-prf"))
    quotas = [stage.quota for stage in result.stages]
    assert result.quota == quotas[0] == "6.000000001"
    assert quotas[-1] < quotas[0]


@pytest.mark.parametrize("id", ["scottish-stv", "wigm-exact", "ers97", "meek-prf", "meek-nz"])
def test_a_count_says_why_somebody_with_more_votes_is_passed_over(id: str) -> None:
    people = [Candidate(name=name, groups=("w",) * (name in "CD")) for name in "ABCD"]
    asked = Contest(seats=2, candidates=tuple(people))
    papers = simple((6, "A"), (5, "B"), (2, "C"), (1, "D"))
    quota = QuotaGroup(group="w", least=2, words="women")
    terms = Terms(rule=id, ties=(BySeed(seed="x"),), quotas=(quota,))
    result = count(asked, papers, terms)
    told = " ".join(stage.explanation for stage in result.stages)
    assert set(result.elected) == {"C", "D"}
    for name in "AB":
        assert f"{name} can no longer be elected: no more than 2 places can be filled" in told
    assert "at least 2 women must be elected" in told
