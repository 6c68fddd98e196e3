"""Rules for what is left in the database after a blind ballot: nothing by which to link a paper.

Voters draw and vote one after the other, in an order that is known here.  Whatever a table has an
order in (a time, a number in a row, the transaction that wrote it, its place on the disk) is then
held against it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.blind.held import HOURS, PEOPLE, Held, holding
from tests.blind.test_boxes import YES

SCHEMA = "blind"


@pytest.fixture(scope="module")
def over(module_database_url: str) -> Iterator[Held]:
    """A ballot in which everybody drew and voted, one after the other."""
    with holding(module_database_url) as held:
        said = held.announce()
        held.at(HOURS.opens)
        for person in PEOPLE:
            one = held.draw(said, person)
            held.boxes.cast(said.ballot, one.votes(YES).encoded)
        held.at(HOURS.closes)
        held.boxes.close(said.ballot)
        yield held


@pytest.mark.parametrize(("table", "by"), [("published", "hash"), ("drew", "person")])
def test_rows_lie_in_the_order_of_what_is_in_them_and_came_in_one_transaction(
    over: Held, table: str, by: str
) -> None:
    there = over.rows(f"SELECT {by}, xmin::text FROM {SCHEMA}.{table} ORDER BY ctid")
    assert len(there) == len(PEOPLE)
    assert [row[0] for row in there] == sorted(row[0] for row in there)
    assert len({row[1] for row in there}) == 1


def test_both_tables_were_written_anew_together_so_neither_dates_the_other(over: Held) -> None:
    found = over.rows(
        f"SELECT DISTINCT xmin::text FROM {SCHEMA}.published "
        f"UNION SELECT DISTINCT xmin::text FROM {SCHEMA}.drew"
    )
    assert len(found) == 1


def test_the_tables_in_which_rows_came_one_by_one_are_gone(over: Held) -> None:
    left = over.rows(
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
        "WHERE nspname = %s AND relispartition",
        SCHEMA,
    )
    assert left == []
    for table in ("box", "drawn"):
        assert over.rows(f"SELECT count(*) FROM {SCHEMA}.{table}") == [(0,)]


def test_no_column_has_a_time_a_place_or_a_number_in_a_row(over: Held) -> None:
    columns = over.rows(
        "SELECT table_name, column_name, data_type, column_default, is_identity "
        "FROM information_schema.columns WHERE table_schema = %s",
        SCHEMA,
    )
    assert {row[2] for row in columns} <= {"uuid", "bytea", "text", "boolean", "bigint"}
    assert all(row[3] is None and row[4] == "NO" for row in columns)
    with_person = {row[0] for row in columns if row[1] == "person"}
    with_paper = {row[0] for row in columns if row[1] == "paper"}
    assert with_person == {"drew", "drawn"}
    assert with_paper == {"published", "box"}
    assert over.rows("SELECT FROM pg_sequences WHERE schemaname = %s", SCHEMA) == []


def test_no_other_table_knows_who_voted_or_what(over: Held) -> None:
    marked = over.rows("SELECT count(*) FROM convenor.ballot_roll WHERE voted_in IS NOT NULL")
    assert marked == [(0,)]
    assert over.rows("SELECT count(*) FROM convenor.ballot_box") == [(0,)]
    assert over.rows("SELECT count(*) FROM convenor.command_log") == [(0,)]


def test_no_row_of_a_paper_has_anything_of_the_person_who_drew(over: Held) -> None:
    said = over.rows(f"SELECT paper FROM {SCHEMA}.published")
    for person in PEOPLE:
        assert not [row for row in said if person.bytes in bytes(row[0])]
