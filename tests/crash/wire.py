"""A wire between a process and a server that keeps back one message and whatever follows it.

What is kept back never reaches the server unless it is let go.  Which message it is, is judged by
the bytes as they pass: a word of SQL, or the beginning of a request to the engine.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self

from psycopg.conninfo import conninfo_to_dict, make_conninfo

PATIENCE = 60.0
FRAME_HEADER, TYPE_AT, HEADERS = 9, 3, 1
"""Of HTTP/2 (RFC 9113, section 4.1): a request begins with a frame of the type HEADERS."""

Judge = Callable[[bytes], bool]


class Wire:
    """Forwards a loopback port to a server, and keeps back what `is_meant` from `watch` on."""

    def __init__(self, host: str, port: int, is_meant: Judge) -> None:
        self._target = (host, port)
        self._is_meant = is_meant
        self._watched = Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._kept = Event()
        self._may_pass = Event()
        self._torn = False

    @property
    def port(self) -> int:
        return int(self._server.getsockname()[1])

    @property
    def address(self) -> str:
        """Where the client connects to."""
        return f"127.0.0.1:{self.port}"

    def watch(self) -> None:
        """From now on keep back the first message that is meant."""
        self._watched.set()

    def until_kept(self) -> None:
        """Return when that message has come and is kept back."""
        assert self._kept.wait(PATIENCE), "no such message came"

    def let_go(self) -> None:
        """Send on what was kept back, and keep back nothing more."""
        self._may_pass.set()

    def __enter__(self) -> Self:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._torn = True
        self._may_pass.set()
        self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                server = socket.create_connection(self._target)
                Thread(target=self._up, args=(client, server), daemon=True).start()
                Thread(target=_forward, args=(server, client), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while message := client.recv(65536):
                if self._watched.is_set() and self._is_meant(message):
                    self._kept.set()
                    self._may_pass.wait()
                if self._torn:
                    break
                server.sendall(message)
        _close(client, server)


def wire_to_database(dsn: str, word: str) -> tuple[Wire, str]:
    """A wire to a PostgreSQL server that keeps back a word, and the address through it."""
    words = conninfo_to_dict(dsn)
    wire = Wire(str(words["host"]), int(str(words["port"])), lambda sent: word.encode() in sent)
    wire.watch()
    return wire, make_conninfo(dsn, host="127.0.0.1", port=wire.port)


def wire_to_engine(address: str) -> Wire:
    """A wire to a Temporal server that keeps back a request."""
    host, _, port = address.rpartition(":")
    return Wire(host, int(port), begins_a_request)


def begins_a_request(sent: bytes) -> bool:
    """Whether one of the HTTP/2 frames that these bytes begin with opens a request."""
    at = 0
    while at + FRAME_HEADER <= len(sent):
        if sent[at + TYPE_AT] == HEADERS:
            return True
        at += FRAME_HEADER + int.from_bytes(sent[at : at + 3], "big")
    return False


def _forward(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while message := source.recv(65536):
            target.sendall(message)
    _close(source, target)


def _close(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
