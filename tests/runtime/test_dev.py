"""`dev.py`: an environment that is what the lock says, or a sentence."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import dev

ROOT: Final = Path(__file__).resolve().parents[2]


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_needs_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text("utf-8"))
    imported = {
        name.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("command", ["demo", "serve", "test", "run", "lock"])
def test_the_help_names_each_command(command: str) -> None:
    done = _run("--help")
    assert done.returncode == 0
    assert f"python3 dev.py {command}" in done.stdout


def test_an_unknown_command_is_refused() -> None:
    done = _run("demonstrate")
    assert done.returncode == 2
    assert "demonstrate" in done.stderr


def test_a_convenor_command_gets_all_of_its_own_arguments() -> None:
    assert dev._split(["demo", "--check", "--", "x"]) == (["demo"], ["--check", "--", "x"])
    assert dev._split(["run", "--", "journal", "--json"]) == (["run"], ["journal", "--json"])
    assert dev._split(["test", "--long", "--", "-m", "long"]) == (
        ["test", "--long"],
        ["-m", "long"],
    )


def test_a_home_that_cannot_be_written_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/dev/null/home")
    for name in ("UV_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert dev._uv_environment()["UV_CACHE_DIR"] == str(dev.TOOLS / "uv-cache")


def test_stale_settings_of_other_tools_are_dropped_at_the_second_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("PIP_INDEX_URL", "UV_INDEX_URL", "PYTHONPATH", "PIP_TARGET"):
        monkeypatch.setenv(name, "/nowhere")
    first = dev._plain_environment()
    assert first["PIP_INDEX_URL"] == "/nowhere"
    assert "PYTHONPATH" not in first
    assert "PIP_TARGET" not in first
    assert "PIP_INDEX_URL" not in dev._without_pip_settings(first)
    assert "UV_INDEX_URL" not in dev._without_uv_settings(dev._uv_environment())


def test_a_command_that_fails_once_is_tried_with_the_other_settings(tmp_path: Path) -> None:
    script = "import os, sys; sys.exit(os.environ['ATTEMPT'] == 'first' and 'the first said no')"
    command = [sys.executable, "-c", script]
    first, then = ({**os.environ, "ATTEMPT": word} for word in ("first", "second"))
    assert dev._try_twice(command, first, then) is None
    assert dev._try_twice(command, first, first) == "the first said no"


def test_the_stamp_changes_with_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dev._fingerprint()
    changed = tmp_path / "requirements.lock"
    changed.write_bytes(dev.LOCK.read_bytes() + b"# changed\n")
    monkeypatch.setattr(dev, "LOCK", changed)
    assert dev._fingerprint() != before


def test_the_lock_has_hashes_and_no_address() -> None:
    lock = dev.LOCK.read_text("utf-8")
    assert "://" not in lock
    assert [line for line in lock.splitlines() if line.startswith("-")] == []
    requirements = [line for line in lock.splitlines() if line and line[0] not in " #"]
    assert requirements
    assert [line for line in requirements if not line.endswith("\\")] == []
