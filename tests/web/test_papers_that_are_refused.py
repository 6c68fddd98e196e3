"""Papers that a ballot refuses, through the API: a problem in words, and no row left anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import httpx
from psycopg.sql import SQL, Identifier

from domain.ballots.ballot import Ballot
from domain.ballots.terms import FRANCHISE, PERIOD
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


def with_a_frozen_roll(shown: Shown) -> str:
    """Go on until the roll of the second cycle's ballot is frozen; its voting has not begun."""
    second, store = shown.played.second_cycle, shown.office.store
    for stage in list(StageName)[: list(StageName).index(StageName.PREPARATION)]:
        store.clock.hold(store.load(Cycle, second).calendar.stage(stage).due)
        settle(shown)
    store.clock.hold(store.load(Ballot, cycle_ballot(second)).terms.joined_by)
    settle(shown)
    return f"/ballots/{cycle_ballot(second)}"


def test_before_its_hours_no_paper_is_taken(acted: Shown) -> None:
    ballot = with_a_frozen_roll(acted)
    with leaves_nothing(acted):
        answer = put_in(acted, ballot, ["yes"])
    check(answer, 409, "too-early", "Voting has not opened.")
    assert answer.json()["rule"] == PERIOD


def test_while_it_is_open_a_paper_is_refused_for_its_voter_or_its_form(acted: Shown) -> None:
    ballot = open_ballot(acted)
    with leaves_nothing(acted):
        stranger = put_in(acted, ballot, ["yes"], STRANGER)
        short, long = put_in(acted, ballot, []), put_in(acted, ballot, ["yes", "no"])
        unknown, other = put_in(acted, ballot, ["perhaps"]), put_in(acted, ballot, "yes")
    check(stranger, 403, "not-allowed", "You are not on the roll of this ballot.")
    assert stranger.json()["rule"] == FRANCHISE
    check(short, 422, "bad-input", "A paper in this ballot has 1 answers; this one has 0.")
    check(long, 422, "bad-input", "A paper in this ballot has 1 answers; this one has 2.")
    check(unknown, 422, "bad-input", "'yes', 'no' or 'blank'")
    assert list(unknown.json()["fields"]) == ["answers.0"]
    check(other, 422, "bad-input", "answers")


def test_a_second_paper_is_refused_and_the_first_one_stays(acted: Shown) -> None:
    ballot = open_ballot(acted)
    assert put_in(acted, ballot, ["yes"]).status_code == 201
    with leaves_nothing(acted):
        again, otherwise = put_in(acted, ballot, ["yes"]), put_in(acted, ballot, ["no"])
    for answer in (again, otherwise):
        check(answer, 409, "out-of-order", "Each member has one paper.")
    papers = acted.office.boxes.papers(UUID(ballot.rpartition("/")[2]))
    assert list(papers) == ["Y"]


def test_after_the_close_no_paper_is_taken_even_before_it_is_recorded(acted: Shown) -> None:
    ballot = open_ballot(acted)
    closes = acted.office.store.load(Ballot, UUID(ballot.rpartition("/")[2])).hours.closes
    acted.office.store.clock.hold(closes)
    with leaves_nothing(acted):
        answer = put_in(acted, ballot, ["yes"])
    check(answer, 409, "too-late", "Voting has closed")
    assert answer.json()["rule"] == PERIOD


def test_a_ballot_that_is_not_there_takes_no_paper(acted: Shown) -> None:
    with leaves_nothing(acted):
        answer = put_in(acted, f"/ballots/{UUID(int=1)}", ["yes"])
    check(answer, 404, "not-found", "There is no")
