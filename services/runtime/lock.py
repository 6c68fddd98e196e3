"""Decides who may use a state folder: one at a time.

The lock is held by an open file, so it cannot be left behind by a crash. The owner hands it to
its watchdog, which keeps it until the last server process is gone: whoever comes next finds
either a folder at rest or a clear refusal.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import Final

# A predecessor that was killed needs this long at most until its watchdog has closed everything.
CLOSING_SECONDS: Final = 20.0
# `is_held` takes the lock for an instant; one who comes in that instant must not be refused.
COURTESY_SECONDS: Final = 0.2


class StateInUse(RuntimeError):
    """The state folder belongs to a process that is alive."""


class FolderLock:
    """An exclusive claim on a folder, made by locking a file in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def descriptor(self) -> int:
        if self._descriptor is None:
            raise RuntimeError(f"The lock {self._path} is not held.")
        return self._descriptor

    def take(self) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            self._wait_for(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor

    def hand_over(self) -> None:
        """Forget our own claim once the watchdog has inherited it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _wait_for(self, descriptor: int) -> None:
        began = time.monotonic()
        while not _locked(descriptor):
            holder = _holder(descriptor)
            patience = COURTESY_SECONDS if holder and _alive(holder) else CLOSING_SECONDS
            if time.monotonic() - began > patience:
                raise StateInUse(self._refusal(holder))
            time.sleep(0.02)

    def _refusal(self, holder: int | None) -> str:
        who = f"process {holder}" if holder else "another process"
        return (
            f"The folder {self._path.parent} is in use by {who}. End that process first, "
            "or set CONVENOR_STATE_DIR to another folder."
        )


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock; asking does not take it for longer than the question."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _locked(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _locked(descriptor: int, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(descriptor: int) -> int | None:
    text = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
    return int(text) if text.isdigit() else None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
