"""The web worker that is measured, in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any, NamedTuple

from psycopg_pool import ConnectionPool

from services.bench.ballot.bare import bare_app
from services.bootstrap import office
from services.config import Settings
from services.places import masters_of
from services.web.app import create_app
from services.web.serving import address, listen, server_of, settle

CONNECTIONS = 16
BACKLOG = 1_024


class Served(NamedTuple):
    """Where a worker answers, and which process it is."""

    address: str
    pid: int

    @property
    def most_memory(self) -> float:
        """The most that it had of memory at once, in megabytes; 0 where the system does not say."""
        return most_memory(self.pid)


def most_memory(pid: int) -> float:
    """The most that a process had of memory at once, in megabytes; 0 where nothing says it."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    found = next((line for line in lines if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(found.split()[1]) / 1_000


Serving = Callable[[str, Settings, Any], None]


def ours(dsn: str, settings: Settings, told: Pipe) -> None:
    """Serve the pages over this database."""
    with office(dsn, connections=CONNECTIONS, masters=masters_of(settings)) as at:
        listening = listen(settings)
        settle()
        listening.listen(BACKLOG)
        told.send(address(listening))
        server_of(create_app(at, settings)).run(sockets=[listening])


def bare(dsn: str, settings: Settings, told: Pipe) -> None:
    """Serve the bare handler over this database."""
    with ConnectionPool(dsn, min_size=1, max_size=CONNECTIONS, open=True) as pool:
        listening = listen(settings)
        settle()
        listening.listen(BACKLOG)
        told.send(address(listening))
        server_of(bare_app(pool)).run(sockets=[listening])


@contextmanager
def served(serving: Serving, dsn: str, settings: Settings) -> Iterator[Served]:
    """A worker in a process of its own, ended afterwards."""
    context = get_context("spawn")
    hears, tells = context.Pipe(duplex=False)
    worker = context.Process(target=serving, args=(dsn, settings, tells), daemon=True)
    worker.start()
    tells.close()
    try:
        yield Served(hears.recv(), worker.pid or 0)
    finally:
        worker.terminate()
        worker.join(10)
        if worker.exitcode is None:
            sys.stderr.write("a web worker did not end by itself, and was killed\n")
            worker.kill()
