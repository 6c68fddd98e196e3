"""Answers what was published lately, as Atom feeds: of everything, and of each body."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from domain.kernel.ids import CONVENOR, derived
from services.reading import bodies
from services.reading import reports as reading
from services.reading.reports import Published, StatementLine
from services.reports.as_feed import MOST, Entry, Feed, as_feed
from services.reports.as_html import as_html
from services.web.answers import stands_for
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["reports"])
ATOM: Final = "application/atom+xml; charset=utf-8"


@router.get("/feed.atom")
def everything(visit: Visiting) -> Response:
    """Published reports and statements of all bodies."""
    title = f"{visit.site.house.name}: reports and statements"
    return _feed(visit, None, title, "/reports")


@router.get("/bodies/{slug}/feed.atom")
def of_body(slug: str, visit: Visiting) -> Response:
    """Published reports and statements of one body."""
    found = bodies.line_of(visit.at, slug)
    return _feed(visit, found.body, f"{found.name}: reports and statements", f"/bodies/{slug}")


def _feed(visit: Visit, body: UUID | None, title: str, page: str) -> Response:
    entries = [_report(visit, one) for one in reading.published(visit.at, body, MOST)]
    entries += [_statement(visit, one) for one in reading.statements(visit.at, body).statements]
    entries.sort(key=lambda entry: entry.changed, reverse=True)
    feed = Feed(
        id=body or derived(CONVENOR, "feed", visit.site.house.name),
        title=title,
        href=_whole(visit, visit.request.url.path),
        page_href=_whole(visit, page),
        entries=entries,
        made=visit.moment,
    )
    return Response(as_feed(feed), media_type=ATOM, headers=stands_for(visit))


def _report(visit: Visit, one: Published) -> Entry:
    line = one.report
    online = line.online or one.since
    return Entry(
        id=line.report,
        title=line.title,
        href=_whole(visit, f"/reports/{line.report}"),
        published=online,
        changed=max(online, one.since),
        summary=f"{line.kind.words}, {line.state}",
        html=str(as_html(one.content)),
        by=line.body_name,
    )


def _statement(visit: Visit, one: StatementLine) -> Entry:
    parts = [Markup("<p>{}</p>").format(part) for part in one.text.splitlines() if part.strip()]
    return Entry(
        id=derived(one.meeting, "statement", one.decision),
        title=one.title,
        href=_whole(visit, f"/statements#s{one.meeting}-{one.decision}"),
        published=one.since,
        changed=one.since,
        summary=f"Statement agreed at the {one.meeting_name}",
        html=str(Markup("").join(parts)),
        by=one.body_name,
    )


def _whole(visit: Visit, path: str) -> str:
    """The whole address, as a reader of feeds needs it."""
    return f"{str(visit.request.base_url).rstrip('/')}{path}"
