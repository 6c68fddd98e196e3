"""Running the engine's helpers in this process: a worker, or a relay, until they are stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self

from temporalio.client import Client

from services.application.begun import OpenProcess
from services.application.processes import Steps
from services.engine.reconcile import reconcile
from services.engine.relay import Relay
from services.engine.worker import THREADS, worker
from services.store.port import Store


async def work(client: Client, task_queue: str, steps: Steps, stopping: asyncio.Event) -> None:
    """Lend hands to processes until `stopping` is set."""
    with ThreadPoolExecutor(THREADS, thread_name_prefix="step") as threads:
        async with worker(client, task_queue, steps, threads):
            await stopping.wait()


class BackgroundRelay:
    """A relay that runs beside whatever else this process does, and can give way for a while."""

    def __init__(self, make: Callable[[], Relay]) -> None:
        self._make = make
        self._relay: Relay | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def start(self) -> None:
        """Begin to relay."""
        self._relay = self._make()
        self._task = asyncio.create_task(self._relay.run())

    async def stop(self) -> None:
        """Finish the batch under way and give up the lock."""
        if self._relay is not None and self._task is not None:
            self._relay.stop()
            await self._task
        self._relay = self._task = None

    async def reconcile(self, store: Store) -> list[OpenProcess]:
        """Give way, start again what the engine does not know, and go on."""
        await self.stop()
        try:
            return await reconcile(self._make(), store)
        finally:
            self.start()
