"""Answers in which form a page is asked for: as a page, or by its address's ending as a file.

`/cycles/1.json`, `.csv` and `.ics` are the page at `/cycles/1` in another form, and so is the page
when JSON is all that is accepted.  It knows no page.
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

FORMS: Final = {".json": "json", ".csv": "csv", ".ics": "ics"}
APART: Final = ("/static/", "/api/", "/openapi.json")


class Endings:
    """Takes the ending off the address and keeps it as the form in `scope["form"]`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(APART):
            scope = _without_ending(scope)
        await self._app(scope, receive, send)


def _without_ending(scope: Scope) -> Scope:
    path: str = scope["path"]
    for ending, form in FORMS.items():
        if path.endswith(ending):
            bare = path.removesuffix(ending)
            bare = "/" if bare == "/board" else bare
            return {**scope, "path": bare, "raw_path": bare.encode(), "form": form}
    accept = Headers(scope=scope).get("accept", "")
    wants_json = "application/json" in accept and "text/html" not in accept
    return {**scope, "form": "json" if wants_json else "html"}
