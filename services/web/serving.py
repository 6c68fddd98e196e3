"""Serves the pages until it is told to end; says where they are.

The server runs in a thread of its own, so that a slow page never keeps a process waiting.
"""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from time import monotonic, sleep
from typing import Final

import uvicorn
from fastapi import FastAPI

from services.bootstrap import Office, office
from services.config import Settings
from services.places import masters_of
from services.web.app import create_app

STARTING: Final = 15.0
PATIENCE: Final = 3
MADE_BEFORE_A_LOOK: Final = 20_000
"""So many things are made, and not done with, before a look for rubbish: a page makes as many."""


def serve_pages(settings: Settings, dsn: str, engine_ui: str | None = None) -> None:
    """Serve the pages over this database until Ctrl-C or SIGTERM."""
    with office(dsn, masters=masters_of(settings)) as at:
        at.projector.prepare()
        settle()
        listening = listen(settings)
        print(f"Pages: {address(listening)}", flush=True)
        server_of(create_app(at, settings, engine_ui=engine_ui)).run(sockets=[listening])


@asynccontextmanager
async def pages(
    at: Office, settings: Settings, engine_ui: str | None = None, *, notice: str | None = None
) -> AsyncIterator[str]:
    """The pages over an open office, beside whatever else runs; gives their address."""
    app = create_app(at, settings, engine_ui=engine_ui, notice=notice)
    settle()
    serving = beside(app, listen(settings))
    place = await asyncio.to_thread(serving.__enter__)
    try:
        yield place
    finally:
        await asyncio.to_thread(serving.__exit__, None, None, None)


def settle() -> None:
    """Look seldom for rubbish, and never among what is there before the first page.

    Nothing of that ever goes, and looking through all of it kept now and then a page waiting for a
    tenth of a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE_BEFORE_A_LOOK, *gc.get_threshold()[1:])


@contextmanager
def beside(app: FastAPI, listening: socket.socket) -> Iterator[str]:
    """Serve in a thread of its own; gives the address as soon as it answers."""
    server = server_of(app)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listening]}, name="pages", daemon=True
    )
    thread.start()
    try:
        _until_started(server, thread)
        yield address(listening)
    finally:
        server.should_exit = True
        thread.join(2.0 * PATIENCE)
        listening.close()


def _until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    end = monotonic() + STARTING
    while not server.started:
        if not thread.is_alive() or monotonic() > end:
            raise RuntimeError("The pages did not start; what stands above says why.")
        sleep(0.01)


def listen(settings: Settings) -> socket.socket:
    """A listening socket; port 0 takes a free one.  The settings have judged the host.

    The protocol is named because asyncio sets TCP_NODELAY only where it is; without it the second
    half of an answer waits up to 40 ms for the other side to acknowledge the first.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as taken:
        listening.close()
        raise OSError(
            f"The pages can't listen on port {settings.port} of {settings.host} "
            f"({taken.strerror}). Set CONVENOR_PORT to another one, or to 0 for any that is free."
        ) from taken
    return listening


def address(listening: socket.socket) -> str:
    """The address for a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def server_of(app: FastAPI) -> uvicorn.Server:
    """The server, which says nothing as long as all is well."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    return uvicorn.Server(config)
