"""Answers in each form that a page can be had in: as a page, as JSON, as CSV, as a calendar.

A page hands over its template with its words, the answer it was made from and its tables; which
of these goes out was decided by the address.  Every form says position and moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import orjson
from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response

from domain.kernel.refusal import NotFound
from services.calendars.event import Event
from services.calendars.writing import Almanac, write
from services.web.look.frame import Place, Take, TakeKind
from services.web.look.parts import Table
from services.web.look.words import listed, shortened
from services.web.tables import as_csv
from services.web.tags import tagged
from services.web.visit import Visit

_VERSION: Final = """
    SELECT coalesce(max(version), 0) FROM journal
    WHERE stream = %(of)s AND occurred_at <= %(as_of)s
"""


@dataclass(frozen=True)
class Page:
    """One page in all its forms: `answer` is what programs get, `about` the thing it shows.

    `calendar` gives its moments when it is asked for as a calendar, and only then.
    """

    template: str
    place: Place | None
    answer: BaseModel | Mapping[str, Any]
    words: Mapping[str, Any]
    tables: Mapping[str, Table] = field(default_factory=dict)
    calendar: Callable[[], Sequence[Event]] | None = None
    calendar_name: str = ""
    about: UUID | None = None


def answered(visit: Visit, page: Page) -> Response:
    """The page in the form that was asked for."""
    form = visit.request.scope.get("form", "html")
    made = {"html": as_page, "json": as_json, "csv": as_table, "ics": as_calendar}[form]
    response = made(visit, page)
    response.headers.update(stands_for(visit))
    return response


def stands_for(visit: Visit) -> dict[str, str]:
    """What an answer stands for, as headers."""
    view = visit.at.view
    return {"Convenor-Position": str(view.position), "Convenor-Moment": view.moment.isoformat()}


def as_page(visit: Visit, page: Page) -> Response:
    """For people."""
    template = visit.site.templates.get_template(f"pages/{page.template}.html")
    frame = visit.frame(page.place, _takes(visit, page))
    words = {"page": frame, "now": visit.moment, "tables": page.tables, **page.words}
    return HTMLResponse(template.render(words))


def as_json(visit: Visit, page: Page) -> Response:
    """For programs: the position and the moment first, then the answer."""
    answer = page.answer
    told = answer.model_dump(mode="json") if isinstance(answer, BaseModel) else dict(answer)
    return json_of(visit, told, page.about)


def json_of(visit: Visit, told: dict[str, Any], about: UUID | None = None) -> Response:
    """An answer as JSON with its tag, and with the version of the thing that it is about."""
    view = visit.at.view
    told.pop("view", None)
    if about is not None:
        told = {"version": _version(visit, about), **told}
    stands = {"position": view.position, "moment": view.moment, "past": view.past}
    body = orjson.dumps(stands | told, default=_plain, option=orjson.OPT_INDENT_2)
    thing = None if about is None else (about, told["version"])
    made = Response(body, media_type="application/json")
    return tagged(visit.request, made, orjson.dumps(told, default=_plain), thing)


def _version(visit: Visit, about: UUID) -> int:
    """How many acts are on record of the thing itself, at the moment of looking."""
    return int(visit.at.rows(_VERSION, of=about)[0][0])


def as_table(visit: Visit, page: Page) -> Response:
    """One table of the page; the first where none is named."""
    name = visit.asked("table") or next(iter(page.tables), "")
    if name not in page.tables:
        known = f"choose {listed(list(page.tables), 'or')}" if page.tables else "it has none"
        raise NotFound(f"This page has no table “{shortened(name)}”: {known}.")
    text = as_csv(page.tables[name])
    named = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    made = Response(text, media_type="text/csv; charset=utf-8", headers=named)
    return tagged(visit.request, made, text.encode())


def as_calendar(visit: Visit, page: Page) -> Response:
    """What is due, as a calendar (RFC 5545)."""
    if page.calendar is None:
        raise NotFound("Nothing on this page has a moment that a calendar could hold.")
    house = visit.site.house
    pages = visit.site.settings.public_url or str(visit.request.base_url).rstrip("/")
    almanac = Almanac(page.calendar_name or house.name, house.zone, pages)
    content = write(almanac, page.calendar())
    made = Response(content, media_type="text/calendar; charset=utf-8")
    return tagged(visit.request, made, content)


def _takes(visit: Visit, page: Page) -> tuple[Take, ...]:
    frame = visit.frame(None)
    path = "/board" if frame.path == "/" else frame.path
    query = f"?{visit.request.url.query}" if visit.request.url.query else ""
    takes = [Take(TakeKind.JSON, f"{path}.json{query}")]
    takes += [Take(TakeKind.CSV, shown.csv_href, shown.caption) for shown in page.tables.values()]
    if page.calendar is not None:
        takes.append(Take(TakeKind.CALENDAR, frame.link(f"{path}.ics"), "to subscribe to"))
    return tuple(takes)


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)
