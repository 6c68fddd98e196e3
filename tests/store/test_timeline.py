"""Tables with a past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from projections.projection import Rows
from projections.timeline import AS_OF, NOW, Timeline
from tests.store.thing import START

POSTS = Timeline(
    "posts", {"body": "text", "post": "text"}, {"holder": "text NOT NULL", "note": "text"}
)
CHAIR = {"body": "ncg", "post": "chair"}
HOUR = timedelta(hours=1)


@pytest.fixture
def cur(store_url: str) -> Iterator[Rows]:
    with psycopg.connect(store_url) as connection, connection.cursor() as cursor:
        cursor.execute(POSTS.ddl.encode())
        yield cursor


def put(cur: Rows, holder: str, hours: int) -> None:
    POSTS.put(cur, CHAIR, {"holder": holder, "note": None}, START + hours * HOUR)


def held(cur: Rows, hours: int) -> list[Any]:
    cur.execute(f"SELECT holder FROM posts WHERE {AS_OF}".encode(), {"as_of": START + hours * HOUR})
    return [row[0] for row in cur.fetchall()]


def test_what_held_at_a_moment_is_found(cur: Rows) -> None:
    put(cur, "Ada", 1)
    put(cur, "Ben", 3)
    POSTS.end(cur, CHAIR, START + 5 * HOUR)
    assert [held(cur, hours) for hours in range(7)] == [
        [],
        ["Ada"],
        ["Ada"],
        ["Ben"],
        ["Ben"],
        [],
        [],
    ]


def test_a_second_word_about_one_moment_replaces_the_first(cur: Rows) -> None:
    put(cur, "Ada", 1)
    put(cur, "Ben", 1)
    assert held(cur, 1) == ["Ben"]
    assert cur.execute("SELECT count(*) FROM posts").fetchone() == (1,)


def test_what_ends_when_it_began_never_was(cur: Rows) -> None:
    put(cur, "Ada", 1)
    put(cur, "Ben", 2)
    POSTS.end(cur, CHAIR, START + 2 * HOUR)
    assert held(cur, 1) == ["Ada"]
    assert held(cur, 2) == []


def test_it_may_begin_again_after_an_end(cur: Rows) -> None:
    put(cur, "Ada", 1)
    POSTS.end(cur, CHAIR, START + 2 * HOUR)
    put(cur, "Ada", 4)
    assert [held(cur, hours) for hours in (1, 3, 4)] == [["Ada"], [], ["Ada"]]
    assert cur.execute(f"SELECT holder FROM posts WHERE {NOW}".encode()).fetchall() == [("Ada",)]


def test_other_things_are_left_alone(cur: Rows) -> None:
    put(cur, "Ada", 1)
    treasurer = {"body": "ncg", "post": "treasurer"}
    POSTS.put(cur, treasurer, {"holder": "Cem", "note": "acting"}, START + HOUR)
    POSTS.end(cur, CHAIR, START + 2 * HOUR)
    assert held(cur, 3) == ["Cem"]


def test_an_earlier_moment_stops_the_projector(cur: Rows) -> None:
    put(cur, "Ada", 3)
    with pytest.raises(psycopg.errors.ExclusionViolation):
        put(cur, "Ben", 1)


def test_a_column_that_is_not_named_is_refused(cur: Rows) -> None:
    with pytest.raises(KeyError, match="needs body, holder, note, post"):
        POSTS.put(cur, CHAIR, {"holder": "Ada"}, START)
