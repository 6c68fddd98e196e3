"""Eight voters race the close: each paper that was acknowledged is counted, and no other is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from time import sleep
from uuid import UUID

import pytest

from domain.ballots.ballot import Hours
from domain.ballots.blind.bundle import Close
from domain.ballots.blind.paper import Paper
from domain.kernel.refusal import TooEarly, TooLate
from tests.blind.given import member
from tests.blind.held import Held, listed
from tests.domain.acts import START, days

VOTERS, SEED = 8, 20220526
OPEN_FOR = timedelta(milliseconds=60)
AROUND = (0.02, 0.07)


def _cast(held: Held, ballot: UUID, paper: Paper, after: float) -> bool:
    """Whether the paper was acknowledged."""
    sleep(after)
    try:
        held.boxes.put(ballot, paper)
    except TooLate:
        return False
    return True


def _close(held: Held, ballot: UUID) -> Close:
    """Close as soon as it can be."""
    while True:
        try:
            return held.boxes.close(ballot)
        except TooEarly:
            sleep(0.001)


def _race(held: Held, name: str, chance: Random) -> int:
    """One race.  Gives the number of papers that were acknowledged."""
    papers = [member(number).votes(((1,), (), ())) for number in range(VOTERS)]
    now = held.store.now()
    ballot = held.announce(name, Hours(opens=now, closes=now + OPEN_FOR)).ballot
    left = (now + OPEN_FOR - held.store.now()).total_seconds()
    starts = [max(0.0, left - OPEN_FOR.total_seconds() + chance.uniform(*AROUND)) for _ in papers]
    with ThreadPoolExecutor(VOTERS + 1) as people:
        closing = people.submit(_close, held, ballot)
        casts = [
            people.submit(_cast, held, ballot, paper, after)
            for paper, after in zip(papers, starts, strict=True)
        ]
        taken = {paper.hash.hex() for paper, one in zip(papers, casts, strict=True) if one.result()}
        close = closing.result()
    assert set(listed(held, ballot)) == taken
    assert close.papers == len(taken)
    assert not any(_cast(held, ballot, paper, 0) for paper in papers)
    assert held.boxes.close(ballot) == close
    return len(taken)


def _races(held: Held, rounds: int) -> None:
    chance = Random(SEED)
    held.store.clock.release()
    held.store.clock.shift(START + days(8) - held.store.now())
    taken = [_race(held, f"race {number}", chance) for number in range(rounds)]
    told = {count: taken.count(count) for count in sorted(set(taken))}
    print(f"{rounds} races of {VOTERS}; papers that came in time, and how often so many: {told}")
    assert 0 < sum(taken) < rounds * VOTERS, "they never came close to the moment"


def test_whatever_was_acknowledged_is_counted_and_nothing_else(held: Held) -> None:
    _races(held, 4)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_thousand_races_for_the_close(held: Held) -> None:
    _races(held, 1000)
