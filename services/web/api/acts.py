"""Lets programs read the journal: filters as on its page, and a cursor to go on from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from services.reading import journal
from services.reading.journal import JournalPage, Page
from services.web.pages.journal import filter_of
from services.web.visit import Visiting

router = APIRouter(tags=["acts"])


@router.get("/api/acts")
def acts(
    visit: Visiting,
    after: Annotated[
        int | None, Query(ge=0, description="Oldest first, after this position.")
    ] = None,
    before: Annotated[int | None, Query(ge=1, description="Newest first, before it.")] = None,
    limit: Annotated[int, Query(ge=1, le=journal.MOST)] = 100,
    data: Annotated[bool, Query(description="With what each act carries.")] = False,
) -> JournalPage:
    """Acts, a page at a time.

    Filters: `process`, `kind`, `topic`, `actor`, `standing`, `rule`, `from`, `until`, `as_of`.
    `next_start` is the next page's `after` or `before`; it is null at the end.
    """
    stretch = Page(
        start=after if after is not None else before,
        limit=limit,
        forwards=after is not None,
        with_data=data,
    )
    return journal.journal(visit.at, filter_of(visit), stretch)
