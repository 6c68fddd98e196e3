"""The meetings of bodies, and the ends of decisions in writing, as a calendar has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain.meetings.resolution import State
from projections.meetings import OFF
from services.calendars.event import Event, Wanted, asked
from services.reading.view import Reading

_MEETINGS: Final = f"""
    SELECT meeting, body, title, place, starts, ended_at, state, changed, moves FROM (
        SELECT *, lower(valid) AS changed, coalesce(sum(moved) OVER w, 0) AS moves FROM (
            SELECT *, (starts <> lag(starts) OVER w)::int AS moved FROM body_meetings
            WHERE lower(valid) <= %(as_of)s AND meeting IN (
                SELECT meeting FROM body_meetings
                WHERE valid @> %(as_of)s::timestamptz AND {asked("starts", "body", "meeting")})
            WINDOW w AS (PARTITION BY meeting ORDER BY lower(valid))
        ) AS stretches
        WINDOW w AS (PARTITION BY meeting ORDER BY lower(valid))
    ) AS meetings
    WHERE valid @> %(as_of)s::timestamptz
"""
_RESOLUTIONS: Final = f"""
    SELECT resolution, body, title, closes, state, lower(valid) FROM resolutions
    WHERE valid @> %(as_of)s::timestamptz AND {asked("closes", "body", "resolution")}
"""


NOT_COUNTED: Final = (State.LAPSED, State.AT_A_MEETING)
"""What becomes of a decision in writing whose replies nobody counts."""


def of_meetings(at: Reading, wanted: Wanted) -> Iterator[Event]:
    """Every meeting that was called, those called off included."""
    for meeting, body, title, place, starts, ended, state, changed, moved in at.rows(
        _MEETINGS, **wanted.words
    ):
        yield Event(
            uid=f"{meeting}-starts@convenor",
            what=f"{title} ({place})",
            begins=starts,
            ends=starts if ended is None else max(starts, ended),
            changed=changed,
            page=f"/meetings/{meeting}",
            moved=int(moved),
            cancelled=state == OFF,
            process=meeting,
            body=body,
        )


def of_resolutions(at: Reading, wanted: Wanted) -> Iterator[Event]:
    """Until when a body replies to what is decided in writing."""
    for resolution, body, title, closes, state, changed in at.rows(_RESOLUTIONS, **wanted.words):
        yield Event(
            uid=f"{resolution}-closes@convenor",
            what=f"{title}: replies are counted",
            begins=closes,
            ends=closes,
            changed=changed,
            page=f"/resolutions/{resolution}",
            cancelled=state in NOT_COUNTED,
            process=resolution,
            body=body,
        )
