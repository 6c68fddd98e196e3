"""PrefLib files, tables of ranks, and how a format is known."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given, settings

from domain.counting.count import count
from domain.counting.formats.election import Election
from domain.counting.formats.preflib import read_preflib
from domain.counting.formats.rank_csv import read_rank_csv
from domain.counting.formats.reading import read
from domain.counting.formats.writing import write_preflib, write_stages
from domain.counting.papers import GAP
from domain.counting.terms import Terms
from domain.kernel.refusal import BadInput
from tests.counting.given import Ranks, cast, clean_papers, contest, simple
from tests.counting.test_formats_blt import PLAIN, papers_of
from tests.support.examples import examples

NEWER = """# FILE NAME: 00001-00000001.toi
# TITLE: Some town
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 9
# ALTERNATIVE NAME 1: Ann
# ALTERNATIVE NAME 2: Bob: the second
# ALTERNATIVE NAME 3: Cy
5: 1,3,2
3: {1, 2}, 3
1: 2
"""
OLDER = """3
1,Ann
2,Bob: the second
3,Cy
9,9,3
5,1,3,2
3,{1,2},3
1,2
"""


@pytest.mark.parametrize("text", [NEWER, OLDER], ids=["newer", "older"])
def test_both_forms_of_preflib_are_read(text: str) -> None:
    election = read_preflib(text.encode(), "some.toi", 2)
    assert election.contest.names == ("Ann", "Bob: the second", "Cy")
    assert papers_of(election) == [(5, "ACB"), (3, "A=BC"), (1, "B")]
    assert election.contest.seats == 2


def test_who_shares_the_last_rank_of_a_complete_order_is_not_ranked() -> None:
    text = NEWER.replace("5: 1,3,2", "5: 1,{2,3}").replace("1: 2", "1: {1,2,3}")
    election = read_preflib(text.encode(), "some.toc", 2)
    assert papers_of(election) == [(5, "A"), (3, "A=BC"), (1, "")]
    assert "last rank" in election.notices[0]
    assert papers_of(read_preflib(text.encode(), "some.toi", 2))[0] == (5, "AB=C")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (NEWER.replace("5: 1,3,2", "5: 1,7,2"), "line 8: '7' stands where an alternative's number"),
        (NEWER.replace("5: 1,3,2", "5 1,3,2"), "line 8: '5 1,3,2' stands where a line such as"),
        (NEWER.replace("5: 1,3,2", "x: 1,3,2"), "line 8: 'x' stands where a number of papers"),
        (NEWER.replace("{1, 2}", "{1, 2"), "line 9: '{1, 2, 3' stands where an order such as"),
        (OLDER.replace("2,Bob: the second", "Bob"), "line 3: 'Bob' stands where a line such as"),
        ("many\n", "line 1: 'many' stands where the number of alternatives"),
    ],
)
def test_a_bad_preflib_file_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_preflib(text.encode(), "some.toi", 2)
    assert message in str(refused.value)


@settings(max_examples=examples(40), deadline=None)
@given(papers=clean_papers(4))
def test_preflib_written_and_read_is_the_same(papers: list[tuple[int, Ranks]]) -> None:
    text = write_preflib(contest(), cast(papers))
    election = read_preflib(text.encode(), "some.soi", 2)
    assert election.contest == contest()
    assert write_preflib(election.contest, election.cast) == text


def test_preflib_can_not_say_that_a_rank_was_left_out() -> None:
    with pytest.raises(BadInput, match="left out"):
        write_preflib(contest(), cast([(1, ((1,), (GAP,), (2,)))]))


BY_RANK = "Id,Papers,Rank 1,Rank 2,Rank 3\n1,5,Ann,Cy,Bob\n2,2,Bob,,Ann\n3,1,,,\n"
BY_CANDIDATE = "Ann;Bob;Cy;Count\n1;3;2;5\n3;1;;2\n;;;1\n1;1;;4\n"


def test_a_table_with_a_column_for_each_rank_is_read() -> None:
    election = read_rank_csv(BY_RANK.encode(), "some.csv", 2)
    assert election.contest.names == ("Ann", "Bob", "Cy")
    assert papers_of(election) == [(5, "ACB"), (2, "B-A"), (1, "---")]
    assert "the columns are ranks" in election.notices[0]


def test_a_table_with_a_column_for_each_candidate_is_read() -> None:
    election = read_rank_csv(BY_CANDIDATE.encode(), "some.csv", 2)
    assert election.contest.names == ("Ann", "Bob", "Cy")
    assert papers_of(election) == [(5, "ACB"), (2, "B-A"), (1, ""), (4, "A=B")]
    assert "the columns are candidates" in election.notices[0]


@pytest.mark.parametrize(
    "header", ["1,2,3", "1st choice,2nd choice,3rd choice", "rank1,rank2,rank3"]
)
def test_numbered_columns_are_ranks(header: str) -> None:
    election = read_rank_csv(f"{header}\nAnn,Bob,Cy\n".encode(), "some.csv", 1)
    assert papers_of(election) == [(1, "ABC")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BY_CANDIDATE.replace("3;1;;2", "x;1;;2"), "line 3: 'x' stands where a rank from 1 to 3"),
        (BY_CANDIDATE.replace("3;1;;2", "3;9;;2"), "line 3: '9' stands where a rank from 1 to 3"),
        (BY_CANDIDATE.replace("3;1;;2", "3;1;;"), "line 3: 'an empty cell' stands where a number"),
        (BY_CANDIDATE.replace("3;1;;2", "3;1;;2;8"), "line 3: '8' stands where 4 cells in a row"),
        (BY_CANDIDATE.replace("Bob", "Ann"), "Two candidates are named 'Ann'"),
        ("Id,Papers\n1,2\n", "line 1: 'Id,Papers' stands where a column for each rank"),
    ],
)
def test_a_bad_table_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_rank_csv(text.encode(), "some.csv", 2)
    assert message in str(refused.value)


def test_a_spreadsheets_utf_16_is_read() -> None:
    assert _names(BY_CANDIDATE.encode("utf-16")) == ("Ann", "Bob", "Cy")


def _names(data: bytes) -> tuple[str, ...]:
    return read_rank_csv(data, "some.csv", 1).contest.names


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.blt", PLAIN, "BLT"),
        ("a", PLAIN, "BLT"),
        ("a.txt", "# a comment\n" + PLAIN, "BLT"),
        ("a.TOI", NEWER, "PrefLib"),
        ("a.soi", OLDER, "PrefLib"),
        ("a.txt", NEWER, "PrefLib"),
        ("a.csv", BY_RANK, "rank CSV"),
    ],
)
def test_a_format_is_known_by_name_or_beginning(name: str, text: str, format: str) -> None:
    election: Election = read(text.encode(), name, 2)
    assert (election.format, election.contest.seats) == (format, 2)


def test_the_number_of_places_is_asked_for_where_the_file_does_not_say_it() -> None:
    with pytest.raises(BadInput, match="--seats"):
        read(NEWER.encode(), "a.toi")


@pytest.mark.parametrize("text", ["", "   \n", "hello there\n"])
def test_what_is_no_file_of_papers_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read(text.encode(), "a.txt")


def test_stages_are_written_as_a_table_without_formulas() -> None:
    formula = contest(1, 2).model_copy(
        update={
            "candidates": (
                contest(1, 1).candidates[0].model_copy(update={"name": "=1+1"}),
                contest(1, 2).candidates[1],
            )
        }
    )
    result = count(formula, simple((3, "A"), (2, "B")), Terms(rule="scottish-stv"))
    rows = list(csv.reader(StringIO(write_stages(result))))
    assert rows[0] == ["Stage", "1"]
    assert ["'=1+1", "3.00000"] in rows
    assert ["Elected", "'=1+1"] in rows
