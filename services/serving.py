"""`convenor serve`: every part of the service over one state folder, until it is stopped.

Servers that are not configured are embedded.  Worker, relay, projector and mail run in this
process; the pages run beside them.  Nothing is left running when it ends, however it ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Iterator

from pydantic import BaseModel

from services.bootstrap import Office, office
from services.config import Settings
from services.engine.client import connect
from services.engine.relay import Relay
from services.engine.running import BackgroundRelay, work
from services.mail.sending import BackgroundSender, post_of
from services.places import TOLD, masters_of
from services.runtime.postgres import EmbeddedPostgres
from services.runtime.temporal import EmbeddedTemporal, Engine
from services.web.serving import pages


def serve_all(settings: Settings) -> None:
    """Run until Ctrl-C or SIGTERM."""
    settings, notice = told(settings)
    with (
        servers(settings) as (database, engine),
        office(database, masters=masters_of(settings)) as at,
    ):
        at.projector.start()
        try:
            asyncio.run(_serve(at, engine, settings, notice))
        finally:
            at.projector.stop()


class Told(BaseModel):
    """What a rehearsal left to be told on every page: whose record it was and what is invented."""

    name: str
    notice: str

    def leave(self, settings: Settings) -> None:
        """Write the note, in place of one that is there."""
        settings.state_dir.mkdir(parents=True, exist_ok=True)
        note = settings.state_dir / TOLD
        unfinished = note.with_suffix(".new")
        unfinished.write_text(self.model_dump_json(indent=2), "utf-8")
        unfinished.replace(note)


def told(settings: Settings) -> tuple[Settings, str | None]:
    """The settings with the name that a rehearsal left, and its notice; it sends no mail."""
    note = settings.state_dir / TOLD
    if not note.exists():
        return settings, None
    left = Told.model_validate_json(note.read_text("utf-8"))
    return settings.model_copy(update={"org_name": left.name, "smtp_host": None}), left.notice


@contextlib.contextmanager
def servers(settings: Settings) -> Iterator[tuple[str, Engine]]:
    """The database's address and the engine, one's own or embedded."""
    with contextlib.ExitStack() as stack:
        if settings.database_url is not None:
            database = settings.database_url.get_secret_value()
        else:
            database = stack.enter_context(EmbeddedPostgres(settings.state_dir)).url
        if settings.temporal_address is not None:
            engine = Engine(settings.temporal_address, None)
        else:
            embedded = EmbeddedTemporal(settings.state_dir, namespace=settings.temporal_namespace)
            stack.enter_context(embedded)
            engine = Engine(embedded.address, embedded.ui_url)
        yield database, engine


async def _serve(at: Office, engine: Engine, settings: Settings, notice: str | None) -> None:
    client = await connect(engine.address, settings)
    stopping = _stop_on_signals()
    relay = BackgroundRelay(lambda: Relay(at.dsn, client, settings.task_queue))
    async with relay:
        found = await relay.reconcile(at.store)
        print(f"{len(found)} open processes are known to the engine.", file=sys.stderr)
        async with pages(at, settings, engine.ui_url, notice=notice) as address:
            print(f"Pages:           {address}")
            print(f"Temporal's own:  {engine.ui_url or engine.address}")
            print("Ctrl-C ends everything.", flush=True)
            with BackgroundSender(at, post_of(settings)):
                await work(client, settings.task_queue, at.steps, stopping)


def _stop_on_signals() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    return stopping
