"""What the commands that answer print: for people, or one JSON object to a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg

from domain.kernel.refusal import BadInput, NotFound
from services.reading.journal import ActLine, Filter, Page, journal, retell
from services.reading.replay import Organisation, replay
from services.reading.view import Reading, reading
from services.store.clock import NOW
from services.web.look.as_of import read_as_of
from services.web.look.words import counted, moment

PAGE = 500


def tell_journal(
    dsn: str, process: UUID | None, as_of: str | None, zone: ZoneInfo, *, json: bool
) -> None:
    """Print acts, oldest first."""
    with psycopg.connect(dsn) as connection, reading(connection, _when(as_of, zone)) as at:
        for act in _acts(at, process):
            print(act.model_dump_json() if json else _line(act, zone))


def _acts(at: Reading, process: UUID | None) -> Iterable[ActLine]:
    if process is not None:
        told = retell(at, process)
        if not told:
            raise NotFound(f"Nothing on record belongs to {process}.", about=str(process))
        yield from told
        return
    start: int | None = 0
    while start is not None:
        page = Page(start=start, limit=PAGE, forwards=True, with_data=True)
        found = journal(at, Filter(until=at.view.moment if at.view.past else None), page)
        yield from found.acts
        start = found.next_start


def _line(act: ActLine, zone: ZoneInfo) -> str:
    when = act.occurred_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    mark = "" if act.standing == "judged" else f" [{act.standing}]"
    return f"{act.position:>7}  {when}  {act.sentence}{mark} ({act.actor_name}, {act.authority})"


def tell_replay(dsn: str, as_of: str, zone: ZoneInfo, *, json: bool) -> None:
    """Print the organisation as it stood."""
    when = read_as_of(as_of, zone)
    with psycopg.connect(dsn) as connection:
        (now,) = connection.execute(NOW).fetchone() or (when,)
    if when > now:
        raise BadInput(f"{moment(when, zone)} has not come yet. Choose a moment that has.")
    found = replay(dsn, as_of=when)
    print(found.model_dump_json(indent=2) if json else "\n".join(_state(found, zone)))


def _state(found: Organisation, zone: ZoneInfo) -> Iterable[str]:
    yield f"As of {moment(found.view.moment, zone)} (position {found.view.position})"
    yield f"Bodies: {len(found.bodies)}"
    for body in found.bodies:
        held = [one for one in found.posts if one.body_name == body.name]
        posts = "; ".join(f"{one.post.replace('_', ' ')}: {one.name}" for one in held)
        yield f"  {body.name}, {counted(body.seats, 'seat')}{f' ({posts})' if posts else ''}"
    yield f"Open processes: {len(found.processes)}"
    for process in found.processes:
        yield f"  {process.title}"
    yield f"Open ballots: {len(found.open_ballots)}"
    for ballot in found.open_ballots:
        yield f"  {ballot.title}: until {moment(ballot.closes, zone)}"
    if found.rulebook is not None:
        yield f"Rulebook: version {found.rulebook.edition}"
        for rule in found.rulebook.rules:
            if rule.rule.startswith(("election.ncg.method", "election.ncg.seats")):
                yield f"  {rule.rule}: {rule.value.model_dump_json()}"


def _when(as_of: str | None, zone: ZoneInfo) -> datetime | None:
    return read_as_of(as_of, zone) if as_of else None
