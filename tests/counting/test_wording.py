"""The sentences of a count read as people write, also where there is one of something."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from domain.counting.quotas import QuotaGroup, conflict
from domain.counting.wording import agreeing, number_of
from tests.counting.drawn import elections_drawn
from tests.counting.rules import NAMES, RULES, Rule, ballots
from tests.counting.small import contest, papers, possible, said

# One of several things, and what several do; "0.1 votes" and "stage 1" are as they should be.
WRONG = re.compile(
    r"(?<![\d.])1 (?:valid )?(?:papers|votes|places|crosses|points|times|candidates)\b"
    r"|(?<![\d.])(?<!worth )1 (?:of them )?(?:are|were|have|name|give|pass|say|put|stand)\b"
)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_one_of_something_is_said_in_the_singular(rule: Rule) -> None:
    for one in elections_drawn(40, "words"):
        few = replace(one, papers=replace(one.papers, number=one.papers.number // 4 + 1))
        known = ballots(rule, one.contest, one.papers).contest
        for quotas in ((), one.quotas if possible(known, one.quotas) else ()):
            told = said(rule[0].count(ballots(rule, few.contest, few.papers, quotas)))
            assert not WRONG.search(told), told


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
@pytest.mark.parametrize("lines", ["A", "AB C", "A -"])
def test_one_paper_and_one_place_are_said_in_the_singular(rule: Rule, lines: str) -> None:
    told = said(rule[0].count(ballots(rule, contest(1, "- - -"), papers(lines))))
    assert not WRONG.search(told), told


def test_a_quota_of_one_is_said_in_the_singular() -> None:
    one = QuotaGroup(group="x", least=1)
    assert conflict(contest(2, "- -"), (one,)) == "At least 1 x must be elected and 0 stand."


def test_numbers_go_with_their_things() -> None:
    assert [number_of(n, "votes") for n in (0, 1, "1", "0.5", "1.5")] == [
        "0 votes", "1 vote", "1 vote", "0.5 votes", "1.5 votes",
    ]  # fmt: skip
    assert number_of(1, "crosses", "cross") == "1 cross"
    assert number_of("1", "per cent") == "1 per cent"
    assert (agreeing(1, "is", "are"), agreeing(2, "is", "are")) == ("is", "are")
