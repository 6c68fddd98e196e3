"""What another rule would have given: told where it can be, and never in the way of the result."""

from __future__ import annotations

import pytest

from domain.counting import explaining
from domain.counting.contest import Contest
from domain.counting.count import count
from domain.counting.explaining import Elsewhere, beside, outcome
from domain.counting.papers import Cast
from domain.counting.quotas_choice import QuotaGroup
from domain.counting.result import CountResult
from domain.counting.terms import BySeed, Terms
from tests.counting.given import contest, simple

TERMS = Terms(rule="scottish-stv", ties=(BySeed(seed="published"),))
ASKED = contest(2, 4)
CAST = simple((9, "AB"), (8, "C"), (3, "DB"), (2, "BD"))


def under(rule: str, cast: Cast, terms: Terms, elected: tuple[str, ...]) -> Elsewhere:
    return beside(outcome(ASKED, cast, terms.by(rule)), elected)


def test_the_same_papers_are_told_under_another_rule_beside_the_result() -> None:
    elected = count(ASKED, CAST, TERMS).elected
    other = under("approval", CAST, TERMS, elected)
    assert (elected, other.elected) == (("A", "C"), ("B", "A"))
    assert (other.instead, other.of, other.same) == (("B",), ("C",), False)


def test_a_rule_that_leaves_a_tie_open_is_said_to() -> None:
    level = simple((3, "A"), (2, "B"), (2, "C"), (1, "D"))
    other = under("fptp", level, Terms(rule="meek-prf"), ("A", "B"))
    assert "are tied" in other.undecided
    assert not other.unfit


def test_a_rule_that_refuses_the_terms_is_told_with_its_reason() -> None:
    """Nobody belongs to the group: a count under these terms is refused as against a quota."""
    terms = TERMS.model_copy(update={"quotas": (QuotaGroup(group="w", least=1),)})
    other = under("meek-prf", CAST, terms, ("A", "C"))
    assert other.unfit.startswith("At least 1 w ")
    assert not other.same
    assert not other.undecided


def test_a_comparison_that_does_not_add_up_does_not_take_the_result_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(contest: Contest, cast: Cast, terms: Terms) -> CountResult:
        raise ArithmeticError("stage 2: 9 votes in, 8 votes out")

    monkeypatch.setattr(explaining, "count", broken)
    other = under("meek-prf", CAST, TERMS, ("A", "C"))
    assert "does not come out: stage 2: 9 votes in, 8 votes out." in other.unfit
