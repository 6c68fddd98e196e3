"""The real servers that tests run on: one PostgreSQL and one skipping Temporal for a whole run.

Each test gets a database of its own, copied from a template in a few hundredths of a second. What
the template holds is the business of `prepare_template`, which a conftest may replace.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
from psycopg import sql

from services.runtime.postgres import MAINTENANCE_DATABASE, EmbeddedPostgres
from services.runtime.temporal import EmbeddedTemporal, SkippingTemporal

TEMPLATE = "template_of_tests"
Found = TypeVar("Found")

MEMORY = Path("/dev/shm")
ROOM = 4 << 30
"""Bytes that memory must have free before a server that needs no disk keeps its files there."""


@contextmanager
def state_folder(within: Path | None = None) -> Iterator[Path]:
    """An empty folder that every account can reach; pytest's own is closed to others than root."""
    folder = Path(tempfile.mkdtemp(prefix="convenor-test-", dir=within))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def state() -> Iterator[Path]:
    """A state folder for servers that the test itself starts."""
    with state_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[EmbeddedPostgres]:
    """A real server that does not wait for the disk; shared, so no test stops it.

    Where there is room its files lie in memory: copying the template is mostly making files.
    """
    with state_folder(_in_memory()) as folder, EmbeddedPostgres(folder, durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def prepare_template() -> Callable[[str], None]:
    """What is done once to the template, given its address; replaced to run the migrations."""
    return lambda _url: None


@pytest.fixture(scope="session")
def template_database(
    postgres_server: EmbeddedPostgres, prepare_template: Callable[[str], None]
) -> str:
    """The name of the database that all others are copied from; nothing stays connected to it."""
    _administer(postgres_server, "CREATE DATABASE {}", TEMPLATE)
    prepare_template(postgres_server.url_of(TEMPLATE))
    return TEMPLATE


@pytest.fixture
def database_url(postgres_server: EmbeddedPostgres, template_database: str) -> Iterator[str]:
    """The address of a fresh database, which is dropped after the test."""
    yield from _fresh_database(postgres_server, template_database)


@pytest.fixture(scope="module")
def module_database_url(postgres_server: EmbeddedPostgres, template_database: str) -> Iterator[str]:
    """A database that the tests of one file only read, once it is filled."""
    yield from _fresh_database(postgres_server, template_database)


@pytest.fixture
def second_database_url(postgres_server: EmbeddedPostgres, template_database: str) -> Iterator[str]:
    """Another fresh database, for what is compared with the first."""
    yield from _fresh_database(postgres_server, template_database)


class Originals:
    """Databases that are filled once in a run and then copied, one for each test."""

    def __init__(self, server: EmbeddedPostgres, template: str) -> None:
        self._server = server
        self._template = template
        self._known: dict[str, Any] = {}

    @contextmanager
    def copy(self, name: str, fill: Callable[[str], Found]) -> Iterator[tuple[str, Found]]:
        """The address of a copy of the original of that name, and what filling it returned.

        `fill` gets the address of an empty database with tables, and must leave nothing connected.
        """
        if name not in self._known:
            self._known[name] = self._filled(name, fill)
        for address in _fresh_database(self._server, name):
            yield address, self._known[name]

    def _filled(self, name: str, fill: Callable[[str], Found]) -> Found:
        """What filling returned; a database that was filled by half is not kept."""
        _administer(self._server, "CREATE DATABASE {} TEMPLATE {}", name, self._template)
        try:
            return fill(self._server.url_of(name))
        except BaseException:
            _administer(self._server, "DROP DATABASE {} WITH (FORCE)", name)
            raise


@pytest.fixture(scope="session")
def originals(postgres_server: EmbeddedPostgres, template_database: str) -> Originals:
    """What tests copy databases from that already hold something."""
    return Originals(postgres_server, template_database)


def _in_memory() -> Path | None:
    """A place in memory, or none where there is none or too little of it."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy and os.access(MEMORY, os.W_OK) else None


def _fresh_database(server: EmbeddedPostgres, template: str) -> Iterator[str]:
    name = f"test_{secrets.token_hex(8)}"
    _administer(server, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
    yield server.url_of(name)
    _administer(server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(scope="session")
def skipping_temporal() -> Iterator[SkippingTemporal]:
    """The test server with one clock for all; tests that move it on share it in order."""
    with state_folder() as folder, SkippingTemporal(folder) as server:
        yield server


@pytest.fixture(scope="session")
def real_temporal() -> Iterator[EmbeddedTemporal]:
    """The real server, without its user interface."""
    with state_folder() as folder, EmbeddedTemporal(folder, ui=False) as server:
        yield server


def _administer(server: EmbeddedPostgres, statement: str, *names: str) -> None:
    order = sql.SQL(statement).format(*(sql.Identifier(name) for name in names))
    with psycopg.connect(server.url_of(MAINTENANCE_DATABASE), autocommit=True) as connection:
        connection.execute(order)
