"""Lets programs read the journal: filters as on its page, and a cursor to go on from."""

from __future__ import annotations

from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from domain.kernel.refusal import BadInput
from services.reading import journal
from services.reading.journal import JournalPage, Page
from services.web.pages.journal import filter_of
from services.web.tags import tagged
from services.web.visit import Visiting

router = APIRouter(tags=["acts"])
JSON: Final = "application/json"
MOST_POSITION: Final = 2**63 - 1


@router.get("/api/acts", response_model=JournalPage)
def acts(
    visit: Visiting,
    after: Annotated[
        int | None, Query(ge=0, le=MOST_POSITION, description="Oldest first, after this position.")
    ] = None,
    before: Annotated[
        int | None, Query(ge=1, le=MOST_POSITION, description="Newest first, before it.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=journal.MOST)] = 100,
    data: Annotated[bool, Query(description="With what each act carries.")] = False,
) -> Response:
    """Acts, a page at a time.

    Filters: `process`, `kind`, `topic`, `actor`, `standing`, `rule`, `from`, `until`, `as_of`.
    `next_start` is the next page's `after` or `before`; it is null at the end.
    """
    if before is not None and after is not None:
        raise BadInput("Acts are read before a position or after one: take one of the two away.")
    stretch = Page(
        start=after if after is not None else before,
        limit=limit,
        forwards=after is not None,
        with_data=data,
    )
    found = journal.journal(visit.at, filter_of(visit), stretch)
    told = found.model_dump(mode="json")
    content = orjson.dumps({**told, "view": None})
    return tagged(visit.request, Response(orjson.dumps(told), media_type=JSON), content)
