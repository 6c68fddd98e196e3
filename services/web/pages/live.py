"""Answers what is before a meeting at this moment, and tells browsers when that has changed.

A browser keeps one request open.  It is told only that something changed, and fetches the live part
anew; so nothing is told to anybody that the page would not show them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from domain.kernel.refusal import NotFound
from services.application.asker import THE_SERVICE
from services.application.hall import hall
from services.reading import caucuses
from services.reading.meeting_parts import Attending, Decision, Item
from services.reading.meetings import LASTING, Meeting
from services.web.site import Site
from services.web.trying import Attempt
from services.web.visit import Visit

router = APIRouter(include_in_schema=False)
LOOK_EVERY: Final = 0.5
AT_MOST: Final = 25.0
"""Seconds after which the browser is let go; it asks again by itself."""
NEWEST: Final = "SELECT coalesce(max(position), 0) FROM views.journal_of WHERE owner = %s"
SHOWN: Final = 3


@dataclass(frozen=True)
class Live:
    """What everybody in the room has to see."""

    meeting: UUID
    state: str
    item: Item | None
    next_item: Item | None
    present: int | None
    needed: int | None
    has_quorum: bool
    chair: str | None
    may_vote: Sequence[Attending]
    decisions: Sequence[Decision]
    motion: str | None

    @property
    def quorate(self) -> bool:
        if self.present is None or self.needed is None:
            return self.has_quorum
        return self.present >= self.needed

    @property
    def is_short(self) -> bool:
        """Whether it is open without a quorum."""
        return self.state == "open" and not self.quorate

    @property
    def share(self) -> int:
        """How full the quorum's bar is, in hundredths."""
        if self.present is None or not self.needed:
            return 100 if self.quorate and self.state == "open" else 0
        return min(100, round(100 * self.present / self.needed))


def live_part(visit: Visit, found: Meeting) -> Live:
    """The live part of a meeting's page."""
    line = found.meeting
    waiting = [item for item in found.items if item.fate == "waiting"]
    current = found.current
    motions = [one for one in found.motions if not one.decided]
    present, needed = _strength(visit, found)
    return Live(
        meeting=line.meeting,
        state=line.state,
        item=current,
        next_item=waiting[0] if waiting else None,
        present=present,
        needed=needed,
        has_quorum=line.quorate,
        chair=line.chair_name,
        may_vote=[one for one in found.attending if one.votes],
        decisions=tuple(reversed(found.decisions))[:SHOWN],
        motion=f"{motions[-1].title}: {motions[-1].text}" if motions else None,
    )


def _strength(visit: Visit, found: Meeting) -> tuple[int | None, int | None]:
    """How many are there and how many are needed: of the past as recorded, else by the moment.

    A term that is over and a suspension count from their moment on, though no act says so yet.
    """
    line = found.meeting
    if line.state == "called" and caucuses.sealed_by(visit.at, line.body) is not None:
        return None, None
    if visit.past or line.state not in LASTING or line.present is None:
        return line.present, line.needed
    it = hall(Attempt(visit, THE_SERVICE), line.meeting)
    now = it.meeting.strength(it.sat)
    return (now.present, now.needed) if now.told else (None, None)


@router.get("/meetings/{meeting}/live")
async def live(meeting: UUID, request: Request) -> StreamingResponse:
    """Tells a browser, as long as it listens, that something changed at the meeting."""
    site: Site = request.app.state.site
    if not await run_in_threadpool(_position, site, meeting):
        raise NotFound(f"There is no meeting with the id {meeting}.")
    return StreamingResponse(
        _changes(site, meeting, request),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _changes(site: Site, meeting: UUID, request: Request) -> AsyncIterator[str]:
    """An event for each change; the first says where the record stands, so none is missed."""
    known = -1
    end = monotonic() + AT_MOST
    yield "retry: 1000\n\n"
    while monotonic() < end and not await request.is_disconnected():
        newest = await run_in_threadpool(_position, site, meeting)
        if newest != known:
            known = newest
            yield f"event: changed\nid: {newest}\ndata: {newest}\n\n"
        await asyncio.sleep(LOOK_EVERY)


def _position(site: Site, meeting: UUID) -> int:
    """The position of the newest act at the meeting that pages show."""
    with site.office.pool.connection() as rows:
        row = rows.execute(NEWEST, (meeting,)).fetchone()
    return int(row[0]) if row else 0
