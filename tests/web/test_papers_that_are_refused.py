"""Papers that a ballot refuses, through the API: a problem in words, and no row left anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from psycopg.sql import SQL, Identifier

from domain.ballots.ballot import FRANCHISE, PERIOD
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from services.application.cycles import cycle_ballot
from services.web.problems import JSON_PROBLEM
from tests.web.conftest import Shown
from tests.web.test_acting import open_ballot, settle

VOTER, STRANGER = "M00010", "M77777"
TABLES = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('convenor', 'views')"


def put_in(shown: Shown, ballot: str, answers: object, voter: str = VOTER) -> httpx.Response:
    return shown.client().post(
        f"/api{ballot}/papers", json={"answers": answers}, headers={"Act-As": voter}
    )


def rows(shown: Shown) -> dict[str, int]:
    """How many rows each table has."""
    with shown.office.pool.connection() as connection:
        found = {}
        for schema, table in connection.execute(TABLES).fetchall():
            asked = SQL("SELECT count(*) FROM {}").format(Identifier(schema, table))
            row = connection.execute(asked).fetchone()
            found[f"{schema}.{table}"] = int(row[0]) if row else 0
    return found


def marks(shown: Shown) -> int:
    """How many are marked on a roll: a mark is no row of its own."""
    with shown.office.pool.connection() as connection:
        row = connection.execute("SELECT count(voted_in) FROM convenor.ballot_roll").fetchone()
    return int(row[0]) if row else 0


@contextmanager
def leaves_nothing(shown: Shown) -> Iterator[None]:
    """What happens inside leaves every table with as many rows as before, and no mark."""
    shown.caught_up()
    before = rows(shown), marks(shown)
    assert before[0]["convenor.ballot_roll"] > 0
    yield
    shown.caught_up()
    assert (rows(shown), marks(shown)) == before


def check(answer: httpx.Response, status: int, kind: str, words: str) -> None:
    """It is a problem of that kind, with a sentence."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == JSON_PROBLEM
    problem = answer.json()
    assert problem["type"] == f"/problems/{kind}"
    assert problem["status"] == status
    assert problem["instance"].endswith("/papers")
    assert words in problem["title"]


def called_but_not_open(shown: Shown) -> str:
    """Go on until the roll of the second cycle's ballot is frozen; its voting has not begun."""
    second = shown.played.second_cycle
    for stage in StageName:
        if stage in (StageName.PREPARATION, StageName.BALLOT):
            break
        shown.office.store.clock.hold(
            shown.office.store.load(Cycle, second).calendar.stage(stage).due
        )
        settle(shown)
    calendar = shown.office.store.load(Cycle, second).calendar
    shown.office.store.clock.hold(calendar.stage(StageName.PREPARATION).due)
    return f"/ballots/{cycle_ballot(second)}"
