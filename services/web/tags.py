"""Answers whether somebody has this answer already: a tag on it, and 304 for who shows the same.

The tag of a thing's answer names the thing and its version, so that it can be sent back in
`If-Match` with an act.  What an answer stands for, its position and its moment, moves on while
nothing happens; so the tag is made from everything else.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

LENGTH: Final = 20
OF_A_BODY: Final = ("content-length", "content-type", "content-disposition")
KEPT: Final = "private, no-cache"
"""It may be kept, but has to be asked for again each time."""


def tagged(
    request: Request, response: Response, content: bytes, thing: tuple[UUID, int] | None = None
) -> Response:
    """The answer with its tag, or 304 without a body if whoever asks has it."""
    tag = _tag(content, thing)
    response.headers.update({"ETag": tag, "Cache-Control": KEPT, "Vary": "Accept"})
    if tag not in _known(request):
        return response
    kept = {name: told for name, told in response.headers.items() if name not in OF_A_BODY}
    return Response(status_code=304, headers=kept)


def _tag(content: bytes, thing: tuple[UUID, int] | None) -> str:
    name = sha256(content).hexdigest()[:LENGTH]
    return f'W/"{name}"' if thing is None else f'W/"{thing[0]}:{thing[1]}-{name}"'


def _known(request: Request) -> set[str]:
    """The tags that the request says it has; the comparison is the weak one (RFC 9110, 8.8.3.2)."""
    said = ",".join(request.headers.getlist("if-none-match"))
    return {f"W/{one.strip().removeprefix('W/')}" for one in said.split(",")}
