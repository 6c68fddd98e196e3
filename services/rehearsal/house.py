"""A theatre with everything behind its stage: a worker of its own, a relay, what can be lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from temporalio.client import Client

from services.bootstrap import Office
from services.config import Settings
from services.engine.client import connect
from services.engine.relay import Relay
from services.engine.running import BackgroundRelay
from services.rehearsal.idleness import is_idle
from services.rehearsal.losses import Losses
from services.rehearsal.skipping import SkippedTime
from services.rehearsal.theatre import Theatre
from services.rehearsal.troupe import Troupe
from services.runtime.temporal import SkippingTemporal

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Servers:
    """The servers that a rehearsal is played on, and who is told of its progress."""

    office: Office
    engine: SkippingTemporal
    settings: Settings
    tell: Tell

    def relayed(self) -> int:
        """Up to which position of the log the engine has been told."""
        with self.office.pool.connection() as connection:
            row = connection.execute("SELECT position FROM convenor.relay_tracking").fetchone()
        return int(row[0]) if row else 0


@dataclass(frozen=True)
class House:
    """A theatre that is open."""

    theatre: Theatre
    troupe: Troupe
    losses: Losses
    client: Client


@asynccontextmanager
async def opened(servers: Servers) -> AsyncIterator[House]:
    """Open the house over these servers, with a worker and a relay."""
    at, engine, queue = servers.office, servers.engine, servers.settings.task_queue
    client = await connect(engine.address, servers.settings)
    theatre = Theatre(
        at,
        SkippedTime(at.store, client),
        servers.relayed,
        lambda processes: is_idle(client, processes),
    )
    relay = BackgroundRelay(lambda: Relay(at.dsn, client, queue))
    with Troupe(at.dsn, engine.address) as troupe:
        losses = Losses(at, engine, troupe, client, relay, servers.tell)
        async with relay:
            yield House(theatre, troupe, losses, client)
