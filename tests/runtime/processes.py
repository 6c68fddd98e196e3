"""Answers which processes belong to a server and which ports they listen on, from /proc."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import psutil


def family(pid: int) -> list[psutil.Process]:
    """The process, its parent (the watchdog), and all descendants of the parent."""
    watchdog = psutil.Process(pid).parent()
    assert watchdog is not None
    return [watchdog, *watchdog.children(recursive=True)]


def listeners(processes: list[psutil.Process]) -> set[tuple[str, int]]:
    """Addresses and ports on which any of them listens; one that has ended listens on none."""
    found = set()
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            for connection in process.net_connections("tcp"):
                if connection.status == psutil.CONN_LISTEN:
                    found.add((connection.laddr.ip, connection.laddr.port))
    return found


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still run; a zombie does not."""
    return [one for one in processes if _is_alive(one)]


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def soon(happens: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Whether it happens within the time; looked at every fiftieth of a second."""
    give_up = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.02)
    return True
