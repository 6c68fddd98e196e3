"""Records the histories of a whole cycle, so that later versions can be held against them.

Run `python -m tests.engine.record_histories VERSION`.  It only adds files: what a released version
did is never recorded anew.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from uuid import UUID

from temporalio.client import Client

from domain.cycle.assembly import assembly_id
from domain.cycle.calendar import StageName
from services.application.cycles import cycle_ballot
from services.bootstrap import office
from services.config import Settings
from services.runtime.exit import leave
from services.runtime.postgres import EmbeddedPostgres
from services.runtime.temporal import SkippingTemporal
from tests.engine.conftest import engine_at
from tests.engine.small import Small
from tests.engine.test_processes import move, relayed_all, stage_due, until
from tests.servers import state_folder

HISTORIES = Path(__file__).with_name("histories")


async def record(version: str) -> None:
    """Play a small cycle and keep the history of each of its processes."""
    with (
        state_folder() as folder,
        EmbeddedPostgres(folder, durable=False) as database,
        SkippingTemporal(folder) as engine,
        office(database.url) as at,
    ):
        at.projector.start()
        small = Small(at)
        async with engine_at(engine.address, at, Settings()) as client:
            cycle = small.open_cycle()
            await until(relayed_all(at))
            for stage in StageName:
                await move(at, client, stage_due(at, cycle, stage))
            await keep(client, cycle, version)
        at.projector.stop()


async def keep(client: Client, cycle: UUID, version: str) -> None:
    HISTORIES.mkdir(exist_ok=True)
    processes = {
        "cycle": cycle,
        "assembly": assembly_id(cycle, StageName.FIRST_ASSEMBLY),
        "ballot": cycle_ballot(cycle),
    }
    for name, process in processes.items():
        history = await client.get_workflow_handle(str(process)).fetch_history()
        with (HISTORIES / f"{version}-{name}.json").open("x", encoding="utf-8") as file:
            file.write(history.to_json())


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1]))
    leave(0)
