"""An office over a fresh database, with an engine, a relay and a worker of this test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from temporalio.client import Client

from services.bootstrap import Office, office
from services.config import Settings
from services.engine.client import connect
from services.engine.relay import Relay
from services.engine.running import BackgroundRelay, work
from services.runtime.temporal import SkippingTemporal
from tests.servers import state_folder


@pytest.fixture
def anyio_backend() -> str:
    """What asynchronous tests run on."""
    return "asyncio"


@pytest.fixture
def engine() -> Iterator[SkippingTemporal]:
    """An engine of this test's own.

    In a shared one, time could not be moved past a timer of a test that has ended: its process
    would ask for a worker that is gone.
    """
    with state_folder() as folder, SkippingTemporal(folder) as server:
        yield server


@pytest.fixture
def at(database_url: str) -> Iterator[Office]:
    """An office whose projector runs."""
    with office(database_url) as found:
        found.projector.start()
        try:
            yield found
        finally:
            found.projector.stop()


@pytest.fixture
def second_office(second_database_url: str) -> Iterator[Office]:
    """Another office over another database, to compare with."""
    with office(second_database_url) as found:
        found.projector.start()
        try:
            yield found
        finally:
            found.projector.stop()


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings with a task queue that no other test uses."""
    queue = database_url.rpartition("/")[2].partition("?")[0]
    return Settings(task_queue=queue)


@asynccontextmanager
async def engine_at(address: str, office_at: Office, settings: Settings) -> AsyncIterator[Client]:
    """A relay and a worker beside the engine at that address."""
    client = await connect(address, settings)
    stopping = asyncio.Event()
    working = asyncio.create_task(work(client, settings.task_queue, office_at.steps, stopping))
    try:
        async with BackgroundRelay(lambda: Relay(office_at.dsn, client, settings.task_queue)):
            yield client
    finally:
        stopping.set()
        await working
