"""PostgreSQL killed while acts and papers come in: what was answered is there, and once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from threading import Event, Thread
from time import sleep
from uuid import UUID

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from domain.bodies.member import Member
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.kernel.ids import CONVENOR, CommandId, derived
from domain.kernel.refusal import OutOfOrder
from services.application.asker import Asker
from services.application.bodies import JoinMember
from services.application.cycles import cycle_ballot
from services.bootstrap import Office, office
from services.runtime.postgres import EmbeddedPostgres
from services.store.port import StoreFault
from tests.crash.gate import eventually
from tests.engine.small import Small
from tests.support.hands import member

SECRETARIES, VOTERS = 4, 4
ENOUGH = 40
PAUSE = 0.05
AWAY = (StoreFault, psycopg.OperationalError, PoolTimeout)

pytestmark = pytest.mark.long


@dataclass
class Load:
    """Secretaries who enter members and members who vote, each until they are answered."""

    at: Office
    ballot: UUID
    roll: int
    stopping: Event = field(default_factory=Event)
    entered: list[CommandId] = field(default_factory=list)
    voted: list[int] = field(default_factory=list)
    cut_off: Counter[str] = field(default_factory=Counter)
    failures: list[Exception] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)

    def start(self) -> None:
        doing = [(self._enter, one, SECRETARIES) for one in range(SECRETARIES)]
        doing += [(self._vote, one, VOTERS) for one in range(VOTERS)]
        self.threads = [Thread(target=self._until_stopped, args=words) for words in doing]
        for thread in self.threads:
            thread.start()

    def until_more(self) -> None:
        """Until so many more of both were answered."""
        acts, papers = len(self.entered) + ENOUGH, len(self.voted) + ENOUGH
        eventually(lambda: len(self.entered) >= acts and len(self.voted) >= papers)

    def stop(self) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _until_stopped(self, do: Callable[[int], None], first: int, step: int) -> None:
        try:
            for number in count(first, step):
                if self.stopping.is_set():
                    return
                do(number)
        except Exception as error:
            self.failures.append(error)

    def _again_while_away(self, what: str, do: Callable[[], None]) -> None:
        """Do it again under the same key for as long as the database is away."""
        while not self.stopping.is_set():
            try:
                return do()
            except AWAY:
                self.cut_off[what] += 1
                sleep(PAUSE)
        return None

    def _enter(self, number: int) -> None:
        key = CommandId(derived(CONVENOR, "entered under load", number))
        command = JoinMember(number=f"N{number:05}", joined_on=date(2021, 1, 1))

        def ask() -> None:
            self.at.desk.perform(command, Asker(person=member(0)), key)
            self.entered.append(key)

        self._again_while_away("act", ask)

    def _vote(self, number: int) -> None:
        while number >= self.roll or len(self.voted) > len(self.entered):
            if self.stopping.wait(PAUSE):  # papers come in no faster than acts, to be cut off too
                return

        def put_in() -> None:
            try:
                self.at.boxes.cast(self.ballot, member(number), "Y")
            except OutOfOrder:  # it was taken, and the answer was lost
                self.cut_off["answer to a paper"] += 1
            self.voted.append(number)

        self._again_while_away("paper", put_in)


def open_ballot(at: Office, members: int) -> UUID:
    """A small organisation whose ballot is open."""
    small = Small(at, members=members)
    cycle = small.open_cycle()
    for stage in list(StageName)[:-1]:
        due = at.store.load(Cycle, cycle).calendar.stage(stage).due
        at.projector.catch_up()
        small.hands.steps = at.steps
        small.hands.at(due)
    return cycle_ballot(cycle)


def kill_under_load(state: Path, kills: int) -> None:
    """SIGKILL to every process of the server while eight callers wait for their commits."""
    roll = ENOUGH * 4 * (kills + 1)
    with EmbeddedPostgres(state) as server, office(server.url) as at:
        at.projector.start()
        load = Load(at, open_ballot(at, roll), roll)
        load.start()
        try:
            for _ in range(kills):
                load.until_more()
                server.kill9()
                server.start()
            load.until_more()
        finally:
            load.stop()
            at.projector.stop()
        print(f"cut off: {dict(load.cut_off)}")
        assert load.failures == []
        assert load.cut_off["paper"], "no voter noticed"
        check_acts(at, load)
        check_papers(at, load)


def check_acts(at: Office, load: Load) -> None:
    """Each answered command is in the log and in the log of commands, once; no stream has a gap."""
    log = at.store.acts(limit=1_000_000)
    versions: dict[UUID, list[int]] = {}
    for act in log:
        versions.setdefault(act.event.originator_id, []).append(act.event.originator_version)
    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())
    entered = Counter(
        act.event.act.command_id for act in log if isinstance(act.event, Member.Joined)
    )
    assert set(entered.values()) == {1}
    for key in load.entered:
        assert entered[key] == 1
        assert at.store.answered(key) is not None


def check_papers(at: Office, load: Load) -> None:
    """Whoever was answered is marked on the roll, and there is one paper for each mark."""
    asked = (
        "SELECT (SELECT count(*) FROM convenor.ballot_box WHERE ballot_id = %(ballot)s), "
        "array_agg(person) FROM convenor.ballot_roll "
        "WHERE ballot_id = %(ballot)s AND voted_in IS NOT NULL"
    )
    with psycopg.connect(at.dsn) as connection:
        row = connection.execute(asked, {"ballot": load.ballot}).fetchone()
    assert row is not None
    papers, marked = row
    assert papers == len(marked)
    assert {member(number) for number in load.voted} <= set(marked)
    assert len(load.voted) == len(set(load.voted))


@pytest.mark.timeout(300)
def test_acts_and_papers_that_were_answered_are_there_once_after_kill_9(state: Path) -> None:
    kill_under_load(state, kills=1)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_it_holds_for_acts_and_papers_through_many_kills(state: Path) -> None:
    kill_under_load(state, kills=6)
