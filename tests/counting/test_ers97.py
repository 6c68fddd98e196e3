"""The ERS97 rules: by the booklet's printed figures, by another program, and by their own words.

The other program (OpenSTV, in a version moved to a newer Python) does not cut off the value of a
surplus' papers at two decimals, as 5.3.7 says, but keeps the remainder in each paper's value and
cuts off only the figures that it prints.  The booklet's model election shows who is right: a
surplus of 26.42 on 123 papers passes on at 0.21 each, and 0.59 can't be transferred.  So the
comparison is made in three steps: with values not cut off, every figure of every stage agrees; by
the rules, the course of the count is the same stage by stage (but for one ward), and its figures
are the same to the last unit where no surplus is divided; and along that course every figure is
worked out again, paper by paper and cut off as the rules say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.counting.amounts import Amount
from domain.counting.manifest import Ballots
from domain.counting.rules.stv.ers97 import Ers97
from domain.counting.rules.stv.ers97_count import Ers97Count
from domain.counting.sheet import Deed, Question, Sheet
from domain.counting.ties import Lot, TieUndecided
from tests.counting.elections import NAMES, Line, ballots, elections, read, winners
from tests.counting.guards import guarded
from tests.counting.plain_ers97 import PlainErs97
from tests.counting.reference import REFERENCE, cases, needs_reference
from tests.support.examples import examples

# The other program's values are binary fractions; their sums may be a printed unit off.
A_UNIT = Decimal("0.01")

# Wards in which no surplus is divided: what the rules give is what the other program gives.
UNDIVIDED = {
    "2017-dumfries-and-galloway-S13002886",
    "2017-east-ayrshire-S13002900",
    "2017-east-renfrewshire-S13002917",
    "2022-highland-S13003003",
}


# A ward in which the last who goes out has one batch more if values are cut off.
ANOTHER_COURSE = {"2022-highland-S13002999"}


def not_cut_off(surplus: Amount, papers: int) -> Amount:
    return Fraction(surplus) / papers


def peer(path: Path) -> tuple[dict[str, Any], Ballots]:
    """The other program's count of that file, and the papers."""
    reference = json.loads(path.read_text())
    if "ers97_by_openstv" in reference:
        return reference["ers97_by_openstv"], read(path.with_suffix(".blt"))
    return reference["ers97"], read(REFERENCE / "scotland" / f"{path.stem}.blt")


def furthest_apart(sheet: Sheet, stages: list[dict[str, Any]]) -> Decimal:
    return max(
        abs(Decimal(sheet.text(votes)) - Decimal(other["votes"][str(i + 1)]))
        for stage, other in zip(sheet.stages, stages, strict=True)
        for i, votes in enumerate(stage.totals)
    )


ALL = [*cases("peer_computed/*.json"), *cases("ers97/*.json")]


@pytest.mark.parametrize("path", ALL)
def test_every_figure_agrees_if_values_are_not_cut_off(path: Path) -> None:
    other, papers = peer(path)
    sheet = Ers97Count(papers, not_cut_off).run()
    assert sorted(i + 1 for i in sheet.elected) == sorted(other["elected"])
    assert furthest_apart(sheet, other["stages"]) <= A_UNIT


@pytest.mark.parametrize("path", ALL)
def test_the_same_are_elected_by_the_rules_words(path: Path) -> None:
    other, papers = peer(path)
    sheet = Ers97().count(papers)
    assert sorted(i + 1 for i in sheet.elected) == sorted(other["elected"])
    if path.stem in UNDIVIDED:
        assert furthest_apart(sheet, other["stages"]) == 0


def course(sheet: Sheet) -> list[object]:
    return [(stage.deed, stage.of, stage.elected, stage.excluded) for stage in sheet.stages]


@pytest.mark.parametrize("path", ALL)
def test_by_the_rules_words_every_stage_does_as_in_the_other_programs_count(path: Path) -> None:
    _, papers = peer(path)
    same = course(Ers97().count(papers)) == course(Ers97Count(papers, not_cut_off).run())
    assert same == (path.stem not in ANOTHER_COURSE)


@pytest.mark.parametrize("path", ALL)
def test_every_figure_is_that_of_counting_paper_by_paper(path: Path) -> None:
    _, papers = peer(path)
    agrees_with_plain(papers)


def agrees_with_plain(papers: Ballots) -> None:
    plain, valid = PlainErs97(papers), papers.papers.total * 100
    anybody = False
    for stage in Ers97().count(papers).stages:
        plain.follow(stage)
        assert list(stage.totals) == plain.totals
        assert stage.non_transferable == plain.non_transferable
        if not anybody:  # from then on it stays (5.1.6, 5.4.8)
            quota = -(-(valid - plain.non_transferable) // (papers.contest.seats + 1))
        assert stage.quota == quota
        anybody = anybody or bool(stage.elected)


@settings(max_examples=examples(40), deadline=None)
@given(elections(), st.integers(1, 5))
def test_every_figure_of_small_elections_is_that_of_counting_paper_by_paper(
    lines: Sequence[Line], seats: int
) -> None:
    agrees_with_plain(ballots(seats, NAMES, lines, Lot("a seed")))


@needs_reference
def test_the_model_elections_first_surplus_is_as_printed() -> None:
    sheet = Ers97().count(read(REFERENCE / "ers97/ers97.blt"))
    first, second = sheet.stages[:2]
    assert sheet.text(first.quota) == "107.58"
    assert winners_of(sheet, 0) == {"Smith"}
    assert sheet.text(second.non_transferable) == "0.59"
    assert any("the count, 123, pass on at 0.21 each" in said for said in second.sentences)


def winners_of(sheet: Sheet, stage: int) -> set[str]:
    return {sheet.name(i) for i in sheet.stages[stage].elected}


def of(seats: int, lines: Sequence[Line]) -> Sheet:
    return Ers97().count(ballots(seats, NAMES, lines, Lot("a seed")))


def cited(sheet: Sheet) -> set[str]:
    return {clause for stage in sheet.stages for clause in stage.clauses}


def test_a_surplus_passes_on_only_with_the_papers_received_last() -> None:
    lines = [(40, [1, 2, 3]), (17, [2, 4]), (16, [3]), (14, [4]), (9, [5])]
    sheet = of(3, lines)
    ben = next(stage for stage in sheet.stages if stage.of == (1,))
    assert ben.deed is Deed.SURPLUS
    assert sheet.text(ben.totals[2]) == "24.80"
    assert sheet.text(ben.totals[3]) == "14.00"


def test_a_surplus_too_small_to_matter_waits_and_the_sheet_says_so() -> None:
    lines = [(31, [1, 2]), (25, [2]), (22, [3]), (10, [4, 3]), (2, [5])]
    sheet = of(2, lines)
    assert sheet.stages[1].deed is Deed.EXCLUSION
    assert any("is left for later" in said for said in sheet.stages[1].sentences)
    assert "5.2.2" in cited(sheet)


def test_those_who_cannot_catch_up_together_are_excluded_together() -> None:
    lines = [(20, [1]), (19, [2]), (18, [3]), (3, [4, 1]), (2, [5, 2]), (1, [6])]
    assert of(2, lines).stages[1].excluded == (5, 4, 3)


def test_of_candidates_with_equal_votes_no_lot_spares_one_from_an_exclusion_together() -> None:
    sheet = of(1, [(11, [1]), (10, [2]), (5, [3, 1]), (3, [4, 1]), (3, [5, 2])])
    assert sheet.stages[1].excluded == (5,)
    assert not sheet.stages[1].ties


def test_batches_go_in_descending_order_of_value() -> None:
    lines = [(40, [1, 4, 2]), (20, [2]), (21, [3]), (5, [4, 2]), (10, [5, 3])]
    sheet = of(2, lines)
    values = [said for stage in sheet.stages for said in stage.sentences if "papers worth" in said]
    worth = [Decimal(said.split("papers worth ")[1].split(" ")[0]) for said in values]
    two = next(place for place, said in enumerate(values) if "batch 1 of 2" in said)
    assert worth[two] > worth[two + 1]


def test_the_quota_falls_only_until_somebody_is_elected() -> None:
    lines = [(20, [1]), (19, [2]), (18, [3]), (8, [4]), (5, [5])]
    sheet = of(2, lines)
    quotas = [stage.quota for stage in sheet.stages]
    first = next(place for place, stage in enumerate(sheet.stages) if stage.elected)
    assert quotas[first] < quotas[0]
    assert set(quotas[first:]) == {quotas[first]}
    assert "5.4.8" in cited(sheet)


def test_an_exclusion_that_leaves_as_many_as_places_moves_no_paper() -> None:
    sheet = Ers97().count(ballots(1, ("Ada", "Ben"), [(4, [1, 2]), (4, [2, 1])], Lot("a seed")))
    assert sheet.stages[-1].totals == sheet.stages[0].totals == (400, 400)
    assert len(sheet.elected) == len(sheet.excluded) == 1
    assert "5.5.1" in sheet.stages[-1].clauses


def test_more_with_equal_votes_than_places_are_not_elected_before_one_was_ahead() -> None:
    sheet = Ers97().count(ballots(1, ("Ada", "Ben"), [(4, [1]), (4, [2])], Lot("a seed")))
    assert sheet.stages[0].elected == ()
    assert "5.6.2" in sheet.stages[0].clauses
    assert sheet.stages[1].ties[0].question is Question.EXCLUSION


def test_a_tie_goes_back_to_the_earliest_point_at_which_the_tied_differed() -> None:
    lines = [(10, [1]), (9, [2]), (6, [3]), (4, [4]), (2, [5, 4]), (1, [5, 1])]
    sheet = of(1, lines)
    tie = next(tie for stage in sheet.stages for tie in stage.ties)
    assert tie.chosen == 3
    assert tie.how == "had the fewest votes at stage 1"


def test_a_tie_at_all_points_waits_for_a_decision() -> None:
    with pytest.raises(TieUndecided) as waiting:
        Ers97().count(ballots(1, NAMES[:3], [(9, [1]), (8, [2]), (8, [3])]))
    assert waiting.value.question is Question.EXCLUSION


@settings(max_examples=examples(25), deadline=None)
@given(elections(), st.integers(1, 5))
def test_every_vote_is_with_a_candidate_or_not_transferable(
    lines: Sequence[Line], seats: int
) -> None:
    sheet = of(seats, lines)
    assert len(set(sheet.elected)) == seats
    for stage in sheet.stages:
        assert stage.rounding_loss == 0
        assert sum(stage.totals) + stage.non_transferable == sheet.papers * 100
        assert all(isinstance(votes, int) and votes >= 0 for votes in stage.totals)


@settings(max_examples=examples(20), deadline=None)
@given(data=st.data(), lines=elections(), seats=st.integers(1, 5))
def test_the_order_of_papers_and_candidates_does_not_matter(
    data: st.DataObject, lines: Sequence[Line], seats: int
) -> None:
    order = data.draw(st.permutations(range(len(NAMES))))
    shuffled = data.draw(st.permutations(lines))
    renumbered = [(n, [order.index(mark - 1) + 1 for mark in marks]) for n, marks in shuffled]
    sheet = of(seats, lines)
    names = [NAMES[place] for place in order]
    other = Ers97().count(ballots(seats, names, renumbered, Lot("a seed")))
    assert [sheet.name(i) for i in sheet.elected] == [other.name(i) for i in other.elected]
    for stage, same in zip(sheet.stages, other.stages, strict=True):
        assert stage.totals == tuple(same.totals[order.index(i)] for i in range(len(NAMES)))


@settings(max_examples=examples(20), deadline=None)
@given(elections(), st.sets(st.integers(0, 5), min_size=2, max_size=4))
def test_quotas_for_a_group_hold(lines: Sequence[Line], members: set[int]) -> None:
    given_ = ballots(3, NAMES, lines, Lot("a seed"))
    sheet = Ers97().count(guarded(given_, members, least=1, most=2))
    assert len(sheet.elected) == 3
    assert 1 <= len(members & set(sheet.elected)) <= 2


@pytest.mark.parametrize("lines", [[], [(5, [])], [(3, [1]), (1, [2])]])
def test_a_short_election_elects_everybody(lines: Sequence[Line]) -> None:
    sheet = Ers97().count(ballots(3, ("Ada", "Ben"), lines))
    assert winners(sheet) == {"Ada", "Ben"}
    assert len(sheet.stages) == 1


def test_a_withdrawn_candidate_gets_no_paper() -> None:
    given_ = ballots(1, NAMES[:3], [(9, [1, 2]), (5, [3]), (1, [2])], Lot("a seed"))
    sheet = Ers97().count(replace(given_, contest=given_.contest.without(("Ada",))))
    assert sheet.stages[0].totals == (0, 1000, 500)
    assert winners(sheet) == {"Ben"}


def test_a_surplus_whose_papers_name_nobody_else_cannot_be_transferred() -> None:
    sheet = of(2, [(30, [1]), (10, [2]), (9, [3])])
    assert sheet.stages[1].non_transferable == 3000 - sheet.stages[1].quota
