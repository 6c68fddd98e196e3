"""Story 2, second half: a tie on which the rules are silent waits for a reasoned decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from psycopg_pool import ConnectionPool

from domain.counting.sheet import Question
from domain.elections.count import RETURNING_OFFICER, Count, OpenTie, State
from domain.kernel.refusal import OutOfOrder
from services.application.counts import DeclareResult
from services.counting.postgres import PostgresBundles
from services.store.memory import MemoryStore
from services.store.postgres import PostgresStore
from services.voting.memory import MemoryBoxes
from services.voting.postgres import PostgresBoxes
from tests.application.organisation import MEMBERS, STAFF, Organisation
from tests.story.eight_hundred import REASON, Tie
from tests.story.refounding import acts_of
from tests.support.hands import Hands
from tests.support.rulebook import rules

TIED = OpenTie(stage=3, question=Question.EXCLUSION, between=("First", "Second"))


def told(hands: Hands) -> Organisation:
    """The whole of it, told and looked at."""
    org = Organisation(hands, rules())
    tie = Tie(hands, STAFF, MEMBERS[0])
    count = tie.hand_in()
    hands.settle()
    waiting = tie.the(count)
    assert (waiting.state, waiting.open_tie) == (State.WAITING, TIED)
    org.refused(OutOfOrder, DeclareResult(count=count), MEMBERS[0])
    tie.decide(count)
    hands.settle()
    result = tie.the(count).result
    assert result is not None
    assert [stage.totals["First"] for stage in result.stages[:2]] == ["747", "874"]
    assert [stage.totals["Second"] for stage in result.stages[:2]] == ["713", "874"]
    assert result.stages[1].non_transferable == "44"
    assert (result.elected, result.ties[0].chosen) == (("First",), "Second")
    tie.declare(count)
    hands.settle()
    assert tie.the(count).state is State.DECLARED
    (decided,) = org.store.acts(topics=(Count.TieDecided.TOPIC,), limit=10)
    event: Any = decided.event
    assert (event.reason, event.act.rules) == (REASON, (RETURNING_OFFICER,))
    return org


def in_memory() -> Organisation:
    store = MemoryStore()
    return told(Hands(store, MemoryBoxes(store)))


@pytest.fixture
def on_postgres(database_url: str) -> Iterator[Callable[[], Organisation]]:
    with (
        PostgresStore(database_url, connections=4) as store,
        ConnectionPool(database_url, min_size=1, max_size=2) as pool,
    ):
        boxes, bundles = PostgresBoxes(pool, store), PostgresBundles(pool)
        yield lambda: told(Hands(store, boxes, bundles=bundles))


def test_the_count_waits_for_a_decision_with_reasons_and_is_then_declared() -> None:
    in_memory()


def test_it_is_the_very_same_log_on_postgresql(on_postgres: Callable[[], Organisation]) -> None:
    assert acts_of(on_postgres().store) == acts_of(in_memory().store)
