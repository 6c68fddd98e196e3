"""A look at the log is asked for once: never older than when it began, never of a log put back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from services.store.port import RecordedAct, Store
from services.store.postgres import PostgresStore
from services.store.scanned import Scan
from tests.store.thing import Thing, thing_id

NAMES: Scan[str] = Scan((Thing.Renamed.TOPIC,), lambda _: True, lambda act: str(act.event.name))


@pytest.fixture
def stream(postgres_store: PostgresStore) -> UUID:
    """A thing that was opened and renamed once."""
    postgres_store.commit([Thing.open(1, "first").rename("second")], command=None, reads={})
    return thing_id(1)


class Questions:
    """Counts what the store asks its database about streams and acts."""

    def __init__(self, store: PostgresStore, patch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        recorder = store._acts.recorder
        streams, acts = recorder.select_events, store.acts

        def select(*words: object, **more: object) -> Sequence[StoredEvent]:
            self.asked += 1
            return streams(*words, **more)  # type: ignore[arg-type] # handed on as it came

        def read(**words: object) -> list[RecordedAct]:
            self.asked += 1
            return list(acts(**words))  # type: ignore[arg-type] # handed on as it came

        patch.setattr(recorder, "select_events", select)
        patch.setattr(store, "acts", read)


@pytest.fixture
def questions(postgres_store: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> Questions:
    return Questions(postgres_store, monkeypatch)


def looked_up(store: Store) -> tuple[str, bool, list[str]]:
    """The name of the thing, whether there is a second one, and every name that one was given."""
    there = store.find(Thing, thing_id(2)) is not None
    return store.load(Thing, thing_id(1)).name, there, list(NAMES.of(store, True))


def test_what_an_earlier_look_read_is_given_out_without_a_question(
    postgres_store: PostgresStore, stream: UUID, questions: Questions
) -> None:
    first = looked_up(postgres_store.look())
    asked = questions.asked
    assert asked > 0
    assert looked_up(postgres_store.look()) == first == ("second", False, ["second"])
    assert questions.asked == asked


def test_what_another_process_recorded_since_is_seen_by_the_next_look(
    postgres_store: PostgresStore, stream: UUID
) -> None:
    looked_up(postgres_store.look())
    with PostgresStore(postgres_store.dsn) as other:
        second = Thing.open(2, "another")
        mine = other.load(Thing, stream).rename("theirs")
        other.commit([mine, second], command=None, reads={})
    assert looked_up(postgres_store.look()) == ("theirs", True, ["second", "theirs"])


def test_what_one_does_with_it_the_next_look_does_not_see(
    postgres_store: PostgresStore, stream: UUID
) -> None:
    postgres_store.look().load(Thing, stream).rename("mine")
    found = postgres_store.look().load(Thing, stream)
    assert (found.name, found.pending_events) == ("second", [])


def test_nothing_in_memory_counts_after_the_log_was_put_back(
    postgres_store: PostgresStore, stream: UUID
) -> None:
    """An older log was restored, in which something else happened then at the same positions."""
    looked_up(postgres_store.look())
    with psycopg.connect(postgres_store.dsn) as restoring:
        restoring.execute("ALTER TABLE convenor.stored_events DISABLE TRIGGER USER")
        restoring.execute(
            "DELETE FROM convenor.stored_events"
            " WHERE originator_id = %s AND originator_version = 2",
            (stream,),
        )
        restoring.execute(
            "SELECT setval(pg_get_serial_sequence('convenor.stored_events', 'notification_id'),"
            " (SELECT max(notification_id) FROM convenor.stored_events))"
        )
    with PostgresStore(postgres_store.dsn) as other:
        other.commit([other.load(Thing, stream).rename("anew")], command=None, reads={})
    assert looked_up(postgres_store.look()) == ("anew", False, ["anew"])
