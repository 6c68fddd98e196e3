"""Where measurements are made: a real, durable PostgreSQL with an empty database of its own."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from services.config import load_settings
from services.runtime.postgres import EmbeddedPostgres
from services.store.migrate import migrate

_MEASURED: Final = ("eventsourcing", "psycopg", "pydantic", "orjson")


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that waits for the disk: the configured one, or one of our own."""
    configured = load_settings().database_url
    if configured is not None:
        yield configured.get_secret_value()
        return
    with tempfile.TemporaryDirectory(prefix="convenor-bench-") as folder:
        os.chmod(folder, 0o755)
        with EmbeddedPostgres(Path(folder)) as embedded:
            yield embedded.url


@contextmanager
def database(address: str) -> Iterator[str]:
    """The address of a new, migrated database, dropped afterwards."""
    name = f"convenor_bench_{uuid4().hex[:12]}"
    _administer(address, SQL("CREATE DATABASE {}"), name)
    try:
        dsn = urlsplit(address)._replace(path=f"/{name}").geturl()
        migrate(dsn)
        yield dsn
    finally:
        _administer(address, SQL("DROP DATABASE {} WITH (FORCE)"), name)


def machine(address: str) -> dict[str, str]:
    """What the figures were measured on."""
    with psycopg.connect(address) as connection:
        settings = {
            name: connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
            for name in ("server_version", "fsync", "synchronous_commit", "shared_buffers")
        }
    return {
        **hardware(),
        **{f"postgresql {name}": str(row[0]) for name, row in settings.items() if row},
        **{name: version(name) for name in _MEASURED},
    }


def hardware() -> dict[str, str]:
    """What figures were measured on that need no database."""
    return {
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "load at the start": _load(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _load() -> str:
    """How many processes wanted a processor in the last minute."""
    try:
        return f"{os.getloadavg()[0]:.1f}"
    except OSError:
        return "unknown"


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return "unknown"
    return f"{size / 2**30:.0f} GiB"


def _administer(address: str, statement: SQL, name: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.format(Identifier(name)))
