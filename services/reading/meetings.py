"""Meetings: how each stands, and one of them with all that belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotFound
from domain.meetings.attendance import Attendance, Room
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


LASTING: Final = ("called", "open")
_OF_ONE: Final = ("person", "name", "capacity", "route", "votes", "since", "held_by")
_NOW = "valid @> %(as_of)s::timestamptz"
_HERE = f"""
    SELECT a.meeting, a.person, a.name, a.capacity, a.route, a.votes, lower(a.valid), a.held_by,
           EXISTS (SELECT FROM seats s WHERE s.body = m.body AND s.person = a.person AND s.voting
                   AND s.{_NOW})
           OR EXISTS (SELECT FROM accredited d WHERE d.meeting = a.meeting
                      AND d.person = a.person AND d.speaks AND d.{_NOW})
    FROM meeting_attendance a JOIN body_meetings m USING (meeting)
    WHERE a.meeting = ANY(%(meetings)s) AND a.{_NOW} AND m.{_NOW}
"""
_MEETINGS = f"""
    SELECT m.meeting, m.body, b.name AS body_name, b.slug, m.title, m.starts, m.place, m.remote,
           m.emergency, m.is_emergency, m.confirmed, m.hours_filled_in, m.state, m.opened_at,
           m.ended_at, m.ended_because,
           m.chair, CASE WHEN m.chair IS NOT NULL THEN {name_of("m.chair")} END AS chair_name,
           m.present, m.needed, m.quorate, m.at_least, m.next_on,
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
    found = _with_present(at, at.all(MeetingLine, _MEETINGS, **asked))
    of_all, open_now, called = counted(at, slug)
    return Meetings(view=at.view, meetings=found, of_all=of_all, open_now=open_now, called=called)


def _with_present(at: Reading, lines: Sequence[MeetingLine]) -> tuple[MeetingLine, ...]:
    """With how many are there now, by the domain's own count, where a meeting is not over.

    It is what is on record: the live part of a meeting's page counts by the moment besides.

    Where that is told to nobody, no number stands in the record of its opening, and none is told.
    """
    ahead = [one.meeting for one in lines if one.state in LASTING and one.present is not None]
    if not ahead:
        return tuple(lines)
    here, seated = defaultdict[UUID, list[Attendance]](list), defaultdict[UUID, set[PersonId]](set)
    for meeting, *who, has_vote in at.rows(_HERE, meetings=ahead):
        one = Attendance(**dict(zip(_OF_ONE, who, strict=True)))
        here[meeting].append(one)
        if has_vote:
            seated[meeting].add(one.person)
    there = {one: Room(here=tuple(here[one])).present(seated[one]) for one in ahead}
    told = ({"present": there.get(one.meeting, one.present)} for one in lines)
    return tuple(one.model_copy(update=now) for one, now in zip(lines, told, strict=True))


def meeting(at: Reading, meeting: UUID) -> Meeting:
    """One meeting; raises `NotFound`."""
    line = at.first(MeetingLine, _MEETINGS, meeting=meeting, slug=None, limit=1, skip=0)
    if line is None:
        raise NotFound(f"There is no meeting with the id {meeting} at that moment.")
    (line,) = _with_present(at, (line,))
    belongs = dict(parts(at, meeting, line.body))
    return Meeting(view=at.view, meeting=line, process=process(at, meeting), **belongs)
