"""An extension and the deadline that it would move, from two processes: exactly one wins."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep
from uuid import UUID

import pytest

from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from services.application.cycles import OpenCycle
from services.bootstrap import Office
from tests.crash.engine import closings
from tests.crash.processes import Process, environment, running, said
from tests.crash.wire import Wire, wire_to_database
from tests.engine.small import Small
from tests.support.hands import member

ALMOST, DAYS = timedelta(milliseconds=1), timedelta(days=3)
SEED, ROUNDS, LONGEST_HEAD_START = 20211029, 150, 0.03
EXTENDED, CLOSED = "extended", "closed"
pytestmark = [pytest.mark.timeout(300), pytest.mark.long]


@dataclass(frozen=True)
class Racer:
    """A process that races when it is told to, and the wire to its database if it has one."""

    process: Process
    wire: Wire | None = None

    def starts(self, *words: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        return str(said(self.process))


def racer(stack: ExitStack, dsn: str, *, kept_back: bool) -> Racer:
    wire = None
    if kept_back:
        wire, dsn = wire_to_database(dsn, "LOCK TABLE")
        stack.enter_context(wire)
    started = Racer(stack.enter_context(running(["tests.crash.racer", dsn], environment())), wire)
    assert started.answer() == "ready"
    return started


def deadline(at: Office, cycle: UUID) -> datetime:
    return at.store.load(Cycle, cycle).calendar.stage(StageName.DRAFTING).due


def check(at: Office, cycle: UUID, before: datetime, told: tuple[str, str]) -> str:
    """One has won, the log says so, and the other was told why it lost.  Gives the winner."""
    extension, closing = told
    moved = deadline(at, cycle) != before
    assert moved is not bool(closings(at, cycle))
    if moved:
        assert extension == EXTENDED
        assert closing.startswith("Drafting")
        assert "ends on" in closing
        return EXTENDED
    assert closing == CLOSED
    assert "an ended stage can't be extended. (rule refounding.extension_max_days" in extension
    return CLOSED


@pytest.mark.parametrize("first", [EXTENDED, CLOSED])
def test_whoever_commits_first_wins_and_the_other_is_told(
    at: Office, small: Small, first: str
) -> None:
    """Both have decided that they may, the one before the deadline and the other at it.

    Each is kept by a wire to the database when it comes to write, and they are let go one after
    the other.
    """
    cycle = small.open_cycle()
    due = deadline(at, cycle)
    with ExitStack() as stack:
        extending = racer(stack, at.dsn, kept_back=True)
        closing = racer(stack, at.dsn, kept_back=True)
        at.store.clock.hold(due - ALMOST)
        extending.starts("extend", cycle, (due + DAYS).isoformat())
        until_kept(extending)
        at.store.clock.hold(due)
        closing.starts("close", cycle)
        until_kept(closing)
        order = [extending, closing] if first == EXTENDED else [closing, extending]
        answers = {one.process.pid: finish(one) for one in order}
    told = (answers[extending.process.pid], answers[closing.process.pid])
    assert check(at, cycle, due, told) == first


def until_kept(one: Racer) -> None:
    assert one.wire is not None
    one.wire.until_kept()


def finish(one: Racer) -> str:
    assert one.wire is not None
    one.wire.let_go()
    return one.answer()


@pytest.mark.long
@pytest.mark.timeout(900)
def test_exactly_one_wins_however_the_two_fall_together(at: Office, small: Small) -> None:
    """Two processes race freely, the deadline coming a little sooner or later each time."""
    chance, won = random.Random(SEED), Counter[str]()
    opened = at.store.now()
    with ExitStack() as stack:
        extending = racer(stack, at.dsn, kept_back=False)
        closing = racer(stack, at.dsn, kept_back=False)
        for number in range(ROUNDS):
            at.store.clock.release()
            at.store.clock.hold(opened)
            cycle = small.hands.began(small.ask(OpenCycle(title=f"Race {number}"), member(1)))
            due = deadline(at, cycle)
            at.store.clock.hold(due - ALMOST)
            extending.starts("extend", cycle, (due + DAYS).isoformat())
            sleep(chance.uniform(0, LONGEST_HEAD_START))
            at.store.clock.hold(due)
            closing.starts("close", cycle)
            won[check(at, cycle, due, (extending.answer(), closing.answer()))] += 1
    print(f"{ROUNDS} races: {dict(won)}")
    assert set(won) == {EXTENDED, CLOSED}, "they never came close to each other"
