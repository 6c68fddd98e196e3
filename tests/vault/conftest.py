"""The same vault in memory and in PostgreSQL, so that every rule is tried on both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.vault.master import GivenKeys, LocalMasterKey
from services.vault.memory import MemoryVault
from services.vault.port import Vault
from services.vault.postgres import PostgresVault

MASTER = LocalMasterKey(bytes(range(32)))


@pytest.fixture
def postgres_vault(database_url: str) -> Iterator[PostgresVault]:
    vault = PostgresVault(database_url, GivenKeys([MASTER]))
    yield vault
    vault.close()


@pytest.fixture(params=["memory", "postgres"])
def vault(request: pytest.FixtureRequest) -> Vault:
    if request.param == "memory":
        return MemoryVault()
    found: PostgresVault = request.getfixturevalue("postgres_vault")
    return found
