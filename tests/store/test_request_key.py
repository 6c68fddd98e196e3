"""Requests are hashed under a key of this organisation's own, and papers with fresh noise."""

from __future__ import annotations

import hashlib
import hmac

import orjson
import psycopg
import pytest

from domain.kernel.ids import CONVENOR, CommandId, derived
from services.application.asker import Asker
from services.application.rules import FoundRulebook
from services.store.memory import MemoryStore
from services.store.migrate import migrate
from services.store.postgres import PostgresStore
from services.voting.memory import MemoryBoxes
from services.voting.root import paper_id
from tests.application.organisation import STAFF, Organisation
from tests.support.emptied import empty
from tests.support.hands import Hands, member
from tests.support.rulebook import CLAUSE, rules

KEY = CommandId(derived(CONVENOR, "the key of a request"))


def test_every_database_draws_a_key_of_its_own_and_keeps_it(database_url: str) -> None:
    first = key_of(database_url)
    assert len(first) == 32
    assert key_of(database_url) == first
    empty(database_url)
    migrate(database_url)
    assert key_of(database_url) != first


def key_of(url: str) -> bytes:
    with PostgresStore(url) as store:
        return store.request_key()


def test_nobody_but_the_owner_reads_the_key(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE reader_of_nothing")
        try:
            connection.execute("SET ROLE reader_of_nothing")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT secret FROM convenor.request_key")
        finally:
            connection.execute("RESET ROLE")
            connection.execute("DROP ROLE reader_of_nothing")


def test_a_request_can_not_be_guessed_from_its_hash_without_the_key() -> None:
    asked = FoundRulebook(title="Rules", clauses=(CLAUSE,), rules=rules(), source="a test")
    hashes = []
    for _ in range(2):
        store = MemoryStore()
        Hands(store, MemoryBoxes(store)).desk.perform(asked, Asker(person=STAFF), KEY)
        row = store.answered(KEY)
        assert row is not None
        hashes.append(row.request_hash)
    body = orjson.dumps(
        [asked.verb(), asked.model_dump(mode="json"), str(STAFF), ""], option=orjson.OPT_SORT_KEYS
    )
    guesses = {hmac.new(key, body, hashlib.sha256).hexdigest() for key in (b"", b"convenor")}
    assert len(set(hashes)) == 2
    assert not guesses & set(hashes)


def test_two_like_papers_have_nothing_in_common(in_the_ballot: Organisation) -> None:
    assert paper_id("Y") != paper_id("Y")
    boxes, ballot = in_the_ballot.hands.boxes, in_the_ballot.ballot.id
    roots = set()
    for number in (7, 8):
        boxes.cast(ballot, member(number), "Y")
        roots.add(boxes.seal(ballot).root)
    assert len(roots) == 2


@pytest.fixture
def in_the_ballot() -> Organisation:
    store = MemoryStore()
    org = Organisation(Hands(store, MemoryBoxes(store)), rules())
    org.open_cycle()
    org.hand_in()
    org.hands.at(org.calendar.stages[-1].opens)
    return org
