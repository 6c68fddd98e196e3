"""The projector dies in a batch: tables and position have moved together, so nothing is twice."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from projections.catalogue import PROJECTIONS
from services.bootstrap import Office
from services.store.projector import ProjectionRunner
from tests.crash.gate import eventually
from tests.crash.processes import command, environment, killed, running
from tests.engine.small import Small

LATE_IN_A_BATCH = "proposals"
"""Projections are taken in by name; when this one is reached, others have written in the batch."""
HANGING = (
    "SELECT pid FROM pg_locks WHERE NOT granted AND relation = ANY(%s::regclass[])"
    " AND pid <> pg_backend_pid()"
)
pytestmark = [pytest.mark.timeout(300), pytest.mark.long]


def tables(at: Office, schema: str) -> dict[str, list[str]]:
    """Every row of every table that projections keep, as text, in an order of its own."""
    with at.pool.connection() as connection:
        names = connection.execute(
            "SELECT name, relations FROM views.projection_books ORDER BY name"
        ).fetchall()
        found = {}
        for relation in [one for _, relations in names for one in relations]:
            rows = sql.SQL("SELECT r::text FROM {} r ORDER BY 1").format(
                sql.Identifier(schema, relation)
            )
            found[relation] = [row[0] for row in connection.execute(rows).fetchall()]
    return found


def test_killed_in_the_middle_of_a_batch_it_counts_nothing_twice_and_misses_nothing(
    at: Office, small: Small
) -> None:
    """The test locks the tables of one projection, so the batch hangs with others half written.

    There the process is killed.  What stands in the tables afterwards is nothing of the batch; what
    another projector then makes of them is compared, row by row, with tables made from nothing.
    Only what stands in the schema of that batch hangs with it: private tables move by themselves.
    """
    at.projector.catch_up()
    before, positions = tables(at, "views"), of_views(at)
    small.open_cycle()
    with psycopg.connect(at.dsn) as locking, psycopg.connect(at.dsn, autocommit=True) as looking:
        locked = relations(looking, LATE_IN_A_BATCH)
        for relation in locked:
            locking.execute(f"LOCK TABLE {relation} IN ACCESS EXCLUSIVE MODE".encode())
        with running(command("projector"), environment(DATABASE_URL=at.dsn)) as projector:
            [hanging] = eventually(lambda: looking.execute(HANGING, (locked,)).fetchall())
            killed(projector)
        looking.execute("SELECT pg_terminate_backend(%s, 60000)", hanging)
        locking.rollback()
    assert tables(at, "views") == before
    assert of_views(at) == positions
    at.projector.catch_up()
    anew = ProjectionRunner(at.dsn, PROJECTIONS, schema="anew")
    try:
        anew.catch_up()
    finally:
        anew.close()
    assert tables(at, "views") == tables(at, "anew") != before


def of_views(at: Office) -> dict[str, int]:
    """How far each projection of the schema “views” has come."""
    reached = at.projector.positions()
    return {one.name: reached[one.name] for one in PROJECTIONS}


def relations(connection: psycopg.Connection[tuple[str, ...]], name: str) -> list[str]:
    asked = "SELECT relations FROM views.projection_books WHERE name = %s"
    row = connection.execute(asked, (name,)).fetchone()
    assert row is not None
    return [f"views.{relation}" for relation in row[0]]
