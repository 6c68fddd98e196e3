"""Sends what the outbox holds, again and again until it is told to stop; several may do so at once.

A letter goes out once for each occasion and addressee.  A sender that dies between the server's
word and the mark leaves one letter of which nobody knows; it is sent again, under the same
Message-ID, by which a mailbox can tell that it is the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from typing import Final, Self
from uuid import uuid4

import psycopg
from psycopg_pool import PoolTimeout

from domain.kernel.refusal import Refusal
from services.bootstrap import Office
from services.config import Settings
from services.mail import following, telling
from services.mail.outbox import Letter, Outbox
from services.mail.server import Made, MailServer, ServerAway, Session, mail_server
from services.mail.writing import Letterhead
from services.store.port import StoreFault
from services.store.projector import NotYetThere

log = logging.getLogger(__name__)
AT_ONCE: Final = 20
PAUSE: Final = 1.0
NO_ADDRESS: Final = "No address is kept any more."


@dataclass(frozen=True)
class Patience:
    """How long is waited before a letter is tried again, and how often that is done.

    The pause doubles from `first` to `longest`; the usual thirty attempts make about five days,
    which is what RFC 5321, 4.5.4.1, asks for.
    """

    first: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(hours=4)
    attempts: int = 30
    server_away: timedelta = timedelta(seconds=30)

    def pause(self, attempts: int) -> timedelta:
        """How long is waited after so many attempts."""
        doubled: int = 2 ** min(attempts - 1, 20)
        return min(self.first * doubled, self.longest)


@dataclass(frozen=True)
class Post:
    """What a sender needs: the letterhead, and the mail server if there is one."""

    head: Letterhead
    server: MailServer | None
    patience: Patience = Patience()


def post_of(settings: Settings) -> Post:
    """What the settings say."""
    sender = settings.smtp_from or "nobody@localhost"
    house = " ".join(settings.org_name.split())
    head = Letterhead(house, sender, settings.public_url)
    return Post(head, mail_server(settings))


class Sender:
    """One sender over an office."""

    def __init__(self, at: Office, post: Post) -> None:
        self._at = at
        self._post = post
        self._stopping = Event()
        self._while = 0.0 if post.server is None else post.server.patience
        self._outbox = Outbox(at.pool, uuid4(), timedelta(seconds=3 * self._while))
        self._kept_at = 0.0

    def run(self) -> None:
        """Send until `stop`; what goes wrong is said, and tried again."""
        while not self._stopping.is_set():
            try:
                moved = self.once()
            except (psycopg.Error, PoolTimeout, StoreFault, NotYetThere, Refusal) as error:
                log.warning("The mail waits and goes on soon: %s", error)
                moved = 0
            if not moved:
                self._stopping.wait(PAUSE)

    def stop(self) -> None:
        """Finish the letter in hand and stop."""
        self._stopping.set()

    def once(self) -> int:
        """Follow the log, send what is due, and tell the log; how much there was to do."""
        moved = self._lead()
        if self._post.server is not None:
            moved += asyncio.run(self._send(self._post.server))
        return moved + self._tell()

    def _lead(self) -> int:
        with following.leading(self._at.pool) as leader:
            return 0 if leader is None else following.follow(self._at, leader)

    def _tell(self) -> int:
        with following.leading(self._at.pool) as leader:
            return 0 if leader is None else telling.tell(self._at)

    async def _send(self, server: MailServer) -> int:
        """Send what is due, but not for so long that nothing is told of it in between.

        A server that is away puts everything off for a while.
        """
        handed_over = 0
        try:
            while handed_over < telling.MANY and not self._stopping.is_set():
                letters = self._take()
                if not letters:
                    break
                async with server.session() as session:
                    handed_over += await self._batch(session, letters)
                    await session.leave()
        except ServerAway as away:
            log.warning("The mail server can't be used: %s", away)
            self._outbox.put_back(str(away), self._post.patience.server_away)
            return 0
        self._outbox.put_back("The sender was stopped.", timedelta())
        return handed_over

    def _take(self) -> Sequence[Letter]:
        self._kept_at = monotonic()
        return self._outbox.take(AT_ONCE)

    async def _batch(self, session: Session, letters: Sequence[Letter]) -> int:
        """Send these one by one; one that another has taken in the meantime is left to them."""
        ours = {(letter.occasion, letter.addressee) for letter in letters}
        for letter in letters:
            if self._stopping.is_set():
                break
            if monotonic() - self._kept_at > self._while:
                self._kept_at = monotonic()
                ours = self._outbox.keep()
            if (letter.occasion, letter.addressee) in ours:
                await self._one(session, letter)
        return len(letters)

    async def _one(self, session: Session, letter: Letter) -> None:
        if letter.address is None:
            self._outbox.refused(letter, NO_ADDRESS)
            return
        try:
            mail = self._post.head.write(letter)
        except (ValueError, LookupError) as fault:  # one letter may not keep all others back
            self._outbox.refused(letter, f"It can't be written as mail: {fault}")
            return
        answer = await session.hand_over(mail)
        if answer.made is Made.TAKEN:
            self._outbox.sent(letter, answer.words)
        elif answer.made is Made.REFUSED:
            self._outbox.refused(letter, answer.words)
        elif letter.attempts >= self._post.patience.attempts:
            self._outbox.give_up(letter, answer.words)
        else:
            self._outbox.later(letter, answer.words, self._post.patience.pause(letter.attempts))


class BackgroundSender:
    """A sender in a thread beside whatever else this process does."""

    def __init__(self, at: Office, post: Post) -> None:
        self._sender = Sender(at, post)
        self._thread = Thread(target=self._sender.run, name="mail", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._sender.stop()
        self._thread.join(10)
