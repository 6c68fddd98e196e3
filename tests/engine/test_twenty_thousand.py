"""A ballot of twenty thousand papers leaves a short history in the engine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from domain.ballots.ballot import Ballot
from domain.cycle.calendar import StageName
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import BallotId, PersonId
from services.application.cycles import cycle_ballot
from services.bootstrap import Office
from services.config import Settings
from services.rehearsal.electorate import Person, number_of
from services.rehearsal.founding import joined
from services.runtime.temporal import SkippingTemporal
from services.store.importing import import_acts
from tests.engine.conftest import engine_at
from tests.engine.small import FOUNDED, Small
from tests.engine.test_processes import move, relayed_all, stage_due, until

MANY = 20_000
BOOTHS = 8
pytestmark = [pytest.mark.anyio, pytest.mark.long, pytest.mark.timeout(400)]


def electorate() -> list[Person]:
    longest = date(2019, 1, 1)
    return [Person(number_of(n + 100), longest, None, "north", lapsed=False) for n in range(MANY)]


def acts(people: list[Person]) -> Iterator[Recorded]:
    yield from joined(people, FOUNDED)


async def test_the_history_stays_short_with_twenty_thousand_papers(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    small, people = Small(at, members=0), electorate()
    import_acts(at.dsn, acts(people))
    async with engine_at(engine.address, at, settings) as client:
        cycle = small.open_cycle()
        await until(relayed_all(at))
        for stage in list(StageName)[:-1]:
            await move(at, client, stage_due(at, cycle, stage))
        ballot = cycle_ballot(cycle)
        await asyncio.to_thread(vote, at, ballot, [person.id for person in people])
        await move(at, client, stage_due(at, cycle, StageName.BALLOT))
        history = await client.get_workflow_handle(str(ballot)).fetch_history()
    assert at.store.load(Ballot, ballot).papers == MANY
    print(f"{MANY} papers, {len(history.events)} events in the engine's history of the ballot")
    assert len(history.events) < 200


def vote(at: Office, ballot: BallotId, people: list[PersonId]) -> None:
    with ThreadPoolExecutor(BOOTHS) as booths:
        list(booths.map(lambda person: at.boxes.cast(ballot, person, "Y"), people))
