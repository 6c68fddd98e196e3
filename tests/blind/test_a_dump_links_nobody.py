"""A dump of every table after a blind ballot matches voters with papers no better than chance.

It is given to somebody who holds all voters and all papers, and knows which columns name either.
Whatever has an order in any table that names people is held against whatever has one in any table
that has papers: the place on the disk, the transaction, each column.  The same attempt links
everybody while voting is open and the order in which they came is kept, so it can succeed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import pytest
from psycopg import Connection, sql
from psycopg.rows import TupleRow

from tests.blind.held import HOURS, PEOPLE, Held, holding
from tests.blind.test_boxes import YES

SEED: Final = 20220517
MOST_BY_CHANCE: Final = 9
"""Of thirteen in a random order; of three million attempts one has more in their own place."""


@dataclass(frozen=True)
class Dumped:
    """A table as it lies on the disk: its name, its columns, and its rows as text."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def orders(self) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
        """Its rows in each order that it has."""
        for at, column in enumerate(self.columns):
            yield f"{self.name} by {column}", sorted(self.rows, key=lambda row: row[at])
        yield f"{self.name} as it lies", list(self.rows)


def dump(connection: Connection[TupleRow]) -> list[Dumped]:
    """Every table of every schema that is not the database's own."""
    tables = connection.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
        "WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg_%' "
        "AND n.nspname <> 'information_schema' ORDER BY 1, 2"
    ).fetchall()
    return [_table(connection, schema, name) for schema, name in tables]


def _table(connection: Connection[TupleRow], schema: str, name: str) -> Dumped:
    where = sql.Identifier(schema, name)
    own = connection.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(where)).description or []
    columns = ("xmin", *(column.name for column in own))
    wanted = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(one)) for one in columns)
    found = connection.execute(sql.SQL("SELECT {} FROM {} ORDER BY ctid").format(wanted, where))
    rows = [tuple(held or "" for held in row) for row in found.fetchall()]
    return Dumped(f"{schema}.{name}", columns, rows)


@dataclass(frozen=True)
class Vote:
    """What the one who is given the dump knows: who it is, and which paper is whose."""

    person: str
    key: str


def named(rows: Sequence[tuple[str, ...]], wanted: Sequence[str]) -> list[int]:
    """Which of the wanted each row has, in the order of the rows; only rows that have one."""
    found = []
    for row in rows:
        text = " ".join(row)
        found += [at for at, one in enumerate(wanted) if one in text][:1]
    return found


def most_linked(tables: Sequence[Dumped], votes: Sequence[Vote]) -> tuple[int, str]:
    """In how many rows the best of all attempts puts a voter beside their own paper."""
    best = (0, "nothing")
    people, keys = [one.person for one in votes], [one.key for one in votes]
    by_name = [(how, named(rows, people)) for one in tables for how, rows in one.orders()]
    by_paper = [(how, named(rows, keys)) for one in tables for how, rows in one.orders()]
    for how, voters in by_name:
        for other, papers in by_paper:
            if len(voters) == len(papers) == len(votes):
                linked = sum(one == two for one, two in zip(voters, papers, strict=True))
                best = max(best, (linked, f"{how}, {other}"))
    return best


def in_one_row(tables: Sequence[Dumped], votes: Sequence[Vote]) -> list[str]:
    """The tables that have a voter and their paper in one row."""
    return [
        table.name
        for table in tables
        for row in table.rows
        for vote in votes
        if vote.person in (text := " ".join(row)) and vote.key in text
    ]


@dataclass(frozen=True)
class Attacked:
    """A ballot, and its dumps before and after the close."""

    votes: Sequence[Vote]
    while_open: list[Dumped]
    after: list[Dumped]


@pytest.fixture(scope="module")
def attacked(module_database_url: str) -> Iterator[Attacked]:
    with holding(module_database_url) as held:
        yield _attacked(held)


def _attacked(held: Held) -> Attacked:
    said = held.announce()
    held.at(HOURS.opens)
    votes = []
    for person in Random(SEED).sample(PEOPLE, len(PEOPLE)):
        one = held.draw(said, person)
        held.boxes.cast(said.ballot, one.votes(YES).encoded)
        votes.append(Vote(str(person), one.credential.key.hex()))
    with held.pool.connection() as connection:
        while_open = dump(connection)
    held.at(HOURS.closes)
    held.boxes.close(said.ballot)
    counted = held.boxes.counted(said.ballot, value="a lottery")
    held.boxes.keep(said.ballot, counted.bundle.commitment, "published elsewhere")
    with held.pool.connection() as connection:
        return Attacked(votes, while_open, dump(connection))


def test_the_attempt_links_everybody_while_the_order_is_kept(attacked: Attacked) -> None:
    linked, how = most_linked(attacked.while_open, attacked.votes)
    assert linked == len(attacked.votes), how


def test_after_the_close_no_order_links_more_than_chance_does(attacked: Attacked) -> None:
    linked, how = most_linked(attacked.after, attacked.votes)
    assert linked <= MOST_BY_CHANCE, how


def test_both_are_in_the_dump_so_the_attempt_had_something_to_match(attacked: Attacked) -> None:
    with_people = {table.name for table in attacked.after if _has(table, attacked.votes[0].person)}
    with_papers = {table.name for table in attacked.after if _has(table, attacked.votes[0].key)}
    assert "blind.drew" in with_people
    assert with_papers == {"blind.published"}


def test_no_row_has_a_voter_beside_their_paper(attacked: Attacked) -> None:
    assert in_one_row(attacked.while_open, attacked.votes) == []
    assert in_one_row(attacked.after, attacked.votes) == []


def _has(table: Dumped, wanted: str) -> bool:
    return any(wanted in held for row in table.rows for held in row)
