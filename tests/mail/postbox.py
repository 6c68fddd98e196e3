"""A real mail server on a port of loopback, which keeps what it takes and can be made to balk."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Lock
from time import sleep

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 2.0.0 kept"
Balk = Callable[[str, int], str | None]
"""What a server says to a recipient at their so-manieth try, instead of taking the letter."""


@dataclass
class Postbox:
    """What came in, in the order in which it came."""

    port: int
    balk: Balk = lambda _recipient, _time: None
    slow: float = 0.0
    letters: list[EmailMessage] = field(default_factory=list)
    message_ids: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries[address] += 1
        said = self.balk(address, self.tries[address])
        if said is not None:
            return said
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        if self.slow:
            sleep(self.slow)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        with self.lock:
            self.letters.append(letter)
            self.message_ids.append(str(letter["Message-ID"]))
            self.recipients += envelope.rcpt_tos
        return TAKEN


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def postbox(port: int = 0) -> Iterator[Postbox]:
    """The server while it is open."""
    box = Postbox(port or free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
