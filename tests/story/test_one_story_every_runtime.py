"""The same cycle in memory and on PostgreSQL comes to the same log, act by act."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.ballots.ballot import Ballot
from domain.ballots.terms import PERIOD, Roll
from domain.kernel.refusal import TooLate
from projections.members import Members
from services.store.memory import MemoryStore
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from services.voting.memory import MemoryBoxes
from services.voting.postgres import PostgresBoxes
from tests.story.refounding import Story, Told, check, log_of
from tests.support.hands import Hands, member
from tests.support.rulebook import CLAUSE


class BoxesThatReadFirst(PostgresBoxes):
    """Boxes whose roll is written from the members as the log has them by then."""

    def __init__(self, pool: ConnectionPool[Connection[TupleRow]], store: PostgresStore) -> None:
        super().__init__(pool, store)
        self._members = ProjectionRunner(store.dsn, (Members(),))

    def freeze(self, ballot: Ballot, position: int) -> Roll:
        self._members.catch_up()
        return super().freeze(ballot, position)

    def close(self) -> None:
        self._members.close()


def in_memory() -> Told:
    store = MemoryStore()
    return Story(Hands(store, MemoryBoxes(store))).tell()


@pytest.fixture
def on_postgres(database_url: str) -> Iterator[Told]:
    with (
        PostgresStore(database_url, connections=4) as store,
        ConnectionPool(database_url, min_size=1, max_size=2) as pool,
    ):
        boxes = BoxesThatReadFirst(pool, store)
        yield Story(Hands(store, boxes)).tell()
        boxes.close()


def test_the_whole_cycle_in_memory() -> None:
    check(in_memory())


def test_the_whole_cycle_told_twice_is_the_same_log() -> None:
    assert log_of(in_memory()) == log_of(in_memory())


def test_the_whole_cycle_on_postgresql_is_the_very_same_log(on_postgres: Told) -> None:
    check(on_postgres)
    assert log_of(on_postgres) == log_of(in_memory())


def test_a_refused_paper_cites_rule_and_clause_on_postgresql_too(on_postgres: Told) -> None:
    org = on_postgres.organisation
    with pytest.raises(TooLate) as refused:
        org.hands.boxes.cast(org.ballot.id, member(7), "YYYY")
    assert (refused.value.rule, refused.value.clause) == (PERIOD, CLAUSE.id)
