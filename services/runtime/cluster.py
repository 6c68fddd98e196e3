"""The files of one PostgreSQL cluster: made once, found again, of a version that can be read.

It decides where the files lie and to whom they belong. It runs no server.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.runtime.account import Account, account_for_postgres, folder_for
from services.runtime.binaries import reachable_postgres_folder
from services.runtime.guarded import ServerDidNotStart, quiet_environment

OWNER: Final = "convenor"


@dataclass(frozen=True)
class Paths:
    """What lies where below `state/postgres`."""

    home: Path

    @property
    def data(self) -> Path:
        """The cluster, or a link to it where the account cannot live in `home`."""
        return self.home / "data"

    @property
    def password(self) -> Path:
        return self.home / "password"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def log(self) -> Path:
        return self.home / "log"


@dataclass(frozen=True)
class Cluster:
    """A cluster that exists, with the account and the programs that can run it."""

    paths: Paths
    account: Account | None
    room: Path
    programs: Path

    @property
    def data(self) -> Path:
        return self.paths.data.resolve()

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs to its end, as the account that owns the files."""
        command = [str(self.programs / "bin" / program), *arguments]
        if self.account:
            return self.account.run(command, self.room)
        return subprocess.run(
            command,
            cwd=self.room,
            env=quiet_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


def open_cluster(home: Path) -> Cluster:
    """The cluster of this folder, made now if there is none."""
    account = account_for_postgres()
    room = folder_for(account, home)
    cluster = Cluster(Paths(home), account, room, reachable_postgres_folder(account, room))
    if not cluster.paths.data.exists():
        _make(cluster)
    _refuse_another_version(cluster)
    return cluster


def erase_cluster(home: Path) -> None:
    """Remove every file of it, also those that lie outside of `home`."""
    if home.exists():
        shutil.rmtree(Paths(home).data.resolve(), ignore_errors=True)
        shutil.rmtree(home)


def _make(cluster: Cluster) -> None:
    """`initdb` under another name, so that half a cluster is never taken for a whole one."""
    unfinished = _empty_folder(cluster, "data.unfinished")
    handed_over = _empty_folder(cluster, "handed-over") / "password"
    _write_secret(handed_over, _new_password(cluster.paths.password))
    _give(cluster, handed_over)
    said = cluster.run("initdb", *_initdb_arguments(unfinished, handed_over))
    shutil.rmtree(handed_over.parent)
    if said.returncode != 0:
        raise ServerDidNotStart(f"PostgreSQL could not make its files:\n{said.stderr.strip()}")
    _put_in_place(cluster, unfinished)


def _initdb_arguments(data: Path, password_file: Path) -> list[str]:
    return [
        f"--pgdata={data}",
        f"--username={OWNER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        # The builtin provider sorts alike on every machine, whatever its C library does.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]


def _put_in_place(cluster: Cluster, unfinished: Path) -> None:
    finished = cluster.room / "data"
    # Without a password in `home` nobody can open what an earlier state folder left here.
    shutil.rmtree(finished, ignore_errors=True)
    unfinished.rename(finished)
    if cluster.room != cluster.paths.home:
        cluster.paths.data.unlink(missing_ok=True)
        cluster.paths.data.symlink_to(finished)


def _refuse_another_version(cluster: Cluster) -> None:
    made_by = (cluster.data / "PG_VERSION").read_text("ascii").strip()
    here = cluster.run("postgres", "--version").stdout.split()[-1]
    if here.split(".")[0] != made_by:
        raise ServerDidNotStart(
            f"The data in {cluster.data} was made by PostgreSQL {made_by}, and this is PostgreSQL "
            f"{here}. Dump it with the older version and restore it, or set CONVENOR_STATE_DIR "
            "to a new folder."
        )


def _empty_folder(cluster: Cluster, name: str) -> Path:
    folder = cluster.room / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    _give(cluster, folder)
    return folder


def _give(cluster: Cluster, path: Path) -> None:
    if cluster.account:
        cluster.account.give(path)


def _new_password(file: Path) -> str:
    password = secrets.token_urlsafe(24)
    _write_secret(file, password)
    return password


def _write_secret(file: Path, secret: str) -> None:
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as out:
        out.write(secret)
