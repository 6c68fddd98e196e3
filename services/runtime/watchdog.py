"""Decides when a server ends: when it is told to, and at the latest when its owner is gone.

Run as a program of its own, between the process that wants a server and the server:

    python -I -S watchdog.py '{"command": [...], ...}'

It stays in a session of its own, so that Ctrl-C at the terminal reaches the owner alone, which
then stops its servers in order. A line on standard input is an order (`stop` or `kill`); the end
of standard input means that the owner is dead, however it died. On standard output it reports
`started PID` and, after the server and all of its descendants are gone, `ended CODE`.

Standard library only, and no import from this project: it must start in milliseconds, under any
account, also while the project is being reinstalled. It knows nothing of what it runs.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_CHILD_SUBREAPER: Final = 36
ON_LINUX: Final = sys.platform == "linux"
# How often the owner is looked for by its number. The closed pipe tells us at once; this is for
# the case that a forked child of the owner still holds the other end of it.
LOOK_FOR_OWNER_SECONDS: Final = 1.0
SWEEP_SECONDS: Final = 5.0


def main(order_text: str) -> int:
    order = json.loads(order_text)
    wake = _wake_on_signals()
    _adopt_orphans()
    server = _start(order)
    _say(f"started {server.pid}")
    last_word = _wait_for_the_end(server, int(order["owner"]), wake)
    if last_word == "stop":
        _stop(server, int(order["stop_signal"]), float(order["grace_seconds"]))
    _sweep(server)
    _say(f"ended {server.returncode}")
    return 0


def _start(order: dict[str, Any]) -> subprocess.Popen[bytes]:
    account = order.get("account")
    with open(order["log"], "ab") as log:
        return subprocess.Popen(
            order["command"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=order["folder"],
            env=order["environment"],
            user=account[0] if account else None,
            group=account[1] if account else None,
            extra_groups=[] if account else None,
            start_new_session=True,
            preexec_fn=_dies_with_us(int(order["orphan_signal"])),
        )


def _dies_with_us(orphan_signal: int) -> Callable[[], None] | None:
    """Linux can end the server even when this watchdog itself is killed with `kill -9`.

    It has to be asked after the change of account, which clears the request; `preexec_fn` runs
    after it. The library is loaded here, before the fork, and we have no other thread.
    """
    if not ON_LINUX:
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, orphan_signal, 0, 0, 0)


def _adopt_orphans() -> None:
    """What the server leaves behind becomes our child instead of init's, so we can end it."""
    if ON_LINUX:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wake_on_signals() -> int:
    """A descriptor that becomes readable when a child ends or somebody terminates us.

    Handlers, not SIG_IGN: an ignored signal would stay ignored in the server.
    """
    readable, writable = os.pipe()
    os.set_blocking(writable, False)
    os.set_blocking(readable, False)
    signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    return readable


def _wait_for_the_end(server: subprocess.Popen[bytes], owner: int, wake: int) -> str:
    """Returns `stop`, `kill`, or `ended` if the server went by itself."""
    while True:
        readable, _, _ = select.select([0, wake], [], [], LOOK_FOR_OWNER_SECONDS)
        if server.poll() is not None:
            return "ended"
        if wake in readable and signal.SIGTERM in os.read(wake, 64):
            return "stop"
        if 0 in readable:
            return "kill" if os.read(0, 64).startswith(b"kill") else "stop"
        if os.getppid() != owner:
            return "stop"


def _stop(server: subprocess.Popen[bytes], stop_signal: int, grace_seconds: float) -> None:
    server.send_signal(stop_signal)
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(grace_seconds)


def _sweep(server: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the family: the server, its process group, and adopted orphans."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(server.pid, signal.SIGKILL)
    if server.poll() is None:
        server.kill()
        server.wait()
    give_up = time.monotonic() + SWEEP_SECONDS
    while (children := _children()) and time.monotonic() < give_up:
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        _reap()
        time.sleep(0.01)


def _children() -> list[int]:
    if not ON_LINUX:
        return []
    mine = str(os.getpid())
    return [pid for pid in _all_pids() if _parent_of(pid) == mine]


def _all_pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _parent_of(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            # The second field is the program's name in brackets and may hold blanks.
            return stat.read().rpartition(")")[2].split()[1]
    except (OSError, IndexError):
        return ""


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _say(line: str) -> None:
    # The owner may be dead; then nobody listens, and the work goes on.
    with contextlib.suppress(OSError):
        os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    os._exit(main(sys.argv[1]))
