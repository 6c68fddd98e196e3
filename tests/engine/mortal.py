"""A worker process that dies in each stage, and whoever puts another in its place."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.processes import environment


@dataclass
class Mortal:
    """One worker at a time, each started when the one before has died."""

    deaths: Path
    environment: dict[str, str]
    ended: list[int] = field(default_factory=list)

    @property
    def stages(self) -> set[tuple[str, str]]:
        """The steps, each with its stage, in which a worker has died."""
        lines = self.deaths.read_text().splitlines()
        return {(step, stage) for step, _, stage in (line.partition(" ") for line in lines)}

    async def keep_one_alive(self) -> None:
        while True:
            with subprocess.Popen(
                [sys.executable, "-m", "tests.engine.dying_worker", str(self.deaths)],
                stdin=subprocess.PIPE,
                env=self.environment,
            ) as process:
                try:
                    while process.poll() is None:
                        await asyncio.sleep(0.05)
                    self.ended.append(process.wait())
                finally:
                    process.kill()


@asynccontextmanager
async def mortal(folder: Path, dsn: str, engine: str, queue: str) -> AsyncIterator[Mortal]:
    """A worker beside this engine that does not live long, again and again."""
    deaths = folder / "deaths"
    deaths.write_text("")
    found = Mortal(
        deaths,
        environment(DATABASE_URL=dsn, TEMPORAL_ADDRESS=engine, CONVENOR_TASK_QUEUE=queue),
    )
    keeping = asyncio.create_task(found.keep_one_alive())
    try:
        yield found
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
