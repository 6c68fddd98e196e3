"""No server outlives the process that started it, whichever way that process ends."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psutil
import pytest

from services.runtime.ports import somebody_listens
from services.runtime.postgres import EmbeddedPostgres
from tests.runtime.processes import alive, family, listeners, soon

ROOT: Final = Path(__file__).resolve().parents[2]
ALL_SERVERS: Final = ("postgres", "temporal", "skipping")
ENDINGS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


@contextmanager
def _owner(
    state: Path, *wanted: str, python: str = sys.executable, user: int | None = None
) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A process of its own that has started servers, with what it says of them."""
    packages = [str(ROOT), sysconfig.get_path("purelib")]
    process = subprocess.Popen(
        [python, "-m", "tests.runtime.owner", str(state), *wanted],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(packages), "HOME": "/nonexistent"},
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        process_group=0,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    try:
        assert line, process.stderr.read()
        yield process, json.loads(line)
    finally:
        process.kill()
        process.communicate()


def _families(report: dict[str, Any]) -> list[psutil.Process]:
    return [one for name in ALL_SERVERS if name in report for one in family(report[name])]


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.name)
@pytest.mark.long
def test_every_server_ends_with_its_owner(state: Path, ending: signal.Signals) -> None:
    with _owner(state, *ALL_SERVERS) as (owner, report):
        processes = _families(report)
        ports = {port for _, port in listeners(processes)}
        # Three watchdogs, and below them the servers with their own children.
        assert len(processes) > 10
        assert len(ports) >= 3
        # To the whole group, as a terminal does it.
        os.killpg(owner.pid, ending)
        owner.wait(30)
        assert soon(lambda: alive(processes) == []), alive(processes)
    assert not any(somebody_listens(port) for port in ports)


@pytest.mark.long
def test_servers_end_even_if_a_forked_child_of_the_owner_lives_on(state: Path) -> None:
    # The child holds the pipe on which the watchdog listens for the owner's end.
    with _owner(state, "postgres", "fork") as (owner, report):
        processes = _families(report)
        owner.kill()
        try:
            assert soon(lambda: alive(processes) == []), alive(processes)
            assert psutil.pid_exists(report["fork"])
        finally:
            os.kill(report["fork"], signal.SIGKILL)


@pytest.mark.long
def test_the_server_ends_even_if_its_watchdog_is_killed(state: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux can tie a process to the end of its parent")
    with _owner(state, *ALL_SERVERS) as (_, report):
        processes = _families(report)
        watchdogs = {psutil.Process(report[name]).ppid() for name in ALL_SERVERS}
        for watchdog in watchdogs:
            os.kill(watchdog, signal.SIGKILL)
        assert soon(lambda: alive(processes) == []), alive(processes)


@pytest.mark.long
def test_the_folder_is_free_again_after_its_owner_was_killed(state: Path) -> None:
    with _owner(state, "postgres") as (owner, _):
        owner.kill()
        owner.wait(30)
        # No waiting for the servers: the next owner itself waits until the last has gone.
        with EmbeddedPostgres(state, durable=False) as server:
            assert server.pid is not None


@pytest.mark.long
def test_an_ordinary_user_needs_no_home(state: Path) -> None:
    user = _somebody_else()
    os.chown(state, user, user)
    with _owner(state, *ALL_SERVERS, python=_python_for(user), user=user) as (owner, report):
        processes = _families(report)
        assert {one.uids().real for one in processes} == {user}
        assert report["loopback_only"] or not _may_make_namespaces(user)
        owner.kill()
        assert soon(lambda: alive(processes) == []), alive(processes)


def _somebody_else() -> int:
    if os.geteuid() != 0:
        pytest.skip("not run as root: every other test here is this one already")
    return pwd.getpwnam("nobody").pw_uid


def _python_for(user: int) -> str:
    """A Python of this version that the user may run, and that finds our packages."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    found = (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}", shutil.which(name))
    code = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {sysconfig.get_path('purelib')!r}]; "
    for python in filter(None, found):
        if _succeeds([python, "-c", code + "import psycopg, temporalio, tests"], user):
            return python
    pytest.skip("no Python of this version, or not our packages, can be reached by another user")


def _may_make_namespaces(user: int) -> bool:
    unshare = shutil.which("unshare")
    return unshare is not None and _succeeds(
        [unshare, "--user", "--net", "--map-root-user", "true"], user
    )


def _succeeds(command: list[str], user: int) -> bool:
    try:
        done = subprocess.run(
            command, user=user, group=user, extra_groups=[], capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0
