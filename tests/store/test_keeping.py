"""Aggregates are kept in memory: never shared, never behind the log, never if to be forgotten."""

from __future__ import annotations

from uuid import UUID

import psycopg

from services.store.application import Acts
from services.store.keeping import Keeper, Kept
from services.store.memory import MemoryStore
from services.store.port import Store
from services.store.postgres import PostgresStore
from tests.store.thing import Thing, thing_id
from tests.vault.letter import Letter, letter_id


def opened(store: Store, number: int = 1) -> UUID:
    """A thing that was opened and renamed once, and asked for."""
    store.commit([Thing.open(number, "first").rename("second")], command=None, reads={})
    assert store.load(Thing, thing_id(number)).name == "second"
    return thing_id(number)


def kept(store: MemoryStore | PostgresStore, stream: UUID) -> Kept | None:
    acts: Acts = store._acts
    return acts._keeper.get(stream)


def test_what_one_does_with_it_another_does_not_see_until_it_is_recorded(store: Store) -> None:
    stream = opened(store)
    mine = store.load(Thing, stream).rename("mine")
    assert store.load(Thing, stream).name == "second"
    assert store.load(Thing, stream).pending_events == []
    store.commit([mine], command=None, reads={})
    assert store.load(Thing, stream).name == "mine"


def test_what_another_process_recorded_is_seen(postgres_store: PostgresStore) -> None:
    stream = opened(postgres_store)
    with PostgresStore(postgres_store.dsn) as other:
        other.commit([other.load(Thing, stream).rename("theirs")], command=None, reads={})
    assert postgres_store.load(Thing, stream).name == "theirs"


def test_a_log_that_was_put_back_is_read_from_its_beginning(postgres_store: PostgresStore) -> None:
    """An older log was restored, in which something else happened then."""
    stream = opened(postgres_store)
    with psycopg.connect(postgres_store.dsn) as restoring:
        restoring.execute("ALTER TABLE convenor.stored_events DISABLE TRIGGER USER")
        restoring.execute(
            "DELETE FROM convenor.stored_events"
            " WHERE originator_id = %s AND originator_version = 2",
            (stream,),
        )
    found = postgres_store.load(Thing, stream)
    assert (found.name, found.version) == ("first", 1)
    with PostgresStore(postgres_store.dsn) as other:
        other.commit([other.load(Thing, stream).rename("anew")], command=None, reads={})
    assert postgres_store.load(Thing, stream).name == "anew"


def test_nothing_is_kept_in_which_something_is_sealed() -> None:
    store = MemoryStore()
    store.commit([Letter.write(1)], command=None, reads={})
    opened(store)
    assert store.load(Letter, letter_id(1)).address == "1 Secret Street"
    assert kept(store, letter_id(1)) is None
    assert kept(store, thing_id(1)) is not None


def test_only_those_asked_for_last_are_kept() -> None:
    keeper, store = Keeper(most=2), MemoryStore()
    one = kept(store, opened(store))
    assert one is not None
    for number in (1, 2, 1, 3):
        keeper.put(thing_id(number), one)
    assert [keeper.get(thing_id(number)) is not None for number in (1, 2, 3)] == [True, False, True]
