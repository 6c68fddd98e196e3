"""Answers how a refusal is told: as a problem for programs, as a page for people, with its status.

    BadHeader                               400
    NotAllowed                              403
    NotFound                                404
    TooEarly, TooLate, OutOfOrder, RuleBroken, QuorumNotMet   409
    StaleView                               412
    TooLarge                                413
    BadInput, text refusals, bad addresses  422
    StoreUnreachable, NotYetThere           503

It decides nothing: the sentence, the rule and the clause come with the refusal.
"""

from __future__ import annotations

import re
from typing import Any, Final

import orjson
import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from psycopg_pool import PoolTimeout
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from domain.kernel import refusal
from domain.kernel.refusal import BadInput, Refusal
from domain.text.refusals import TextRefused
from services.store.port import StoreFault
from services.store.projector import NotYetThere
from services.web.look.as_of import UnreadableMoment
from services.web.look.parts import UnknownColumn
from services.web.look.redline import UnknownView
from services.web.look.window import UnreadableWindow
from services.web.plain import fault_in_words

JSON_PROBLEM: Final = "application/problem+json"
NOT_READY: Final = "These pages are being prepared and can't be read yet. Try again in a moment."
UNFORESEEN: Final = (
    "Something went wrong here that nobody foresaw. Look whether what you did is on record before "
    "you try again, and tell whoever runs this service."
)
CANT_BE_HELD: Final = (
    "Something in the address or in the fields is larger or stranger than anything that is kept "
    "here, so nothing was looked up and nothing was done."
)


class TooLarge(BadInput):
    """The request is larger than one that a person or a program would send."""


class BadHeader(BadInput):
    """A header of the request can't be read."""


STATUSES: Final[dict[type[Exception], int]] = {
    BadHeader: 400,
    TooLarge: 413,
    refusal.NotFound: 404,
    refusal.NotAllowed: 403,
    refusal.BadInput: 422,
    refusal.StaleView: 412,
    refusal.Refusal: 409,
    TextRefused: 422,
    UnreadableMoment: 422,
    UnreadableWindow: 422,
    UnknownColumn: 422,
    UnknownView: 422,
    StoreFault: 503,
    NotYetThere: 503,
    psycopg.DataError: 422,
    psycopg.errors.UndefinedTable: 503,
    psycopg.OperationalError: 503,
    PoolTimeout: 503,
}
HEADINGS: Final = {
    400: "This can't be read",
    403: "You may not do this",
    404: "There is nothing here",
    405: "This can't be done here",
    409: "This was not done",
    412: "Somebody was quicker",
    413: "This is too large",
    422: "This can't be read",
    500: "Something went wrong",
    503: "Not right now",
}


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it: `title` is the whole sentence for people."""

    type: str
    title: str
    status: int
    instance: str
    rule: str | None = None
    clause: str | None = None
    fields: dict[str, str] | None = None


def add_to(app: FastAPI) -> None:
    """Tell every known refusal of this application."""
    for kind in STATUSES:
        app.add_exception_handler(kind, _tell)
    app.add_exception_handler(RequestValidationError, _tell_unreadable)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(Exception, _tell_unforeseen)


def status_of(error: Exception) -> int:
    """The status that belongs to the nearest known kind of this refusal."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def problem_of(error: Exception, instance: str) -> Problem:
    """The refusal as a problem."""
    return Problem(
        type=f"/problems/{kind_of(error)}",
        title=sentence_of(error),
        status=status_of(error),
        instance=instance,
        rule=getattr(error, "rule", None),
        clause=getattr(error, "clause", None),
    )


def sentence_of(error: Exception) -> str:
    """The sentence for people; a fault of the database is told without its own words."""
    if isinstance(error, Refusal | StoreFault):
        return error.sentence
    if isinstance(error, psycopg.DataError):
        return CANT_BE_HELD
    if isinstance(error, psycopg.Error | PoolTimeout):
        return NOT_READY
    return str(error)


def kinds() -> dict[str, str]:
    """Every kind of refusal by its name in addresses, with what it means."""
    known = [*STATUSES, *_below(Refusal), *_below(StoreFault)]
    return {_in_address(kind): (kind.__doc__ or "").split("\n\n")[0] for kind in known}


def _below(kind: type[Exception]) -> list[type[Exception]]:
    """The kinds of refusal that are kinds of this one."""
    return [one for child in kind.__subclasses__() for one in (child, *_below(child))]


def kind_of(error: Exception) -> str:
    """The refusal's name in addresses: `too-late`."""
    if isinstance(error, Refusal | StoreFault):
        return _in_address(type(error))
    return _in_address(next(kind for kind in type(error).__mro__ if kind in STATUSES))


def _in_address(kind: type[Exception]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


def refused(scope: Scope, error: Exception) -> Response:
    """The answer to a request that is refused, in the form that it asked for."""
    request = Request(scope)
    return answer(request, problem_of(error, request.url.path))


def answer(request: Request, problem: Problem) -> Response:
    """The problem as JSON for programs, as a page for people."""
    if not wants_page(request):
        told = orjson.dumps(_writable(problem.model_dump(exclude_none=True)))
        return Response(told, problem.status, media_type=JSON_PROBLEM)
    site = request.app.state.site if "app" in request.scope else None
    if site is None:
        return Response(problem.title, problem.status, media_type="text/plain; charset=utf-8")
    from services.web.visit import bare_frame

    heading = HEADINGS.get(problem.status, "Something went wrong")
    words = {"page": bare_frame(request, site), "problem": problem, "heading": heading}
    told_page = site.templates.get_template("pages/problem.html").render(words)
    return HTMLResponse(_writable(told_page), problem.status)


def _writable(value: Any) -> Any:
    """The same with whatever no encoding could hold, such as half a character, as a question mark.

    What was sent is named in the sentences, so it can be anything.
    """
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_writable(name): _writable(told) for name, told in value.items()}
    return value


def wants_page(request: Request) -> bool:
    """Whether a person asks: programs ask under /api/, by a file's ending, or for JSON."""
    if request.url.path.startswith("/api/") or request.scope.get("form", "html") != "html":
        return False
    return "text/html" in request.headers.get("accept", "")


def _tell(request: Request, error: Exception) -> Response:
    return answer(request, problem_of(error, request.url.path))


def _tell_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    titles = {
        400: "What was sent can't be read as a form or as JSON.",
        404: f"There is no page at {request.url.path}.",
        405: "This can't be done here.",
    }
    title = titles.get(error.status_code, str(error.detail))
    problem = Problem(
        type="about:blank", title=title, status=error.status_code, instance=request.url.path
    )
    return answer(request, problem)


def _tell_unforeseen(request: Request, error: Exception) -> Response:
    """The fault itself goes to the log, and a sentence to whoever asked."""
    problem = Problem(type="about:blank", title=UNFORESEEN, status=500, instance=request.url.path)
    return answer(request, problem)


def _tell_unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    fields = {_place(fault): fault_in_words(fault) for fault in faults}
    problem = Problem(
        type="/problems/bad-input",
        title=" ".join(f"{place}: {words}." for place, words in fields.items()),
        status=422,
        instance=request.url.path,
        fields=fields,
    )
    return answer(request, problem)


def _place(fault: dict[str, Any]) -> str:
    """Where it is: the field's name, with its parents."""
    parts = [str(part) for part in fault["loc"]]
    return ".".join(parts[1:]) or parts[0]
