"""The queries in the guide run, and say what the guide says they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.projections.conftest import Played

GUIDE = Path(__file__).parents[2] / "docs" / "reading.md"
QUERIES = re.findall(r"```sql\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


def ask(played: Played, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(played.dsn) as connection:
        return connection.execute(query.encode()).fetchall()


@pytest.mark.parametrize("query", QUERIES)
def test_each_query_of_the_guide_runs(played: Played, query: str) -> None:
    ask(played, query)


def test_the_query_for_a_rule_tells_the_vote_that_made_it(played: Played) -> None:
    rows = ask(played, QUERIES[0])
    assert [(row[1]["choice"], *row[4:]) for row in rows] == [("scottish-stv", "Method", 6, 0)]


def test_the_guide_names_every_table(played: Played) -> None:
    relations = ask(played, "SELECT unnest(relations) FROM views.projection_books")
    named = set(re.findall(r"`(\w+)`", GUIDE.read_text("utf-8")))
    assert {name for (name,) in relations} <= named
