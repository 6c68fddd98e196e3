"""Decides as whom PostgreSQL runs, and where that account can live.

PostgreSQL refuses to run as root. Then it alone is dropped to `nobody`, which may be unable to
reach the state folder (below `/root`, say) or the installed programs. Folders of others are never
opened up for it: data moves to a folder of the machine, programs are copied.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NOBODY: Final = "nobody"
# What Linux uses for nobody when the account file does not name it.
NOBODY_NUMBER: Final = 65534
MACHINE_FOLDER: Final = Path("/var/lib/convenor")
SEARCHABLE_BY_ALL: Final = 0o711


class AccountRefused(RuntimeError):
    """This machine does not let root become the account that PostgreSQL needs."""


@dataclass(frozen=True)
class Account:
    """A user and a group of this machine, by number."""

    uid: int
    gid: int

    def run(self, command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
        """Run to the end as this account, with no variable of ours, and take what it says."""
        return subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            user=self.uid,
            group=self.gid,
            extra_groups=[],
        )

    def can_enter(self, folder: Path) -> bool:
        try:
            return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder], Path("/")).returncode == 0
        except PermissionError as refused:
            raise AccountRefused(
                "PostgreSQL does not run as root, and this machine does not let root become "
                f"another user ({refused.strerror}). Run Convenor as an ordinary user, or set "
                "DATABASE_URL to a PostgreSQL server of your own."
            ) from refused

    def can_run(self, program: Path) -> bool:
        try:
            return self.run([program, "--version"], Path("/")).returncode == 0
        except OSError:
            return False

    def give(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)


def account_for_postgres() -> Account | None:
    """None when PostgreSQL can simply run as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(NOBODY)
    except KeyError:
        return Account(NOBODY_NUMBER, NOBODY_NUMBER)
    return Account(entry.pw_uid, entry.pw_gid)


def folder_for(account: Account | None, home: Path) -> Path:
    """The folder below which the account may keep its data: `home` itself wherever possible.

    Only `home`, which is ours, is made searchable for others; no folder above it is.
    """
    if account is None:
        return home
    home.chmod(home.stat().st_mode | SEARCHABLE_BY_ALL)
    return home if account.can_enter(home) else _folder_of_the_machine(home)


def _folder_of_the_machine(home: Path) -> Path:
    name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]
    for base in (MACHINE_FOLDER, Path(tempfile.gettempdir()) / "convenor"):
        folder = base / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        for ours in (base, folder):
            ours.chmod(SEARCHABLE_BY_ALL)
        return folder
    raise AccountRefused(
        f"The user {NOBODY}, as whom PostgreSQL has to run, cannot reach {home}, and neither "
        f"{MACHINE_FOLDER} nor the temporary folder can be written. Set CONVENOR_STATE_DIR to a "
        "folder that everybody can reach."
    )
