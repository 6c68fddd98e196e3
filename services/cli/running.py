"""Commands that run a part of the service: worker, relay, projector, web, migrations, reconcile."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer
from temporalio.client import Client

from services.bootstrap import office
from services.cli.codes import Code
from services.cli.saying import no_engine
from services.config import Settings, load_settings
from services.doctor import render, report
from services.engine.client import connect
from services.engine.reconcile import reconcile as reconcile_processes
from services.engine.relay import Relay
from services.engine.running import BackgroundRelay, work
from services.places import database_of, engine_of, masters_of
from services.runtime.exit import leave
from services.store.migrate import migrate as apply_migrations

WithParent = Annotated[
    bool, typer.Option("--with-parent", help="End when standard input closes.", hidden=True)
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (worker, relay, projector, web, migrate, reconcile, doctor):
        app.command()(command)


def worker(with_parent: WithParent = False) -> None:
    """Run a worker: the hands of every process."""
    end_with_parent(with_parent)
    settings = load_settings()

    async def run(stopping: asyncio.Event) -> None:
        with office(database_of(settings), masters=masters_of(settings)) as at:
            client = await _engine(settings)
            await work(client, settings.task_queue, at.steps, stopping)

    _until_stopped(run)


def relay(with_parent: WithParent = False) -> None:
    """Run the relay, which tells the engine that something happened."""
    end_with_parent(with_parent)
    settings = load_settings()

    async def run(stopping: asyncio.Event) -> None:
        dsn = database_of(settings)
        client = await _engine(settings)
        async with BackgroundRelay(lambda: Relay(dsn, client, settings.task_queue)):
            await stopping.wait()

    _until_stopped(run)


def projector(with_parent: WithParent = False) -> None:
    """Run the projector, which keeps what the pages read up with the log."""
    end_with_parent(with_parent)
    settings = load_settings()

    async def run(stopping: asyncio.Event) -> None:
        with office(database_of(settings), masters=masters_of(settings)) as at:
            at.projector.start()
            await stopping.wait()

    _until_stopped(run)


def web(with_parent: WithParent = False) -> None:
    """Run the pages and the API."""
    from services.web.serving import serve_pages

    end_with_parent(with_parent)
    settings = load_settings()
    serve_pages(settings, database_of(settings))


def migrate() -> None:
    """Bring the database's tables up to date."""
    applied = apply_migrations(database_of(load_settings()))
    print("\n".join(applied) or "The tables are up to date.")


def reconcile() -> None:
    """Start every open process that the engine does not know."""
    settings = load_settings()

    async def run() -> None:
        dsn = database_of(settings)
        with office(dsn, masters=masters_of(settings)) as at:
            client = await _engine(settings)
            found = await reconcile_processes(Relay(dsn, client, settings.task_queue), at.store)
        for process in found:
            print(f"{process.kind} {process.process}")
        print(f"{len(found)} open processes are known to the engine.")

    asyncio.run(run())


def doctor() -> None:
    """Show the configuration in force, secrets masked, and what can be reached."""
    found = report(load_settings())
    print(render(found))
    if not found.healthy:
        raise typer.Exit(Code.UNAVAILABLE)


async def _engine(settings: Settings) -> Client:
    """The engine, or a sentence that it does not answer."""
    address = engine_of(settings)
    try:
        return await connect(address, settings)
    except RuntimeError as error:  # the client's only word for whatever kept it from connecting
        raise no_engine(address) from error


def _until_stopped(run: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Run until Ctrl-C or SIGTERM."""

    async def whole() -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, stopping.set)
        await run(stopping)

    asyncio.run(whole())


def end_with_parent(wanted: bool) -> None:
    """End this process when whoever started it ends, however it ends."""
    if not wanted:
        return

    def watch() -> None:
        sys.stdin.buffer.read()
        leave(0)

    threading.Thread(target=watch, daemon=True, name="parent watch").start()
