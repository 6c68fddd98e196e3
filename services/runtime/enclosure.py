"""Decides who can reach a server that knows no bind address: this machine's loopback alone.

Run as a program of its own in front of such a server:

    python -I -S enclosure.py PORT program arguments...

Temporal's test server listens on every interface and has no option against it. On Linux, where
the account may, it is put into a network namespace of its own, in which there is nothing but a
loopback; connections are carried in from 127.0.0.1:PORT outside. A socket belongs to the
namespace in which it was made, so one process can hold both ends. Where that is not allowed, the
server is run as it is and a line in the log says so.

Standard library only, no import from this project, and no knowledge of what is carried.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import errno
import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

LOOPBACK: Final = "127.0.0.1"
CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWNET: Final = 0x40000000
PR_SET_PDEATHSIG: Final = 1
SIOCSIFFLAGS: Final = 0x8914
IFF_UP_AND_RUNNING: Final = 0x41
CHUNK: Final = 65536
ENCLOSED: Final = "enclosed: reachable from this machine's loopback alone"
OPEN: Final = "not enclosed: reachable from other machines too, because"


def main(port: int, command: list[str]) -> int:
    if number := _refusal():
        _say(f"{OPEN} this machine allows no network namespace ({os.strerror(number)})")
        os.execv(command[0], command)
    door = socket.create_server((LOOPBACK, port))
    _enter_a_network_of_our_own()
    _say(ENCLOSED)
    return asyncio.run(_carry(door, port, command))


def _refusal() -> int:
    """The error number that a try ends with, 0 if it succeeds.

    The try is made in a child: some systems let us in and refuse only the loopback inside, and
    there is no way back out of a namespace.
    """
    if sys.platform != "linux":
        return errno.ENOSYS
    child = os.fork()
    if child == 0:
        number = 0
        try:
            _enter_a_network_of_our_own()
        except OSError as refused:
            number = refused.errno or errno.EPERM
        os._exit(number)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _enter_a_network_of_our_own() -> None:
    user, group = os.getuid(), os.getgid()
    if os.geteuid() == 0:
        _unshare(CLONE_NEWNET)
    else:
        _unshare(CLONE_NEWUSER | CLONE_NEWNET)
        _keep_our_name(user, group)
    _raise_the_loopback()


def _unshare(what: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(what) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _keep_our_name(user: int, group: int) -> None:
    """In the new user namespace we stay who we were."""
    Path("/proc/self/setgroups").write_text("deny", "ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")


def _raise_the_loopback() -> None:
    request = struct.pack("16sh22x", b"lo", IFF_UP_AND_RUNNING)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, request)


async def _carry(door: socket.socket, port: int, command: list[str]) -> int:
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_dies_with_us())
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, server.terminate)
    listener = await asyncio.start_server(lambda r, w: _both_ways(r, w, port), sock=door)
    async with listener:
        return await loop.run_in_executor(None, server.wait)


async def _both_ways(
    outer_in: asyncio.StreamReader, outer_out: asyncio.StreamWriter, port: int
) -> None:
    try:
        inner_in, inner_out = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        # The server is not up yet; the caller sees a closed connection and tries again.
        outer_out.close()
        return
    await asyncio.gather(_one_way(outer_in, inner_out), _one_way(inner_in, outer_out))


async def _one_way(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await source.read(CHUNK):
            target.write(piece)
            await target.drain()
    target.close()


def _dies_with_us() -> Callable[[], None]:
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    os._exit(main(int(sys.argv[1]), sys.argv[2:]))
