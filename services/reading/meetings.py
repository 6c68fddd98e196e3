"""Meetings: how each stands, and one of them with all that belongs to it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from services.reading.meeting_parts import Parts, parts
from services.reading.processes import Process, process
from services.reading.view import ALL, Answer, Part, Reading, View, name_of


class MeetingLine(Answer):
    """A meeting by itself; `present` counts voting members who are there at the moment.

    Where it is told to nobody who belongs to the body, it is none, and so is how many are needed;
    `at_least` is what was told of it when the meeting ended.
    """

    meeting: UUID
    body: UUID
    body_name: str
    slug: str
    title: str
    starts: datetime
    place: str
    remote: bool
    emergency: str | None
    is_emergency: bool
    confirmed: bool
    hours_filled_in: bool
    state: str
    opened_at: datetime | None
    ended_at: datetime | None
    ended_because: str | None
    chair: UUID | None
    chair_name: str | None
    present: int | None
    needed: int | None
    quorate: bool
    at_least: int | None
    next_on: date | None
    decisions: int


class Meetings(Answer):
    """Meetings, the newest first; of all there are, so many are open now and so many called."""

    view: View
    meetings: tuple[MeetingLine, ...]
    of_all: int
    open_now: int
    called: int


class Meeting(Parts):
    """A meeting with all that belongs to it."""

    view: View
    meeting: MeetingLine
    process: Process


_NOW = "valid @> %(as_of)s::timestamptz"
_PRESENT = f"""
    (SELECT count(*) FROM meeting_attendance a JOIN seats s USING (person)
     WHERE a.meeting = m.meeting AND a.votes AND a.is_there AND s.body = m.body AND s.voting
       AND a.{_NOW} AND s.{_NOW})
"""
_MEETINGS = f"""
    SELECT m.meeting, m.body, b.name AS body_name, b.slug, m.title, m.starts, m.place, m.remote,
           m.emergency, m.is_emergency, m.confirmed, m.hours_filled_in, m.state, m.opened_at,
           m.ended_at, m.ended_because,
           m.chair, CASE WHEN m.chair IS NOT NULL THEN {name_of("m.chair")} END AS chair_name,
           CASE WHEN m.state IN ('called', 'open') THEN {_PRESENT} ELSE m.present END AS present,
           m.needed, m.quorate, m.at_least, m.next_on,
           (SELECT count(*) FROM meeting_decisions d
            WHERE d.meeting = m.meeting AND d.{_NOW}) AS decisions
    FROM (
        SELECT m.* FROM body_meetings m
        WHERE m.{_NOW} AND (%(meeting)s::uuid IS NULL OR m.meeting = %(meeting)s)
          AND (%(slug)s::text IS NULL OR m.body = (
                SELECT body FROM bodies b WHERE b.slug = %(slug)s AND b.{_NOW}))
        ORDER BY m.starts DESC, m.meeting LIMIT %(limit)s OFFSET %(skip)s
    ) AS m JOIN bodies b ON b.body = m.body AND b.{_NOW}
    ORDER BY m.starts DESC, m.meeting
"""
_HOW_MANY = f"""
    SELECT count(*), count(*) FILTER (WHERE state = 'open'),
           count(*) FILTER (WHERE state = 'called')
    FROM body_meetings
    WHERE {_NOW} AND (%(slug)s::text IS NULL OR body = (
        SELECT body FROM bodies b WHERE b.slug = %(slug)s AND b.{_NOW}))
"""


def counted(at: Reading, slug: str | None = None) -> tuple[int, int, int]:
    """How many meetings there are, how many of these are open, and how many are called."""
    ((of_all, open_now, called),) = at.rows(_HOW_MANY, slug=slug)
    return of_all, open_now, called


def meetings(at: Reading, slug: str | None = None, part: Part = ALL) -> Meetings:
    """Meetings, the newest first: of one body, or of all."""
    asked = {"meeting": None, "slug": slug, "limit": part.most, "skip": part.skip}
    found = at.all(MeetingLine, _MEETINGS, **asked)
    of_all, open_now, called = counted(at, slug)
    return Meetings(view=at.view, meetings=found, of_all=of_all, open_now=open_now, called=called)


def meeting(at: Reading, meeting: UUID) -> Meeting:
    """One meeting; raises `NotFound`."""
    line = at.first(MeetingLine, _MEETINGS, meeting=meeting, slug=None, limit=1, skip=0)
    if line is None:
        raise NotFound(f"There is no meeting with the id {meeting} at that moment.")
    belongs = dict(parts(at, meeting, line.body))
    return Meeting(view=at.view, meeting=line, process=process(at, meeting), **belongs)
