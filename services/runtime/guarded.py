"""The owner's side of a guarded server: start it under a watchdog, ask for its end, kill it.

It answers whether the server runs and why it did not start. It does not know PostgreSQL or
Temporal; they say with an `Order` what to run and how it likes to be stopped.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from services.runtime.account import Account
from services.runtime.lock import FolderLock

WATCHDOG: Final = Path(__file__).with_name("watchdog.py")
LOOK_AGAIN_SECONDS: Final = 0.02
# The watchdog first waits for the server and then sweeps; this much later something is wrong.
SLACK_SECONDS: Final = 15.0
LOG_LINES_SHOWN: Final = 8


class ServerDidNotStart(RuntimeError):
    """The server ended, or gave no answer in time; the message ends with its own last words."""


@dataclass(frozen=True)
class Order:
    """What to run, where, as whom, and with which signals it is ended."""

    name: str
    command: Sequence[str]
    folder: Path
    log: Path
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL
    grace_seconds: float = 10.0
    environment: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        return json.dumps(
            {
                "command": list(self.command),
                "folder": str(self.folder),
                "log": str(self.log),
                "account": [self.account.uid, self.account.gid] if self.account else None,
                "stop_signal": int(self.stop_signal),
                "orphan_signal": int(self.orphan_signal),
                "grace_seconds": self.grace_seconds,
                "environment": quiet_environment() | dict(self.environment),
                "owner": os.getpid(),
            }
        )


def quiet_environment() -> dict[str, str]:
    """Servers get no variable of ours: no PGDATA, no TEMPORAL_ENV, no secret, no locale."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "TMPDIR": tempfile.gettempdir()}


class Guarded:
    """One running server with its watchdog."""

    def __init__(self, order: Order, lock: FolderLock) -> None:
        self._order = order
        # The log begins anew with each start, so that it cannot grow for ever.
        order.log.write_bytes(b"")
        with order.log.open("ab") as log:
            self._watchdog = subprocess.Popen(
                [sys.executable, "-I", "-S", str(WATCHDOG), order.as_json()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd="/",
                pass_fds=(lock.descriptor,),
                start_new_session=True,
            )
        lock.hand_over()
        self.pid = self._first_report()

    @property
    def running(self) -> bool:
        return self._watchdog.poll() is None

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return when `ready` says so; stop the server and raise `ServerDidNotStart` if not."""
        give_up = time.monotonic() + seconds
        while not ready():
            if not self.running:
                raise ServerDidNotStart(self._why(f"{self._order.name} ended while starting."))
            if time.monotonic() > give_up:
                self.stop()
                raise ServerDidNotStart(
                    self._why(f"{self._order.name} gave no answer within {seconds:.0f} seconds.")
                )
            time.sleep(LOOK_AGAIN_SECONDS)

    def stop(self) -> None:
        """Ask the server to end in order; it is killed when it takes longer than its grace."""
        self._tell(b"stop\n")

    def kill9(self) -> None:
        """End the server and all its processes with SIGKILL, as a crash would."""
        self._tell(b"kill\n")

    def _tell(self, word: bytes) -> None:
        if self._watchdog.returncode is not None:
            return
        try:
            self._watchdog.communicate(word, timeout=self._order.grace_seconds + SLACK_SECONDS)
        except subprocess.TimeoutExpired:
            self._watchdog.kill()
            self._watchdog.communicate()

    def _first_report(self) -> int:
        assert self._watchdog.stdout is not None  # we asked for a pipe
        said = self._watchdog.stdout.readline().decode().split()
        if said[:1] == ["started"]:
            return int(said[1])
        self._watchdog.communicate()
        raise ServerDidNotStart(self._why(f"{self._order.name} could not be started."))

    def _why(self, sentence: str) -> str:
        lines = self._order.log.read_text(encoding="utf-8", errors="replace").splitlines()
        last_words = "\n".join(lines[-LOG_LINES_SHOWN:])
        where = f"Its log is {self._order.log}."
        return f"{sentence} {where}" + (f" It ends:\n{last_words}" if last_words else "")
