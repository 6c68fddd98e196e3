"""What a disturbed rehearsal loses: a worker in the middle of a step, the engine in the voting.

Both are killed as a crash would end them, while people go on acting, and both losses are checked:
the worker's by asking the engine which step nobody answered, the engine's by counting the papers
in the box before and after.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from temporalio.client import Client

from services.bootstrap import Office
from services.engine.running import BackgroundRelay
from services.rehearsal.idleness import step_under_way
from services.rehearsal.troupe import Troupe
from services.runtime.temporal import SkippingTemporal
from workflows.contract import NUDGE, Nudge

ATTEMPTS = 20
NUDGE_AGAIN = 0.5
PATIENCE = 60.0
PAUSE = 0.002


class NothingWasStruck(RuntimeError):
    """The worker answered every step before it could be killed."""


@dataclass(frozen=True)
class Losses:
    """What can be lost, and who is told of it."""

    office: Office
    server: SkippingTemporal
    troupe: Troupe
    client: Client
    relay: BackgroundRelay
    tell: Callable[[str], None]

    async def worker(self, process: UUID) -> None:
        """Kill the worker while it takes a step of this process, and start another.

        It is stopped first, and goes on if it had answered by then: to start another takes much
        longer.  Whether the step was still unanswered is asked again after the kill, long before
        the other worker has started, for the answer may have been on its way.
        """
        for _ in range(ATTEMPTS):
            await self._until_a_step_is_under_way(process)
            self.troupe.freeze()
            if await step_under_way(self.client, process) is None:
                self.troupe.thaw()
                continue
            killed = self.troupe.pid
            self.troupe.kill()
            self.troupe.start()
            lost = await step_under_way(self.client, process)
            if lost is not None:
                self.tell(f"The worker was killed in the step '{lost}' (process {killed})")
                return
        raise NothingWasStruck(f"In {ATTEMPTS} attempts no worker was killed in a step.")

    async def _until_a_step_is_under_way(self, process: UUID) -> None:
        """Nudge the process to look again, and watch it, until a worker takes a step for it."""
        handle = self.client.get_workflow_handle(str(process))
        give_up, nudged = monotonic() + PATIENCE, 0.0
        while await step_under_way(self.client, process) is None:
            if monotonic() > give_up:
                raise NothingWasStruck(f"No step was taken up within {PATIENCE:g} seconds.")
            if monotonic() - nudged > NUDGE_AGAIN:
                await handle.signal(NUDGE, Nudge(position=self.office.store.head()))
                nudged = monotonic()
            await asyncio.sleep(PAUSE)

    async def engine(self, ballot: UUID, papers: int) -> None:
        """Kill the engine when so many more papers are in, and start again from the log alone.

        Worker and relay live on, and find the empty engine that stands in its place.
        """
        before = await self._until_more_papers(ballot, papers)
        again = await self._engine(f", {before} papers being in")
        meanwhile = await self._papers(ballot) - before
        self.tell(f"{again}; {meanwhile} papers came in meanwhile")

    async def engine_between(self) -> None:
        """Kill the engine between two acts, and start again from the log alone."""
        self.tell(await self._engine(""))

    async def _engine(self, when: str) -> str:
        await asyncio.to_thread(self.server.kill9)
        self.tell(f"The engine was killed with everything that it knew{when}")
        await asyncio.to_thread(self.server.start)
        found = await self.relay.reconcile(self.office.store)
        return f"Reconciled: {len(found)} open processes were started again from the log"

    async def _until_more_papers(self, ballot: UUID, papers: int) -> int:
        enough = await self._papers(ballot) + papers
        while (found := await self._papers(ballot)) < enough:
            await asyncio.sleep(PAUSE)
        return found

    async def _papers(self, ballot: UUID) -> int:
        return await asyncio.to_thread(self.office.boxes.voted, ballot)
