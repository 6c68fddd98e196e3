"""Quotas hold in the counts of every rule, also where the last places are filled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.counting.quotas import QuotaGroup
from domain.counting.reopening import ready
from domain.counting.rules.stv.ers97 import Ers97
from tests.counting.drawn import Drawn, elections_drawn
from tests.counting.rules import NAMES, ONE_PLACE, RULES, Rule, ballots, named
from tests.counting.small import contest, elected, kept, papers, possible

each_rule = pytest.mark.parametrize("rule", RULES, ids=NAMES)
each_transferring = pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule[0].manifest.transfers], ids=named
)
# One in forty of those of the long suite used to break a quota under one rule.
number = pytest.mark.parametrize("number", [30, pytest.param(1500, marks=pytest.mark.long)])
AT_MOST_ONE = (QuotaGroup(group="w", most=1),)


@each_rule
@number
def test_every_quota_is_kept_and_as_many_places_filled_as_can_be(rule: Rule, number: int) -> None:
    for one in elections_drawn(number, "quotas"):
        given = ballots(rule, one.contest, one.papers)
        choices = possible(given.contest, one.quotas)
        if not choices:  # a rule for one place, where the quotas need more
            continue
        sheet = rule[0].count(ballots(rule, one.contest, one.papers, one.quotas))
        assert kept(given.contest, one.quotas, sheet.elected), one.told
        assert len(sheet.elected) == len(choices[0]), one.told


@each_transferring
@number
def test_every_quota_is_kept_by_those_elected_beside_reopened_places(
    rule: Rule, number: int
) -> None:
    """Whoever fills a reopened place later has to keep the minimums, so it counts towards them."""
    for one in elections_drawn(number, "reopening", reopen=True):
        people, reopened = with_reopening(rule, one)
        for quota in one.quotas:
            have = sum(quota.group in one.contest.candidates[i].groups for i in people)
            assert quota.least <= have + reopened, one.told
            assert quota.most is None or have <= quota.most, one.told
        assert len(people) + reopened <= one.contest.seats, one.told


def with_reopening(rule: Rule, one: Drawn) -> tuple[list[int], int]:
    """The people elected, and how many places nobody won."""
    given = ready(ballots(rule, one.contest, one.papers, one.quotas))
    sheet = rule[0].count(given)
    people = [i for i in sheet.elected if i not in given.contest.reopen]
    return people, len(sheet.elected) - len(people)


several = pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule[0].manifest.id not in ONE_PLACE], ids=named
)


@several
@pytest.mark.parametrize(
    ("seats", "groups", "lines", "filled"),
    [
        (4, "w - w w w w", {"BAF": 2, "FB": 3, "B": 1, "EFCA": 9, "D": 9, "C": 1}, 2),
        (5, "- w - w", {"C": 5, "CDAB": 8, "CD": 8, "D": 1, "ACBD": 4, "ADC": 8}, 3),
    ],
)
def test_fewer_than_the_places_are_elected_where_a_maximum_leaves_no_more(
    rule: Rule, seats: int, groups: str, lines: dict[str, int], filled: int
) -> None:
    election = contest(seats, groups)
    sheet = rule[0].count(ballots(rule, election, papers(lines), AT_MOST_ONE))
    assert kept(election, AT_MOST_ONE, sheet.elected)
    assert len(sheet.elected) == filled


@each_transferring
def test_nobody_is_elected_against_nearly_all_who_would_reopen_every_place(rule: Rule) -> None:
    election = contest(4, "- - -").model_copy(update={"reopen": (2,)})
    given = ready(ballots(rule, election, papers({"C": 100, "A": 1, "B": 1})))
    assert set(rule[0].count(given).elected) == set(given.contest.reopen)


@each_transferring
@number
def test_whoever_has_so_many_quotas_of_first_preferences_reopens_so_many_places(
    rule: Rule, number: int
) -> None:
    """Papers that put nobody first stay with nobody, as with the candidates of a party."""
    for one in elections_drawn(number, "proportion", reopen=True):
        (nobody,) = one.contest.reopen
        free = replace(one, quotas=())
        put_first = (one.papers.ranks[:, :1] == nobody + 1).any(axis=1)
        first = int(one.papers.number[put_first].sum())
        # A little more than the quota, for what rounding takes from each paper.
        quotas_of = (one.contest.seats + 1) * first // (one.papers.total + 8)
        assert with_reopening(rule, free)[1] >= quotas_of, one.told


@each_transferring
def test_all_places_are_reopened_when_nobody_else_is_left(rule: Rule) -> None:
    election = contest(3, "- - -", withdrawn="AB").model_copy(update={"reopen": (2,)})
    given = ready(ballots(rule, election, papers({"C": 9, "AC": 4, "B": 2})))
    assert set(rule[0].count(given).elected) == set(given.contest.reopen)


def test_papers_still_pass_on_where_not_all_who_are_left_may_have_the_places() -> None:
    """B and C had as many votes at every point; D's papers decide which of them comes in."""
    election = contest(3, "- w w w")
    lines = papers({"A": 20, "B": 5, "C": 5, "DC": 2})
    sheet = Ers97().count(ballots((Ers97(), {}), election, lines, AT_MOST_ONE))
    assert elected(sheet) == "AC"
    assert not any(stage.ties for stage in sheet.stages)
