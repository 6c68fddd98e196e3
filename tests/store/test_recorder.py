"""Callers who are written together, and what happens when the wire is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep

import psycopg
import pytest

from services.store.group import Group, Turn
from services.store.port import CommandRepeated, Receipt, StoreUnreachable, VersionConflict
from services.store.postgres import PostgresStore
from tests.store.proxy import Wire
from tests.store.thing import Thing, command, thing_id


@contextmanager
def others_kept_waiting(url: str) -> Iterator[None]:
    """While inside, nobody can write: the ordering lock is held."""
    with psycopg.connect(url) as connection:
        connection.execute("LOCK TABLE convenor.stored_events IN EXCLUSIVE MODE")
        yield


def waiting(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted"
            " AND relation = 'convenor.stored_events'::regclass"
        ).fetchone()
    return row[0] if row else 0


def wait_until(condition: Callable[[], bool]) -> None:
    end = monotonic() + 20
    while not condition():
        assert monotonic() < end, "what was waited for did not come"
        sleep(0.01)


def in_one_group(
    store: PostgresStore, url: str, saves: Sequence[Callable[[], Receipt]]
) -> list[Future[Receipt]]:
    """Commit all of these in one group: a first save waits for the lock while they queue up."""
    queue = store._recorder._group._waiting
    with ThreadPoolExecutor(len(saves) + 1) as pool:
        with others_kept_waiting(url):
            first = pool.submit(store.commit, [Thing.open(999)], command=None, reads={})
            wait_until(lambda: waiting(url) == 1)
            outcomes = []
            for place, save in enumerate(saves, start=1):
                outcomes.append(pool.submit(save))
                wait_until(lambda place=place: len(queue) == place)  # type: ignore[misc]  # mypy can't type a default of a lambda
        first.result()
    return outcomes


def test_a_refusal_in_a_group_hits_only_that_caller(
    postgres_store: PostgresStore, store_url: str
) -> None:
    store = postgres_store
    store.commit([Thing.open(1)], command=command(1), reads={})
    stale = store.load(Thing, thing_id(1)).rename("stale")
    store.commit([store.load(Thing, thing_id(1)).rename("newer")], command=None, reads={})
    good = [
        lambda number=number: store.commit([Thing.open(number)], command=command(number), reads={})
        for number in range(10, 16)
    ]
    bad: list[Callable[[], Receipt]] = [
        lambda: store.commit([stale], command=command(2), reads={}),
        lambda: store.commit([Thing.open(3)], command=command(1), reads={}),
        lambda: store.commit([Thing.open(4)], command=command(4), reads={thing_id(1): 1}),
    ]
    outcomes = in_one_group(store, store_url, [*good[:3], *bad, *good[3:]])
    failures = [outcome.exception() for outcome in outcomes]
    assert [type(failure) for failure in failures[3:6]] == [
        VersionConflict,
        CommandRepeated,
        VersionConflict,
    ]
    assert [failure for failure in failures if failure] == failures[3:6]
    for number in range(10, 16):
        assert store.load(Thing, thing_id(number)).version == 1
        assert store.answered(command(number).command_id) is not None
    assert store.find(Thing, thing_id(3)) is None
    assert store.find(Thing, thing_id(4)) is None
    assert store.load(Thing, thing_id(1)).name == "newer"


def test_in_a_group_nobody_rests_on_what_an_earlier_one_changes(
    postgres_store: PostgresStore, store_url: str
) -> None:
    store = postgres_store
    store.commit([Thing.open(1)], command=None, reads={})
    rule = store.load(Thing, thing_id(1)).rename("amended")
    outcomes = in_one_group(
        store,
        store_url,
        [
            lambda: store.commit([Thing.open(2)], command=None, reads={thing_id(1): 1}),
            lambda: store.commit([rule], command=None, reads={}),
            lambda: store.commit([Thing.open(3)], command=None, reads={thing_id(1): 1}),
        ],
    )
    assert [type(outcome.exception()) for outcome in outcomes] == [
        type(None),
        type(None),
        VersionConflict,
    ]


def test_one_command_twice_in_a_group_is_recorded_once(
    postgres_store: PostgresStore, store_url: str
) -> None:
    store = postgres_store
    saves = [
        lambda number=number: store.commit([Thing.open(number)], command=command(1), reads={})
        for number in (1, 2)
    ]
    first, second = in_one_group(store, store_url, saves)
    failure = second.exception()
    assert isinstance(failure, CommandRepeated)
    assert failure.row.result == first.result().result
    assert store.find(Thing, thing_id(2)) is None


def test_positions_belong_to_their_callers(postgres_store: PostgresStore, store_url: str) -> None:
    store = postgres_store
    saves = [
        lambda number=number: store.commit([Thing.open(number).close()], command=None, reads={})
        for number in range(5)
    ]
    for number, outcome in enumerate(in_one_group(store, store_url, saves)):
        recorded = store.acts(stream=thing_id(number), limit=5)
        assert tuple(act.position for act in recorded) == outcome.result().positions


def test_those_who_wait_are_released_when_their_leader_is_interrupted() -> None:
    def interrupted(turns: Sequence[Turn]) -> None:
        sleep(0.05)
        raise KeyboardInterrupt

    group: Group[Turn] = Group(interrupted, most=9, lost=lambda error: StoreUnreachable("lost"))
    caught: list[BaseException] = []

    def submit() -> None:
        try:
            group.submit(Turn())
        except BaseException as error:
            caught.append(error)

    threads = [Thread(target=submit) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(caught) == 5
    assert not any(thread.is_alive() for thread in threads)


def test_no_variable_of_the_environment_opens_another_way_in(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "y")
    monkeypatch.setenv("POSTGRES_SCHEMA", "elsewhere")
    with PostgresStore(store_url) as store:
        assert store._recorder.datastore.enable_db_functions is False
        assert store._recorder.datastore.schema == "convenor"


def test_a_commit_whose_answer_is_lost_is_found_and_not_repeated(store_url: str) -> None:
    with Wire(store_url) as wire, PostgresStore(wire.dsn) as store:
        store.commit([Thing.open(1)], command=command(1), reads={})
        wire.lose_the_answer_to("COMMIT")
        receipt = store.commit([Thing.open(2).close()], command=command(2), reads={thing_id(1): 1})
        assert wire.cuts == 1
        assert receipt.repeated
        recorded = store.acts(stream=thing_id(2), limit=9)
        assert tuple(act.position for act in recorded) == receipt.positions
        assert len(recorded) == 2
        row = store.answered(command(2).command_id)
        assert row is not None
        assert row.result == receipt.result


def test_a_connection_cut_before_anything_was_written_is_made_good(store_url: str) -> None:
    with Wire(store_url) as wire, PostgresStore(wire.dsn) as store:
        store.commit([Thing.open(1)], command=command(1), reads={})
        wire.cut_before("COMMIT")
        receipt = store.commit([Thing.open(2)], command=command(2), reads={})
        assert wire.cuts == 1
        assert not receipt.repeated
        assert len(store.acts(stream=thing_id(2), limit=9)) == 1


def test_somebody_elses_act_is_not_taken_for_ones_own_after_a_loss(store_url: str) -> None:
    with Wire(store_url) as wire, PostgresStore(wire.dsn) as store:
        store.commit([Thing.open(1)], command=None, reads={})
        mine = store.load(Thing, thing_id(1)).rename("mine")
        with PostgresStore(store_url) as other:
            yours = other.load(Thing, thing_id(1)).rename("yours")
            other.commit([yours], command=None, reads={})
        wire.cut_before("COMMIT")
        with pytest.raises(VersionConflict):
            store.commit([mine], command=command(2), reads={})
        assert store.load(Thing, thing_id(1)).name == "yours"
