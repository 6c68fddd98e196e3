"""The configuration: where it comes from, what is refused, and what is shown of it."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg
import pytest

from services import doctor
from services.config import (
    PREFIX,
    ConfigurationRefused,
    Settings,
    load_settings,
    variable_names,
)
from services.engine_connection import connect_config, encryption
from services.runtime.postgres import EmbeddedPostgres
from services.runtime.temporal import EmbeddedTemporal
from tests.servers import state_folder

ROOT: Final = Path(__file__).resolve().parents[2]
EXAMPLE: Final = ROOT / ".env.example"
SECRET: Final = "geheim-7f3a"


@pytest.fixture(autouse=True)
def _no_variables_of_ours(monkeypatch: pytest.MonkeyPatch, state: Path) -> None:
    for name in [*os.environ]:
        if name.startswith(PREFIX) or name in variable_names().values():
            monkeypatch.delenv(name)
    monkeypatch.chdir(state)


def _example() -> dict[str, str]:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    return dict(pairs)


def test_the_example_names_every_setting_and_no_other() -> None:
    assert sorted(_example()) == sorted(variable_names().values())


def test_the_example_shows_the_defaults(state: Path) -> None:
    defaults = Settings()
    (state / ".env").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    assert load_settings() == defaults


def test_the_documentation_explains_every_setting() -> None:
    explained = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    assert not [name for name in variable_names().values() if f"`{name}`" not in explained]


def test_a_variable_comes_before_the_file(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (state / ".env").write_text("CONVENOR_ORG_NAME=File\nCONVENOR_PORT=8001\n", "utf-8")
    monkeypatch.setenv("CONVENOR_ORG_NAME", "Variable")
    settings = load_settings()
    assert (settings.org_name, settings.port) == ("Variable", 8001)


@pytest.mark.parametrize("name", ["DATABASE_URL", "CONVENOR_DATABASE_URL"])
def test_the_database_is_known_by_both_names(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "postgresql://me@example.org/votes")
    assert not load_settings().embedded_database


REFUSALS: Final = [
    ("CONVENOR_PORT", "99999", "CONVENOR_PORT cannot be used: input should be less than"),
    ("CONVENOR_TIMEZONE", "Moon/Base", '"Moon/Base" is not a time zone'),
    ("CONVENOR_LOG_LEVEL", "loud", "CONVENOR_LOG_LEVEL cannot be used"),
    ("DATABASE_URL", f"mysql://me:{SECRET}@host/x", "DATABASE_URL cannot be used: it has to be"),
    ("TEMPORAL_ADDRESS", "https://host", "TEMPORAL_ADDRESS cannot be used"),
    ("CONVENOR_HOST", "0.0.0.0", "may be reached from this machine only"),
    ("CONVENOR_HOST", "192.168.1.7", "may be reached from this machine only"),
    ("CONVENOR_TEMPORAL_TLS_CERT", "cert.pem", "belong together"),
    ("CONVENOR_PROT", "80", "CONVENOR_PROT is not a setting of Convenor; did you mean"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), REFUSALS)
def test_is_refused_with_a_sentence_that_names_the_variable(
    name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationRefused, match=re.escape(sentence)) as refusal:
        load_settings()
    assert str(refusal.value).endswith((".", "?"))
    assert SECRET not in str(refusal.value)


def test_all_faults_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value, _ in REFUSALS[:3]:
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationRefused) as refusal:
        load_settings()
    assert len(str(refusal.value).splitlines()) == 3


def test_servers_of_ones_own_may_be_reached_from_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@example.org/votes")
    monkeypatch.setenv("TEMPORAL_ADDRESS", "temporal.example.org:7233")
    monkeypatch.setenv("CONVENOR_HOST", "0.0.0.0")
    assert not load_settings().embedded


def test_state_goes_to_a_private_folder_where_the_current_one_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    folder = Settings().state_dir
    assert folder.stat().st_uid == os.geteuid()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_key_is_never_sent_in_the_clear() -> None:
    assert encryption(Settings(temporal_api_key=SECRET)) is True
    assert encryption(Settings()) is False


@pytest.fixture
def own_servers(state: Path) -> Iterator[tuple[EmbeddedPostgres, EmbeddedTemporal]]:
    """A second pair of servers, from the same programs, under nobody's configuration."""
    database = EmbeddedPostgres(state, durable=False)
    with database, EmbeddedTemporal(state, ui=False, namespace="own") as engine:
        yield database, engine


@pytest.mark.long
def test_two_variables_switch_to_servers_of_ones_own(
    own_servers: tuple[EmbeddedPostgres, EmbeddedTemporal], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, engine = own_servers
    with state_folder() as ours:
        monkeypatch.setenv("CONVENOR_STATE_DIR", str(ours))
        monkeypatch.setenv("DATABASE_URL", database.url)
        monkeypatch.setenv("TEMPORAL_ADDRESS", engine.address)
        monkeypatch.setenv("CONVENOR_TEMPORAL_NAMESPACE", "own")
        settings = load_settings()
        found = {one.what: one for one in doctor.report(settings).findings}
        assert found["PostgreSQL"].reach is doctor.Reach.GOOD
        assert str(database.port) in found["PostgreSQL"].said
        assert found["Temporal"].reach is doctor.Reach.GOOD
        assert connect_config(settings).target_host == engine.address
        assert settings.database_url is not None
        with psycopg.connect(settings.database_url.get_secret_value()) as connection:
            assert connection.info.port == database.port
        assert list(ours.iterdir()) == []


def test_the_doctor_masks_every_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"postgresql://me:{SECRET}@127.0.0.1:1/votes?sslpassword={SECRET}"
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    monkeypatch.setenv("CONVENOR_TEMPORAL_API_KEY", SECRET)
    monkeypatch.setenv("CONVENOR_VAULT_KEY", SECRET)
    found = doctor.report(load_settings())
    text = doctor.render(found)
    assert SECRET not in text
    assert SECRET not in repr(found)
    assert "127.0.0.1:1/votes" in text
    assert not found.healthy
    assert text.endswith("Convenor cannot start as it is.")


@pytest.mark.long
def test_the_doctor_finds_what_is_running_and_what_rests(state: Path) -> None:
    settings = Settings(state_dir=state)
    at_rest = {one.what: one.reach for one in doctor.report(settings).findings}
    assert at_rest["PostgreSQL"] is doctor.Reach.NOT_RUNNING
    assert at_rest["Temporal's program"] is doctor.Reach.GOOD
    with EmbeddedPostgres(state, durable=False), EmbeddedTemporal(state, ui=False):
        running = doctor.report(settings)
    assert running.healthy
    assert [one.reach for one in running.findings[:3]] == [doctor.Reach.GOOD] * 3


def test_leaving_keeps_the_output_and_the_exit_code() -> None:
    code = (
        "import atexit, sys; from services.runtime.exit import leave; "
        "atexit.register(print, 'too late'); sys.stdout.write('whole'); leave(7)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout) == (7, "whole")
