"""The same log in memory and in PostgreSQL, so that every rule is tried on both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.store.memory import MemoryStore
from services.store.migrate import migrate
from services.store.port import Store
from services.store.postgres import PostgresStore


@pytest.fixture
def store_url(database_url: str) -> str:
    """The address of a fresh database with the tables of the log."""
    migrate(database_url)
    return database_url


@pytest.fixture
def postgres_store(store_url: str) -> Iterator[PostgresStore]:
    with PostgresStore(store_url) as store:
        yield store


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        return MemoryStore()
    found: PostgresStore = request.getfixturevalue("postgres_store")
    return found
