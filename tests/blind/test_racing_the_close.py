"""Eight voters race the close: each paper that was acknowledged is counted, and no other is.

The first votes before the close and the last after it; the six between them run against the clock,
which is moved on to the close while they vote, and against whoever closes the box.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from time import sleep
from uuid import UUID

import pytest

from domain.ballots.blind.bundle import Close
from domain.ballots.blind.paper import Paper
from domain.ballots.terms import Hours
from domain.kernel.refusal import TooEarly, TooLate
from tests.blind.given import member
from tests.blind.held import HOURS, Held, listed

VOTERS, SEED = 8, 20220526
LONGEST_HEAD_START = 0.03
ALMOST, APART = timedelta(milliseconds=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Race:
    """One ballot, a moment before its close, and eight papers for it."""

    held: Held
    ballot: UUID
    hours: Hours
    papers: tuple[Paper, ...]

    def cast(self, paper: Paper, after: float = 0) -> bool:
        """Whether the paper was acknowledged."""
        sleep(after)
        try:
            self.held.boxes.put(self.ballot, paper)
        except TooLate:
            return False
        return True

    def close(self, after: float) -> Close:
        """Move the clock on to the close, and close as soon as that can be done."""
        sleep(after)
        self.held.at(self.hours.closes)
        while True:
            try:
                return self.held.boxes.close(self.ballot)
            except TooEarly:
                sleep(0.001)

    def run(self, chance: Random) -> int:
        """The race.  Gives how many of the six were in time."""
        first, *racing, last = self.papers
        head_starts = [chance.uniform(0, LONGEST_HEAD_START) for _ in (*racing, last)]
        assert self.cast(first)
        with ThreadPoolExecutor(VOTERS) as people:
            casts = [
                people.submit(self.cast, paper, after)
                for paper, after in zip(racing, head_starts, strict=False)
            ]
            close = people.submit(self.close, head_starts[-1]).result()
        assert not self.cast(last)
        in_time = [paper for paper, one in zip(racing, casts, strict=True) if one.result()]
        self.check(close, [first, *in_time])
        return len(in_time)

    def check(self, close: Close, taken: list[Paper]) -> None:
        """What was acknowledged is in the list, once, and nothing else ever will be."""
        assert sorted(paper.hash.hex() for paper in taken) == listed(self.held, self.ballot)
        assert close.papers == len(taken)
        assert not any(self.cast(paper) for paper in self.papers)
        assert self.held.boxes.close(self.ballot) == close


def _races(held: Held, rounds: int) -> list[int]:
    chance = Random(SEED)
    papers = tuple(member(number).votes(((1,), (), ())) for number in range(VOTERS))
    in_time = []
    for number in range(rounds):
        closes = HOURS.opens + number * APART
        hours = Hours(opens=HOURS.opens - APART, closes=closes)
        held.at(closes - ALMOST)
        ballot = held.announce(f"race {number}", hours).ballot
        in_time.append(Race(held, ballot, hours, papers).run(chance))
    told = {count: in_time.count(count) for count in sorted(set(in_time))}
    print(f"{rounds} races of six; how many were in time, and how often so many: {told}")
    return in_time


def test_whatever_was_acknowledged_is_counted_and_nothing_else(held: Held) -> None:
    assert len(_races(held, 3)) == 3


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_thousand_races_for_the_close(held: Held) -> None:
    in_time = _races(held, 1000)
    assert 0 < sum(in_time) < 6 * len(in_time), "they never came close to the moment"
