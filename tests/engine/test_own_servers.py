"""Servers of one's own: the same commands, told of other addresses and of nothing else."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest

from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from services.bootstrap import office
from services.runtime.postgres import EmbeddedPostgres
from services.runtime.temporal import EmbeddedTemporal
from tests.engine.small import Small
from tests.engine.test_processes import stage_due, until
from tests.servers import state_folder

pytestmark = [pytest.mark.anyio, pytest.mark.long]
SOON = timedelta(seconds=2)


def environment(database: str, engine: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "CONVENOR" not in name}
    return kept | {"DATABASE_URL": database, "TEMPORAL_ADDRESS": engine}


@contextmanager
def running(command: str, where: dict[str, str]) -> Iterator[None]:
    """A command of the service as a process of its own."""
    arguments = [sys.executable, "-m", "services.cli.main", command, "--with-parent"]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, env=where) as process:
        try:
            yield
        finally:
            process.kill()


def ask(command: list[str], where: dict[str, str]) -> str:
    """A command that answers and ends."""
    done = subprocess.run(
        [sys.executable, "-m", "services.cli.main", *command],
        env=where,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


async def test_the_commands_work_over_servers_of_ones_own() -> None:
    with ExitStack() as stack:
        database = stack.enter_context(
            EmbeddedPostgres(stack.enter_context(state_folder()), durable=False)
        )
        engine = stack.enter_context(
            EmbeddedTemporal(stack.enter_context(state_folder()), ui=False)
        )
        where = environment(database.url, engine.address)
        await asyncio.to_thread(ask, ["migrate"], where)
        at = stack.enter_context(office(database.url))
        cycle = Small(at).open_cycle()
        due = stage_due(at, cycle, StageName.DRAFTING)
        at.store.clock.hold(due - SOON)
        for command in ("worker", "relay", "projector"):
            stack.enter_context(running(command, where))
        await asyncio.sleep(SOON.total_seconds())
        at.store.clock.hold(due)
        await until(lambda: StageName.DRAFTING in at.store.load(Cycle, cycle).closed)
        told = await asyncio.to_thread(ask, ["journal", "--process", str(cycle), "--json"], where)
    assert '"topic":"cycle.stage_closed.v1"' in told


async def test_an_engine_whose_database_was_deleted_is_reconciled() -> None:
    with ExitStack() as stack:
        database = stack.enter_context(
            EmbeddedPostgres(stack.enter_context(state_folder()), durable=False)
        )
        engine = stack.enter_context(
            EmbeddedTemporal(stack.enter_context(state_folder()), ui=False)
        )
        where = environment(database.url, engine.address)
        at = stack.enter_context(office(database.url))
        cycle = Small(at).open_cycle()
        with running("relay", where), running("worker", where):
            await asyncio.sleep(5)
        engine.erase()
        engine.start()
        where = environment(database.url, engine.address)
        said = await asyncio.to_thread(ask, ["reconcile"], where)
        assert str(cycle) in said
        at.store.clock.hold(stage_due(at, cycle, StageName.DRAFTING))
        with running("worker", where):
            await until(lambda: StageName.DRAFTING in at.store.load(Cycle, cycle).closed)
