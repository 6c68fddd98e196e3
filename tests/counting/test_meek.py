"""What counts with keep factors promise, whatever the papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.counting.contest import Candidate, Contest
from domain.counting.manifest import Ballots, CountingRule
from domain.counting.rules.meek.nz import AheadAtFirstDifference, MeekNz
from domain.counting.rules.meek.prf import MeekPrf
from domain.counting.sheet import Deed, Question, Sheet
from domain.counting.ties import Lot, Tied, Ties, TieUndecided
from tests.counting.elections import NAMES, Line, ballots, elections, papers, winners
from tests.counting.guards import guarded
from tests.counting.plain_meek import PlainMeek
from tests.counting.plain_meek import Tied as PlainTied
from tests.support.examples import examples

RULES: list[CountingRule] = [MeekPrf(), MeekNz()]
both = pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.manifest.id))


def of(rule: CountingRule, seats: int, lines: Sequence[Line]) -> Sheet:
    return rule.count(ballots(seats, NAMES, lines, Lot("a seed")))


@settings(max_examples=examples(25), deadline=None)
@given(elections(), st.integers(1, 5))
def test_every_stage_is_what_counting_paper_by_paper_gives(
    lines: Sequence[Line], seats: int
) -> None:
    plain = PlainMeek(seats, len(NAMES), lines)
    try:
        plain.count()
    except PlainTied:
        assume(False)
    sheet = of(MeekPrf(), seats, lines)
    assert sorted(i + 1 for i in sheet.elected) == sorted(plain.elected)
    assert [(stage.totals, stage.keep) for stage in sheet.stages] == plain.rounds


@settings(max_examples=examples(8), deadline=None)
@given(elections(most=10**14), st.integers(1, 5))
def test_elections_too_big_for_machine_numbers_are_counted_exactly(
    lines: Sequence[Line], seats: int
) -> None:
    assume(sum(number for number, _ in lines) * 2 * 10**9 >= 2**63)
    plain = PlainMeek(seats, len(NAMES), lines)
    try:
        plain.count()
    except PlainTied:
        assume(False)
    sheet = of(MeekPrf(), seats, lines)
    assert [(stage.totals, stage.keep) for stage in sheet.stages] == plain.rounds


@both
@settings(max_examples=examples(15), deadline=None)
@given(data=st.data(), lines=elections(), seats=st.integers(1, 5))
def test_the_order_of_papers_and_candidates_does_not_matter(
    rule: CountingRule, data: st.DataObject, lines: Sequence[Line], seats: int
) -> None:
    order = data.draw(st.permutations(range(len(NAMES))))
    shuffled = data.draw(st.permutations(lines))
    renumbered = [(n, [order.index(mark - 1) + 1 for mark in marks]) for n, marks in shuffled]
    names = [NAMES[place] for place in order]
    sheet = of(rule, seats, lines)
    other = rule.count(ballots(seats, names, renumbered, Lot("a seed")))
    assert [sheet.name(i) for i in sheet.elected] == [other.name(i) for i in other.elected]
    for stage, same in zip(sheet.stages, other.stages, strict=True):
        assert stage.totals == tuple(same.totals[order.index(i)] for i in range(len(NAMES)))


@both
@settings(max_examples=examples(15), deadline=None)
@given(lines=elections(), seats=st.integers(1, 5))
def test_all_places_are_filled_and_no_others(
    rule: CountingRule, lines: Sequence[Line], seats: int
) -> None:
    assert len(set(of(rule, seats, lines).elected)) == seats


@settings(max_examples=examples(15), deadline=None)
@given(elections(), st.integers(1, 5))
def test_the_reference_rule_loses_and_makes_no_vote_by_rounding(
    lines: Sequence[Line], seats: int
) -> None:
    assert all(stage.rounding_loss == 0 for stage in of(MeekPrf(), seats, lines).stages)


@settings(max_examples=examples(15), deadline=None)
@given(elections(), st.integers(1, 5))
def test_products_rounded_up_one_by_one_make_votes_and_lose_none(
    lines: Sequence[Line], seats: int
) -> None:
    for stage in of(MeekNz(), seats, lines).stages:
        assert stage.rounding_loss <= 0


def test_new_zealands_rounding_gives_more_than_the_paper_is_worth() -> None:
    lines = [(60, [1, 2, 3]), (50, [2, 1, 3]), (20, [3]), (12, [4, 3]), (9, [5, 4])]
    stages = of(MeekNz(), 3, lines).stages
    assert any(stage.rounding_loss < 0 for stage in stages)
    assert all(stage.rounding_loss == 0 for stage in of(MeekPrf(), 3, lines).stages)


@both
@settings(max_examples=examples(12), deadline=None)
@given(lines=elections(), withdrawn=st.integers(0, 5))
def test_papers_pass_over_a_withdrawn_candidate_as_if_never_named(
    rule: CountingRule, lines: Sequence[Line], withdrawn: int
) -> None:
    given_ = ballots(2, NAMES, lines, Lot("a seed"))
    without = replace(given_, contest=given_.contest.without((NAMES[withdrawn],)))
    unnamed = [(n, [mark for mark in marks if mark != withdrawn + 1]) for n, marks in lines]
    sheet = rule.count(without)
    other = rule.count(replace(without, papers=papers(unnamed)))
    assert [stage.totals for stage in sheet.stages] == [stage.totals for stage in other.stages]
    assert NAMES[withdrawn] not in winners(sheet)


@both
def test_the_elected_keep_just_the_quota(rule: CountingRule) -> None:
    sheet = of(rule, 2, [(60, [1, 2]), (20, [2]), (19, [3]), (9, [4, 3])])
    stage = sheet.stages[1]
    assert stage.keep is not None
    assert sheet.text(stage.totals[0])[:5] == sheet.text(stage.quota)[:5]
    assert sheet.text(stage.keep[0])[:4] == "0.60"


@both
def test_a_short_election_elects_everybody_after_first_preferences(rule: CountingRule) -> None:
    sheet = rule.count(ballots(3, ("Ada", "Ben"), [(3, [1]), (1, [2])]))
    assert [stage.deed for stage in sheet.stages] == [Deed.FIRST]
    assert winners(sheet) == {"Ada", "Ben"}


@both
def test_one_candidate_without_any_paper_is_elected(rule: CountingRule) -> None:
    assert winners(rule.count(ballots(1, ("Ada",), []))) == {"Ada"}


@both
def test_without_papers_everything_goes_by_the_ways_to_break_ties(rule: CountingRule) -> None:
    sheet = rule.count(ballots(1, ("Ada", "Ben", "Cleo"), [], Lot("a seed")))
    assert len(sheet.elected) == 1
    assert [tie.question for stage in sheet.stages for tie in stage.ties] == [
        Question.EXCLUSION,
        Question.EXCLUSION,
    ]


@both
def test_blank_papers_count_for_nobody(rule: CountingRule) -> None:
    sheet = rule.count(ballots(1, ("Ada", "Ben"), [(2, [1]), (1, [2]), (5, [])]))
    assert winners(sheet) == {"Ada"}
    assert sheet.text(sheet.stages[0].non_transferable) == "5.000000000"


@both
def test_a_tie_without_a_way_to_break_it_waits_for_a_decision(rule: CountingRule) -> None:
    with pytest.raises(TieUndecided) as waiting:
        rule.count(ballots(1, ("Ada", "Ben", "Cleo"), [(2, [1]), (2, [2]), (2, [3])]))
    assert waiting.value.between == ("Ada", "Ben", "Cleo")


def test_who_is_within_the_surplus_left_of_the_lowest_is_tied_with_them() -> None:
    lines = [(2, [1]), (4, [3, 2]), (8, [3, 1, 4]), (4, [2])]
    sheet = MeekPrf().count(ballots(2, NAMES[:4], lines, Lot("a seed")))
    stage = sheet.stages[2]
    assert [tie.between for tie in stage.ties] == [(0, 1)]
    assert stage.totals[:2] == (5_999_999_992, 5_999_999_996)


def test_new_zealand_elects_and_excludes_in_one_step_whoever_cannot_catch_up() -> None:
    first = [(12, [2, 6, 3, 5]), (12, [1, 3, 6]), (7, [3, 4]), (6, [2, 4])]
    stage = of(MeekNz(), 3, [*first, (23, [2, 3]), (20, [2, 5])]).stages[1]
    assert (stage.elected, stage.excluded) == ((2,), (3,))


def test_new_zealands_ties_go_to_the_first_distribution_at_which_the_tied_differed() -> None:
    steps = [(5, 5, 5), (4, 6, 4), (9, 0, 1)]
    sheet = of(MeekNz(), 2, [(1, [1])])
    narrowed = AheadAtFirstDifference(steps).narrow(
        Tied(Question.EXCLUSION, (0, 1, 2), highest=False), sheet
    )
    assert narrowed.left == (0, 2)
    assert narrowed.how == "had the fewest votes at distribution 2"


@both
def test_a_guarded_candidate_is_not_excluded_and_the_sheet_says_why(rule: CountingRule) -> None:
    lines = [(6, [1]), (5, [2]), (4, [3]), (1, [4]), (3, [5])]
    given_ = ballots(2, NAMES[:5], lines, Lot("a seed"))
    sheet = rule.count(guarded(given_, {3}, least=1))
    assert "Dan" in winners(sheet)
    said = [sentence for stage in sheet.stages for sentence in stage.sentences]
    assert any("Dan has fewer votes and can't be excluded" in sentence for sentence in said)


@both
def test_a_candidate_whose_group_is_full_is_excluded_and_the_sheet_says_why(
    rule: CountingRule,
) -> None:
    lines = [(9, [1]), (8, [2]), (3, [3]), (2, [4])]
    given_ = ballots(2, NAMES[:4], lines, Lot("a seed"))
    sheet = rule.count(guarded(given_, {0, 1}, most=1))
    assert winners(sheet) == {"Ada", "Cleo"}
    said = [sentence for stage in sheet.stages for sentence in stage.sentences]
    assert any("Ben can no longer be elected" in sentence for sentence in said)


@both
@settings(max_examples=examples(15), deadline=None)
@given(lines=elections(), members=st.sets(st.integers(0, 5), min_size=2, max_size=4))
def test_quotas_for_a_group_hold(
    rule: CountingRule, lines: Sequence[Line], members: set[int]
) -> None:
    given_ = ballots(3, NAMES, lines, Lot("a seed"))
    sheet = rule.count(guarded(given_, members, least=1, most=2))
    assert len(sheet.elected) == 3
    assert 1 <= len(members & set(sheet.elected)) <= 2


@both
def test_every_stage_cites_the_rule(rule: CountingRule) -> None:
    sheet = of(rule, 2, [(60, [1, 2]), (20, [2]), (19, [3]), (9, [4, 3])])
    assert all(stage.clauses and stage.sentences for stage in sheet.stages)


def test_more_candidates_than_small_numbers_can_name_are_counted() -> None:
    many = Contest(seats=1, candidates=tuple(Candidate(name=str(i)) for i in range(2**15)))
    three = Ballots(many, papers([(2, [2**15]), (1, [1])]), Ties())
    assert MeekPrf().count(three).elected == [2**15 - 1]
