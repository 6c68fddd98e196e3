"""The organisation as it was: the log projected anew up to a moment or a position, and read.

`as_of` on the live views answers the same question for a moment, and faster; the two are held
against each other in the tests.  Only a replay answers what was *known* at a position.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import Connection
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Identifier

from domain.kernel.refusal import BadInput, NotFound
from projections.catalogue import PROJECTIONS
from projections.projection import Projection, RecordedAct, Rows
from services.reading.ballots import BallotLine, BallotState, ballots
from services.reading.bodies import BodyLine, bodies
from services.reading.processes import Process, open_processes
from services.reading.rulebook import RulebookAnswer, rulebook
from services.reading.view import Answer, Reading, View, look_into
from services.store.tail import LogCursor, Span

BATCH: Final = 2_000


_POSTS: Final = """
    SELECT b.name AS body_name, p.post, p.person, p.name
    FROM posts p JOIN bodies b ON b.body = p.body AND b.valid @> %(as_of)s::timestamptz
    WHERE p.valid @> %(as_of)s::timestamptz AND b.dissolved_at IS NULL
    ORDER BY b.name, p.post, p.name, p.mandate
"""


@dataclass(frozen=True)
class Upto:
    """How far to replay: acts that had taken effect by a moment, or were recorded by a position."""

    moment: datetime | None = None
    position: int | None = None

    def takes(self, act: RecordedAct) -> bool:
        return self.moment is None or act.event.act.occurred_at <= self.moment


class PostHeld(Answer):
    """Who held which post of which body."""

    body_name: str
    post: str
    person: UUID
    name: str


class Organisation(Answer):
    """The bodies there were and who held their posts, what was going on, and the rules in force, if
    any yet."""

    view: View
    bodies: tuple[BodyLine, ...]
    posts: tuple[PostHeld, ...]
    processes: tuple[Process, ...]
    open_ballots: tuple[BallotLine, ...]
    rulebook: RulebookAnswer | None


def replay(dsn: str, *, as_of: datetime | None = None, position: int | None = None) -> Organisation:
    """The state of the organisation at a moment or a position, from the log alone."""
    with replayed(dsn, Upto(moment=as_of, position=position)) as at:
        return organisation(at)


def organisation(at: Reading) -> Organisation:
    """The same from any reading, the live one included."""
    try:
        rules = rulebook(at)
    except NotFound:
        rules = None
    return Organisation(
        view=at.view,
        bodies=tuple(one for one in bodies(at).bodies if one.dissolved_at is None),
        posts=at.all(PostHeld, _POSTS),
        processes=open_processes(at),
        open_ballots=tuple(one for one in ballots(at) if one.state is BallotState.OPEN),
        rulebook=rules,
    )


@contextmanager
def replayed(
    dsn: str, upto: Upto, projections: Sequence[Projection] = PROJECTIONS
) -> Iterator[Reading]:
    """A reading over tables of its own, which are gone afterwards."""
    if (upto.moment is None) == (upto.position is None):
        raise BadInput("Say up to which moment or up to which position, one of the two.")
    schema = f"replay_{secrets.token_hex(8)}"
    with psycopg.connect(dsn) as connection:
        # One transaction that is never committed: whatever ends it, the tables are gone.
        try:
            connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(schema)))
            look_into(connection, schema)
            view = _project(connection, upto, projections)
            yield Reading(connection, view)
        finally:
            connection.rollback()


def _project(connection: Connection[Any], upto: Upto, projections: Sequence[Projection]) -> View:
    with connection.cursor(row_factory=tuple_row) as cur:
        for projection in projections:
            cur.execute(projection.ddl.encode())
        head = LogCursor().head(cur)
        end = head if upto.position is None else min(upto.position, head)
        newest, last = _take_in(cur, upto, end, projections)
        moment = upto.moment or newest or _now(cur)
    return View(position=last, moment=moment, past=True)


def _take_in(
    cur: Rows, upto: Upto, end: int, projections: Sequence[Projection]
) -> tuple[datetime | None, int]:
    """Apply all acts up to a position; returns their newest moment, and the last one's position."""
    log, after, last, newest = LogCursor(), 0, 0, None
    while after < end:
        batch = log.read(cur, Span(after, end, limit=BATCH))
        acts = [act for act in batch.acts if upto.takes(act)]
        for projection in projections:
            projection.apply(cur, acts)
        moments = [act.event.act.occurred_at for act in acts]
        newest = max([*moments, *([newest] if newest else [])], default=None)
        last = acts[-1].position if acts else last
        after = batch.upto
    return newest, last


def _now(cur: Rows) -> datetime:
    row = cur.execute("SELECT convenor.organisation_now()").fetchone()
    assert row is not None
    moment: datetime = row[0]
    return moment
