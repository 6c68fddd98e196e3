"""The way with servers of one's own: every service is there, real, watched, and not exposed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from services.config import PREFIX, variable_names

ROOT: Final = Path(__file__).resolve().parents[2]
FILE: Final = ROOT / "docker-compose.yml"
OURS: Final = {"migrate", "web", "worker", "projector", "relay", "sender"}
COMMANDS: Final = {"sender": ["mail", "send"]}
ONE_SHOT: Final = {"migrate", "temporal-schema", "temporal-namespace"}
OTHERS: Final = {"postgres", "temporal", "temporal-ui", "mail"}


def _services() -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))["services"]
    return services


def test_every_service_of_the_architecture_is_there() -> None:
    assert set(_services()) == OURS | ONE_SHOT | OTHERS


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_of_our_services_runs_the_command_of_its_name(name: str) -> None:
    assert _services()[name]["command"] == COMMANDS.get(name, [name])


def test_nothing_is_published_beyond_loopback() -> None:
    published = [port for one in _services().values() for port in one.get("ports", [])]
    assert published
    assert [port for port in published if not str(port).startswith("127.0.0.1:")] == []


@pytest.mark.parametrize("name", sorted((OURS | OTHERS) - ONE_SHOT))
def test_each_lasting_service_is_watched_for_its_health(name: str) -> None:
    assert _services()[name]["healthcheck"]["test"]


def test_nothing_starts_before_what_it_needs() -> None:
    services = _services()
    conditions = {
        "service_healthy": lambda needed: "healthcheck" in services[needed],
        "service_completed_successfully": lambda needed: needed in ONE_SHOT,
    }
    needs = [
        (name, needed, wanted["condition"])
        for name, service in services.items()
        for needed, wanted in service.get("depends_on", {}).items()
    ]
    assert needs
    assert [need for need in needs if not conditions[need[2]](need[1])] == []


def test_only_settings_that_exist_are_set() -> None:
    known = {PREFIX + field.upper() for field in variable_names()} | set(variable_names().values())
    for name in OURS:
        assert set(_services()[name]["environment"]) <= known


def test_the_image_is_built_from_the_lock_with_hashes_and_runs_as_nobody_special() -> None:
    image = (ROOT / "Dockerfile").read_text("utf-8")
    assert re.search(r"--require-hashes --requirement requirements\.lock", image)
    assert re.search(r"^USER convenor$", image, re.MULTILINE)
    assert re.search(r'^ENTRYPOINT \["convenor"\]$', image, re.MULTILINE)


@pytest.mark.long
def test_docker_compose_takes_the_file(tmp_path: Path) -> None:
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed, so nobody can be asked")
    whole = {"POSTGRES_PASSWORD": "secret1", "CONVENOR_VAULT_KEY": "c2VjcmV0"}
    done = _checked(program, tmp_path, whole)
    assert done.returncode == 0, done.stderr
    for name in whole:
        refused = _checked(program, tmp_path, {one: whole[one] for one in whole if one != name})
        assert refused.returncode != 0
        assert f"Set {name}" in refused.stderr


def _checked(
    program: str, folder: Path, variables: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    # Not in the project's folder, where a `.env` may lie.
    return subprocess.run(
        [program, "--file", str(FILE), "--project-directory", str(folder), "config", "--quiet"],
        env={"PATH": os.environ["PATH"]} | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
