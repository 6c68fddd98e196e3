"""An office over a fresh database in which a small organisation lives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.bootstrap import Office, office
from services.runtime.temporal import EmbeddedTemporal
from tests.crash.engine import Engine, WithKeys, engine_at
from tests.engine.small import Small
from tests.support.keys import MASTERS


@pytest.fixture
def anyio_backend() -> str:
    """What asynchronous tests run on."""
    return "asyncio"


@pytest.fixture
def at(database_url: str) -> Iterator[Office]:
    """An office whose projector does not run."""
    with office(database_url, connections=24) as found:
        yield found


@pytest.fixture
def with_keys(database_url: str) -> Iterator[Office]:
    """An office with its keys, whose projector does not run."""
    with office(database_url, connections=24, masters=MASTERS) as found:
        yield found


@pytest.fixture
async def engine_with_keys(real_temporal: EmbeddedTemporal, with_keys: Office) -> Engine:
    """The engine of an office whose processes have the tests' master key."""
    found = await engine_at(real_temporal.address, with_keys.dsn.rpartition("/")[2])
    return WithKeys(found.address, found.queue, found.client)


@pytest.fixture
def small(at: Office) -> Small:
    """The organisation, founded."""
    return Small(at)
