"""In which meetings one person took part, sent apologies, or was missing.

What these come to, such as the share attended, is reckoned in `domain.meetings.attended`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.meetings.attendance import Route
from domain.meetings.attended import Attended, Kept, reckoned
from services.reading.view import Answer, Reading


class TookPart(Answer):
    """A meeting that was theirs to go to, or that they went to; `route` is none if they did not.

    `sat` is whether they had a seat in the body when it met.
    """

    meeting: UUID
    title: str
    slug: str
    body_name: str
    starts: datetime
    route: str | None
    capacity: str | None
    apologies: bool
    sat: bool


# That a seat was held when the body met is said twice, for an index finds the second alone.
_TOOK_PART = """
    WITH theirs AS (
        SELECT m.meeting, true AS sat FROM seats s JOIN body_meetings m
          ON m.body = s.body AND s.valid @> m.starts
          AND m.starts >= lower(s.valid) AND m.starts < coalesce(upper(s.valid), 'infinity')
        WHERE s.person = %(person)s AND m.valid @> %(as_of)s::timestamptz
          AND m.state IN ('open', 'over')
        UNION
        SELECT meeting, false FROM meeting_attendance
        WHERE person = %(person)s AND lower(valid) <= %(as_of)s
    ), each AS (SELECT meeting, bool_or(sat) AS sat FROM theirs GROUP BY meeting)
    SELECT m.meeting, m.title, b.slug, b.name AS body_name, m.starts, a.route, a.capacity,
           EXISTS (SELECT FROM meeting_apologies p WHERE p.meeting = m.meeting
                   AND p.person = %(person)s
                   AND p.valid @> %(as_of)s::timestamptz) AS apologies, each.sat
    FROM each
    JOIN body_meetings m ON m.meeting = each.meeting AND m.valid @> %(as_of)s::timestamptz
    JOIN bodies b ON b.body = m.body AND b.valid @> %(as_of)s::timestamptz
    LEFT JOIN LATERAL (
        SELECT route, capacity FROM meeting_attendance t
        WHERE t.meeting = m.meeting AND t.person = %(person)s AND lower(t.valid) <= %(as_of)s
        ORDER BY lower(t.valid) DESC LIMIT 1
    ) AS a ON true
    ORDER BY m.starts DESC, m.meeting
"""


def took_part(at: Reading, person: UUID) -> tuple[TookPart, ...]:
    """Their meetings that have begun, the newest first."""
    return at.all(TookPart, _TOOK_PART, person=person)


def attended(meetings: tuple[TookPart, ...]) -> Attended:
    """What those of the bodies in which they sat come to."""
    return reckoned(
        Kept(None if one.route is None else Route(one.route), one.apologies)
        for one in meetings
        if one.sat
    )
