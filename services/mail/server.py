"""One session with a mail server: hands letters over, and says what the server made of each.

Codes from 500 on are for good, those from 400 on for now (RFC 5321, 4.2.1).  What concerns the
server and not the letter (no connection, no login, a sender that it will not have) is told apart,
for then no letter is at fault.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum

import aiosmtplib

from services.config import Settings, SmtpSecurity


class ServerAway(Exception):
    """The mail server can't be used now, whatever the letter; the message says why."""


class Made(StrEnum):
    """What the server made of a letter."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """What became of a letter, in the server's own words."""

    made: Made
    words: str


@dataclass(frozen=True)
class MailServer:
    """Where the mail server is and how to log in; `patience` is how long one letter may take."""

    host: str
    port: int
    security: SmtpSecurity
    sender: str
    user: str | None = None
    password: str | None = None
    patience: float = 20.0

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """A session with it; raises `ServerAway`."""
        client = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            timeout=self.patience,
            use_tls=self.security is SmtpSecurity.TLS,
            start_tls=self.security is SmtpSecurity.STARTTLS,
            tls_context=ssl.create_default_context(),
            username=self.user,
            password=self.password,
        )
        try:
            await client.connect()
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise ServerAway(f"{self.host}:{self.port} can't be used: {words_of(error)}") from error
        try:
            yield Session(client, self)
        finally:
            client.close()


class Session:
    """A connection over which letters are handed over one by one."""

    def __init__(self, client: aiosmtplib.SMTP, server: MailServer) -> None:
        self._client = client
        self._server = server

    async def hand_over(self, mail: EmailMessage) -> Answer:
        """Hand a letter over; raises `ServerAway` if that is not the letter's fault."""
        try:
            async with asyncio.timeout(self._server.patience):
                _, words = await self._client.send_message(mail, sender=self._server.sender)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            first = refused.recipients[0]
            return _judged(first.code, first.message)
        except aiosmtplib.SMTPSenderRefused as refused:
            raise ServerAway(f"It does not take mail from us: {words_of(refused)}") from refused
        except aiosmtplib.SMTPResponseException as refused:
            return _judged(refused.code, refused.message)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise ServerAway(f"The connection was lost: {words_of(error)}") from error
        return Answer(Made.TAKEN, words)

    async def leave(self) -> None:
        """Take leave as one should; a server that has gone already is not waited for."""
        try:
            await self._client.quit(timeout=2)
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            return


def _judged(code: int, words: str) -> Answer:
    told = f"{code} {words}"
    if code == 421:  # the server closes down (RFC 5321, 3.8)
        raise ServerAway(told)
    return Answer(Made.REFUSED if code >= 500 else Made.LATER, told)


def words_of(error: BaseException) -> str:
    """What an error says, in one line; its name where it says nothing."""
    return " ".join(str(error).split()) or type(error).__name__


async def greet(server: MailServer) -> str:
    """Log in and leave; why that did not go, or nothing."""
    try:
        async with server.session() as session:
            await session.leave()
    except ServerAway as away:
        return str(away)
    return ""


def mail_server(settings: Settings) -> MailServer | None:
    """The mail server that is configured, if there is one."""
    if settings.smtp_host is None or settings.smtp_from is None:
        return None
    password = settings.smtp_password
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password=None if password is None else password.get_secret_value(),
        patience=settings.smtp_timeout,
    )
