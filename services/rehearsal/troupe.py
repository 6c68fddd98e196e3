"""The worker of a rehearsal: a process of its own, so that it can be killed like one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import TracebackType
from typing import Self


class WorkerEnded(RuntimeError):
    """The worker of a rehearsal is gone, and nobody killed it."""


class Troupe:
    """One worker process, started, killed and started again."""

    def __init__(self, database: str, engine: str) -> None:
        self._environment = os.environ | {
            "CONVENOR_DATABASE_URL": database,
            "CONVENOR_TEMPORAL_ADDRESS": engine,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        assert self._process is not None, "no worker runs"
        return self._process.pid

    def start(self) -> None:
        """Start the worker."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "services.cli.main", "worker", "--with-parent"],
            stdin=subprocess.PIPE,
            env=self._environment,
        )

    def must_run(self) -> None:
        """Raises `WorkerEnded` if the worker ended by itself: nothing due would ever happen."""
        if self._process is None or self._process.poll() is not None:
            raise WorkerEnded("The worker ended by itself; what it said last stands above.")

    def freeze(self) -> None:
        """Stop the worker where it is, as a machine does that is put to sleep."""
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a stopped worker go on."""
        self._send(signal.SIGCONT)

    def kill(self) -> None:
        """End the worker as a crash would."""
        if (process := self._send(signal.SIGKILL)) is not None:
            process.communicate()

    def _send(self, what: signal.Signals) -> subprocess.Popen[bytes] | None:
        """The worker, which was sent a signal; none if there is none any more."""
        if self._process is None or self._process.poll() is not None:
            return None
        self._process.send_signal(what)
        return self._process
