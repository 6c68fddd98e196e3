"""An office over a fresh database in which a small organisation lives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.bootstrap import Office, office
from tests.engine.small import Small


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
def small(at: Office) -> Small:
    """The organisation, founded."""
    return Small(at)
