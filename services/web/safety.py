"""Decides which requests come in at all, and what every answer tells the browser to keep out.

While servers are embedded anybody who reaches the pages may act as anyone.  So requests must come
to this machine by its own name (no other name may be made to point here), and what changes
something must come from these pages themselves.  It knows nothing of people.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.kernel.refusal import BadInput, NotAllowed, Refusal
from services.web.look.environment import CONTENT_SECURITY_POLICY
from services.web.problems import TooLarge, refused

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_NAMES: Final = frozenset({"127.0.0.1", "localhost", "::1", "testserver"})
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
MOST_BYTES: Final = 4_000_000
MOST_DIGITS: Final = 20
TOO_LARGE: Final = f"A request holds {MOST_BYTES // 1_000_000} megabytes at the most."
FOR_GOOD: Final = "public, max-age=31536000, immutable"


class Safety:
    """Stands before everything else."""

    def __init__(self, app: ASGIApp, *, own_names_only: bool) -> None:
        self._app = app
        self._own_names_only = own_names_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        refusal = self._objection(scope, Headers(scope=scope))
        if refusal is None:
            body = _Counted(receive)
            refusal = await _until_too_large(self._app, scope, body, answer)
        if refusal is not None and not answer.begun:
            await refused(scope, refusal)(scope, receive, answer.send)

    def _objection(self, scope: Scope, headers: Headers) -> Refusal | None:
        method: str = scope["method"]
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            return BadInput("An address can't hold a null character.")
        if _said_size(headers) > MOST_BYTES:
            return TooLarge(TOO_LARGE)
        if self._own_names_only and _host(headers) not in OWN_NAMES:
            return NotAllowed("These pages answer on this machine only, under the name localhost.")
        if method not in READING and not _from_these_pages(headers):
            return NotAllowed(
                "This was sent from another site, so nothing was done. Open these pages first."
            )
        return None


class _Counted:
    """The body of a request, counted as it arrives: not every request says its size beforehand."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._bytes = 0
        self.too_large = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > MOST_BYTES:
            self.too_large = True
            raise TooLarge(TOO_LARGE)
        return message


class _Answer:
    """The answer on its way out, with what every answer says; `begun` once its head has gone."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            _add_headers(MutableHeaders(scope=message), self._scope)
        await self._send(message)


async def _until_too_large(
    app: ASGIApp, scope: Scope, body: _Counted, answer: _Answer
) -> Refusal | None:
    """Let the application answer; the refusal instead, if the body turned out to be too large.

    Whoever reads the body may take the interruption for a broken form and answer that.  Such an
    answer is held back.
    """

    async def send_unless_too_large(message: Message) -> None:
        if not body.too_large:
            await answer.send(message)

    try:
        await app(scope, body, send_unless_too_large)
    except TooLarge as refusal:
        return refusal
    return TooLarge(TOO_LARGE) if body.too_large else None


def _said_size(headers: Headers) -> int:
    """How large the request says that it is, in bytes; 0 where it does not say."""
    size = headers.get("content-length", "")
    if not (size.isascii() and size.isdecimal()):
        return 0
    return int(size) if len(size) < MOST_DIGITS else MOST_BYTES + 1


def _host(headers: Headers) -> str | None:
    return _split(f"//{headers.get('host', '')}").hostname


def _split(address: str) -> SplitResult:
    """The parts of an address; of one that can't be read, no parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _from_these_pages(headers: Headers) -> bool:
    """Browsers say where a request comes from; a program that says nothing carries no cookie."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or _split(origin).netloc == headers.get("host")


def _add_headers(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    is_file = scope["path"].startswith("/static/")
    versioned = is_file and (
        scope["query_string"].startswith(b"v=") or b"/vendor/" in scope["raw_path"]
    )
    headers.setdefault(
        "Cache-Control", FOR_GOOD if versioned else "no-cache" if is_file else "no-store"
    )
