"""Tells in public how many cases of past years ended in which way, where they are enough."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from domain.cases.figures import LEAST_SHOWN, Ending, Figure, Span, Taken
from services.reading.case_figures import case_figures
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.parts import Empty, Table
from services.web.look.words import listed
from services.web.tables import figures, table, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["complaints"])
ENDINGS: Final = {
    Ending.MERGED: "heard with another case",
    Ending.REFUSED: "not taken up",
    Ending.SETTLED_AT_ONCE: "settled before it was taken up",
    Ending.SETTLED_LATER: "settled after it was taken up",
    Ending.NOT_UPHELD: "not upheld by a panel",
    Ending.NOT_UPHELD_ON_APPEAL: "not upheld on appeal",
    Ending.UPHELD: "upheld by a panel",
    Ending.UPHELD_ON_APPEAL: "upheld on appeal",
}
TIMES: Final = {
    Taken.FOUR_WEEKS: "up to 28 days",
    Taken.THREE_MONTHS: "29 to 91 days",
    Taken.HALF_A_YEAR: "92 to 182 days",
    Taken.LONGER: "more than 182 days",
}
COLUMNS: Final = (
    words("Years", "years"),
    words("How they ended"),
    words("How long they took"),
    figures("Cases", "cases"),
)


@router.get("/complaints/figures")
def of_past_years(visit: Visiting) -> Response:
    """The figures of every year that is over."""
    found = case_figures(visit.at, visit.site.office.store, visit.site.house.zone)
    rows = [
        (_years(span), _ways(one), _times(one), one.cases)
        for span in found.spans
        for one in span.figures
    ]
    page = Page(
        "case_figures",
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
        "a year is told once it is over and has enough cases, by itself or with those before it",
    )
    return table(visit, "figures", Table("Cases that are over", COLUMNS, rows, empty))


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
