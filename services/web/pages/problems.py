"""Answers what each kind of refusal means, at the address that stands in the problem itself."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from domain.kernel.refusal import NotFound
from services.web import problems
from services.web.look.words import shortened
from services.web.visit import Visiting

router = APIRouter(tags=["problems"], include_in_schema=False)


@router.get("/problems/{kind}")
def problem(kind: str, visit: Visiting) -> Response:
    """One kind of refusal."""
    known = problems.kinds()
    if kind not in known:
        raise NotFound(f"There is no kind of refusal called “{shortened(kind)}”.")
    words = {"page": visit.frame(None), "kind": kind.replace("-", " "), "meaning": known[kind]}
    template = visit.site.templates.get_template("pages/problem_kind.html")
    return HTMLResponse(template.render(words))
