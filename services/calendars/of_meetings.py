"""The meetings of bodies, and the ends of decisions in writing, as a calendar has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from projections.meetings import OFF
from services.calendars.event import Event
from services.reading.view import Reading

_MEETINGS: Final = """
    SELECT m.meeting, m.body, m.title, m.place, m.starts, m.ended_at, m.state, lower(m.valid),
           (SELECT count(DISTINCT e.starts) - 1 FROM body_meetings e
            WHERE e.meeting = m.meeting AND lower(e.valid) <= %(as_of)s)
    FROM body_meetings m WHERE m.valid @> %(as_of)s::timestamptz
"""
_RESOLUTIONS: Final = """
    SELECT resolution, body, title, closes, lower(valid) FROM resolutions
    WHERE valid @> %(as_of)s::timestamptz
"""


def of_meetings(at: Reading) -> Iterator[Event]:
    """Every meeting that was called, those called off included."""
    for meeting, body, title, place, starts, ended, state, changed, moved in at.rows(_MEETINGS):
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


def of_resolutions(at: Reading) -> Iterator[Event]:
    """Until when a body replies to what is decided in writing."""
    for resolution, body, title, closes, changed in at.rows(_RESOLUTIONS):
        yield Event(
            uid=f"{resolution}-closes@convenor",
            what=f"{title}: replies are counted",
            begins=closes,
            ends=closes,
            changed=changed,
            page=f"/resolutions/{resolution}",
            process=resolution,
            body=body,
        )
