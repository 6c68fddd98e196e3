"""PostgreSQL killed under load: nothing that was acknowledged is lost, nothing is there twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from services.runtime.postgres import EmbeddedPostgres
from services.store import recorder
from services.store.migrate import migrate
from services.store.port import Receipt, StoreAway, StoreUnreachable
from services.store.postgres import PostgresStore
from services.store.tail import TailReader
from tests.store.thing import Thing, command

WRITERS = 8


@dataclass
class Load:
    """Writers that commit one new thing after another and keep what they were told."""

    store: PostgresStore
    stopping: Event = field(default_factory=Event)
    told: list[tuple[int, Receipt]] = field(default_factory=list)
    untold: list[int] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)

    def start(self) -> None:
        self.threads = [Thread(target=self._write, args=(writer,)) for writer in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def wait_for_more(self, number: int = 100) -> None:
        """Until that many more commits were acknowledged."""
        enough, end = len(self.told) + number, monotonic() + 60
        while len(self.told) < enough:
            assert monotonic() < end, "nobody could write any more"
            sleep(0.02)

    def stop(self) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _write(self, writer: int) -> None:
        number = writer
        while not self.stopping.is_set():
            try:
                thing = Thing.open(number).rename("again")
                receipt = self.store.commit([thing], command=command(number), reads={})
                self.told.append((number, receipt))
            except StoreUnreachable:
                self.untold.append(number)
            except Exception as error:
                self.failures.append(error)
            number += WRITERS


def kill_under_load(state: Path, kills: int) -> None:
    with EmbeddedPostgres(state) as server:
        migrate(server.url)
        with PostgresStore(server.url) as store:
            load, reader, seen = Load(store), TailReader(server.url), list[int]()
            follower = Thread(target=follow, args=(reader, seen))
            follower.start()
            load.start()
            try:
                for _ in range(kills):
                    load.wait_for_more()
                    server.kill9()
                    server.start()
                    load.wait_for_more()
                load.stop()
                check(store, load)
                wait_until_seen(store, seen)
            finally:
                load.stop()
                reader.stop()
                follower.join()


def follow(reader: TailReader, seen: list[int]) -> None:
    for batch in reader.batches():
        seen.extend(act.position for act in batch.acts)


def check(store: PostgresStore, load: Load) -> None:
    assert load.failures == []
    log = {act.position: act.event for act in store.acts(limit=1_000_000)}
    times = Counter((event.originator_id, event.originator_version) for event in log.values())
    assert set(times.values()) == {1}
    for number, receipt in load.told:
        assert [log[position].event_id for position in receipt.positions] == [
            ref.act for ref in receipt.result.acts
        ]
        row = store.answered(command(number).command_id)
        assert row is not None
        assert row.result == receipt.result
    streams = {event.originator_id for event in log.values()}
    assert len(log) == 2 * len(streams), "half a command is in the log"
    assert len(streams) <= len(load.told) + len(load.untold)


def wait_until_seen(store: PostgresStore, seen: list[int]) -> None:
    positions = [act.position for act in store.acts(limit=1_000_000)]
    end = monotonic() + 30
    while len(seen) < len(positions) and monotonic() < end:
        sleep(0.05)
    assert seen == positions


@pytest.mark.long
def test_nothing_acknowledged_is_lost_and_nothing_is_twice_after_kill_9(state: Path) -> None:
    kill_under_load(state, kills=1)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_it_holds_through_many_kills(state: Path) -> None:
    kill_under_load(state, kills=8)


@pytest.mark.long
def test_who_asks_while_the_server_is_away_is_told_so(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "PATIENCE", 0.5)
    with EmbeddedPostgres(state) as server:
        migrate(server.url)
        with PostgresStore(server.url) as store:
            store.commit([Thing.open(1)], command=command(1), reads={})
            server.kill9()
            with pytest.raises(StoreAway, match="Try again in a minute"):
                store.now()
            with pytest.raises(StoreUnreachable, match="recorded once at most"):
                store.commit([Thing.open(2)], command=command(2), reads={})
            server.start()
            monkeypatch.undo()
            store.commit([Thing.open(2)], command=command(2), reads={})
            assert len(store.acts(limit=9)) == 2
