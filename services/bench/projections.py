"""Rebuilding a projection: by our runner, and by the library's with the same SQL."""

from __future__ import annotations

from time import monotonic, sleep
from typing import Any, Final

import psycopg
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection as LibraryProjection
from eventsourcing.projection import ProjectionRunner as LibraryRunner

from projections.projection import Projection, RecordedAct, Rows, on
from services.bench.report import Measured, ratio, row
from services.bench.subject import Membership, Place, acts
from services.bench.work import RUNS, seconds
from services.store.application import Acts
from services.store.connection import words_of
from services.store.importing import import_acts
from services.store.projector import ProjectionRunner

LONGEST_WAIT: Final = 300.0

TABLE: Final = """
CREATE TABLE measured_places (
    member uuid PRIMARY KEY, region text NOT NULL, local_group uuid NOT NULL, moves int NOT NULL
);
"""
JOINED: Final = "INSERT INTO measured_places VALUES (%s, %s, %s, 0)"
MOVED: Final = (
    "UPDATE measured_places SET region = %s, local_group = %s, moves = moves + 1 WHERE member = %s"
)


class Places(Projection):
    """Where everybody is."""

    name = "measured_places"
    ddl = TABLE

    @on(Membership.Joined)
    def joined(self, cur: Rows, act: RecordedAct[Membership.Joined]) -> None:
        place = act.event.place
        cur.execute(JOINED, (act.event.originator_id, place.region, place.group))

    @on(Membership.Moved)
    def moved(self, cur: Rows, act: RecordedAct[Membership.Moved]) -> None:
        place = act.event.place
        cur.execute(MOVED, (place.region, place.group, act.event.originator_id))


class LibraryView(PostgresTrackingRecorder):
    """The same table, written as the library's documentation shows."""

    def apply(self, statement: str, words: tuple[object, ...], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as curs:
            curs.execute(statement.encode(), words, prepare=True)
            self._insert_tracking(curs, tracking)


class LibraryPlaces(LibraryProjection[LibraryView]):
    """The same projection for the library's runner."""

    name = "measured"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        place: Place = domain_event.place
        member = domain_event.originator_id
        if isinstance(domain_event, Membership.Joined):
            self.view.apply(JOINED, (member, place.region, place.group), tracking)
        else:
            self.view.apply(MOVED, (place.region, place.group, member), tracking)


class LibraryActs(Acts):
    """The same log, read by the library's own recorder."""

    name = ""


def measure(dsn: str, events: int = 10_000) -> Measured:
    """Rows for both runners, and the target."""
    head = import_acts(dsn, acts(events // 4, 4)).last
    ours, theirs = list[float](), list[float]()
    for _ in range(RUNS):
        ours.append(events / _ours(dsn))
        theirs.append(events / _theirs(dsn, head))
    return Measured(
        bench="projection",
        rows=(row("our runner", ours), row("library's runner, same SQL", theirs)),
        targets=(ratio("projection rebuild, to the library's runner", ours, theirs, 10),),
        notes=(f"{events:,} events into one table; both runners decode with our mapper.",),
    )


def _ours(dsn: str) -> float:
    runner = ProjectionRunner(dsn, [Places()], schema="measured")
    try:
        with psycopg.connect(dsn) as connection:
            connection.execute("DROP SCHEMA IF EXISTS measured CASCADE")
        runner.prepare()
        return seconds(runner.catch_up)
    finally:
        runner.close()


def _theirs(dsn: str, head: int) -> float:
    with psycopg.connect(dsn) as connection:
        connection.execute("DROP SCHEMA IF EXISTS measured_library CASCADE")
        connection.execute("CREATE SCHEMA measured_library")
        # The library's pool takes no search path, so its table stands where everybody looks.
        connection.execute("SET search_path TO public")
        connection.execute("DROP TABLE IF EXISTS measured_places")
        connection.execute(TABLE)
    return seconds(lambda: _run_library(dsn, head))


def _run_library(dsn: str, head: int) -> None:
    with LibraryRunner(
        application_class=LibraryActs,
        projection_class=LibraryPlaces,
        view_class=LibraryView,
        env=_environment(dsn),
    ) as runner:
        view = runner.projection.view
        end = monotonic() + LONGEST_WAIT
        while (view.max_tracking_id(runner.app_name) or 0) < head:
            if runner.is_interrupted.is_set() or monotonic() > end:
                runner.run_forever(timeout=0)
                raise TimeoutError("The library's runner did not reach the end of the log.")
            sleep(0.01)


def _environment(dsn: str) -> dict[str, str]:
    words = words_of(dsn)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "CREATE_TABLE": "n",
        "POSTGRES_SCHEMA": "convenor",
        "MEASURED_CREATE_TABLE": "y",
        "MEASURED_POSTGRES_SCHEMA": "measured_library",
        **{f"POSTGRES_{name.upper()}": value for name, value in words.items()},
    }
