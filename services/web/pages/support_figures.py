"""Tells in public how many requests for support of past years ended in which way, if enough."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from domain.cases.figures import Taken
from domain.support.figures import LEAST_SHOWN, Ending, Figure, Span
from services.reading.support_figures import support_figures
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.parts import Empty, Table
from services.web.look.words import listed
from services.web.pages.case_figures import TIMES
from services.web.tables import figures, table, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["support"])
ENDINGS: Final = {
    Ending.LAPSED: "nobody agreed that it is read",
    Ending.WITHDRAWN: "taken back",
    Ending.DECLINED: "the service could not help",
    Ending.LIFTED: "the suspension was lifted",
    Ending.LESSER: "something less than expulsion",
    Ending.NOT_KNOWN: "not known",
    Ending.LEFT: "they left",
    Ending.EXPELLED: "they were expelled",
}
COLUMNS: Final = (
    words("Years", "years"),
    words("How they ended"),
    words("How long they took"),
    figures("Requests", "requests"),
)


@router.get("/support/figures")
def of_past_years(visit: Visiting) -> Response:
    """The figures of every year that is over."""
    found = support_figures(visit.at, visit.site.office.store, visit.site.house.zone)
    rows = [
        (_years(span), _ways(one), _times(one), one.requests)
        for span in found.spans
        for one in span.figures
    ]
    page = Page(
        "support_figures",
        None,
        found,
        {
            "clause": Law(visit).clause(LEAST_SHOWN),
            "gone": [_years(span) for span in found.spans if not span.figures],
        },
        {"figures": _table(visit, rows)},
    )
    return answered(visit, page)


def _table(visit: Visit, rows: list[tuple[str, str, str, int]]) -> Table:
    empty = Empty(
        "There are no figures yet",
        "a year is told once it is over and has enough requests, by itself or with those before it",
    )
    return table(visit, "figures", Table("Requests that are over", COLUMNS, rows, empty))


def _years(span: Span) -> str:
    return str(span.first) if span.first == span.last else f"{span.first} to {span.last}"


def _ways(one: Figure) -> str:
    if len(one.endings) == len(Ending):
        return "in any way"
    if len(one.endings) > len(Ending) // 2:
        return "in any other way"
    return listed([ENDINGS[way] for way in one.endings], "or")


def _times(one: Figure) -> str:
    if len(one.taken) == len(Taken):
        return "any time"
    return listed([TIMES[time] for time in one.taken], "or")
