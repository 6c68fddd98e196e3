"""What is decided in writing between meetings, and in which quarters a body met."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from domain.meetings.resolution import State
from projections.meetings import OFF
from services.reading.processes import Process, process
from services.reading.view import Answer, Reading, View, name_of


class ResolutionLine(Answer):
    """A written resolution by itself; `urgent`: why it is put in place of the body above."""

    resolution: UUID
    body: UUID
    slug: str
    body_name: str
    title: str
    words: str
    put_at: datetime
    closes: datetime
    sent_to: int
    urgent: str | None
    state: str
    in_favour: int | None
    against: int | None
    members: int | None
    carried: bool | None
    because: str | None
    settled: str | None


class Reply(Answer):
    """What somebody replied."""

    person: UUID
    person_name: str
    answer: str
    since: datetime


class Demand(Answer):
    """Somebody who asked for a meeting instead."""

    person: UUID
    person_name: str
    since: datetime


class WaitedFor(Answer):
    """The meeting to which a written resolution was left."""

    meeting: UUID
    title: str
    starts: datetime
    state: str


class Resolution(Answer):
    """A written resolution with its replies; `waits_for` if it was left to a meeting."""

    view: View
    resolution: ResolutionLine
    process: Process
    replies: tuple[Reply, ...]
    demands: tuple[Demand, ...]
    waits_for: WaitedFor | None = None


class Quarter(Answer):
    """A quarter: under way, warned, met or missed."""

    name: str
    begins: date
    warns: datetime
    ends: datetime
    state: str
    meetings: int | None
    needed: int | None


class Quarters(Answer):
    """The quarters of a body, the newest first."""

    view: View
    body: UUID
    body_name: str
    rule: str | None
    process: Process
    quarters: tuple[Quarter, ...]


class _Year(Answer):
    body: UUID
    body_name: str
    rule: str | None


_RESOLUTIONS = """
    SELECT resolution, body,
           (SELECT slug FROM bodies b
            WHERE b.body = r.body AND b.valid @> %(as_of)s::timestamptz) AS slug,
           body_name, title, words, put_at, closes, sent_to, urgent, state,
           in_favour, against, members, carried, because, settled
    FROM resolutions r WHERE valid @> %(as_of)s::timestamptz
      AND (%(resolution)s::uuid IS NULL OR resolution = %(resolution)s)
      AND (%(body)s::uuid IS NULL OR body = %(body)s)
    ORDER BY put_at DESC, resolution
"""
_REPLIES = f"""
    SELECT r.person, {name_of("r.person")} AS person_name, answer, since FROM resolution_replies r
    WHERE resolution = %(resolution)s AND since <= %(as_of)s ORDER BY since, r.person
"""
_DEMANDS = f"""
    SELECT r.person, {name_of("r.person")} AS person_name, since FROM resolution_demands r
    WHERE resolution = %(resolution)s AND since <= %(as_of)s ORDER BY since, r.person
"""
# The first that the body held or will hold after the last member asked for it.
_WAITED_FOR = f"""
    SELECT meeting, title, starts, state FROM body_meetings
    WHERE body = %(body)s AND valid @> %(as_of)s::timestamptz AND state <> '{OFF}'
      AND (ended_at IS NULL OR ended_at > %(since)s)
    ORDER BY starts, meeting LIMIT 1
"""
_YEAR = """
    SELECT body, body_name, rule FROM body_years WHERE year = %(year)s AND since <= %(as_of)s
"""
_QUARTERS = """
    SELECT name, begins, warns, ends, state, meetings, needed FROM body_quarters
    WHERE year = %(year)s AND valid @> %(as_of)s::timestamptz ORDER BY begins DESC
"""


def resolutions(at: Reading, body: UUID | None = None) -> tuple[ResolutionLine, ...]:
    """Written resolutions, the newest first: of one body, or of all."""
    return at.all(ResolutionLine, _RESOLUTIONS, resolution=None, body=body)


def is_in_writing(at: Reading, stream: UUID) -> bool:
    """Whether something that was decided was decided in writing, by what it is called in acts."""
    ((found,),) = at.rows(
        "SELECT EXISTS (SELECT FROM resolutions WHERE resolution = %(stream)s)", stream=stream
    )
    return bool(found)


def resolution(at: Reading, resolution: UUID) -> Resolution:
    """One written resolution; raises `NotFound`."""
    line = at.first(ResolutionLine, _RESOLUTIONS, resolution=resolution, body=None)
    if line is None:
        raise NotFound(f"There is no written resolution with the id {resolution} at that moment.")
    demands = at.all(Demand, _DEMANDS, resolution=resolution)
    return Resolution(
        view=at.view,
        resolution=line,
        process=process(at, resolution),
        replies=at.all(Reply, _REPLIES, resolution=resolution),
        demands=demands,
        waits_for=_waited_for(at, line, demands),
    )


def _waited_for(at: Reading, line: ResolutionLine, demands: tuple[Demand, ...]) -> WaitedFor | None:
    if line.state != State.AT_A_MEETING:
        return None
    return at.first(WaitedFor, _WAITED_FOR, body=line.body, since=demands[-1].since)


def quarters(at: Reading, year: UUID) -> Quarters:
    """The quarters of the body that is watched under that id; raises `NotFound`."""
    found = at.first(_Year, _YEAR, year=year)
    if found is None:
        raise NotFound(f"No body's quarters are watched under the id {year} at that moment.")
    return Quarters(
        view=at.view,
        body=found.body,
        body_name=found.body_name,
        rule=found.rule,
        process=process(at, year),
        quarters=at.all(Quarter, _QUARTERS, year=year),
    )
