"""The embedded PostgreSQL: what it keeps, to whom it answers, and who may start it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import psutil
import psycopg
import pytest

from services.runtime import account
from services.runtime.lock import StateInUse
from services.runtime.ports import LOOPBACK, somebody_listens
from services.runtime.postgres import EmbeddedPostgres, running_at
from tests.runtime.processes import alive, family, listeners
from tests.servers import state_folder

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has an account to drop")


def _one_value(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def _remember(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE motions AS SELECT 'carried' AS outcome")


def test_starts_stops_and_leaves_no_process(state: Path) -> None:
    with EmbeddedPostgres(state) as server:
        assert server.pid is not None
        processes = family(server.pid)
        assert _one_value(server.url, "SELECT 1") == 1
    assert alive(processes) == []
    assert not somebody_listens(server.port)
    assert server.pid is None


@pytest.mark.long
def test_keeps_its_data_and_its_address_over_a_restart(state: Path) -> None:
    with EmbeddedPostgres(state) as server:
        _remember(server.url)
        address = server.url
        server.restart()
        assert server.url == address
        assert _one_value(address, "SELECT outcome FROM motions") == "carried"


@pytest.mark.long
def test_keeps_what_was_committed_before_a_crash(state: Path) -> None:
    with EmbeddedPostgres(state) as server:
        assert server.pid is not None
        processes = family(server.pid)
        _remember(server.url)
        server.kill9()
        assert alive(processes) == []
        server.start()
        assert _one_value(server.url, "SELECT outcome FROM motions") == "carried"


@pytest.mark.long
def test_keeps_its_data_for_the_next_owner_of_the_folder(state: Path) -> None:
    with EmbeddedPostgres(state) as first:
        _remember(first.url)
    with EmbeddedPostgres(state) as second:
        assert _one_value(second.url, "SELECT outcome FROM motions") == "carried"


def test_is_durable_unless_made_for_a_test(state: Path, postgres_server: EmbeddedPostgres) -> None:
    with EmbeddedPostgres(state) as server:
        assert _one_value(server.url, "SHOW fsync") == "on"
        assert _one_value(server.url, "SHOW synchronous_commit") == "on"
    assert _one_value(postgres_server.url, "SHOW fsync") == "off"


def test_listens_on_loopback_alone(postgres_server: EmbeddedPostgres) -> None:
    assert postgres_server.pid is not None
    assert listeners(family(postgres_server.pid)) == {(LOOPBACK, postgres_server.port)}


def test_asks_for_the_generated_password(postgres_server: EmbeddedPostgres) -> None:
    wrong = f"postgresql://convenor:guess@{LOOPBACK}:{postgres_server.port}/convenor"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


@pytest.mark.long
def test_writes_the_password_for_its_owner_alone(state: Path) -> None:
    with EmbeddedPostgres(state, durable=False):
        file = state / "postgres" / "password"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.long
def test_a_second_start_on_one_folder_is_refused(state: Path) -> None:
    refused = pytest.raises(StateInUse, match=f"is in use by process {os.getpid()}")
    with EmbeddedPostgres(state, durable=False), refused:
        EmbeddedPostgres(state).start()


@pytest.mark.long
def test_two_folders_run_side_by_side(state: Path) -> None:
    with state_folder() as other_state:
        one = EmbeddedPostgres(state, durable=False)
        other = EmbeddedPostgres(other_state, durable=False)
        with one, other:
            assert one.port != other.port
            _remember(one.url)
            assert _one_value(other.url, "SELECT to_regclass('motions')") is None


@pytest.mark.long
def test_tells_another_process_where_it_runs(state: Path) -> None:
    assert running_at(state) is None
    with EmbeddedPostgres(state, durable=False) as server:
        assert running_at(state) == server.url
    assert running_at(state) is None


@pytest.mark.long
def test_forgets_everything_when_it_is_erased(state: Path) -> None:
    with EmbeddedPostgres(state, durable=False) as server:
        _remember(server.url)
        server.erase()
        server.start()
        assert _one_value(server.url, "SELECT to_regclass('motions')") is None


@AS_ROOT
def test_is_never_run_as_root(postgres_server: EmbeddedPostgres) -> None:
    assert postgres_server.pid is not None
    assert psutil.Process(postgres_server.pid).uids().real != 0


@pytest.mark.long
@AS_ROOT
def test_opens_no_folder_of_others_where_its_account_cannot_go(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "MACHINE_FOLDER", state / "machine")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with EmbeddedPostgres(closed / "state", durable=False) as server:
        assert _one_value(server.url, "SELECT 1") == 1
        assert running_at(closed / "state") == server.url
        server.erase()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert not list((state / "machine").glob("*/data"))


@AS_ROOT
@pytest.mark.long
def test_is_copied_where_its_account_cannot_reach_it(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account.Account, "can_run", lambda self, program: state in program.parents)
    with EmbeddedPostgres(state, durable=False) as server:
        assert server.pid is not None
        assert state in Path(psutil.Process(server.pid).exe()).parents
        assert _one_value(server.url, "SELECT count(*) FROM pg_timezone_names") != 0
