"""Parts of the service as processes of their own, which a test kills as a crash would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Process = subprocess.Popen[str]


def environment(**ours: str) -> dict[str, str]:
    """This environment without any setting of the service but those given."""
    foreign = ("CONVENOR", "DATABASE_URL", "TEMPORAL")
    kept = {n: value for n, value in os.environ.items() if not n.startswith(foreign)}
    return kept | ours


@contextmanager
def running(arguments: list[str], where: Mapping[str, str]) -> Iterator[Process]:
    """A Python module as a process; killed at the end if it still lives."""
    with subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(where),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def command(name: str) -> list[str]:
    """A command of the service that runs until it is stopped."""
    return ["services.cli.main", name, "--with-parent"]


def killed(process: Process) -> None:
    """End it with SIGKILL, and wait until it is dead."""
    assert process.poll() is None, "it ended by itself"
    process.kill()
    process.wait()


def said(process: Process) -> Any:
    """The next line that it prints."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "it ended without a word"
    return line.rstrip("\n")
