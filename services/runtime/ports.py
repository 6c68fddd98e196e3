"""Answers which loopback port is free, and whether somebody listens on one.

It does not reserve anything: between the answer and its use another process may take the port,
so whoever starts a server tries again with another one.
"""

from __future__ import annotations

import socket
from typing import Final

LOOPBACK: Final = "127.0.0.1"


def free_port() -> int:
    """A TCP port on loopback that nobody held a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def somebody_listens(port: int, host: str = LOOPBACK) -> bool:
    """Whether a connection to the port is accepted within half a second."""
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False
