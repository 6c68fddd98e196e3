"""Keeping tables up with the log."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import psycopg
import pytest

from projections.projection import Projection, RecordedAct, Rows, on, topics_of
from services.store.postgres import PostgresStore
from services.store.projector import NotYetThere, ProjectionRunner, ProjectionStopped
from tests.store.thing import Thing, history, thing_id

ROOT = Path(__file__).parent.parent.parent


class Names(Projection):
    """The name of each thing."""

    name = "names"
    ddl = """
    CREATE TABLE thing_names (id uuid PRIMARY KEY, name text NOT NULL, acts int NOT NULL);
    CREATE VIEW thing_names_in_order AS SELECT * FROM thing_names ORDER BY name;
    """

    @on(Thing.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Thing.Opened]) -> None:
        cur.execute(
            "INSERT INTO thing_names VALUES (%s, %s, 1)",
            (act.event.originator_id, act.event.name),
        )

    @on(Thing.Renamed)
    def renamed(self, cur: Rows, act: RecordedAct[Thing.Renamed]) -> None:
        cur.execute(
            "UPDATE thing_names SET name = %s, acts = acts + 1 WHERE id = %s",
            (act.event.name, act.event.originator_id),
        )


class Counts(Projection):
    """How many things there are."""

    name = "counts"
    ddl = "CREATE TABLE thing_count (n int NOT NULL); INSERT INTO thing_count VALUES (0);"

    @on(Thing.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Thing.Opened]) -> None:
        cur.execute("UPDATE thing_count SET n = n + 1")


class CountsByTwo(Counts):
    """The same question, answered otherwise."""

    ddl = "CREATE TABLE thing_pairs (n int NOT NULL); INSERT INTO thing_pairs VALUES (0);"

    @on(Thing.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Thing.Opened]) -> None:
        cur.execute("UPDATE thing_pairs SET n = n + 2")


class Stumbles(Counts):
    """A projection that can't take in one thing."""

    stone: ClassVar[Any] = thing_id(7)

    @on(Thing.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Thing.Opened]) -> None:
        cur.execute(
            "UPDATE thing_count SET n = n + 1 / (%s)::int", (act.event.originator_id != self.stone,)
        )


class TooLong(Counts):
    """A projection whose index has no room for what it is given."""

    ddl = "CREATE TABLE thing_count (name text PRIMARY KEY);"

    @on(Thing.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Thing.Opened]) -> None:
        noise = "".join(sha256(str(n).encode()).hexdigest() for n in range(300))
        cur.execute("INSERT INTO thing_count VALUES (%s)", (noise,))


Make = Callable[..., ProjectionRunner]


@pytest.fixture
def runner(store_url: str) -> Iterator[Make]:
    """Makes runners that are closed after the test."""
    made: list[ProjectionRunner] = []

    def make(*projections: Projection, schema: str = "views", batch: int = 4) -> ProjectionRunner:
        made.append(ProjectionRunner(store_url, projections, schema=schema, batch=batch))
        return made[-1]

    yield make
    for one in made:
        one.close()


def ask(url: str, question: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute(question.encode()).fetchall()]


def test_topics_follow_from_the_acts_that_are_read() -> None:
    assert Names().topics == ("thing.opened.v1", "thing.renamed.v1")
    assert topics_of([Counts(), Names()]) == ("thing.opened.v1", "thing.renamed.v1")
    assert CountsByTwo().topics == ("thing.opened.v1",)


def test_several_projections_follow_the_log_in_one_pass(
    postgres_store: PostgresStore, store_url: str, runner: Make
) -> None:
    postgres_store.import_acts(history(10))
    both = runner(Names(), Counts())
    assert both.catch_up() == postgres_store.head()
    assert both.positions() == {"names": postgres_store.head(), "counts": postgres_store.head()}
    assert ask(store_url, "SELECT sum(acts) FROM views.thing_names_in_order") == [30]
    assert ask(store_url, "SELECT n FROM views.thing_count") == [10]
    assert both.step() == 0


def test_acts_that_nobody_reads_are_passed_over(
    postgres_store: PostgresStore, runner: Make
) -> None:
    postgres_store.commit([Thing.open(1).close()], command=None, reads={})
    assert runner(Counts()).catch_up() == postgres_store.head()


def test_a_new_projection_catches_up_while_the_others_stay(
    postgres_store: PostgresStore, store_url: str, runner: Make
) -> None:
    postgres_store.import_acts(history(10))
    runner(Counts()).catch_up()
    runner(Counts(), Names()).catch_up()
    assert ask(store_url, "SELECT n FROM views.thing_count") == [10]
    assert ask(store_url, "SELECT count(*) FROM views.thing_names") == [10]


def test_a_changed_ddl_makes_the_tables_anew_by_itself(
    postgres_store: PostgresStore, store_url: str, runner: Make
) -> None:
    postgres_store.import_acts(history(10))
    runner(Counts()).catch_up()
    assert runner(CountsByTwo()).prepare() == ("counts",)
    runner(CountsByTwo()).catch_up()
    assert ask(store_url, "SELECT n FROM views.thing_pairs") == [20]
    assert ask(store_url, "SELECT to_regclass('views.thing_count')") == [None]
    assert runner(CountsByTwo()).prepare() == ()


def test_a_replay_fills_another_schema(
    postgres_store: PostgresStore, store_url: str, runner: Make
) -> None:
    postgres_store.import_acts(history(10))
    runner(Names(), schema="replay").catch_up()
    assert ask(store_url, "SELECT count(*) FROM replay.thing_names") == [10]
    assert ask(store_url, "SELECT to_regclass('views.thing_names')") == [None]


def test_rebuilding_puts_the_same_rows_in_place_of_spoilt_ones(
    postgres_store: PostgresStore, store_url: str, runner: Make
) -> None:
    postgres_store.import_acts(history(10))
    both = runner(Names(), Counts())
    both.catch_up()
    before = ask(store_url, "SELECT name FROM views.thing_names ORDER BY id")
    with psycopg.connect(store_url) as connection:
        connection.execute("UPDATE views.thing_names SET name = 'spoilt'")
    postgres_store.commit([Thing.open(11)], command=None, reads={})
    assert both.rebuild() == postgres_store.head()
    after = ask(store_url, "SELECT name FROM views.thing_names ORDER BY id")
    assert sorted([*before, "first"]) == sorted(after)
    assert ask(store_url, "SELECT count(*) FROM views.thing_names_in_order") == [11]
    assert ask(store_url, "SELECT to_regnamespace('views_next')") == [None]


def test_stops_with_the_act_that_it_can_not_take_in(
    postgres_store: PostgresStore, store_url: str, runner: Make
) -> None:
    postgres_store.import_acts(history(10, each=1))
    stumbling = runner(Stumbles(), batch=5)
    with pytest.raises(ProjectionStopped) as raised:
        stumbling.catch_up()
    stone = postgres_store.acts(stream=thing_id(7), limit=1)[0]
    assert raised.value.position == stone.position
    for word in ("counts", str(stone.position), str(stone.event.event_id), "thing.opened.v1"):
        assert word in str(raised.value)
    assert ask(store_url, "SELECT n FROM views.thing_count") == [5]
    assert stumbling.positions() == {"counts": postgres_store.acts(limit=5)[-1].position}


def test_stops_too_where_the_server_calls_it_operational(
    postgres_store: PostgresStore, runner: Make
) -> None:
    postgres_store.commit([Thing.open(1)], command=None, reads={})
    with pytest.raises(ProjectionStopped, match="index row"):
        runner(TooLong()).run()


def test_a_runner_in_a_thread_follows_and_can_be_waited_for(
    postgres_store: PostgresStore, store_url: str, runner: Make
) -> None:
    following = runner(Names())
    following.start()
    for number in range(5):
        receipt = postgres_store.commit([Thing.open(number)], command=None, reads={})
        following.wait_for(receipt.positions[-1])
        assert ask(store_url, "SELECT count(*) FROM views.thing_names") == [number + 1]
    following.stop()


def test_who_waits_for_a_stopped_runner_is_told_why(
    postgres_store: PostgresStore, runner: Make
) -> None:
    stumbling = runner(Stumbles())
    stumbling.start()
    receipt = postgres_store.commit([Thing.open(7)], command=None, reads={})
    with pytest.raises(ProjectionStopped):
        stumbling.wait_for(receipt.positions[-1], timeout=20)
    stumbling.stop()


def test_who_waits_in_vain_is_told_where_the_pages_stand(
    postgres_store: PostgresStore, runner: Make
) -> None:
    resting = runner(Names())
    resting.prepare()
    receipt = postgres_store.commit([Thing.open(1)], command=None, reads={})
    with pytest.raises(NotYetThere, match="they stand at 0"):
        resting.wait_for(receipt.positions[-1], timeout=0.05)


def test_two_runners_of_one_projection_count_nothing_twice(
    postgres_store: PostgresStore, store_url: str, runner: Make
) -> None:
    postgres_store.import_acts(history(60, each=2))
    runners = [runner(Counts()), runner(Counts())]
    threads = [Thread(target=one.catch_up) for one in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ask(store_url, "SELECT n FROM views.thing_count") == [60]


PROJECTOR = """
import sys, time
from services.store.projector import ProjectionRunner
from tests.store.test_projector import Counts

class Slowly(Counts):
    def apply_one(self, cur, act):
        super().apply_one(cur, act)
        cur.connection.pgconn.flush()
        time.sleep(0.005)

runner = ProjectionRunner(sys.argv[1], [Slowly()], batch=40)
runner.prepare()
print("ready", flush=True)
while runner.step():
    print("step", flush=True)
"""


@pytest.mark.long
def test_a_projector_killed_in_a_batch_counts_nothing_twice_and_misses_nothing(
    postgres_store: PostgresStore, store_url: str, runner: Make
) -> None:
    postgres_store.import_acts(history(200, each=1))
    for _ in range(3):
        killed = subprocess.Popen(
            [sys.executable, "-c", PROJECTOR, store_url],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        with killed:
            assert killed.stdout is not None
            assert killed.stdout.readline() == "ready\n"
            assert killed.stdout.readline() == "step\n"
            # It is in the middle of its second batch now, or at worst at the seam of two.
            killed.send_signal(signal.SIGKILL)
        seen = runner(Counts()).positions()["counts"]
        first = postgres_store.acts(limit=1)[0].position
        assert ask(store_url, "SELECT n FROM views.thing_count") == [seen - first + 1]
    runner(Counts()).catch_up()
    assert ask(store_url, "SELECT n FROM views.thing_count") == [200]
