"""A wire between a client and a server that can be cut at a word that passes over it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Self

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class Wire:
    """Forwards a loopback port to a PostgreSQL server, and loses the answers when it is told to.

    `lose_the_answer_to(word)`: the next message with this word reaches the server, and nothing of
    what the server answers reaches the client.  `cut_before(word)`: it does not reach the server.
    """

    def __init__(self, dsn: str) -> None:
        words = conninfo_to_dict(dsn)
        self._target = (str(words["host"]), int(str(words["port"])))
        self._server = socket.create_server(("127.0.0.1", 0))
        self.dsn = make_conninfo(dsn, port=self._server.getsockname()[1], host="127.0.0.1")
        self._lose: bytes | None = None
        self._cut: bytes | None = None
        self.cuts = 0

    def lose_the_answer_to(self, word: str) -> None:
        self._lose = word.encode()

    def cut_before(self, word: str) -> None:
        self._cut = word.encode()

    def __enter__(self) -> Self:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                server = socket.create_connection(self._target)
                link = _Link(client, server, self)
                Thread(target=link.up, daemon=True).start()
                Thread(target=link.down, daemon=True).start()

    def judge(self, message: bytes) -> tuple[bool, bool]:
        """Whether a message may pass, and whether its answer may."""
        if self._cut and self._cut in message:
            self._cut, self.cuts = None, self.cuts + 1
            return False, False
        if self._lose and self._lose in message:
            self._lose, self.cuts = None, self.cuts + 1
            return True, False
        return True, True


class _Link:
    """One connection through the wire."""

    def __init__(self, client: socket.socket, server: socket.socket, wire: Wire) -> None:
        self._client = client
        self._server = server
        self._wire = wire
        self._answers = True

    def up(self) -> None:
        self._forward(self._client, self._send_up)

    def down(self) -> None:
        self._forward(self._server, self._send_down)

    def _send_up(self, message: bytes) -> bool:
        passes, answers = self._wire.judge(message)
        self._answers = self._answers and answers  # once lost, lost for what follows too
        if passes:
            self._server.sendall(message)
        return passes

    def _send_down(self, message: bytes) -> bool:
        if self._answers:
            self._client.sendall(message)
        return self._answers

    def _forward(self, source: socket.socket, send: Callable[[bytes], bool]) -> None:
        with suppress(OSError):
            while (message := source.recv(65536)) and send(message):
                pass
        for end in (self._client, self._server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
