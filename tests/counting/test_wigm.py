"""The weighted inclusive Gregory method in fractions, and the reference rule to four decimals."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.counting.amounts import Amount
from domain.counting.manifest import Ballots, CountingRule
from domain.counting.rules.stv.gregory import GregoryCount, Method
from domain.counting.rules.stv.scottish import ScottishStv
from domain.counting.rules.stv.wigm import (
    FOUR_DECIMALS,
    PRF_CLAUSES,
    WigmExact,
    WigmPrf,
    exact_worth,
    prf_worth,
)
from domain.counting.sheet import Sheet
from domain.counting.ties import Lot
from domain.kernel.refusal import BadInput
from tests.counting.elections import NAMES, Line, ballots, elections, read
from tests.counting.plain_gregory import PlainGregory
from tests.counting.reference import REFERENCE, cases

Row = tuple[str, ...]

both = pytest.mark.parametrize(
    "rule", [WigmExact(), WigmPrf()], ids=lambda rule: str(rule.manifest.id)
)


def changes(rows: list[Row]) -> list[Row]:
    """The rows that differ from the one before: a surplus of nothing moves no vote."""
    return [row for place, row in enumerate(rows) if not place or row != rows[place - 1]]


def shown(sheet: Sheet) -> list[Row]:
    """The votes of those who stand, as the other program writes them: rounded half up."""
    places = 12 if sheet.scale.places is None else sheet.scale.places
    rows = []
    for stage in sheet.stages:
        votes = [sheet.scale.votes(stage.totals[i]) for i in sheet.contest.standing]
        units = [(vote * 10 ** (places + 1) + 5) // 10 for vote in votes]
        rows.append(tuple(f"{u // 10**places}.{u % 10**places:0{places}d}" for u in units))
    return changes(rows)


def logged(log: list[dict[str, Any]], sheet: Sheet) -> list[Row]:
    standing = [str(i + 1) for i in sheet.contest.standing]
    entries = [log[0], *(entry for entry in log if entry["tag"] == "transfer")]
    return changes([tuple(entry["votes"][number] for number in standing) for entry in entries])


def agrees(rule: CountingRule, path: Path) -> None:
    reference = json.loads(path.read_text())
    blt = path.with_name(reference["blt"])
    if not blt.exists():
        pytest.skip(f"the papers of {path.stem} are not among the reference elections")
    sheet = rule.count(read(blt))
    official = reference["official"]
    assert sorted(i + 1 for i in sheet.elected) == sorted(official["elected_no"])
    assert shown(sheet) == logged(official["stages"], sheet)


@pytest.mark.parametrize("path", cases("droop/*-wigm-rational-*.json"))
def test_exact_counts_agree_stage_by_stage(path: Path) -> None:
    agrees(WigmExact(), path)


@pytest.mark.parametrize("path", cases("droop/*-wigm-prf-fixed-*.json"))
def test_the_reference_rule_agrees_stage_by_stage(path: Path) -> None:
    agrees(WigmPrf(), path)


@pytest.mark.parametrize("path", cases("droop/*-scotland-fixed-*.json"))
def test_the_scottish_rule_agrees_stage_by_stage_in_small_elections_too(path: Path) -> None:
    agrees(ScottishStv(), path)


def whole_quota(papers: int, seats: int) -> Amount:
    return FOUR_DECIMALS.of(papers // (seats + 1) + 1)


@pytest.mark.parametrize("path", cases("droop/**/*-mpls-fixed-*.json"))
def test_with_a_whole_quota_the_same_are_elected_as_under_the_minneapolis_rule(
    path: Path,
) -> None:
    """Its rows are not compared: it excludes sure losers together, and before any surplus."""
    reference = json.loads(path.read_text())
    blt = path.with_name(reference["blt"])
    if not blt.exists():
        pytest.skip(f"the papers of {path.stem} are not among the reference elections")
    given_ = read(blt)
    if "undeclared" in path.stem:  # a name written in that was not declared can't be elected
        given_ = replace(given_, contest=given_.contest.without(("Paris",)))
    method = Method(FOUR_DECIMALS, whole_quota, prf_worth, PRF_CLAUSES)
    sheet = GregoryCount(method, given_, given_.ties).run()
    official = reference["official"]
    assert sorted(i + 1 for i in sheet.elected) == sorted(official["elected_no"])


@pytest.mark.parametrize("path", cases("peer_computed/*.json"))
def test_every_figure_of_a_ward_is_that_of_counting_paper_by_paper(path: Path) -> None:
    given_ = read(REFERENCE / "scotland" / f"{path.stem}.blt")
    agrees_with_plain(given_)


@settings(max_examples=40, deadline=None)
@given(elections(), st.integers(1, 5))
def test_every_figure_of_small_elections_is_that_of_counting_paper_by_paper(
    lines: Sequence[Line], seats: int
) -> None:
    agrees_with_plain(ballots(seats, NAMES, lines, Lot("a seed")))


def four_places(value: int, surplus: int, total: int) -> int:
    """Each of the two steps is cut off at four decimals (step D.4)."""
    return value * surplus // 10_000 * 10_000 // total


def agrees_with_plain(given_: Ballots) -> None:
    plain = PlainGregory(given_, 10_000, four_places)
    for stage in WigmPrf().count(given_).stages:
        plain.follow(stage)
        assert list(stage.totals) == plain.totals
        assert stage.non_transferable == plain.non_transferable


@pytest.mark.parametrize("path", cases("peer_computed/*.json"))
def test_a_ward_elects_whom_the_reference_rule_elects(path: Path) -> None:
    ballots_ = read(REFERENCE / "scotland" / f"{path.stem}.blt")
    expected = sorted(json.loads(path.read_text())["wigm_prf"]["elected"])
    for rule in (WigmPrf(), WigmExact()):
        assert sorted(i + 1 for i in rule.count(ballots_).elected) == expected


@settings(max_examples=15, deadline=None)
@given(elections(), st.integers(1, 5))
def test_doubling_all_papers_doubles_every_vote_and_changes_no_winner(
    lines: Sequence[Line], seats: int
) -> None:
    once = WigmExact().count(ballots(seats, NAMES, lines, Lot("a seed")))
    doubled = [(2 * number, marks) for number, marks in lines]
    twice = WigmExact().count(ballots(seats, NAMES, doubled, Lot("a seed")))
    assert once.elected == twice.elected
    for stage, double in zip(once.stages, twice.stages, strict=True):
        assert [2 * votes for votes in stage.totals] == list(double.totals)


@settings(max_examples=15, deadline=None)
@given(elections(), st.integers(1, 5))
def test_an_exact_count_rounds_nothing(lines: Sequence[Line], seats: int) -> None:
    sheet = WigmExact().count(ballots(seats, NAMES, lines, Lot("a seed")))
    assert all(stage.rounding_loss == 0 for stage in sheet.stages)


@both
@settings(max_examples=15, deadline=None)
@given(data=st.data(), lines=elections(), seats=st.integers(1, 5))
def test_the_order_of_papers_and_candidates_does_not_matter(
    rule: CountingRule, data: st.DataObject, lines: Sequence[Line], seats: int
) -> None:
    order = data.draw(st.permutations(range(len(NAMES))))
    shuffled = data.draw(st.permutations(lines))
    renumbered = [(n, [order.index(mark - 1) + 1 for mark in marks]) for n, marks in shuffled]
    sheet = rule.count(ballots(seats, NAMES, lines, Lot("a seed")))
    names = [NAMES[place] for place in order]
    other = rule.count(ballots(seats, names, renumbered, Lot("a seed")))
    assert [sheet.name(i) for i in sheet.elected] == [other.name(i) for i in other.elected]


def test_an_exact_quota_has_to_be_exceeded() -> None:
    sheet = WigmExact().count(
        ballots(1, ("Ada", "Ben", "Cleo"), [(2, [1]), (1, [2]), (1, [3, 1])], Lot("s"))
    )
    assert sheet.stages[0].elected == ()
    assert any("whoever has more votes" in said for said in sheet.stages[0].sentences)


def test_is_refused_when_the_fractions_get_too_long_to_go_on_with() -> None:
    with pytest.raises(BadInput, match="too long to go on with"):
        exact_worth(Fraction(1, 3**30_000), Fraction(1), Fraction(7))
