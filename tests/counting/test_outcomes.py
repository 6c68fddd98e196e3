"""Unopposed, short and impossible elections, and places that voters leave open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.counting.contest import Contest
from domain.counting.manifest import Ballots
from domain.counting.outcomes import (
    Contested,
    Declared,
    Impossible,
    Short,
    Unopposed,
    before_voting,
    declared,
)
from domain.counting.papers import Papers
from domain.counting.quotas import QuotaGroup, Quotas
from domain.counting.reopening import ready, with_reopening
from domain.counting.rules.marks.block import Block
from domain.counting.rules.marks.fptp import Fptp
from domain.counting.rules.single.av import Av
from domain.counting.rules.stv.scottish import ScottishStv
from domain.counting.sheet import Sheet
from domain.counting.ties import Lot, Ties
from domain.kernel.refusal import BadInput
from tests.counting.small import cast, contest, contests, papers, quotas
from tests.support.examples import examples

WOMAN = (QuotaGroup(group="w", least=1, words="women"),)
MEN = (QuotaGroup(group="m", most=1, words="men"),)


# When nominations close.


def test_more_than_places_is_contested() -> None:
    assert before_voting(contest(2, "- - -")) == Contested()


def test_as_many_as_places_are_unopposed_by_name() -> None:
    assert before_voting(contest(2, "- -")) == Unopposed(elected=("A", "B"))


def test_fewer_than_places_are_elected_and_leave_places_open() -> None:
    assert before_voting(contest(3, "- - -", withdrawn="B")) == Short(
        elected=("A", "C"), unfilled=1
    )


def test_an_impossible_combination_is_an_outcome_with_its_reason() -> None:
    assert before_voting(contest(2, "- -"), WOMAN) == Impossible(
        reason="At least 1 women must be elected and 0 stand."
    )


def test_a_maximum_makes_it_a_contest_even_if_no_more_stand_than_places() -> None:
    assert before_voting(contest(2, "m m"), MEN) == Contested(unfilled=1)


def test_nobody_is_unopposed_where_nominations_may_be_reopened() -> None:
    assert before_voting(with_reopening(contest(2, "- -"))) == Contested()


@given(contests(5), quotas())
@settings(max_examples=examples(40), deadline=None)
def test_who_is_elected_without_a_vote_keeps_the_quotas(
    election: Contest, groups: tuple[QuotaGroup, ...]
) -> None:
    outcome = before_voting(election, groups)
    if isinstance(outcome, Unopposed | Short):
        chosen = [election.index(name) for name in outcome.elected]
        assert Quotas(election, groups).together(
            Sheet(election, ScottishStv.manifest.scale, 0), chosen
        )


# Reopened nominations.


def reopened(seats: int, people: str, lines: dict[str, int]) -> Ballots:
    """The last letter is that of reopened nominations."""
    return Ballots(with_reopening(contest(seats, people)), papers(lines), Ties(Lot("s")))


def test_reopened_nominations_are_added_once() -> None:
    election = with_reopening(contest(2, "- -"))
    assert election.names == ("A", "B", "Re-open nominations")
    assert election.people == (0, 1)
    with pytest.raises(BadInput, match="on the paper already"):
        with_reopening(election)


def test_one_place_won_by_reopened_nominations_stays_open() -> None:
    sheet = Av().count(reopened(1, "- -", {"CA": 3, "A": 2, "B": 2}))
    assert declared(sheet) == Declared(elected=(), reopened=1)


def test_a_place_won_does_not_take_the_other_places_from_whom_the_voters_want() -> None:
    """Three places among 40 papers, quota 11: two quotas for A and B, one against all others."""
    one = ready(reopened(3, "- - - -", {"AB": 13, "BA": 12, "EA": 12, "C": 2, "D": 1}))
    found = declared(ScottishStv().count(one))
    assert found == Declared(elected=("A", "B"), reopened=1)


def test_what_is_left_over_passes_to_a_further_place_as_often_as_it_wins() -> None:
    """70 of 100 papers want new nominations and nobody else: three quotas of 21 and a rest."""
    one = ready(reopened(4, "- - - -", {"E": 70, "A": 22, "B": 5, "C": 2, "D": 1}))
    sheet = ScottishStv().count(one)
    assert declared(sheet) == Declared(elected=("A",), reopened=3)
    assert [sheet.name(c) for c in sheet.elected if c in one.contest.reopen] == [
        "Re-open nominations",
        "Re-open nominations (2)",
        "Re-open nominations (3)",
    ]


def test_with_few_votes_it_goes_out_and_everybody_is_elected() -> None:
    one = ready(reopened(2, "- -", {"A": 5, "B": 4, "CA": 1}))
    assert declared(ScottishStv().count(one)) == Declared(elected=("A", "B"))


def test_those_who_are_no_more_than_the_places_are_not_elected_against_the_voters() -> None:
    one = ready(reopened(2, "- -", {"C": 9, "A": 3, "B": 1}))
    assert declared(ScottishStv().count(one)) == Declared(elected=(), reopened=2)


def test_where_crosses_are_added_nobody_with_fewer_is_elected() -> None:
    for rule in (Block(), Fptp()):
        sheet = rule.count(reopened(3, "- - - -", {"A": 4, "E": 3, "B": 2, "C": 1}))
        assert declared(sheet) == Declared(elected=("A",), reopened=2)


def test_a_place_left_open_counts_towards_the_minimum_for_a_group() -> None:
    one = reopened(2, "w m m", {"D": 5, "B": 5, "C": 1})
    one = ready(replace(one, guard=Quotas(one.contest, WOMAN)))
    found = declared(ScottishStv().count(one))
    assert found == Declared(elected=("B",), reopened=1)


def test_the_woman_whom_a_quota_needs_is_kept_while_nobody_reopens_nominations() -> None:
    one = reopened(2, "w m m", {"B": 5, "C": 5, "A": 1, "D": 1})
    one = ready(replace(one, guard=Quotas(one.contest, WOMAN)))
    assert "A" in declared(ScottishStv().count(one)).elected


@given(st.data())
@settings(max_examples=examples(30), deadline=None)
def test_all_places_are_filled_or_reopened_or_nobody_was_left(data: st.DataObject) -> None:
    election = with_reopening(data.draw(contests(4)))
    one = Ballots(election, data.draw(cast(election)), Ties(Lot("s")))
    sheet = ScottishStv().count(ready(one))
    found = declared(sheet)
    assert len(found.elected) + found.reopened + found.unfilled == election.seats
    assert not found.unfilled or not sheet.hopeful


def test_further_places_follow_the_first_on_every_paper_and_stay_at_one_rank() -> None:
    joined = np.array([[False, True, False], [False, False, False]])
    ranks = np.array([[3, 1, 2], [2, 0, 0]], dtype=np.int32)
    number = np.array([1, 1], dtype=np.int64)
    one = Ballots(with_reopening(contest(3, "- -")), Papers(ranks, number, joined), Ties())
    wide = ready(one).papers
    assert wide.ranks.tolist() == [[3, 1, 4, 5, 2], [2, 0, 0, 0, 0]]
    assert wide.joined is not None
    assert wide.joined.tolist() == [[False, True, False, False, False], [False] * 5]


def test_ballots_without_it_are_as_they_were() -> None:
    one = Ballots(contest(2, "- -"), papers("AB"), Ties())
    assert ready(one) is one
