"""Casual vacancies: next runner-up, count-back, and the papers of whoever left."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.counting.contest import Contest
from domain.counting.holdings import holdings
from domain.counting.manifest import Ballots, CountingRule
from domain.counting.outcomes import declared
from domain.counting.quotas import QuotaGroup, Quotas
from domain.counting.rules.marks.approval import Approval
from domain.counting.rules.marks.block import Block
from domain.counting.rules.marks.fptp import Fptp
from domain.counting.rules.single.av import Av
from domain.counting.rules.stv.scottish import ScottishStv
from domain.counting.sheet import Deed, Sheet, Votes
from domain.counting.ties import Backwards, Lot, Ties, TieUndecided
from domain.counting.vacancies import (
    Filled,
    Vacancy,
    count_back,
    count_back_own_papers,
    next_runner_up,
)
from domain.kernel.refusal import BadInput, RuleBroken
from tests.counting.small import cast, contest, contests, kept, letters, papers, possible, quotas
from tests.support.examples import examples

LOT = Ties(Lot("s"))
WOMAN = (QuotaGroup(group="w", least=1, words="women"),)


def vacancy(counted: Sheet, left: str, unwilling: str = "") -> Vacancy:
    """These left, and all others who were elected sit."""
    index = counted.contest.index
    gone = frozenset(index(letter) for letter in left)
    out = frozenset(index(letter) for letter in unwilling)
    return Vacancy(gone, frozenset(counted.elected) - gone, out)


def ballots(election: Contest, lines: dict[str, int]) -> Ballots:
    return Ballots(election, papers(lines), LOT)


def came(filled: Filled) -> str:
    return letters(filled.sheet, filled.by)


# What holds for every form.


@pytest.mark.parametrize("rule", [ScottishStv(), Fptp(), Approval()], ids=lambda r: r.manifest.id)
@given(data=st.data())
@settings(max_examples=examples(25), deadline=None)
def test_a_vacancy_is_filled_by_somebody_who_stood_and_nobody_loses_a_place(
    rule: CountingRule, data: st.DataObject
) -> None:
    election, groups = data.draw(contests(5)), data.draw(quotas())
    assume(possible(election, groups))
    one = Ballots(election, data.draw(cast(election)), LOT)
    counted = rule.count(replace(one, guard=Quotas(election, groups)))
    assume(counted.elected)
    left = data.draw(st.sets(st.sampled_from(counted.elected), min_size=1, max_size=2))
    gap = Vacancy(frozenset(left), frozenset(counted.elected) - left)
    after = election.model_copy(update={"withdrawn": frozenset(left)})
    choices = [
        chosen
        for chosen in possible(after.model_copy(update={"seats": len(counted.elected)}), groups)
        if gap.sitting <= chosen
    ]
    assume(choices)
    for filled in (
        next_runner_up(counted, gap, LOT, groups),
        count_back(one, rule, gap, groups),
    ):
        assert not set(filled.by) & set(counted.elected)
        assert set(filled.by) <= set(election.people)
        assert len(filled.by) == len(choices[0]) - len(gap.sitting)
        assert kept(election, groups, [*gap.sitting, *filled.by])


def test_quotas_that_nobody_left_can_keep_are_refused_and_may_be_lowered() -> None:
    election = contest(2, "w m m")
    counted = ScottishStv().count(ballots(election, {"A": 5, "B": 5, "C": 1}))
    with pytest.raises(RuleBroken, match="At least 1 women must be elected and 0 stand"):
        count_back(
            ballots(election, {"A": 5, "B": 5, "C": 1}),
            ScottishStv(),
            vacancy(counted, "A"),
            WOMAN,
        )


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        (Vacancy(frozenset(), frozenset({0})), "Nobody left"),
        (Vacancy(frozenset({0}), frozenset({0})), "A can't sit and be out of the count"),
        (Vacancy(frozenset({0}), frozenset({1, 2})), "had only 2 places"),
    ],
)
def test_a_vacancy_that_can_not_be_is_refused(gap: Vacancy, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        count_back(ballots(contest(2, "- - -"), {"A": 1}), ScottishStv(), gap)


# Next runner-up.


def test_the_next_runner_up_has_the_most_votes_of_those_who_were_not_elected() -> None:
    counted = Block().count(ballots(contest(2, "- - - -"), {"AB": 5, "C": 3, "D": 2}))
    filled = next_runner_up(counted, vacancy(counted, "A"), LOT)
    assert (came(filled), filled.unfilled) == ("C", 0)
    assert came(next_runner_up(counted, vacancy(counted, "A", unwilling="C"), LOT)) == "D"


def test_after_exclusions_it_is_who_stayed_in_longest() -> None:
    counted = Av().count(ballots(contest(1, "- - - -"), {"A": 6, "B": 4, "CA": 3, "DC": 2}))
    assert letters(counted, counted.excluded) == "DB"
    filled = next_runner_up(counted, vacancy(counted, "A"), LOT)
    assert came(filled) == "C"


def test_runners_up_with_equal_votes_are_a_tie_in_the_open() -> None:
    counted = Fptp().count(ballots(contest(1, "- - -"), {"A": 3, "B": 2, "C": 2}))
    with pytest.raises(TieUndecided):
        next_runner_up(counted, vacancy(counted, "A"), Ties())
    filled = next_runner_up(counted, vacancy(counted, "A"), LOT)
    assert filled.sheet.stages[0].ties[0].between == (1, 2)


def test_the_runner_up_keeps_the_quotas_for_those_who_sit() -> None:
    election = contest(2, "w m m w")
    counted = Fptp().count(ballots(election, {"A": 5, "B": 4, "C": 3, "D": 1}))
    assert came(next_runner_up(counted, vacancy(counted, "A"), LOT, WOMAN)) == "D"
    assert came(next_runner_up(counted, vacancy(counted, "B"), LOT, WOMAN)) == "C"


def test_places_stay_open_when_nobody_is_left_who_stood() -> None:
    counted = Fptp().count(ballots(contest(2, "- - -"), {"A": 3, "B": 2, "C": 1}))
    filled = next_runner_up(counted, vacancy(counted, "AB", unwilling=""), LOT)
    assert (came(filled), filled.unfilled) == ("C", 1)


# The whole count again.


def test_a_sitting_member_stays_where_a_plain_recount_would_drop_them() -> None:
    """Without A, plain counting elects B and D; C sits and is protected, so D comes in for A."""
    lines = {"AD": 40, "B": 31, "C": 15, "DB": 14}
    election = contest(3, "- - - -")
    one = ballots(election, lines)
    counted = ScottishStv().count(one)
    gap = vacancy(counted, "A")
    filled = count_back(one, ScottishStv(), gap)
    assert set(filled.sheet.elected) >= gap.sitting
    assert len(filled.by) == 1


def test_who_does_not_want_the_place_is_passed_over() -> None:
    one = ballots(contest(1, "- - -"), {"ABC": 5, "C": 2})
    counted = Av().count(one)
    assert came(count_back(one, Av(), vacancy(counted, "A"))) == "B"
    assert came(count_back(one, Av(), vacancy(counted, "A", unwilling="B"))) == "C"


# The papers of whoever left.


def test_papers_pass_at_the_value_at_which_they_elected_the_member() -> None:
    """Quota 11. A has 20: 9 pass on, worth 0.45 each. B is elected with 5 and with A's papers."""
    lines = {"ABC": 15, "AD": 5, "BD": 5, "C": 3, "D": 4}
    one = ballots(contest(2, "- - - -"), lines)
    counted = ScottishStv().count(one)
    assert letters(counted, counted.elected) == "AB"
    held = holdings(one, counted, 1)
    assert held.brought == Fraction(1175, 100)
    filled = count_back_own_papers(one, counted, vacancy(counted, "B"))
    assert came(filled) == "C"  # 15 at 0.45 against 5 at 1
    assert filled.sheet.stages[0].totals[2] == Fraction(100) * Fraction(675, 1175)


def test_all_first_preferences_of_a_member_elected_by_them_count_alike() -> None:
    one = ballots(contest(2, "- - - -"), {"AC": 7, "AD": 13, "B": 11, "C": 9})
    counted = ScottishStv().count(one)
    filled = count_back_own_papers(one, counted, vacancy(counted, "A"))
    assert came(filled) == "D"  # though C had more first preferences


@given(st.data())
@settings(max_examples=examples(40), deadline=None)
def test_the_papers_that_elected_a_member_are_worth_the_votes_that_elected_them(
    data: st.DataObject,
) -> None:
    election = data.draw(contests(5))
    one = Ballots(election, data.draw(cast(election)), Ties(Backwards(), Lot("s")))
    counted = ScottishStv().count(one)
    for stage in counted.stages:
        for member in stage.elected:
            brought = holdings(one, counted, member).brought
            assert brought == counted.scale.votes(stage.totals[member])


@given(st.data())
@settings(max_examples=examples(25), deadline=None)
def test_own_papers_fill_the_place_with_somebody_who_stood(data: st.DataObject) -> None:
    election = data.draw(contests(5))
    one = Ballots(election, data.draw(cast(election)), LOT)
    counted = ScottishStv().count(one)
    assume(counted.elected)
    left = data.draw(st.sampled_from(counted.elected))
    gap = Vacancy(frozenset({left}), frozenset(counted.elected) - {left})
    filled = count_back_own_papers(one, counted, gap)
    others = set(election.people) - set(counted.elected)
    assert set(filled.by) <= others
    assert len(filled.by) == min(1, len(others))
    assert declared(counted).elected  # the first result stands as it was


def test_a_rule_that_moves_parts_of_piles_is_refused() -> None:
    """A sheet on which only some of A's papers moved, as under rules that take the last parcel."""
    one = ballots(contest(1, "- - -"), {"AB": 4, "B": 3, "C": 2})
    sheet = Sheet(one.contest, Fptp.manifest.scale, 9)
    sheet.begin(Deed.FIRST)
    sheet.close(Votes((4, 3, 2), 0, 0, 0))
    sheet.begin(Deed.EXCLUSION)
    sheet.about(0)
    sheet.exclude(0)
    sheet.elect(1)
    sheet.close(Votes((2, 5, 2), 0, 0, 0))
    with pytest.raises(BadInput, match="does not move papers in whole piles"):
        holdings(one, sheet, 1)


def test_under_meek_a_paper_is_worth_what_the_member_kept_of_it() -> None:
    """A keeps two thirds; B, elected last, keeps all of what comes: 9 thirds and 2 whole papers."""
    one = ballots(contest(2, "- - -"), {"AB": 9, "B": 2, "C": 1})
    sheet = Sheet(one.contest, Fptp.manifest.scale.model_copy(update={"places": 3}), 12)
    sheet.begin(Deed.ITERATION)
    for candidate in (0, 1):
        sheet.elect(candidate)
    sheet.close(Votes((6000, 5000, 1000), 0, 0, 4000, keep=(666, 1000, 1000)))
    assert holdings(one, sheet, 0).brought == 9 * Fraction(666, 1000)
    assert holdings(one, sheet, 1).brought == 9 * Fraction(334, 1000) + 2


def test_the_papers_of_somebody_who_was_not_elected_are_no_matter() -> None:
    one = ballots(contest(1, "- -"), {"A": 2, "B": 1})
    with pytest.raises(BadInput, match="B was not elected"):
        holdings(one, Av().count(one), 1)


def test_papers_of_one_member_fill_one_place() -> None:
    one = ballots(contest(2, "- - -"), {"A": 2, "B": 2, "C": 1})
    counted = ScottishStv().count(one)
    with pytest.raises(BadInput, match="one after another"):
        count_back_own_papers(one, counted, vacancy(counted, "AB"))
