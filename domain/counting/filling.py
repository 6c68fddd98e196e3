"""One place that somebody left, filled from the papers of the election, under its own terms."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from domain.counting.contest import Contest
from domain.counting.count import prepared
from domain.counting.manifest import Ballots, CountingRule
from domain.counting.papers import Cast
from domain.counting.result import CountResult, result_of
from domain.counting.terms import Terms
from domain.counting.vacancies import (
    Filled,
    Vacancy,
    count_back,
    count_back_own_papers,
    next_runner_up,
)
from domain.kernel.value import Value


class FilledBy(StrEnum):
    """How papers that were counted once say who comes next; `vacancies` explains each."""

    COUNT_BACK = "count_back"
    OWN_PAPERS = "own_papers"
    RUNNER_UP = "next_runner_up"


class Basis(Value):
    """Who left, who sits by that election, and who else can't come in, by the papers' names.

    `empty`: who else left a place that is empty, for the quotas hold for all places together.
    """

    left: str
    empty: tuple[str, ...] = ()
    sitting: tuple[str, ...]
    out: tuple[str, ...]


class Filling(Value):
    """Who comes next, if anybody can, and the count that says so."""

    name: str | None
    result: CountResult


def fill(contest: Contest, cast: Cast, terms: Terms, basis: Basis, by: FilledBy) -> Filling:
    """Who takes the place.

    Raises `BadInput` where these people were not in that election, or its rule can't be counted
    so, `RuleBroken` where the quotas can't be kept, and `TieUndecided`.
    """
    alone = by is FilledBy.OWN_PAPERS
    left = (basis.left,) if alone else (basis.left, *basis.empty)
    vacancy = Vacancy(
        left=frozenset(map(contest.index, left)),
        sitting=frozenset(map(contest.index, basis.sitting)),
        unwilling=frozenset(map(contest.index, basis.out)),
    )
    put = prepared(contest, cast, terms)
    filled = _filled(by, put.counting, put.ballots, terms, vacancy)
    name = filled.sheet.name(filled.by[0]) if filled.by else None
    return Filling(name=name, result=result_of(put.counting.manifest, filled.sheet, put.account))


def _filled(
    by: FilledBy, counting: CountingRule, ballots: Ballots, terms: Terms, vacancy: Vacancy
) -> Filled:
    match by:
        case FilledBy.COUNT_BACK:
            return count_back(ballots, counting, vacancy, terms.quotas)
        case FilledBy.OWN_PAPERS:
            return count_back_own_papers(ballots, counting.count(ballots), vacancy, terms.quotas)
        case FilledBy.RUNNER_UP:
            return next_runner_up(counting.count(ballots), vacancy, ballots.ties, terms.quotas)
        case _:
            assert_never(by)
