"""What holds for every counting rule: quotas, ties in the open, order, doubled papers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.counting.contest import Contest
from domain.counting.manifest import Ballots
from domain.counting.papers import Papers
from domain.counting.quotas import QuotaGroup
from domain.counting.rules.marks.fptp import Fptp
from domain.counting.sheet import Sheet, Standing
from domain.counting.ties import Lot, Ties, TieUndecided
from tests.counting.drawn import elections_drawn
from tests.counting.rules import NAMES, ONE_PLACE, RULES, Rule, ballots, named
from tests.counting.small import (
    cast,
    contest,
    contests,
    elected,
    kept,
    papers,
    possible,
    quotas,
    said,
)
from tests.support.examples import examples

# Rules with a quota in whole votes.
ROUNDED = {"scottish-stv", "proportional"}
SEVERAL = [rule for rule in RULES if rule[0].manifest.id not in ONE_PLACE]
# In an order of priorities equals for one of its places are tied.
IN_PLACES = [rule for rule in SEVERAL if rule[0].manifest.id != "ranked-priorities"]
each_rule = pytest.mark.parametrize("rule", RULES, ids=NAMES)


@each_rule
@given(data=st.data())
@settings(max_examples=examples(15), deadline=None)
def test_quotas_are_kept_and_as_many_places_filled_as_can_be(
    rule: Rule, data: st.DataObject
) -> None:
    election, groups = data.draw(contests(6)), data.draw(quotas())
    given_papers = data.draw(cast(election))
    one = ballots(rule, election, given_papers).contest
    choices = possible(one, groups)
    assume(choices)
    sheet = rule[0].count(ballots(rule, election, given_papers, groups))
    assert kept(one, groups, sheet.elected)
    assert len(sheet.elected) == len(choices[0])


@each_rule
@given(data=st.data())
@settings(max_examples=examples(12), deadline=None)
def test_as_many_are_elected_as_there_are_places_and_candidates(
    rule: Rule, data: st.DataObject
) -> None:
    election = data.draw(contests(5))
    out = data.draw(st.sets(st.sampled_from(range(len(election.candidates)))))
    election = election.model_copy(update={"withdrawn": frozenset(out)})
    found = ballots(rule, election, data.draw(cast(election)))
    sheet = rule[0].count(found)
    assert len(sheet.elected) == min(found.contest.seats, len(election.standing))
    assert not out & set(sheet.elected)


@each_rule
@given(data=st.data())
@settings(max_examples=examples(10), deadline=None)
def test_neither_the_order_of_candidates_nor_that_of_papers_matters(
    rule: Rule, data: st.DataObject
) -> None:
    election = data.draw(contests(4))
    one = ballots(rule, election, data.draw(cast(election, 6)))
    order = data.draw(st.permutations(range(len(election.candidates))))
    rows = data.draw(st.permutations(range(len(one.papers.number))))
    other = moved(one, order, rows)
    first, second = rule[0].count(one), rule[0].count(other)
    assert [first.name(c) for c in first.elected] == [second.name(c) for c in second.elected]
    assert stages(first) == stages(second)


def moved(given: Ballots, order: list[int], rows: list[int]) -> Ballots:
    """The same election with its candidates and papers in another order."""
    candidates = tuple(given.contest.candidates[at] for at in order)
    marks = np.array([0, *(order.index(i) + 1 for i in range(len(order)))], dtype=np.int32)
    which = np.array(rows, dtype=np.int64)
    sections = given.sections
    return replace(
        given,
        contest=given.contest.model_copy(update={"candidates": candidates}),
        papers=Papers(marks[given.papers.ranks[which]], given.papers.number[which]),
        sections=sections and replace(sections, of=sections.of[which]),
        ties=Ties(Lot("seed")),
    )


def stages(sheet: Sheet) -> list[object]:
    return [
        ({sheet.name(i): total for i, total in enumerate(stage.totals)}, set(stage.sentences))
        for stage in sheet.stages
    ]


@each_rule
@given(data=st.data())
@settings(max_examples=examples(12), deadline=None)
def test_a_tie_is_entered_or_left_to_a_decision(rule: Rule, data: st.DataObject) -> None:
    """With a lot every tie is an entry; without one the count either had no tie or stops."""
    election = data.draw(contests(4))
    found = ballots(rule, election, data.draw(cast(election, 5)))
    sheet = rule[0].count(found)
    drawn = [tie for stage in sheet.stages for tie in stage.ties if "by lot" in tie.how]
    undecided = replace(found, ties=Ties())
    if drawn:
        with pytest.raises(TieUndecided) as tied:
            rule[0].count(undecided)
        assert set(tied.value.between) <= {sheet.name(c) for c in drawn[0].between}
    else:
        assert elected(rule[0].count(undecided)) == elected(sheet)


@each_rule
@given(data=st.data())
@settings(max_examples=examples(12), deadline=None)
def test_nobody_goes_out_or_in_before_an_equal_without_an_entry(
    rule: Rule, data: st.DataObject
) -> None:
    election = data.draw(contests(4))
    sheet = rule[0].count(ballots(rule, election, data.draw(cast(election, 5))))
    in_count, out = set(election.standing), set[int]()
    before: tuple[object, ...] = ()
    for stage in sheet.stages:
        tied = [set(tie.between) for tie in stage.ties]
        # A rule with keep factors excludes by the totals of the same round.
        votes = before if stage.keep is None else stage.totals
        for candidate in stage.excluded:
            level = {other for other in in_count - out if votes[other] == votes[candidate]}
            together = level <= set(stage.excluded)  # then nobody goes before an equal
            assert together or any({candidate} < group <= level for group in tied)
        out |= set(stage.excluded) | set(stage.elected)
        before = stage.totals
    if rule[0].manifest.id != "ranked-priorities":
        in_by_votes(sheet)


@each_rule
@given(data=st.data())
@settings(max_examples=examples(12), deadline=None)
def test_whoever_is_named_before_an_equal_is_so_by_a_tie_or_by_a_word(
    rule: Rule, data: st.DataObject
) -> None:
    election = data.draw(contests(5))
    sheet = rule[0].count(ballots(rule, election, data.draw(cast(election, 4))))
    for stage in sheet.stages:
        chosen = {tie.chosen for tie in stage.ties}
        for one, other in pairwise(stage.elected):
            if stage.totals[one] == stage.totals[other] and one not in chosen:
                assert sheet.name(one) < sheet.name(other)
                assert any(
                    sheet.name(one) in said and sheet.name(other) in said and "alphabet" in said
                    for said in stage.sentences
                )


def in_by_votes(sheet: Sheet) -> None:
    """At the last stage nobody out of it has as many votes as somebody in, but by an entry."""
    last = sheet.stages[-1]
    if len(sheet.stages) > 1:
        return
    for one in last.elected:
        for other in sheet.hopeful:
            if last.totals[other] == last.totals[one] and sheet.places_left == 0:
                assert any({one, other} <= set(tie.between) for tie in last.ties)


@each_rule
@given(data=st.data())
@settings(max_examples=examples(10), deadline=None)
def test_a_count_comes_out_the_same_again(rule: Rule, data: st.DataObject) -> None:
    election = data.draw(contests(5))
    found = ballots(rule, election, data.draw(cast(election)))
    first, again = rule[0].count(found), rule[0].count(found)
    assert first.stages == again.stages


# Rules that neither round nor add a unit to the quota; under the others a near count may rightly
# come out otherwise when every paper is doubled.
LINEAR = [
    rule
    for rule in RULES
    if rule[0].manifest.id in {"wigm-exact", "fptp", "block", "approval", "av", "electoral-college"}
    or (rule[0].manifest.id == "ranked-priorities" and "proportional" not in rule[1].values())
]


@pytest.mark.parametrize("rule", LINEAR, ids=named)
@given(data=st.data())
@settings(max_examples=examples(15), deadline=None)
def test_twice_the_papers_are_twice_the_votes_and_change_nothing_else(
    rule: Rule, data: st.DataObject
) -> None:
    found = ballots(rule, (election := data.draw(contests(5))), data.draw(cast(election)))
    once = rule[0].count(found)
    twice = rule[0].count(replace(found, papers=doubled(found.papers)))
    times = 1 if rule[0].manifest.id == "electoral-college" else 2  # whose votes are per cent
    assert (once.elected, once.excluded) == (twice.elected, twice.excluded)
    for stage, double in zip(once.stages, twice.stages, strict=True):
        assert tuple(times * votes for votes in stage.totals) == double.totals
        assert [(tie.between, tie.chosen) for tie in stage.ties] == [
            (tie.between, tie.chosen) for tie in double.ties
        ]


def doubled(papers: Papers) -> Papers:
    return Papers(papers.ranks, papers.number * 2)


ROUNDING = [rule for rule in RULES if rule not in LINEAR]


@pytest.mark.parametrize("rule", ROUNDING, ids=named)
def test_twice_the_papers_take_the_same_course_but_for_the_rounding_of_the_rule(rule: Rule) -> None:
    """With ten thousand papers of each kind the units that are rounded to are small beside them.

    Elections are left out in which votes are level; the rest of a division may part them.
    """
    compared = 0
    for one in elections_drawn(60, "doubling"):
        many = Papers(one.papers.ranks, one.papers.number * 10_000)
        once = rule[0].count(ballots(rule, one.contest, many))
        twice = rule[0].count(ballots(rule, one.contest, doubled(many)))
        if any(stage.ties for stage in (*once.stages, *twice.stages)):
            continue
        compared += 1
        assert course(once) == course(twice), one.told
    assert compared > 20


def course(sheet: Sheet) -> list[object]:
    return [(stage.deed, stage.of, stage.elected, stage.excluded) for stage in sheet.stages]


EXACT = [rule for rule in RULES if not {rule[0].manifest.id, *rule[1].values()} & ROUNDED]


@pytest.mark.parametrize("rule", EXACT, ids=named)
@given(data=st.data())
@settings(max_examples=examples(10), deadline=None)
def test_three_times_the_papers_elect_the_same(rule: Rule, data: st.DataObject) -> None:
    """But for the Scottish rule, whose quota and truncation are in whole units."""
    election = data.draw(contests(5))
    found = ballots(rule, election, data.draw(cast(election)))
    more = Papers(found.papers.ranks, found.papers.number * 3)
    assert elected(rule[0].count(found)) == elected(rule[0].count(replace(found, papers=more)))


@pytest.mark.parametrize("rule", IN_PLACES, ids=named)
def test_equals_who_all_have_a_place_are_said_to_be_level_and_not_tied(rule: Rule) -> None:
    sheet = rule[0].count(ballots(rule, contest(2, "- - -"), papers({"B": 4, "A": 4, "C": 1})))
    assert elected(sheet) == "AB"
    assert not any(stage.ties for stage in sheet.stages)
    assert (
        "A and B have equal votes. They are named in the order of the alphabet, which decides "
        "nothing." in said(sheet)
    )


def test_those_of_equals_whom_a_lot_put_first_are_not_said_to_be_level() -> None:
    """Of three equals for two places, one lot says who comes in first and another who second."""
    drawn = Fptp().count(
        ballots((Fptp(), {}), contest(2, "- - -"), papers({"A": 4, "B": 4, "C": 4}))
    )
    assert [len(tie.between) for tie in drawn.stages[0].ties] == [3, 2]
    assert "alphabet" not in said(drawn)


@each_rule
@pytest.mark.parametrize("lines", ["", "- - -"])
def test_without_a_single_preference_only_a_lot_can_decide(rule: Rule, lines: str) -> None:
    found = ballots(rule, contest(2, "- - -"), papers(lines))
    sheet = rule[0].count(found)
    assert len(sheet.elected) == found.contest.seats
    assert any(stage.ties for stage in sheet.stages)
    with pytest.raises(TieUndecided):
        rule[0].count(replace(found, ties=Ties()))


@each_rule
def test_nobody_standing_leaves_every_place_open(rule: Rule) -> None:
    sheet = rule[0].count(ballots(rule, contest(2, "- -", withdrawn="AB"), papers("AB BA")))
    assert not sheet.elected
    assert {sheet.standing(c) for c in (0, 1)} == {Standing.WITHDRAWN}


@each_rule
def test_a_single_candidate_is_elected(rule: Rule) -> None:
    assert elected(rule[0].count(ballots(rule, contest(2, "-"), papers("A -")))) == "A"


@pytest.mark.parametrize("rule", SEVERAL, ids=named)
def test_of_two_who_could_fill_the_last_places_only_one_does_if_a_quota_says_so(
    rule: Rule,
) -> None:
    """Each of two men could still be elected, but not both, though three places are left."""
    election = contest(3, "w m m")
    men = (QuotaGroup(group="m", most=1),)
    sheet = rule[0].count(ballots(rule, election, papers({"A": 2, "B": 3, "C": 4}), men))
    assert sorted(elected(sheet)) == ["A", "C"]


def test_every_contest_used_here_has_the_groups_it_says() -> None:
    election: Contest = contest(2, "w wx -")
    assert [sorted(c.groups) for c in election.candidates] == [["w"], ["w", "x"], []]
