"""A wire between a process and a server that keeps back a message which names a word.

What is kept back, and all that the client sends after it, never reaches the server unless it is let
go.  The word is looked for in the bytes as they pass, so it has to stand in them in the clear.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self

from psycopg.conninfo import conninfo_to_dict, make_conninfo

PATIENCE = 60.0


class Wire:
    """Forwards a loopback port to a server, and keeps back what has the word in it."""

    def __init__(self, host: str, port: int, word: str) -> None:
        self._target = (host, port)
        self._word = word.encode()
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

    def until_kept(self) -> None:
        """Return when a message with the word has come and is kept back."""
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
                if self._word in message and not self._may_pass.is_set():
                    self._kept.set()
                    self._may_pass.wait()
                if self._torn:
                    break
                server.sendall(message)
        _close(client, server)


def wire_to_database(dsn: str, word: str) -> tuple[Wire, str]:
    """A wire to a PostgreSQL server, and the address that leads through it."""
    words = conninfo_to_dict(dsn)
    wire = Wire(str(words["host"]), int(str(words["port"])), word)
    return wire, make_conninfo(dsn, host="127.0.0.1", port=wire.port)


def wire_to_engine(address: str, word: str) -> Wire:
    """A wire to a Temporal server."""
    host, _, port = address.rpartition(":")
    return Wire(host, int(port), word)


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
