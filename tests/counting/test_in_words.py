"""Rules for the words of a count: they say what is so in that count, and nothing that is not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from domain.counting.count import count
from domain.counting.explaining import beside, margins, others, outcome
from domain.counting.formats.reading import read
from domain.counting.result import CountResult
from domain.counting.rules.catalogue import manifests
from domain.counting.terms import BySeed, Terms
from services.counting.in_words import closest, words_of
from services.sheets.as_html import as_html
from services.sheets.count import About, count_sheet
from services.web.look.transfers import NOBODY, At, Standing, stage_drawing
from tests.web.counted import COMMITTEE, PLACES, QUESTION

SEED = (BySeed(seed="published beforehand"),)


def counted(papers: str, rule: str) -> CountResult:
    election = read(papers.encode(), "papers.blt")
    return count(election.contest, election.cast, Terms(rule=rule, ties=SEED))


def meanings(result: CountResult) -> dict[str, str]:
    return {one.word: one.meaning for one in words_of(result)}


@pytest.mark.parametrize("rule", ["scottish-stv", "ers97", "meek-prf", "wigm-exact", "wigm-prf"])
def test_the_quota_is_said_to_be_what_only_so_many_can_have(rule: str) -> None:
    result = counted(PLACES, rule)
    quota = Fraction(result.quota)
    assert quota * (result.seats + 1) >= result.papers.valid > quota * result.seats
    said = meanings(result)["Quota"]
    assert f"Only {result.seats} candidates can have" in said
    falls = min(Fraction(stage.quota) for stage in result.stages) < quota
    assert falls is ("It falls as papers run out of names" in said)


def test_the_words_are_those_that_come_up() -> None:
    scottish = meanings(counted(PLACES, "scottish-stv"))
    assert {"Surplus, and parts of a vote", "Lost by rounding", "Valid in part"} <= scottish.keys()
    assert "What an elected candidate keeps" not in scottish
    meek = meanings(counted(PLACES, "meek-prf"))
    assert "What an elected candidate keeps" in meek
    assert "Surplus, and parts of a vote" not in meek
    assert "Lost by rounding" not in meanings(counted(PLACES, "wigm-exact"))
    assert meanings(counted(COMMITTEE, "block")) == meanings(counted(QUESTION, "yes-no")) == {}


def test_a_surplus_is_told_with_the_votes_that_moved() -> None:
    result = counted(PLACES, "scottish-stv")
    before, after = (result.stages[at].totals["Asha Moor"] for at in (0, 1))
    moved = Fraction(before) - Fraction(after)
    said = meanings(result)["Surplus, and parts of a vote"]
    assert f"had 79 votes, {moved} above the quota" in said


def test_the_closest_point_is_the_least_margin_of_the_count() -> None:
    result = counted(PLACES, "scottish-stv")
    least = min(Fraction(margin.votes) for margin in margins(result))
    assert Fraction(margins(result)[0].votes) == least
    assert closest(result) == (
        "At the closest point at stage 5 Ben Okoro stayed 1.7196 votes ahead of Eve Grant."
    )


def test_no_margin_is_told_where_votes_alone_do_not_decide() -> None:
    assert margins(counted(PLACES, "ranked-priorities")) == ()
    assert margins(counted(QUESTION, "yes-no")) == ()
    assert closest(counted(COMMITTEE, "block"))


def test_the_printed_sheet_explains_the_same_words() -> None:
    result = counted(PLACES, "scottish-stv")
    sheet = as_html(count_sheet(result, About("Us", "Places")))
    for one in words_of(result):
        assert one.word in sheet
    assert "Quota</th>" not in as_html(count_sheet(counted(COMMITTEE, "block"), About("", "")))


def test_papers_are_compared_under_every_rule_that_can_read_them() -> None:
    election = read(PLACES.encode(), "papers.blt")
    terms = Terms(rule="scottish-stv", ties=SEED)
    elected = count(election.contest, election.cast, terms).elected
    for name in others("scottish-stv"):
        found = beside(outcome(election.contest, election.cast, terms.by(name)), elected)
        if found.unfit:
            assert name in ("av", "electoral-college", "yes-no")
            assert not found.same
        else:
            assert set(found.elected) - set(found.instead) | set(found.of) == set(elected)
            assert found.same is (set(found.elected) == set(elected))


def test_a_question_is_compared_with_no_rule_and_crosses_with_crosses() -> None:
    assert others("yes-no") == ()
    crosses = {one.id for one in manifests() if one.papers == "crosses"}
    assert {*others("block"), "block"} == crosses


# The drawing of a stage


def standing(name: str, before: int, after: int, at: At = At.IN) -> Standing:
    return Standing(name=name, before=f"{before}.00", after=f"{after}.00", at=at)


def test_few_are_all_drawn_and_many_only_where_something_moved() -> None:
    few = [standing(f"C{n}", 10 + n, 10 + n) for n in range(5)]
    assert len(stage_drawing(few, "0", Fraction(20)).bars) == 5
    still = [standing(f"C{n:02}", 10, 10) for n in range(30)]
    moving = [standing(f"M{n}", 5, 6 + n) for n in range(3)]
    out = standing("Out", 7, 0, At.EXCLUDED_NOW)
    drawn = stage_drawing([*still, *moving, out], "0", Fraction(20))
    assert {bar.name for bar in drawn.bars} == {"M0", "M1", "M2", "Out"}
    assert len(drawn.bars) + len(drawn.folded) == 34


def test_votes_that_nobody_has_come_last_and_only_when_there_are_some() -> None:
    nobody = standing(NOBODY, 0, 90, At.NOBODY)
    drawn = stage_drawing([nobody, standing("A", 1, 2)], "50", Fraction(100))
    assert [bar.name for bar in drawn.bars] == ["A", NOBODY]
    none = stage_drawing([standing(NOBODY, 0, 0, At.NOBODY), standing("A", 1, 2)], "0", Fraction(9))
    assert [bar.name for bar in none.bars] == ["A"]
    assert none.quota is None


def test_figures_beside_the_bars_have_as_many_decimals_as_one_another() -> None:
    ones = [
        Standing(name="A", before="31.366560000", after="53.366560000", at=At.IN),
        Standing(name="B", before="39.000000000", after="39.000000000", at=At.IN),
    ]
    drawn = stage_drawing(ones, "39.000000000", Fraction(60))
    assert [(bar.votes, bar.change) for bar in drawn.bars] == [("53.37", "+22.00"), ("39.00", "")]
    assert drawn.quota_words == "quota 39"
