"""The weighted inclusive Gregory method in fractions, and the reference rule to four decimals."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.counting.amounts import Amount
from domain.counting.manifest import Ballots, CountingRule
from domain.counting.rules.stv.exact_portion import portion
from domain.counting.rules.stv.exact_products import Surplus
from domain.counting.rules.stv.exact_surpluses import Surpluses, added
from domain.counting.rules.stv.gregory import GregoryCount, Method
from domain.counting.rules.stv.scottish import ScottishStv
from domain.counting.rules.stv.wigm import (
    EXACT_CLAUSES,
    FOUR_DECIMALS,
    FRACTIONS,
    PRF_CLAUSES,
    WigmExact,
    WigmPrf,
    prf_worth,
)
from domain.counting.sheet import Deed, Sheet
from domain.counting.ties import Lot
from domain.kernel.refusal import BadInput
from tests.counting.elections import NAMES, Line, ballots, elections, read
from tests.counting.plain_gregory import PlainGregory
from tests.counting.reference import REFERENCE, cases
from tests.support.examples import examples

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


@settings(max_examples=examples(40), deadline=None)
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


@settings(max_examples=examples(15), deadline=None)
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


@settings(max_examples=examples(15), deadline=None)
@given(elections(), st.integers(1, 5))
def test_an_exact_count_rounds_nothing(lines: Sequence[Line], seats: int) -> None:
    sheet = WigmExact().count(ballots(seats, NAMES, lines, Lot("a seed")))
    assert all(stage.rounding_loss == 0 for stage in sheet.stages)


@both
@settings(max_examples=examples(15), deadline=None)
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


def written_out(given: Ballots) -> Sheet:
    """The same method in plain fractions."""
    method = Method(
        FRACTIONS,
        lambda papers, seats: Fraction(papers, seats + 1),
        lambda value, surplus, total: Fraction(value * surplus) / total,
        EXACT_CLAUSES,
        above_quota=True,
    )
    return GregoryCount(method, given, given.ties).run()


@settings(max_examples=examples(60), deadline=None)
@given(elections(), st.integers(1, 5))
def test_an_exact_count_is_that_of_plain_fractions(lines: Sequence[Line], seats: int) -> None:
    given_ = ballots(seats, NAMES, lines, Lot("a seed"))
    exact, plain = WigmExact().count(given_), written_out(given_)
    assert [stage.sentences for stage in exact.stages] == [s.sentences for s in plain.stages]
    assert [stage.ties for stage in exact.stages] == [stage.ties for stage in plain.stages]
    for one, other in zip(exact.stages, plain.stages, strict=True):
        assert one.totals == other.totals
        assert list(map(hash, one.totals)) == list(map(hash, other.totals))
        assert [Fraction(votes) for votes in one.totals] == list(other.totals)
        assert list(map(exact.text, one.totals)) == list(map(plain.text, other.totals))


@pytest.mark.long
def test_surpluses_upon_surpluses_are_counted_however_many() -> None:
    """As one fraction, amounts at the end would have more than ten thousand digits."""
    chance = np.random.default_rng(7)
    liked = np.log(np.arange(1, 61))
    marks = (liked + chance.gumbel(size=(3_000, 60))).argsort(axis=1) + 1
    names = [str(mark) for mark in range(1, 61)]
    lines: list[Line] = [(1, row) for row in marks.tolist()]
    sheet = WigmExact().count(ballots(32, names, lines, Lot("a seed")))
    surpluses = [stage for stage in sheet.stages if stage.deed is Deed.SURPLUS]
    assert len(surpluses) > 25
    assert all(stage.rounding_loss == 0 for stage in sheet.stages)
    with pytest.raises(BadInput, match="have become too long"):
        sum(map(sheet.scale.votes, surpluses[-1].totals))


def halves(*totals: int) -> Surpluses:
    """Surpluses that each pass on half, from whole votes."""
    found = Surpluses(unit=2)
    found.known += [Surplus({0: 2 * total}, {0: total}) for total in totals]
    return found


def test_amounts_are_equal_that_were_passed_on_by_different_surpluses() -> None:
    found = halves(2, 6)
    one, other = portion(found, {0b01: 2}), portion(found, {0b10: 2})
    assert one == other == Fraction(1, 2)
    assert hash(one) == hash(other) == hash(Fraction(1, 2))
    assert hash(one - 2) == hash(Fraction(-3, 2))
    assert not one - other
    assert one + other == 1
    assert (int(3 * one), int(-3 * one)) == (1, -1)
    assert one * Fraction(1, 3) == Fraction(1, 6)
    assert max(one, other + Fraction(1, 10**40)) > one


def test_bounds_are_drawn_closer_until_amounts_part() -> None:
    found = halves(2)
    found.known.append(Surplus({0: 3 * 2**300}, {0: 2**300 + 1}))
    third = portion(found, {0b10: 2})
    assert Fraction(1, 3) < third < Fraction(1, 3) + Fraction(1, 2**299)
    assert int(3 * third) == 1


def test_is_refused_when_equal_amounts_can_not_be_told_from_unequal_ones() -> None:
    found = halves(3)
    for last in range(20):
        pile = {0: 7, **{1 << place: 5 for place in range(last + 1)}}
        found.known.append(Surplus(pile, added(pile, {0: -3})))
    again = {moved: 2 * papers for moved, papers in found.known[-1].total.items()}
    found.known.append(Surplus(again, added(again, {0: -6})))
    one, other = portion(found, {1 << 20: 1}), portion(found, {1 << 21: 1})
    with pytest.raises(BadInput, match="have become too long"):
        assert one == other
    assert one < 2 * other
