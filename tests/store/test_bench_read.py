"""Reading is measured over an organisation that is made by lawful acts, and every page is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from fastapi import FastAPI
from typer.testing import CliRunner

from services.bench.read import ground, pages
from services.bench.read import measure as measuring
from services.bench.read.pages import FORM
from services.bench.read.sizes import Sizes
from services.cli.commands import commands
from services.config import Settings
from services.runtime.postgres import EmbeddedPostgres
from services.web.app import every_route

SMALL = (
    *("--bodies", "4", "--mandates", "60", "--meetings", "10", "--members", "40"),
    *("--times", "1", "--things", "1"),
)
HUGE, TINY = ("--limit-page-ms", "1e9"), ("--limit-read-ms", "0.0001")


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch, postgres_server: EmbeddedPostgres) -> None:
    @contextmanager
    def server(_: object) -> Iterator[str]:
        yield postgres_server.url

    monkeypatch.setattr(measuring, "server", server)


@pytest.fixture(autouse=True)
def _no_database_is_left(postgres_server: EmbeddedPostgres) -> Iterator[None]:
    yield
    with psycopg.connect(postgres_server.url, autocommit=True) as server:
        found = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'convenor_read_%'"
        )
        for (name,) in found.fetchall():
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ["/bodies/{slug}", "/formations/{formation}", "/nothing/{such}", FORM]
    monkeypatch.setattr(pages, "routes", lambda: paths)


@pytest.mark.long
def test_every_address_that_is_read_is_among_the_pages() -> None:
    app = FastAPI()
    app.router.routes.extend(every_route())
    read = {path for path, ways in app.openapi()["paths"].items() if "get" in ways}
    assert read <= set(pages.routes())


@pytest.mark.usefixtures("own_server", "few_pages")
@pytest.mark.long
def test_what_is_too_slow_is_named_and_the_organisation_is_kept(
    postgres_server: EmbeddedPostgres, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = CliRunner().invoke(commands(), ["bench", "read", "--json", *SMALL, *HUGE, *TINY])
    assert asked.exit_code == 1, asked.output
    assert isinstance(asked.exception, SystemExit), asked.exception
    told = json.loads(asked.stdout)
    names = {row["name"] for row in told["rows"]}
    assert "page /bodies/{slug}" in names
    assert "page /formations/{formation}" in names
    assert "/nothing/{such}" in " ".join(told["notes"])
    assert any(name.startswith("page /do/") for name in names)
    assert {target["reached"] for target in told["targets"]} == {True, False}
    assert any(one.startswith("bodies.body (slug): ") for one in told["too_slow"])
    assert "Above the limit:" in asked.stderr
    assert "acts written" in asked.stderr
    sizes = Sizes(bodies=4, mandates=60, meetings=10, members=40)
    kept = ground.prepared(postgres_server.url, Settings(), sizes)
    assert ground.fingerprint(sizes) in kept
    assert "acts written" not in capsys.readouterr().err, "it was made a second time"
