"""Answers what belongs into a calendar: deadlines, voting, and what notice was given of.

Each kind of thing has one source below; another is added by one more function in `SOURCES`.  An
event keeps its name for good.  When its moment is moved its number goes up, and what will never
come stays and says so, for a calendar that has it does not forget it by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.cycle.calendar import StageName
from services.calendars.event import ALL, Event, Wanted
from services.calendars.of_actions import of_actions
from services.calendars.of_formations import of_formations
from services.calendars.of_meetings import of_meetings, of_resolutions
from services.reading.bodies import BodyLine
from services.reading.people import Place
from services.reading.processes import Process, Stage, of_kinds
from services.reading.view import Reading

Source = Callable[[Reading, Wanted], Iterator[Event]]
_PAGES: Final = {"cycle": "/cycles/", "assembly": "/assemblies/", "ballot": "/ballots/"}
_WORDS: Final = {
    "roll": "The roll is frozen",
    "opening": "Voting opens",
    "voting": "Voting closes",
}
REMINDER: Final = "reminder"
SAID_BY_BALLOT: Final = (StageName.PREPARATION, StageName.BALLOT)
"""When voting opens and closes is said by the ballot, once there is one."""
_MOVES: Final = """
    SELECT process, stage, count(*) FILTER (WHERE moved),
           coalesce(max(since) FILTER (WHERE moved), min(since))
    FROM (
        SELECT process, stage, lower(valid) AS since,
               due <> lag(due) OVER (PARTITION BY process, stage ORDER BY lower(valid)) AS moved
        FROM stages WHERE lower(valid) <= %(as_of)s AND process = ANY(%(processes)s)
    ) AS stretches
    GROUP BY process, stage
"""
# What a notice was given of belongs to no process; it is for all if the notice went to all.
_NOTICES: Final = """
    SELECT n.notice, n.subject, b.name, n.happens_at, n.called,
           CASE WHEN n.goes_to <> 'all_members' THEN n.body END
    FROM notices n JOIN bodies b ON b.body = n.body AND b.valid @> %(as_of)s::timestamptz
    WHERE n.valid @> %(as_of)s::timestamptz AND n.happens_at IS NOT NULL
      AND n.occasion NOT IN ('ballot', 'cycle')
      AND %(processes)s::uuid[] IS NULL
      AND (%(since)s::timestamptz IS NULL OR n.happens_at >= %(since)s)
      AND (n.goes_to = 'all_members' OR %(bodies)s::uuid[] IS NULL OR n.body = ANY(%(bodies)s))
    ORDER BY n.called DESC, n.notice
"""


def events_of(at: Reading, wanted: Wanted = ALL) -> tuple[Event, ...]:
    """Everything wanted that has a moment, in the order of the moments."""
    found = [event for source in SOURCES for event in source(at, wanted) if wanted.holds(event)]
    return tuple(sorted(found, key=lambda event: (event.begins, event.uid)))


def of_process(at: Reading, *processes: UUID) -> tuple[Event, ...]:
    """What belongs to these processes."""
    return events_of(at, Wanted(processes=processes))


def of_notice(at: Reading, notice: UUID) -> tuple[Event, ...]:
    """What a notice was given of."""
    return tuple(event for event in _of_notices(at, ALL) if event.page.endswith(str(notice)))


def of_all(at: Reading, since: datetime | None = None) -> tuple[Event, ...]:
    """What concerns anybody in the organisation, or of that what begins from a moment on."""
    return _each_once(at, Wanted(since))


def of_body(at: Reading, body: BodyLine, since: datetime | None = None) -> tuple[Event, ...]:
    """What concerns a body: what is its own, and what concerns all."""
    return _each_once(at, Wanted(since, (body.body,)))


def of_person(
    at: Reading,
    person: UUID,
    places: Iterable[Place],
    since: datetime | None = None,
    unseen: Iterable[UUID] = (),
) -> tuple[Event, ...]:
    """What concerns a person: all that concerns everybody, the bodies in which they sit, and what
    they have to do for others.

    `unseen` are those to which they belong without being shown, for nobody but themselves.
    """
    theirs = {place.body for place in places if place.until is None} | set(unseen)
    return _each_once(at, Wanted(since, tuple(theirs), person=person))


def _each_once(at: Reading, wanted: Wanted) -> tuple[Event, ...]:
    return tuple(event for event in events_of(at, wanted) if not event.said_already)


def _of_stages(at: Reading, _: Wanted) -> Iterator[Event]:
    """The ends of all stages; a reminder is a letter and no date."""
    processes = of_kinds(at, *_PAGES)
    told = at.rows(_MOVES, processes=[one.process for one in processes])
    moves = {(row[0], row[1]): (int(row[2]), row[3]) for row in told}
    have_ballots = {one.parent for one in processes if one.kind == "ballot"}
    for process in processes:
        for stage in process.stages:
            if process.kind in _PAGES and not stage.stage.startswith(REMINDER):
                by_ballot = process.process in have_ballots and stage.stage in SAID_BY_BALLOT
                event = _stage(process, stage, *moves[process.process, stage.stage])
                yield replace(event, said_already=by_ballot or process.kind == "assembly")


def _stage(process: Process, stage: Stage, moved: int, changed: datetime) -> Event:
    never_came = process.closed is not None and stage.closed is None
    if never_came and process.closed is not None:
        changed = max(changed, process.closed)
    return Event(
        uid=f"{process.process}-{stage.stage}@convenor",
        what=f"{process.title}: {_WORDS.get(stage.stage, f'“{stage.heading}” ends')}",
        begins=stage.due,
        ends=stage.due,
        changed=changed,
        page=f"{_PAGES[process.kind]}{process.process}",
        moved=moved,
        cancelled=never_came,
        process=process.process,
    )


def _of_notices(at: Reading, wanted: Wanted) -> Iterator[Event]:
    """What a notice was given of: for all if it went to all, else for its body."""
    for notice, subject, whose, happens, called, body in at.rows(_NOTICES, **wanted.words):
        yield Event(
            uid=f"{notice}-happens@convenor",
            what=f"{subject} ({whose})",
            begins=happens,
            ends=happens,
            changed=called,
            page=f"/notices/{notice}",
            body=body,
        )


SOURCES: Final[tuple[Source, ...]] = (
    _of_stages,
    _of_notices,
    of_meetings,
    of_resolutions,
    of_formations,
    of_actions,
)
"""One for each kind of thing that has moments."""
