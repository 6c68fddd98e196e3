"""Lets a visitor choose as whom they act, until there is a login."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotFound
from services.reading import people
from services.reading.kinds import those
from services.web import acting
from services.web.acting import COOKIE, Acting
from services.web.look.parts import Field, Mistake
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["act as"], include_in_schema=False)
_SPEAKERS = """
    SELECT b.slug, b.name, b.kind, s.person, s.name AS who,
           (SELECT string_agg(replace(p.post, '_', ' '), ', ' ORDER BY p.post) FROM posts p
            WHERE p.body = b.body AND p.person = s.person AND upper_inf(p.valid)) AS posts
    FROM bodies b JOIN LATERAL (
        SELECT person, name, lower(valid) AS since FROM seats
        WHERE body = b.body AND upper_inf(valid) ORDER BY lower(valid), person LIMIT %(each)s
    ) AS s ON true
    WHERE upper_inf(b.valid) AND b.dissolved_at IS NULL
    ORDER BY b.kind = ANY(%(recognised)s), b.kind, b.name, posts NULLS LAST, s.since
"""
EACH = 3


@router.get("/act-as")
def choose(visit: Visiting) -> Response:
    """Whom one can act as."""
    return _page(visit, "", "")


@router.post("/act-as")
def chosen(
    visit: Visiting,
    who: Annotated[str, Form()] = "",
    number: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Act as somebody from now on, or as nobody."""
    if not who and not number.strip():
        return _page(visit, number, "Choose somebody, or write a membership number.")
    try:
        someone = _someone(visit, who, number)
    except (BadInput, NotFound, ValueError) as mistake:
        return _page(visit, number, str(mistake))
    answer = RedirectResponse(_own(back), 303)
    if someone is None:
        answer.delete_cookie(COOKIE)
    else:
        answer.set_cookie(COOKIE, someone.cookie, httponly=True, samesite="strict", path="/")
    return answer


def _someone(visit: Visit, who: str, number: str) -> Acting | None:
    if number.strip():
        member = acting.member_of(visit.log, number)
        return Acting(PersonId(member.id))
    if who == "nobody":
        return None
    person, _, slug = who.partition("~")
    known = Acting(acting.person_named(person), acting.body_named(slug))
    people.person(visit.at, known.person)
    return known


def _own(back: str) -> str:
    """Where to go on: a page of this site and nothing else."""
    parts = urlsplit(back)
    is_own = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return parts.path if is_own and not parts.path.startswith("//") else "/"


def _page(visit: Visit, number: str, mistake: str) -> Response:
    hint = "Such as M00042. You then act as an ordinary member."
    field = Field("number", "Or a membership number", hint, number, mistake, width=10)
    words: dict[str, Any] = {
        "page": visit.frame(None),
        "bodies": _bodies(visit),
        "field": field,
        "mistakes": [Mistake("number", mistake)] if mistake else [],
        "back": _own(visit.asked("back") or "/"),
        "now_as": visit.who,
        "body": None if visit.acting is None else visit.acting.body,
    }
    template = visit.site.templates.get_template("pages/act_as.html")
    return HTMLResponse(template.render(words), 422 if mistake else 200)


def _bodies(visit: Visit) -> list[dict[str, Any]]:
    """Bodies with a few of those who sit in them; groups come last."""
    found: dict[str, dict[str, Any]] = {}
    groups = [*those(visit.at, "recognised")]
    for slug, name, kind, person, who, posts in visit.at.rows(
        _SPEAKERS, each=EACH, recognised=groups
    ):
        body = found.setdefault(slug, {"name": name, "kind": kind, "people": []})
        label = f"{who}, {posts}" if posts else who
        body["people"].append((f"{person}~{slug}", label))
    return list(found.values())
